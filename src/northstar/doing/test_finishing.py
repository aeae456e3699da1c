"""Work finished on the list is a line of the notes: one a person, restricted where its work is, and undone with it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.models import Role, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking
from northstar.casework.promises.models import Promise
from northstar.casework.worklist.models import Line, Step
from northstar.chart.sensitivity import Label
from northstar.doing import finishing, promising
from northstar.rules.signal import Band

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a test")
MONDAY = date(2026, 9, 14)
HELD = Label.BEHAVIORAL.value


@pytest.fixture
def me(sarah):
    return viewer_of(sarah, NOW)


@pytest.fixture
def work(sarah, chen):
    """A line of hers with Sarah; gives it."""

    def work(says="came home, and nobody has called", **more):
        given = {
            "patient": chen, "staff": sarah, "signal": "s", "key": str(uuid4()), "matter": "home", "says": says,
            "band": Band.HARM, "score": 5, "next_on": NOW.date(), "opened": NOW, "refreshed": NOW,
        }  # fmt: skip
        return Line.objects.create(**given | more)

    return work


def notes(chen, viewer=READER):
    found = asking.of_patient(viewer, chen.pk)
    return [act.says for act in found if not hasattr(act, "taken_back")]


def test_how_it_ended_is_one_line_and_counts_no_minute(me, chen, work):
    lines = [work(), work("left a voicemail")]
    finishing.done(lines=lines, by=me, at=NOW, outcome="Reached, and settled", note=" Wei  answered.", row=uuid4())  # fmt: skip
    assert notes(chen) == [
        "Reached, and settled: “came home, and nobody has called”; “left a voicemail”. Wei answered."
    ]
    [act] = asking.of_patient(READER, chen.pk)
    assert (act.kind, act.by, act.line, act.began) == ("work", "Sarah Okafor", lines[0], act.ended)


def test_taken_back_on_the_list_it_is_struck_through(me, chen, work):
    line = work()
    finishing.done(lines=[line], by=me, at=NOW, outcome="Booked", row=uuid4())
    later = NOW + timedelta(minutes=3)
    finishing.undo(step=Step.objects.get(line=line, what="done"), by=me, at=later)
    assert notes(chen) == []
    [act] = asking.of_patient(READER, chen.pk)
    assert act.taken_back.why == "undone on the list"
    line.refresh_from_db()
    assert line.is_open


def test_a_promise_kept_by_mistake_is_struck_through_with_its_line(me, sarah, chen):
    line = promising.promise(
        by=me, patient=chen, says="call about the pills", on=NOW.date(), at=NOW
    )
    promising.keep(by=me, patient=chen, promise=Promise.objects.get(line=line), at=NOW)
    finishing.undo(step=Step.objects.get(line=line, what="done"), by=me, at=NOW)
    assert notes(chen) == ["Promised for Tue 8 Sep: call about the pills."]


def test_what_only_sleeps_is_no_line_what_was_done_about_it_is(me, chen, work):
    finishing.later(lines=[work()], by=me, at=NOW, on=MONDAY, why="she is away until then", row=uuid4())  # fmt: skip
    assert notes(chen) == []
    urgent = work("may have chest pain", band=Band.SAFETY)
    finishing.later(
        lines=[urgent], by=me, at=NOW, on=MONDAY, why="the cardiologist saw her", row=uuid4(),
        outcome="Escalated to a clinician",
    )  # fmt: skip
    assert notes(chen) == [
        "Escalated to a clinician, again on Mon 14 Sep: “may have chest pain”. The cardiologist saw her"
    ]


def test_a_colleague_has_it_now_and_why(me, chen, work):
    dana = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=dana, role="nurse", start=NOW - timedelta(days=9))
    finishing.handed_over(lines=[work()], by=me, at=NOW, to=dana, why="Pills, please.", row=uuid4())
    assert notes(chen) == [
        "Handed to Dana Whitfield: “came home, and nobody has called”. Pills, please."
    ]


def test_of_a_row_in_which_some_is_restricted_that_is_told_apart(me, chen, work):
    lines = [work(), work("left the day clinic", label=HELD)]
    finishing.done(lines=lines, by=me, at=NOW, outcome="Booked", note="The clinic knows.", row=uuid4())  # fmt: skip
    assert notes(chen, me) == ["Booked: “came home, and nobody has called”."]
    assert notes(chen)[0] == "Booked: “left the day clinic”. The clinic knows."


@pytest.mark.parametrize("matter", sorted(finishing.OUR_OWN))
def test_our_own_house_keeping_is_no_line(me, chen, work, matter):
    finishing.done(lines=[work(matter=matter)], by=me, at=NOW, outcome="Not needed any more", row=uuid4())  # fmt: skip
    assert notes(chen) == []


def test_nothing_is_told_of_work_that_was_not_finished(me, chen, work):
    with pytest.raises(Refused):
        finishing.done(lines=[work(), work(is_open=False)], by=me, at=NOW, outcome="Booked", row=uuid4())  # fmt: skip
    assert notes(chen) == []


def test_a_long_sentence_is_shortened_and_what_was_typed_is_not(me, chen, work):
    lines = [work("word " * 70), work("other " * 60)]
    finishing.done(lines=lines, by=me, at=NOW, outcome="Booked", note="Her son drives her.", row=uuid4())  # fmt: skip
    assert notes(chen)[0].endswith("…”. Her son drives her.")
