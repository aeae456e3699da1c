"""Writing a note, making one of what was done, signing, adding; and what nobody may see."""

import re
from datetime import timedelta

import msgspec
import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Entitlement, HeldClock, Role, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import recording
from northstar.casework.acts.models import Act
from northstar.casework.notes import asking
from northstar.casework.notes.models import Note, NoteVersion
from northstar.casework.worklist.models import Line
from northstar.chart.sensitivity import Label
from northstar.desk.notes import evidence
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.doing import noting
from northstar.doing.acting import did
from northstar.engines.writing.compose import compose
from northstar.engines.writing.prove import unsupported
from northstar.engines.writing.values import Sentence, as_typed
from northstar.record import charts, feeds

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READER = system_viewer("a test")
TEXT = "She is dizzy in the mornings. She stopped taking lisinopril. No chest pain. I will call her Thursday about the two bottles."


@pytest.fixture
def desk(client, sarah, chen):
    client.force_login(sarah)
    client.at = f"/patients/{chen.public_id}/notes/"
    return client


def shown(answer):
    return answer.content.decode()


def written(desk, text=TEXT, **more):
    answer = desk.post(desk.at + "write/", {"text": text, **more})
    assert answer.status_code == 302
    return answer.headers["Location"]


def boxes(page, *says):
    """The boxes beside these words, by their keys, and the days that stand beside them."""
    keys = [
        k.replace("&#x27;", "'").replace("&quot;", '"')
        for k in re.findall(r'name="tick" value="([^"]+)"', page)
    ]
    ticks = [k for k in keys if any(one in k for one in says)]
    days = dict(re.findall(r'name="(on-[^"]+)" value="([\d-]+)"', page))
    return {"tick": ticks, **days}


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


def test_a_changed_sentence_is_the_authors_own(desk, chen, sarah):
    _called(sarah, chen, "reached her, she feels well")
    there = desk.post(desk.at + "make/", {"span": "day"}).headers["Location"]
    page = shown(desk.get(there))
    assert "8 min: reached her, she feels well." in page
    assert "Sarah Okafor, call" in page
    kept = desk.post(there, {"what": "save", "title": "Call", "says-0": "She feels quite well."})
    assert kept.status_code == 302
    page = shown(desk.get(there))
    assert "said by Sarah Okafor" in page
    assert "Sarah Okafor, call" not in page.split("Every version")[0].split("<ol")[1]


def test_a_months_note_rests_on_what_came_in_and_every_sentence_is_proved(desk, chen, sarah):
    _called(sarah, chen, "reached her, she feels well")
    there = desk.post(desk.at + "make/", {"span": "month"}).headers["Location"]
    page = shown(desk.get(there))
    assert "Bay Laboratory" in page
    assert page.count('href="/source/') > 5
    assert "4 Sep, Hospital A: Lisinopril 10 mg said to be stopped." in page
    viewer, chips = viewer_of(sarah, NOW), Chips(feeds.titles(), Calendar(NOW.tzinfo, NOW.date()))
    covers = evidence.stretch("month", viewer, chen.pk, NOW)
    chart = charts.charts(viewer, [chen.pk], NOW)[chen.pk]
    found = evidence.told(viewer, chen.pk, chart, covers, chips)
    kept = Note.objects.get().versions.get().sentences
    told = {one.id: one for one in found}
    assert len(kept) == len(compose(found)) > 5
    assert not [s for s in msgspec.convert(kept, list[Sentence]) if unsupported(s, told)]


def test_the_month_that_is_over_is_written_up_in_the_next(desk, chen, sarah):
    """On the first of October September's note is still to be made, and October is not in it."""
    _called(sarah, chen, "She has her two bottles.")
    october = NOW.replace(month=10, day=1)
    HeldClock.objects.update_or_create(pk=1, defaults={"at": october + timedelta(hours=1)})
    did(by=viewer_of(sarah, october), patient=chen, kind="call", says="October words.", at=october)
    desk.post(desk.at + "make/", {"span": "last-month"})
    note = Note.objects.get()
    assert (note.kind, note.versions.get().title) == ("month", "September 2026")
    words = " ".join(one["says"] for one in note.versions.get().sentences)
    assert "two bottles" in words
    assert "October words" not in words


def test_a_note_of_a_call_needs_a_call(desk):
    answer = desk.post(desk.at + "make/", {"span": "call"})
    assert answer.status_code == 422
    assert "No call of yours today" in shown(answer)


def test_what_is_restricted_stands_in_a_note_of_its_own(desk, chen, sarah, client):
    given = {"staff": sarah, "labels": int(Label.PART2), "reason": "consent"}
    Entitlement.objects.create(start=NOW - timedelta(days=1), **given)
    _called(sarah, chen, "reached her, she feels well")
    _called(sarah, chen, "spoke of the Zanzibarine program", label=int(Label.PART2))
    desk.post(desk.at + "make/", {"span": "day"})
    assert sorted(Note.objects.values_list("label", flat=True)) == [0, int(Label.PART2)]
    dana = _colleague("dana", chen)
    client.force_login(dana)
    page = shown(client.get(desk.at))
    assert "Zanzibarine" not in page
    assert page.count("data-row") == 1
    secret = Note.objects.get(label=int(Label.PART2))
    assert client.get(f"{desk.at}{secret.public_id}/").status_code == 404


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
    client.force_login(_colleague("dana", chen))
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


def test_somebody_else_keeps_it(desk, chen):
    """“RN to call her Friday” is work of the nurse."""
    dana = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=dana, role="nurse", start=NOW)
    there = written(desk, "Feels well. RN to call her Friday about the pill box.")
    page = shown(desk.get(there))
    ticks = boxes(page, "promise|")
    whom = {f"to-{one}": str(dana.public_id) for one in ticks["tick"]}
    signed = desk.post(there, {"what": "sign", "title": "Well", **ticks, **whom})
    assert signed.status_code == 302
    promised = Line.objects.get(key__startswith="promise:")
    assert (promised.staff, promised.next_on.isoformat()) == (dana, "2026-09-11")


def test_a_refused_promise_loses_nothing_that_was_typed(desk, monkeypatch):
    def nobody(**told):
        raise Refused("Nobody is there on that day.", status=422)

    monkeypatch.setattr(noting, "promise", nobody)
    there = written(desk)
    ticks = boxes(shown(desk.get(there)), "promise|")
    sent = {
        "what": "sign",
        "title": "T",
        "seen": "1",
        "says-1": "",
        "more": "She is alone.",
        **ticks,
    }
    answer = desk.post(there, sent)
    page = shown(answer)
    assert answer.status_code == 422
    assert "Nobody is there on that day." in page
    assert 'value="2"' in page.split('name="seen"')[1][:20]
    assert "She is alone." in page
    assert re.search(r'name="tick" value="promise[^"]*" checked', page)


def test_a_promise_for_a_day_that_has_passed_is_refused_beside_what_was_typed(desk):
    there = written(desk)
    ticks = boxes(shown(desk.get(there)), "promise|")
    days = {name: "2026-09-01" for name in ticks if name.startswith("on-")}
    answer = desk.post(
        there, {"what": "sign", "title": "T", "more": "She is alone.", **ticks, **days}
    )
    assert answer.status_code == 422
    assert "A promise is for today or for a day ahead." in shown(answer)
    assert "She is alone." in shown(answer)
    assert not Line.objects.filter(key__startswith="promise:").exists()


def test_what_is_promised_in_an_addition_becomes_a_line_too(desk):
    there = written(desk, "She feels well.")
    desk.post(there, {"what": "sign", "title": "Well"})
    added = {"what": "add", "added": "Her son rang. Will call him back Friday."}
    asked = desk.post(there, added)
    page = shown(asked)
    assert asked.status_code == 422
    assert "sounds like a promise" in page
    assert "Her son rang." in page
    [key] = re.findall(r'name="shown" value="([^"]*)"', page)
    assert desk.post(there, {**added, "shown": key, "promised": key}).status_code == 302
    promised = Line.objects.get(key__startswith="promise:")
    assert promised.says == "was promised for Fri 11 Sep: Will call him back Friday"
    assert "Her son rang." in shown(desk.get(there))


def test_what_her_program_asks_of_a_note_stands_beside_it(desk, chen, sarah):
    note = noting.draft(
        by=viewer_of(sarah, NOW), patient=chen, kind="month", title="This month", program="CCM", at=NOW,
        sentences=as_typed(["Step two of her plan."], "Sarah Okafor"),
        refused=[{"says": "She is much better.", "why": "“much” is not in its source."}],
    )  # fmt: skip
    page = shown(desk.get(f"{desk.at}{note.public_id}/"))
    for words in ("what its note must hold", "Missing: record when and how", "Step two of her plan", "CMS MLN909188",
                  "Refused from the language model", "is not in its source"):  # fmt: skip
        assert words in page, words
    for code in ("20 min", "99490", "threshold"):
        assert code not in page


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


def _called(staff, patient, says, **more):
    return did(
        by=viewer_of(staff, NOW), patient=patient, kind="call", says=says, at=NOW,
        began=NOW - timedelta(minutes=8), **more,
    )  # fmt: skip


def _colleague(name, chen):
    from northstar.record import panels

    staff = Staff.objects.create(username=name, name=name.title())
    Role.objects.create(staff=staff, role="nurse", start=NOW - timedelta(days=9))
    panels.place(patient=chen.pk, day=NOW.date(), staff=staff.pk)
    return staff


def test_a_note_about_yesterday_is_an_act_of_yesterday(desk, chen):
    there = written(desk, when="2026-09-07T16:10", minutes="25")
    page = shown(desk.get(there))
    assert "about yesterday 16:10" in page
    desk.post(there, {"what": "sign", "title": "Visited her", **boxes(page, "lisinopril")})
    [act] = Act.objects.filter(kind="note")
    began = NOW.replace(day=7, hour=16, minute=10)
    assert (act.began, act.ended, act.at) == (began, began + timedelta(minutes=25), NOW)
    assert act.says == "wrote a note: Visited her. Entered afterwards, Tue 8 Sep 07:30."
    told = charts.charts(READER, [chen.pk], NOW)[chen.pk].of("MedicationStatement")
    [stopped] = [m for m in told if m.source.feed == "staff"]
    assert stopped.asserted.start == began + timedelta(minutes=25)


def _days_beside(page):
    return re.findall(r'type="date" name="on-[^"]*" value="([\d-]+)"', page)


def test_a_day_is_counted_from_when_it_was_said(desk):
    """Entered on Tuesday, said on Friday: Monday has gone by, and Thursday is that of this week."""
    text = "I will call her Monday. I will send the form Thursday."
    page = shown(desk.get(written(desk, text, when="2026-09-04T16:00", minutes="10")))
    assert _days_beside(page) == ["2026-09-08", "2026-09-10"]


def test_tomorrow_stays_the_day_after_the_draft(desk):
    written(desk, "I will call her tomorrow.")
    HeldClock.objects.update_or_create(pk=1, defaults={"at": NOW + timedelta(days=1)})
    draft = Note.objects.get()
    page = shown(desk.get(f"{desk.at}{draft.public_id}/"))
    assert _days_beside(page) == ["2026-09-09"]


def test_a_note_of_tomorrow_is_refused_and_stays_typed(desk):
    answer = desk.post(desk.at + "write/", {"text": TEXT, "when": "2026-09-09T08:00"})
    assert answer.status_code == 422
    assert "later than now" in shown(answer)
    assert TEXT in shown(answer)
    assert not Note.objects.exists()


def test_what_was_done_stands_line_by_line_as_each_act_wrote_it(desk, chen, sarah):
    assert "Nothing was done here" in shown(desk.get(desk.at))
    by, began = viewer_of(sarah, NOW), NOW - timedelta(minutes=8)
    did(by=by, patient=chen, kind="call", says="reached her", at=NOW, began=began)
    wrong = did(by=by, patient=chen, kind="work", says="Booked: “no ride”.", at=NOW)
    did(by=by, patient=chen, kind="work", says="Left the day clinic", at=NOW, label=1)
    did(by=by, patient=chen, kind="note", says="wrote a note: Dizzy", at=NOW)
    recording.take_back(act=wrong, person=str(chen.public_id), by=by, at=NOW, why="another row")
    page = shown(desk.get(desk.at))
    assert "<span>Reached her</span>" in page
    assert "8 min" in page
    assert "<s>Booked: “no ride”.</s>" in page
    assert "taken back by Sarah Okafor: another row" in page
    assert "day clinic" not in page
    assert "wrote a note" not in page
    Entitlement.objects.create(staff=sarah, labels=1, start=NOW - timedelta(1), reason="a test")
    assert "Left the day clinic" in shown(desk.get(desk.at))
