"""Settling on the person's page: by name and for a reason, what was typed kept, and the way back."""

import json
import re

import pytest
from django.test import Client
from tests.harness.mrs_chen import NOW, arrives

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Membership, Pending, Role, Staff, Team
from northstar.access.staffing import default_team
from northstar.access.viewer import system_viewer
from northstar.casework.acts import asking as acts
from northstar.casework.disagreements import asking
from northstar.casework.worklist import handing
from northstar.casework.worklist.asking import lines_of
from northstar.record.patients import Patient

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LISINOPRIL = "medicine lisinopril"
FILLS = "Patient ID,First Name,Last Name,DOB,Gender,Phone,Fill Date,Drug Name,NDC,Quantity,Days Supply,Patient Pay,Pharmacy"
READER = system_viewer("a test")


@pytest.fixture
def shown(client, sarah, chen):
    client.force_login(sarah)
    return lambda: client.get(f"/patients/{chen.public_id}/").content.decode()


@pytest.fixture
def send(client, chen, shown):
    """Post to one of the three acts; gives the answer."""
    shown()
    return lambda act="", **typed: client.post(
        f"/patients/{chen.public_id}/settle/{act}", {"key": LISINOPRIL} | typed
    )


def turn(chen):
    return asking.standing([chen.pk])[chen.pk][LISINOPRIL]


def test_each_version_says_who_what_and_when_last_heard(shown):
    page = shown()
    for words in (
        "Sources disagree: lisinopril",
        "Stopped 4 Sep",
        "Filled 5 Sep, after it was stopped",
        "Still prescribed",
        "The same from Kearny Pharmacy",
        "last heard 6 Sep",
        "Every source keeps its own version",
        "has it, next on",
    ):
        assert words in page, words


def test_settled_it_says_by_whom_and_why_and_the_row_is_no_longer_disputed(shown, send, chen):
    answer = send(stance="stopped", reason="She threw the bottle away on Sunday")
    assert answer.status_code == 302
    page = shown()
    assert "Settled: lisinopril" in page
    assert "Sarah Okafor, Tue 8 Sep" in page
    assert "She threw the bottle away on Sunday" in page
    assert "Sources disagree: lisinopril" not in page
    assert "Sources differ</span>" not in page
    assert "Filled 5 Sep, after it was stopped" in page, "every source keeps its version"
    assert any("disagreement: settled" in p.body for p in Pending.objects.all())


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"stance": "stopped"}, "Say why"),
        ({"reason": "I asked her"}, "Choose which of them is right"),
        ({"stance": "neither", "reason": "I asked her"}, "say what is"),
        (
            {"stance": "stopped", "document": "7b0c6c1e-0000-4000-8000-000000000000"},
            "a document of",
        ),
        ({"stance": "stopped", "reason": "x", "key": "medicine aspirin"}, "agree on this by now"),
    ],
)
def test_an_error_says_what_is_missing_and_keeps_what_was_typed(send, chen, typed, says):
    answer = send(**typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert turn(chen).status == "open"
    assert says in page
    assert typed.get("reason", "") in page
    if "key" not in typed:
        assert '<details class="settle" open>' in page


def test_a_document_of_hers_settles_it_without_further_words(send, shown, chen):
    [paper] = re.findall(r'<option value="([\w-]{36})">Cardiology note', shown())[:1]
    assert send(stance="stopped", document=paper).status_code == 302
    assert f"/source/{paper}/" in shown()


def test_taken_back_it_is_open_again(send, shown, chen):
    send(stance="in use", reason="the clinic started it again")
    assert send("back/").status_code == 302
    assert "Sources disagree: lisinopril" in shown()
    assert turn(chen).what == "taken back"
    assert send("back/").status_code == 403


def test_somebody_else_is_asked_and_has_a_line_until_it_is_settled(send, shown, chen):
    team = Team.objects.create(name="Heart nurses")
    assert send("ask/", reason="two bottles").status_code == 422
    assert send("ask/", to=str(team.public_id), reason="two bottles").status_code == 302
    assert "Heart nurses has it" in shown()
    asked = [line for line in lines_of(READER, chen.pk) if line.team == team]
    assert [line.says for line in asked] == ["has sources that disagree: lisinopril"]
    send(stance="stopped", reason="they asked her")
    assert not [line for line in lines_of(READER, chen.pk) if line.team == team]


def test_what_was_settled_stands_in_the_medicines_and_on_the_call(client, send, shown, chen):
    send(stance="stopped", reason="She threw the bottle away")
    assert "Settled: Stopped 4 Sep</span>" in shown()
    call = client.get(f"/patients/{chen.public_id}/call/").content.decode()
    assert "Settled: Stopped 4 Sep" in call
    assert "Sources differ" not in call


def test_open_again_it_says_who_says_what_now_and_what_was_settled(send, shown):
    send(stance="in use", reason="the clinic started it again")
    assert "What happened before" not in shown(), "nothing but what stands above"
    line = "P9,Mei-Ling,Chen,1952-03-14,F,4155550132,2026-09-08,Lisinopril 10 mg tablet,,30,30,4.00,Kearny Pharmacy"
    arrives("mail-order", "more.csv", f"{FILLS}\n{line}\n".encode(), NOW, format="fills")
    assert "Settled: lisinopril" in shown(), "one more voice for the side that was found right"
    send("back/")
    send(stance="stopped", reason="she takes none")
    line = line.replace("09-08", "09-07").replace("Kearny", "Mission").replace("30,30", "60,60")
    arrives("third", "third.csv", f"{FILLS}\n{line}\n".encode(), NOW, format="fills")
    page = shown()
    assert (
        "<b>Open again.</b> Mission Pharmacy says now: Filled 7 Sep, after it was stopped." in page
    )
    before = page.split("What happened before")[1].split("</details>")[0]
    for words in (
        "Settled: Still prescribed",
        "the clinic started it again",
        "Taken back",
        "she takes none",
    ):
        assert words in before, words
    assert "2026-09" not in before


def test_settling_asking_and_taking_back_write_their_own_note_lines(send, chen, sarah):
    send("ask/", to=str(sarah.public_id), reason="two bottles")
    send(stance="stopped", reason="She threw the bottle away")
    send("back/")
    assert [act.says for act in acts.of_patient(READER, chen.pk)] == [
        "Took back what was settled of lisinopril: the sources differ still",
        "Settled lisinopril: Stopped 4 Sep 2026. She threw the bottle away",
        "Asked Sarah Okafor which source is right about lisinopril: two bottles",
    ]


def test_settling_hers_leaves_the_same_question_about_somebody_else_open(send, chen):
    line = "P10,Ana,Rio,1960-01-02,F,4155550171,2026-09-01,Lisinopril 10 mg tablet,,30,30,4.00,Kearny Pharmacy"
    arrives("pharmacy", "other.csv", f"{FILLS}\n{line}\n".encode(), NOW)
    other = Patient.objects.exclude(pk=chen.pk).latest("pk")
    team = Team.objects.create(name="Heart nurses")
    handing.leave_to(
        patient=other.pk, person=str(other.public_id), key=LISINOPRIL, to=team, says="differs",
        suggests="", label=0, why="two lists", by=READER, at=NOW,
    )  # fmt: skip
    send("ask/", to=str(team.public_id), reason="two bottles")
    send(stance="stopped", reason="they asked her")
    assert [one.team for one in lines_of(READER, other.pk) if one.key == LISINOPRIL] == [team]


def test_who_was_asked_answers_in_words_and_the_question_is_the_askers_again(
    client, send, chen, sarah
):
    dana = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=dana, role="nurse", start=NOW.replace(year=2020))
    Membership.objects.create(staff=dana, team=default_team(), start=NOW.replace(year=2020))
    send("ask/", to=str(dana.public_id), reason="two bottles")
    assert turn(chen).held_by == "Dana Whitfield"
    [asked] = [line for line in lines_of(READER, chen.pk) if line.key == LISINOPRIL]
    hers = Client()
    hers.force_login(dana)
    beside = hers.get(f"/line/{asked.public_id}/").content.decode()
    assert f'href="/patients/{chen.public_id}/#differ"' in beside
    hers.post(
        f"/line/{asked.public_id}/done/", {"outcome": "Spoke with them", "note": "one bottle"}
    )
    assert turn(chen).held_by == sarah.name
    [told] = [line for line in lines_of(READER, chen.pk) if line.matter == "answer"]
    assert told.because[0]["says"] == "Dana Whitfield: Spoke with them. one bottle"


def test_a_later_fill_opens_it_again_and_says_who_spoke(send, shown):
    send(stance="stopped", reason="She threw the bottle away")
    line = "P9,Mei-Ling,Chen,1952-03-14,F,4155550132,2026-09-08,Lisinopril 10 mg tablet,,30,30,4.00,Kearny Pharmacy"
    arrives("pharmacy", "more.csv", f"{FILLS}\n{line}\n".encode(), NOW)
    assert "Settled: lisinopril" in shown(), "the pharmacy repeats what it said"


def test_who_may_only_look_is_offered_nothing(send, shown, settings):
    settings.REQUIRE_SECOND_STEP = False
    Role.objects.update(role="privacy-officer")
    page = shown()
    assert "Sources disagree: lisinopril" in page
    assert "Settle it" not in page
    assert send(stance="stopped", reason="x").status_code == 403
    assert not Pending.objects.filter(body__contains="disagreement").exists()


def test_a_view_after_an_error_is_one_entry(send, chen):
    before = AuditEntry.objects.count()
    send(stance="stopped")
    assert AuditEntry.objects.count() == before + 1
    assert json.loads(AuditEntry.objects.latest("sequence").patients) == [str(chen.public_id)]
