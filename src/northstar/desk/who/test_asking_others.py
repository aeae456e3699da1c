"""Not sure: the question goes to somebody who may see what it rests on, and comes back with an answer."""

import pytest
from django.test import Client
from tests.harness.two_records import LONG_AGO, NOW, arrive, at

from northstar import spine
from northstar.access.models import (
    Entitlement,
    Membership,
    Role,
    Staff,
    Team,
)
from northstar.access.staffing import default_team
from northstar.casework.worklist.models import Line
from northstar.chart.sensitivity import Label
from northstar.record.models import Patient as PatientRow

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_not_sure_leaves_it_to_somebody_until_it_is_answered(client, two, sarah):
    team = Team.objects.create(name="Registration")
    words = {"reason": "two phones", "to": str(team.public_id)}
    assert client.post(at(two, "unsure/"), {"reason": "two phones"}).status_code == 422
    assert client.post(at(two, "unsure/"), words).status_code == 302
    line = Line.objects.get(is_open=True, signal="by hand")
    assert line.holder == team
    assert line.next_on
    assert "left to Registration" in client.get("/who/").content.decode()
    client.post(at(two, "same/"), {"reason": "asked her"})
    line.refresh_from_db()
    assert not line.is_open


@pytest.fixture
def dana(sarah):
    found = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=found, role="nurse", start=LONG_AGO)
    Membership.objects.create(staff=found, team=default_team(), start=LONG_AGO)
    return found


def asked_of(client, two, dana):
    words = {"reason": "two phones", "to": str(dana.public_id)}
    assert client.post(at(two, "unsure/"), words).status_code == 302
    return Line.objects.get(is_open=True, signal="by hand")


def signed_in(who):
    browser = Client()
    browser.force_login(who)
    return browser


def test_whoever_was_asked_finds_the_question_and_the_asker_hears_the_answer(
    client, two, sarah, dana
):
    line = asked_of(client, two, dana)
    hers = signed_in(dana)
    beside = hers.get(f"/line/{line.public_id}/").content.decode()
    assert "two phones" in beside
    assert f'href="{at(two)}"' in beside or f'href="{at(two[::-1])}"' in beside
    assert hers.post(at(two, "apart/"), {"reason": "two cards"}).status_code == 302
    told = Line.objects.get(is_open=True, signal="by hand")
    assert (told.staff, told.says) == (sarah, "has an answer to what you asked")
    assert told.because[0]["says"] == "Dana Whitfield: They are two people. two cards"
    assert "two phones" in told.because[1]["says"]


def test_whoever_cannot_settle_it_says_what_they_found_and_it_is_the_askers_again(
    client, two, sarah, dana
):
    line = asked_of(client, two, dana)
    hers = signed_in(dana)
    done = {"outcome": "Spoke with them", "note": "she moved in May"}
    assert hers.post(f"/line/{line.public_id}/done/", done).status_code == 302
    [told] = Line.objects.filter(is_open=True, staff=sarah)
    assert told.because[0]["says"] == "Dana Whitfield: Spoke with them. she moved in May"
    assert "1 question that" in client.get("/who/").content.decode(), "it is open all the same"
    beside = client.get(f"/line/{told.public_id}/").content.decode()
    assert f'href="{at(two)}"' in beside or f'href="{at(two[::-1])}"' in beside
    hers.post("/undo/")
    told.refresh_from_db()
    assert not told.is_open, "the answer was taken back"
    assert hers.post(f"/line/{line.public_id}/done/", done).status_code == 302
    assert Line.objects.filter(is_open=True, staff=sarah).count() == 1
    client.post(at(two, "same/"), {"reason": "I asked her"})
    assert not Line.objects.filter(is_open=True, staff=sarah).exists(), "it is settled"


def test_who_may_not_see_what_it_rests_on_is_not_asked(client, sarah, dana):
    Entitlement.objects.create(
        staff=sarah, labels=int(Label.PART2), reason="treats them", start=LONG_AGO
    )
    secret = int(Label.PART2)
    two = arrive("A"), arrive("B", label=secret, only=secret)
    spine.review([row.pk for row in PatientRow.objects.all()], NOW)
    words = {"reason": "two phones", "to": str(dana.public_id)}
    page = client.post(at(two, "unsure/"), words)
    assert page.status_code == 422
    assert "Dana Whitfield may not see what this rests on" in page.content.decode()


def test_a_restricted_record_of_somebody_whom_all_may_see_is_not_asked_about_openly(
    client, sarah, dana
):
    secret = int(Label.PART2)
    held = Entitlement.objects.create(
        staff=sarah, labels=secret, reason="treats them", start=LONG_AGO
    )
    two = arrive("A"), arrive("B", label=secret)
    assert not PatientRow.objects.exclude(label=0).exists()
    spine.review([row.pk for row in PatientRow.objects.all()], NOW)
    page = client.post(at(two, "unsure/"), {"reason": "two phones", "to": str(dana.public_id)})
    assert "Dana Whitfield may not see what this rests on" in page.content.decode()
    held.delete()
    assert client.get(at(two)).status_code == 404


def test_nobody_is_asked_who_could_not_open_the_question(client, two):
    adam = Staff.objects.create(username="adam", name="Adam Reyes")
    Role.objects.create(staff=adam, role="administrator", start=LONG_AGO)
    assert "Adam Reyes" not in client.get(at(two)).content.decode()
    page = client.post(at(two, "unsure/"), {"reason": "x", "to": str(adam.public_id)})
    assert page.status_code == 422
    assert "Adam Reyes has no role that opens this work" in page.content.decode()
    assert not Line.objects.filter(signal="by hand").exists()
