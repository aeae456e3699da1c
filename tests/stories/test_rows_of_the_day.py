"""A row is one person, or one caller not known yet, and matter; an act on it is one act."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.worklist import acts, undoing
from northstar.casework.worklist.asking import finished
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.today import day, line_for, row_of
from northstar.record.models import Arrival, Feed, Patient
from northstar.rules.signal import Band

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


@pytest.fixture
def sarah():
    staff = Staff.objects.create(username="sarah", name="Sarah Okafor")
    team = Team.objects.create(name="Clinic")
    return Viewer(staff.pk, str(staff.public_id), staff.name, teams=frozenset({team.pk}))


def a_message(sarah, caller="+14155550199", signal="message-waiting", arrival=None, **more):
    feed, _ = Feed.objects.get_or_create(name="voicemail")
    arrival = arrival or Arrival.objects.create(
        feed=feed, sha256=uuid4().bytes, size=1, received=NOW, format="mail", verdict="filed"
    )
    return Line.objects.create(
        arrival=arrival, staff_id=sarah.staff_id, caller=caller, signal=signal, key=signal,
        matter="message", says="left a message", because=[], band=more.pop("band", Band.REST),
        factors={"a": 1}, score=1, next_on=NOW.date(), opened=NOW, refreshed=NOW, **more,
    )  # fmt: skip


def rows(sarah):
    return day(sarah, NOW).rows


def test_a_repeat_caller_is_one_row(sarah):
    first = a_message(sarah, caller_name="+14155550199")
    a_message(sarah, signal="repeat-caller")
    a_message(sarah, caller="+14155550111")
    assert [len(row.lines) for row in rows(sarah)] == [2, 1]
    assert row_of(sarah, line_for(sarah, str(first.public_id), NOW)).name == "Caller (415) 555-0199"


def test_a_message_without_a_sender_stands_alone(sarah):
    a_message(sarah, caller="")
    a_message(sarah, caller="")
    assert len(rows(sarah)) == 2


def test_a_shared_phone_names_everyone_with_why(sarah):
    both = [Patient.objects.create(name=name) for name in ("Wei Lee", "Ana Lee")]
    a_message(sarah, candidates=[{"patient": p.pk, "why": "the phone is on record"} for p in both])
    (row,) = rows(sarah)
    assert row.name == "Wei Lee or Ana Lee?"
    assert [c.why for c in row.candidates] == ["the phone is on record"] * 2


def test_who_may_not_be_known_of_is_no_candidate(sarah):
    open_, hidden = (Patient.objects.create(name=n, label=x) for n, x in (("Wei", 0), ("Ana", 2)))
    a_message(sarah, candidates=[{"patient": p.pk, "why": "phone"} for p in (open_, hidden)])
    assert rows(sarah)[0].name == "Wei?"


def test_one_undo_takes_back_the_whole_row(sarah):
    a_message(sarah)
    a_message(sarah)
    together = uuid4()
    for line in rows(sarah)[0].lines:
        step = acts.done(line=line, by=sarah, at=NOW, outcome="Booked", row=together)
    assert not rows(sarah)
    undoing.undo(step=step, by=sarah, at=NOW)
    assert len(rows(sarah)[0].lines) == 2


def test_an_arrival_is_finished_when_a_person_closed_all_its_lines(sarah):
    one = a_message(sarah)
    other = a_message(sarah, arrival=one.arrival, signal="urgent-words")
    for line, so_far in ((one, set()), (other, {one.arrival_id})):
        acts.done(line=line, by=sarah, at=NOW, outcome="Reached, and settled")
        assert finished([one.arrival_id]) == so_far
