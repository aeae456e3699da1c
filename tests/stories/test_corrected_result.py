"""A result that changes after it was read or told: it is read and told anew."""

import pytest

from northstar.casework.loops.models import OpenLoop
from northstar.casework.worklist.models import Line
from northstar.desk.loops.test_page import LIPIDS, ORDER, POTASSIUM, Desk

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def desk(client):
    return Desk(client)


def corrected(body, was, now, status="C"):
    return body.replace(f"||{was}|", f"||{now}|").replace("LAB|F\r", f"LAB|{status}\r").replace("|||F|||", f"|||{status}|||")  # fmt: skip


def changed_lines():
    return Line.objects.filter(signal="result-changed-after-read", is_open=True)


def test_a_corrected_result_is_read_and_told_anew(desk):
    desk.hears("OML^O21", ORDER)
    desk.hears("ORU^R01", LIPIDS)
    desk.says("Lipid", "reviewed", "Dr. Park", "basket")
    desk.says("Lipid", "told", "himself", "by phone")
    assert not changed_lines()
    desk.at("Tue 8 Sep 09:00")
    desk.hears("ORU^R01", LIPIDS)  # the same again
    assert not changed_lines()
    desk.at("Wed 9 Sep 07:30")
    desk.hears("ORU^R01", corrected(LIPIDS, 90, 190))
    line = changed_lines().get()
    assert line.says == "has a result that changed after it was read: Lipid panel"
    assert "changed since it was read Tue 8 Sep" in desk.page()
    assert [done for _, done, _ in desk.loop("Lipid").steps] == [True, True, False, False]
    desk.says("Lipid", "reviewed", "Dr. Park", "basket, the corrected one")
    desk.hears("ORU^R01", corrected(LIPIDS, 90, 190))  # sent again: read already
    assert not changed_lines()
    desk.says("Lipid", "told", "himself", "by phone; “now it is high”")
    assert not OpenLoop.objects.exists()
    assert not changed_lines()


def test_a_critical_result_that_was_none_is_told_too(desk):
    desk.hears("ORU^R01", POTASSIUM)
    desk.says("Potassium", "reviewed", "Dr. Park", "by phone")
    desk.says("Potassium", "told", "himself", "by phone")
    assert not OpenLoop.objects.exists()
    desk.at("Tue 8 Sep 12:00")
    desk.hears("ORU^R01", corrected(POTASSIUM, 6.6, 4.1).replace("|HH|", "|N|"))
    assert changed_lines().count() == 1
    assert desk.loop("Potassium").steps[2][2] == "changed since it was read Tue 8 Sep"
    loop = desk.loop("Potassium")
    page = desk.page(f"/patients/{loop.patient.public_id}/loops/?loop={loop.mark}")
    assert "Changed" in page
    assert "Changed" in desk.page()
    answer = desk.says("Potassium", "reviewed", "Sarah Okafor", "on the screen")
    assert "has changed since it was read: name the clinician" in answer.content.decode()
    desk.says("Potassium", "reviewed", "Dr. Park", "by phone, the corrected one")
    assert [s[1] for s in desk.loop("Potassium").steps] == [False, True, True, False]
    desk.says("Potassium", "told", "himself", "by phone, sorry")
    assert not OpenLoop.objects.exists()
