"""A shared queue: two want the same piece, one has it, and nothing falls between."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.models import Membership, Role, Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import viewer_of
from northstar.casework.worklist import acts, queueing, undoing
from northstar.casework.worklist.models import Line
from northstar.record import feeds

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def team(db):
    return Team.objects.create(name="Heart team")


@pytest.fixture
def colleague(team):
    def colleague(name, team=team):
        row = Staff.objects.create(username=name.lower(), name=name)
        Role.objects.create(staff=row, role="coordinator", start=LONG_AGO)
        if team:
            Membership.objects.create(staff=row, team=team, start=LONG_AGO)
        return viewer_of(row, NOW)

    return colleague


@pytest.fixture
def line(team):
    return Line.objects.create(
        feed=feeds.feed("a feed"), signal="silent", key="k", matter="feed", says="is silent", band=3,
        score=10, team=team, next_on=NOW.date(), opened=NOW, refreshed=NOW,
    )  # fmt: skip


def test_of_two_who_take_it_one_has_it(line, colleague):
    sarah, marcus = colleague("Sarah"), colleague("Marcus")
    seen_by_marcus = Line.objects.get(pk=line.pk)
    queueing.claim(line=line, by=sarah, at=NOW)
    with pytest.raises(Refused, match="Sarah has just taken this"):
        queueing.claim(line=seen_by_marcus, by=marcus, at=NOW)
    line.refresh_from_db()
    assert (line.staff_id, line.team_id) == (sarah.staff_id, None)


def test_put_back_with_a_reason_it_waits_for_the_next(line, colleague, team):
    sarah, marcus = colleague("Sarah"), colleague("Marcus")
    queueing.claim(line=line, by=sarah, at=NOW)
    with pytest.raises(Refused, match="Say why"):
        queueing.release(line=line, by=sarah, at=NOW, why=" ")
    with pytest.raises(Refused, match="Only who holds it"):
        queueing.release(line=line, by=marcus, at=NOW, why="mine")
    queueing.release(line=line, by=sarah, at=NOW, why="No answer at the office")
    line.refresh_from_db()
    assert (line.staff_id, line.team_id) == (None, team.pk)
    queueing.claim(line=line, by=marcus, at=NOW)


def test_one_key_takes_a_claim_back(line, colleague, team):
    sarah = colleague("Sarah")
    step = queueing.claim(line=line, by=sarah, at=NOW)
    undoing.undo(step=step, by=sarah, at=NOW)
    line.refresh_from_db()
    assert line.team_id == team.pk


def test_a_stranger_to_the_team_takes_nothing(line, colleague):
    with pytest.raises(Refused, match="a team that you are not in"):
        queueing.claim(line=line, by=colleague("Dana", team=None), at=NOW)


def test_what_is_closed_is_not_taken(line, colleague):
    sarah = colleague("Sarah")
    acts.done(line=Line.objects.get(pk=line.pk), by=sarah, at=NOW, outcome="Booked")
    with pytest.raises(Refused, match="closed already"):
        queueing.claim(line=line, by=sarah, at=NOW)


def test_what_was_never_in_a_queue_is_not_put_back(line, colleague):
    sarah = colleague("Sarah")
    Line.objects.filter(pk=line.pk).update(staff=sarah.staff_id, team=None)
    with pytest.raises(Refused, match="came from no queue"):
        queueing.release(line=line, by=sarah, at=NOW, why="no time")


def test_the_queue_shows_what_waits_and_who_has_taken_how_many(line, colleague):
    sarah, marcus = colleague("Sarah"), colleague("Marcus")
    [queue] = queueing.queues(marcus, NOW)
    assert [row.lead.pk for row in queue.rows] == [line.pk]
    queueing.claim(line=line, by=sarah, at=NOW)
    [queue] = queueing.queues(marcus, NOW)
    assert (queue.rows, queue.taken) == ([], [("Sarah", 1)])


def test_what_one_may_not_see_is_not_counted(line, colleague):
    sarah, marcus = colleague("Sarah"), colleague("Marcus")
    queueing.claim(line=line, by=sarah, at=NOW)
    Line.objects.filter(pk=line.pk).update(label=1)
    [queue] = queueing.queues(marcus, NOW)
    assert (queue.rows, queue.taken) == ([], [])


def test_taken_on_a_day_off_it_waits_for_the_next_working_day(line, colleague):
    saturday = NOW + timedelta(days=4)
    queueing.claim(line=line, by=colleague("Sarah"), at=saturday)
    line.refresh_from_db()
    assert line.next_on == saturday.date() + timedelta(days=2)
