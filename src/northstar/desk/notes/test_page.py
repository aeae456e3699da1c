"""Writing a note, signing it, adding to it; and what nobody may see."""

from datetime import timedelta

import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.notes import READER, boxes, colleague, shown, written

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Role, Staff
from northstar.casework.acts.models import Act
from northstar.casework.notes import asking
from northstar.casework.notes.models import Note, NoteVersion
from northstar.casework.worklist.models import Line
from northstar.record import charts

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_nothing_is_there_yet_and_the_page_says_what_to_do(desk):
    assert "No note is signed yet" in shown(desk.get(desk.at))


def test_a_quick_note_is_a_draft_a_line_and_a_list_of_what_was_heard(desk, chen):
    page = shown(desk.get(written(desk)))
    assert "said by Sarah Okafor" in page
    for words in ("dizziness", "lisinopril", "chest pain", "call", 'value="2026-09-10"'):
        assert words in page, words
    line = Line.objects.get(signal="by hand", is_open=True, matter="notes")
    assert line.says.startswith("has a note drafted and not signed")
    said = charts.charts(READER, [chen.pk], NOW)[chen.pk].of("MedicationStatement")
    assert not [one for one in said if one.source.feed == "staff"]


def test_the_line_leads_to_the_draft_and_any_other_to_a_new_note(desk, chen):
    there = written(desk)
    asks = Line.objects.get(matter="notes")
    other = Line.objects.filter(patient=chen.pk, is_open=True).exclude(pk=asks.pk).first()
    assert f'href="{there}"' in shown(desk.get(f"/line/{asks.public_id}/"))
    assert f'href="{desk.at}?line={other.public_id}"' in shown(
        desk.get(f"/line/{other.public_id}/")
    )
    written(desk, line=str(other.public_id))
    assert Note.objects.filter(line=other).count() == 1


def test_what_is_ticked_is_filed_and_nothing_else(desk, chen):
    there = written(desk)
    page = shown(desk.get(there))
    before = charts.charts(READER, [chen.pk], NOW)[chen.pk]
    signed = desk.post(
        there, {"what": "sign", "title": "Dizzy", **boxes(page, "lisinopril", "promise|")}
    )
    assert signed.status_code == 302
    after = charts.charts(READER, [chen.pk], NOW)[chen.pk]
    new = [m for m in after.of("MedicationStatement") if m.source.feed == "staff"]
    assert [(m.code.words, m.status) for m in new] == [("lisinopril", "stopped")]
    assert len(after.conditions) == len(before.conditions)
    promised = Line.objects.get(signal="by hand", is_open=True, says__contains="call her Thursday")
    assert promised.staff.name == "Sarah Okafor"
    assert promised.next_on.isoformat() == "2026-09-10"
    assert not Line.objects.filter(matter="notes", is_open=True).exists()
    assert "Filed from it" in shown(desk.get(there))


def test_a_signed_note_is_added_to_and_never_changed(desk):
    there = written(desk)
    desk.post(there, {"what": "sign", "title": "Dizzy"})
    again = desk.post(there, {"what": "sign", "title": "Other", "says-0": "Something else."})
    assert again.status_code == 409
    assert "Nothing was overwritten" in shown(again)
    assert desk.post(there, {"what": "add", "added": ""}).status_code == 422
    desk.post(there, {"what": "add", "added": "She called back: better."})
    page = shown(desk.get(there))
    assert "Added by Sarah Okafor" in page
    assert "She is dizzy in the mornings." in page
    assert [v.what for v in NoteVersion.objects.order_by("number")] == ["draft", "signed", "added"]


def test_who_told_it_stands_with_the_note_and_with_what_is_filed_from_it(desk, chen):
    page = shown(desk.get(desk.at))
    assert "nobody has asked yet what may be said to them" in page
    there = written(desk, told_by="Wei Chen")
    page = shown(desk.get(there))
    assert "told by Wei Chen" in page
    desk.post(there, {"what": "sign", "title": "t", **boxes(page, "medicine|")})
    chart = charts.charts(READER, [chen.pk], NOW)[chen.pk]
    [said] = [m for m in chart.of("MedicationStatement") if m.quote and "lisinopril" in m.quote]
    assert said.informant.startswith("Wei Chen")
    [act] = Act.objects.filter(kind="note")
    assert "told by Wei Chen" in act.says


def test_a_caregivers_own_says_which_one_and_keeps_what_was_typed(desk):
    told = {"text": "I have not slept.", "about": "caregiver"}
    refused = desk.post(desk.at + "write/", told)
    assert refused.status_code == 422
    assert "Which caregiver said this?" in shown(refused)
    assert "I have not slept." in shown(refused)
    there = written(desk, **told, told_by="other", teller="Ana Reyes", relation="her neighbour")
    assert "told by Ana Reyes, her neighbour" in shown(desk.get(there))
    assert not [says for says in Line.objects.values_list("says", flat=True) if "Reyes" in says]


def test_a_caregivers_own_never_leaves_with_her_record(desk, chen):
    there = written(
        desk, "I have not slept. My mother had a stroke.", about="caregiver", told_by="Wei Chen"
    )
    page = shown(desk.get(there))
    refused = desk.post(there, {"what": "sign", "title": "t", **boxes(page, "problem|")})
    assert refused.status_code in (302, 422)
    desk.post(there, {"what": "sign", "title": "t"})
    assert asking.for_export(READER, chen.pk) == []
    told = [
        *Act.objects.values_list("says", flat=True),
        *Line.objects.values_list("says", flat=True),
    ]
    assert not [says for says in told if "slept" in says or "stroke" in says]
    assert len(asking.of_patient(READER, chen.pk)) == 1


def test_a_draft_is_set_aside_with_a_reason(desk):
    there = written(desk)
    assert desk.post(there, {"what": "set-aside", "why": ""}).status_code == 422
    desk.post(there, {"what": "set-aside", "why": "written twice"})
    assert not Line.objects.filter(matter="notes", is_open=True).exists()
    assert "written twice" in shown(desk.get(desk.at))


def test_one_view_is_one_entry_and_a_signature_is_audited(desk):
    there = written(desk)
    before = AuditEntry.objects.count()
    desk.get(there)
    assert AuditEntry.objects.count() == before + 1
    desk.post(there, {"what": "sign", "title": "Dizzy"})
    relay(1000)
    assert AuditEntry.objects.filter(what="note signed").count() == 1


def test_nothing_typed_is_lost_when_it_is_refused(desk):
    there = written(desk)
    Note.objects.get()
    desk.post(there, {"what": "sign", "title": "Dizzy"})
    answer = desk.post(there, {"what": "add", "added": " "})
    assert answer.status_code == 422
    empty = desk.post(desk.at + "write/", {"text": "  "})
    assert empty.status_code == 422


def test_what_was_typed_over_a_signed_note_waits_to_be_added(desk):
    there = written(desk)
    desk.post(there, {"what": "sign", "title": "Dizzy", "seen": "1"})
    late = {
        "what": "sign",
        "title": "Dizzy",
        "seen": "1",
        "says-0": "She fell.",
        "more": "She is alone.",
    }
    page = shown(desk.post(there, late))
    assert "She fell.\nShe is alone." in page.split('name="added"')[1]


def test_two_on_one_draft_lose_nothing(desk, chen, client, sarah):
    there = written(desk)
    client.force_login(colleague("dana", chen))
    client.post(
        there, {"what": "save", "title": "Dizzy", "seen": "1", "says-0": "She says she is dizzy."}
    )
    client.force_login(sarah)
    answer = desk.post(
        there, {"what": "sign", "title": "Dizzy", "seen": "1", "more": "She is alone."}
    )
    page = shown(answer)
    assert answer.status_code == 409
    assert "has changed this draft since you opened it" in page
    assert "She says she is dizzy." in page.rsplit("Every version", 1)[1]
    assert "She is alone." in page.split("<ol")[1].split("</ol>")[0]
    assert Note.objects.get().versions.count() == 3


def test_a_page_asks_as_often_for_ten_notes_as_for_one(desk, django_assert_max_num_queries):
    for _ in range(10):
        there = written(desk)
        desk.post(there, {"what": "sign", "title": "Dizzy"})
    desk.get(desk.at)
    with django_assert_max_num_queries(45):
        assert desk.get(desk.at).status_code == 200


def test_only_who_cares_writes(client, sarah, chen):
    boss = Staff.objects.create(username="boss", name="Boss")
    Role.objects.create(staff=boss, role="manager", start=NOW - timedelta(days=9))
    client.force_login(boss)
    assert client.post(f"/patients/{chen.public_id}/notes/write/", {"text": "x"}).status_code == 403
