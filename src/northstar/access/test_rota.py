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
def sarah():
    return Staff.objects.create(username="sarah", name="Sarah")


@pytest.fixture
def dana():
    return Staff.objects.create(username="dana", name="Dana")


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


def test_without_a_rota_it_is_monday_to_friday(sarah):
    assert covered(FRIDAY, sarah)
    assert next_covered_day(FRIDAY + DAY, sarah) == FRIDAY + 3 * DAY


def test_the_rota_says_which_days(sarah):
    works(sarah, 1)
    works(sarah, 5)
    assert not covered(MONDAY, sarah)
    assert next_covered_day(MONDAY, sarah) == TUESDAY
    assert next_covered_day(TUESDAY + DAY, sarah) == FRIDAY + DAY


def test_an_absence_and_a_closed_clinic_move_the_day_on(sarah):
    Absence.objects.create(first=MONDAY, last=MONDAY, why="Labor Day")
    Absence.objects.create(staff=sarah, first=TUESDAY, last=TUESDAY + DAY)
    assert next_covered_day(MONDAY, sarah) == TUESDAY + 2 * DAY


def test_a_shift_holds_for_its_season(sarah):
    works(sarah, 0, since=MONDAY + 7 * DAY, until=MONDAY + 14 * DAY)
    days = [MONDAY + 7 * DAY * week for week in range(4)]
    assert [covered(day, sarah) for day in days] == [False, True, True, False]


def test_a_team_is_covered_when_somebody_of_it_is_there(sarah, dana):
    team = Team.objects.create(name="Blue")
    for staff, weekday in ((sarah, 0), (dana, 4)):
        Membership.objects.create(staff=staff, team=team, start=at(1, 0))
        works(staff, weekday)
    assert covered(MONDAY, team)
    assert not covered(TUESDAY, team)
    assert next_covered_day(TUESDAY, team) == FRIDAY


def test_a_teams_own_hours_come_before_its_members(sarah):
    team = Team.objects.create(name="Blue")
    Membership.objects.create(staff=sarah, team=team, start=at(1, 0))
    works(team, 2)
    assert next_covered_day(MONDAY, team) == TUESDAY + DAY


def test_who_has_left_covers_nothing(sarah):
    sarah.is_active = False
    with pytest.raises(Refused, match="Nobody covers"):
        next_covered_day(MONDAY, sarah)


def test_on_call_in_order_through_the_night(sarah, dana):
    calls(dana, 2)
    calls(sarah, 1)
    assert on_call(at(8, 18)) == [sarah, dana]
    assert on_call(at(9, 7, 59)) == [sarah, dana]
    assert on_call(at(9, 8)) == []
    assert on_call(at(8, 16, 59)) == []


def test_who_is_away_is_not_called(sarah, dana):
    calls(sarah, 1)
    calls(dana, 2)
    Absence.objects.create(staff=sarah, first=TUESDAY, last=TUESDAY)
    assert on_call(at(8, 18)) == [dana]


def test_a_closed_clinic_still_has_someone_on_call(sarah):
    calls(sarah, 1)
    Absence.objects.create(first=TUESDAY, last=TUESDAY)
    assert on_call(at(8, 18)) == [sarah]


def test_on_call_sees_everyone_while_on_call_and_says_so(sarah):
    calls(sarah, 1)
    Role.objects.create(staff=sarah, role="on-call", start=at(1, 0))
    viewer = viewer_of(sarah, at(8, 18))
    assert (viewer.everyone, viewer.purpose) == (True, "on call")
    assert not viewer_of(sarah, at(8, 12)).everyone


def test_working_is_inside_the_hours(sarah):
    works(sarah, 1)
    hours = [(7, 59), (8, 0), (16, 29), (16, 30)]
    assert [working(at(8, *hour), sarah) for hour in hours] == [False, True, True, False]
    Absence.objects.create(staff=sarah, first=TUESDAY, last=TUESDAY)
    assert not working(at(8, 9), sarah)
