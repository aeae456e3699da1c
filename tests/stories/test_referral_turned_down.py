"""The other office says no: the person does not wait for a call that nobody will make."""

import pytest

from northstar.casework.loops.models import OpenLoop
from northstar.casework.worklist.models import Line
from northstar.desk.loops.test_page import REFERRAL, Desk

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NO = REFERRAL.replace("P^Pending^HL70283", "R^No new patients^HL70283")
ANEW = REFERRAL.replace("|R1|20260810", "|R2|20260909").replace("||20260810", "||20260909")


@pytest.fixture
def desk(client):
    return Desk(client)


def lines():
    return Line.objects.filter(signal="referral-turned-down", is_open=True)


def test_it_is_asked_about_until_it_is_sent_anew(desk):
    desk.hears("REF^I12", REFERRAL, feed="clinic")
    assert not lines()
    desk.at("Tue 8 Sep 09:00")
    desk.hears("RRI^I12", NO, feed="clinic")
    line = lines().get()
    assert line.says == "was referred to Cardiology on 10 Aug 2026, and that was turned down"
    assert "No new patients" in str(line.because)
    assert "turned down Tue 8 Sep" in desk.page()
    assert "another office, or what the office asks for" in desk.page()
    desk.at("Wed 9 Sep 09:00")
    desk.hears("REF^I12", ANEW, feed="clinic")
    assert not lines()
    assert [loop.says for loop in OpenLoop.objects.all()] == ["sent 9 Sep 2026"]


def test_booked_after_all_by_a_persons_word(desk):
    desk.hears("REF^I12", NO, feed="clinic")
    desk.at("Tue 8 Sep 09:00")
    desk.says("ardiology", "booked", "Bay Cardiology", "they take her on 14 Sep after all")
    assert not lines().filter(touched=True)
    desk.hears("REF^I12", NO, feed="clinic")
    assert not lines()
    assert desk.loop("ardiology").steps[0][1] is True


def test_not_wanted_any_more_ends_it(desk):
    desk.hears("REF^I12", NO, feed="clinic")
    desk.says("ardiology", "ended", "herself", "does not want another office")
    desk.hears("REF^I12", NO, feed="clinic")
    assert not lines()
    assert not OpenLoop.objects.exists()
