"""A note made of what was done and what came in: every sentence proved, the restricted apart."""

from datetime import timedelta

import msgspec
import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.notes import colleague, shown

from northstar.access.models import Entitlement, HeldClock
from northstar.access.viewer import viewer_of
from northstar.casework.acts import recording
from northstar.casework.notes.models import Note
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
    dana = colleague("dana", chen)
    client.force_login(dana)
    page = shown(client.get(desk.at))
    assert "Zanzibarine" not in page
    assert page.count("data-row") == 1
    secret = Note.objects.get(label=int(Label.PART2))
    assert client.get(f"{desk.at}{secret.public_id}/").status_code == 404


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


def _called(staff, patient, says, **more):
    return did(
        by=viewer_of(staff, NOW), patient=patient, kind="call", says=says, at=NOW,
        began=NOW - timedelta(minutes=8), **more,
    )  # fmt: skip


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
