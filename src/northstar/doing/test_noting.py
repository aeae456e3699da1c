"""A note in both stores: signed once whoever comes second, kept for good, gone with the person it is about."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.harness.mrs_chen import NOW

from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.notes import asking
from northstar.casework.notes.models import CAREGIVER, Note, NoteVersion
from northstar.casework.worklist.models import Line
from northstar.doing import noting
from northstar.engines.writing.values import as_typed
from northstar.record import belonging, charts
from northstar.record.patients import rows
from northstar.rules.extracts import extracts

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a test")


@pytest.fixture
def drafts(sarah, chen):
    def drafts(text="She is dizzy.", **more):
        return noting.draft(
            by=viewer_of(sarah, NOW), patient=chen, kind="quick", title="Dizzy", at=NOW,
            sentences=as_typed([text], "Sarah Okafor"), **more,
        )  # fmt: skip

    return drafts


@pytest.fixture
def signs(sarah, chen):
    def signs(note, text="She is dizzy.", ticked=(), at=NOW):
        return noting.sign(
            by=viewer_of(sarah, NOW), patient=chen, note=note, title="Dizzy", at=at, ticked=ticked,
            sentences=as_typed([text], "Sarah Okafor"),
        )  # fmt: skip

    return signs


def test_signing_is_an_act_with_the_minutes_of_writing(drafts, signs, chen):
    note = drafts(began=NOW - timedelta(minutes=4))
    act = signs(note)
    assert act.ended - act.began == timedelta(minutes=4)
    assert [one.says for one in acts.of_patient(READER, chen.pk)] == ["wrote a note: Dizzy"]


def test_it_is_signed_once_and_the_second_loses_nothing(drafts, signs):
    note = drafts()
    signs(note)
    with pytest.raises(Refused, match="Nothing was overwritten"):
        signs(note, "Something else.")
    assert NoteVersion.objects.filter(what="signed").count() == 1


def test_the_database_itself_refuses_a_change(drafts, signs):
    signs(drafts())
    for row in (Note.objects.get(), NoteVersion.objects.get(what="signed")):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


def test_what_cannot_be_filed_leaves_the_draft_as_it_was(drafts, signs, chen):
    note = drafts("Allergic to penicillin.")
    [allergy] = [one for one in extracts("Allergic to penicillin.", NOW) if one.kind == "medicine"]
    with pytest.raises(Refused, match="allergy"):
        signs(note, ticked=[noting.Ticked(allergy, "penicillin")])
    assert asking.of_patient(READER, chen.pk)[0].is_draft
    assert Line.objects.filter(matter="notes", is_open=True).count() == 1


def test_a_denied_medicine_is_said_not_to_be_taken(drafts, signs, chen):
    text = "She does not take metformin."
    [heard] = [one for one in extracts(text, NOW) if one.kind == "medicine"]
    signs(drafts(text), text, [noting.Ticked(heard, "metformin")])
    said = charts.charts(READER, [chen.pk], NOW)[chen.pk].of("MedicationStatement")
    assert [one.status for one in said if one.code.words == "metformin"] == ["not-taken"]


def test_somebody_elses_is_never_hers(drafts, signs, chen):
    text = "Her husband takes insulin."
    ticks = [noting.Ticked(one, "insulin") for one in extracts(text, NOW) if one.kind == "medicine"]
    assert ticks
    signs(drafts(text), text, ticks)
    said = charts.charts(READER, [chen.pk], NOW)[chen.pk].of("MedicationStatement")
    assert "insulin" not in {one.code.words for one in said}


def test_a_caregivers_own_files_nothing_on_her(drafts, signs):
    text = "I stopped taking my lisinopril."
    [heard] = [one for one in extracts(text, NOW) if one.kind == "medicine"]
    with pytest.raises(Refused, match="not filed on this person"):
        signs(drafts(text, about=CAREGIVER), text, [noting.Ticked(heard, "lisinopril")])


def test_an_unsigned_note_has_a_holder_and_a_day(drafts, sarah):
    drafts()
    line = Line.objects.get(matter="notes")
    assert line.staff_id == sarah.pk
    assert line.next_on is not None


def test_it_goes_with_the_records_it_hangs_on(drafts, signs, chen):
    note = drafts()
    signs(note)
    other = rows([chen.pk]).get()
    belonging.take_off(identity=note.identity_id, by="a test", at=NOW, reason="somebody else")
    assert asking.of_patient(READER, other.pk) == []


def test_a_machine_writes_no_note(chen):
    with pytest.raises(Refused, match="a person"):
        noting.draft(
            by=READER, patient=chen, kind="quick", title="x", sentences=as_typed(["x"], "x"), at=NOW
        )
