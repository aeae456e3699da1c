"""A next date never falls on a day nobody covers, and the right person is called at night."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from northstar.access.models import Absence, Membership, Role, Shift, Staff, Team
from northstar.access.refuse import Refused
from northstar.access.rota import covered, next_covered_day, on_call, working
from northstar.access.viewer import viewer_of

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Los_Angeles")
MONDAY, TUESDAY, FRIDAY = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 11)
DAY = timedelta(days=1)


@pytest.fixture
def ana():
    return Staff.objects.create(username="ana", name="Ana")


@pytest.fixture
def bo():
    return Staff.objects.create(username="bo", name="Bo")


def works(holder, weekday, begins=time(8), ends=time(16, 30), **more):
    who = {"team" if isinstance(holder, Team) else "staff": holder}
    return Shift.objects.create(
        kind="work", weekday=weekday, begins=begins, ends=ends, **who, **more
    )


def calls(staff, order, weekday=1, begins=time(17), ends=time(8)):
    Shift.objects.create(
        staff=staff, kind="on-call", order=order, weekday=weekday, begins=begins, ends=ends
    )


def at(day, hour, minute=0):
    return datetime(2026, 9, day, hour, minute, tzinfo=ZONE)


def test_without_a_rota_it_is_monday_to_friday(ana):
    assert covered(FRIDAY, ana)
    assert next_covered_day(FRIDAY + DAY, ana) == FRIDAY + 3 * DAY


def test_the_rota_says_which_days(ana):
    works(ana, 1)
    works(ana, 5)
    assert not covered(MONDAY, ana)
    assert next_covered_day(MONDAY, ana) == TUESDAY
    assert next_covered_day(TUESDAY + DAY, ana) == FRIDAY + DAY


def test_an_absence_and_a_closed_clinic_move_the_day_on(ana):
    Absence.objects.create(first=MONDAY, last=MONDAY, why="Labor Day")
    Absence.objects.create(staff=ana, first=TUESDAY, last=TUESDAY + DAY)
    assert next_covered_day(MONDAY, ana) == TUESDAY + 2 * DAY


def test_a_shift_holds_for_its_season(ana):
    works(ana, 0, since=MONDAY + 7 * DAY, until=MONDAY + 14 * DAY)
    days = [MONDAY + 7 * DAY * week for week in range(4)]
    assert [covered(day, ana) for day in days] == [False, True, True, False]


def test_a_team_is_covered_when_somebody_of_it_is_there(ana, bo):
    team = Team.objects.create(name="Blue")
    for staff, weekday in ((ana, 0), (bo, 4)):
        Membership.objects.create(staff=staff, team=team, start=at(1, 0))
        works(staff, weekday)
    assert covered(MONDAY, team)
    assert not covered(TUESDAY, team)
    assert next_covered_day(TUESDAY, team) == FRIDAY


def test_a_teams_own_hours_come_before_its_members(ana):
    team = Team.objects.create(name="Blue")
    Membership.objects.create(staff=ana, team=team, start=at(1, 0))
    works(team, 2)
    assert next_covered_day(MONDAY, team) == TUESDAY + DAY


def test_who_has_left_covers_nothing(ana):
    ana.is_active = False
    with pytest.raises(Refused, match="Nobody covers"):
        next_covered_day(MONDAY, ana)


def test_on_call_in_order_through_the_night(ana, bo):
    calls(bo, 2)
    calls(ana, 1)
    assert on_call(at(8, 18)) == [ana, bo]
    assert on_call(at(9, 7, 59)) == [ana, bo]
    assert on_call(at(9, 8)) == []
    assert on_call(at(8, 16, 59)) == []


def test_who_is_away_is_not_called(ana, bo):
    calls(ana, 1)
    calls(bo, 2)
    Absence.objects.create(staff=ana, first=TUESDAY, last=TUESDAY)
    assert on_call(at(8, 18)) == [bo]


def test_a_closed_clinic_still_has_someone_on_call(ana):
    calls(ana, 1)
    Absence.objects.create(first=TUESDAY, last=TUESDAY)
    assert on_call(at(8, 18)) == [ana]


def test_on_call_sees_everyone_while_on_call_and_says_so(ana):
    calls(ana, 1)
    Role.objects.create(staff=ana, role="on-call", start=at(1, 0))
    viewer = viewer_of(ana, at(8, 18))
    assert (viewer.everyone, viewer.purpose) == (True, "on call")
    assert not viewer_of(ana, at(8, 12)).everyone


def test_working_is_inside_the_hours(ana):
    works(ana, 1)
    hours = [(7, 59), (8, 0), (16, 29), (16, 30)]
    assert [working(at(8, *hour), ana) for hour in hours] == [False, True, True, False]
    Absence.objects.create(staff=ana, first=TUESDAY, last=TUESDAY)
    assert not working(at(8, 9), ana)
