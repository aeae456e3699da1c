"""A question that is worded once answers as Django's own does, every time anew."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.test.utils import CaptureQueriesContext

from northstar.access.models import Absence, Membership, Role, Staff, Team
from northstar.access.worded_once import in_all, worded_once

pytestmark = [pytest.mark.django_db, pytest.mark.store]
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


@pytest.fixture
def staff():
    found = [Staff.objects.create(username=f"hand{n}", name=f"Hand {n}") for n in range(9)]
    team = Team.objects.create(name="Team")
    for n, one in enumerate(found):
        Role.objects.create(staff=one, role="nurse", start=NOW + timedelta(hours=n))
        Membership.objects.create(staff=one, team=team, start=NOW)
    return found


def test_a_value_is_put_in_its_place(staff):
    named = worded_once(lambda name: Staff.objects.filter(username=name))
    assert [named(f"hand{n}")[0] for n in range(3)] == staff[:3]
    assert named("nobody") == []


def test_it_is_worded_once_and_answered_every_time(staff):
    worded = []
    count = worded_once(lambda: worded.append(1) or Team.objects.values_list("name", flat=True))
    assert count() == ["Team"]
    Team.objects.create(name="Another")
    assert (sorted(count()), len(worded)) == (["Another", "Team"], 1)


@pytest.mark.parametrize("count", range(10))
def test_lists_of_any_length(staff, count):
    among = worded_once(lambda pks: Staff.objects.filter(pk__in=pks).order_by("pk"))
    asked = [one.pk for one in staff[:count]]
    assert among(asked) == list(Staff.objects.filter(pk__in=asked).order_by("pk"))
    assert among(tuple(asked)) == staff[:count]


def test_an_empty_list_beside_something_else(staff):
    either = worded_once(
        lambda who, teams: Membership.objects.filter(Q(staff=who) | Q(team__in=teams))
    )
    assert [one.staff_id for one in either(staff[0].pk, [])] == [staff[0].pk]
    assert len(either(None, [Team.objects.get().pk])) == 9
    assert either(None, []) == []


def test_moments_days_ids_and_rows_are_values(staff):
    begun = worded_once(lambda at: Role.objects.filter(start__lte=at).order_by("start"))
    assert len(begun(NOW + timedelta(hours=2))) == 3
    known = worded_once(lambda uid: Staff.objects.filter(public_id=uid))
    assert known(staff[4].public_id) == [staff[4]]
    Absence.objects.create(
        staff=staff[0], first=date(2026, 9, 8), last=date(2026, 9, 9), why="away"
    )
    away = worded_once(lambda who, day: Absence.objects.filter(staff=who, last__gte=day))
    assert [len(away(staff[0], date(2026, 9, n))) for n in (9, 10)] == [1, 0]


def test_what_hangs_on_a_row_comes_with_it(staff):
    held = worded_once(
        lambda who: (
            Membership.objects.filter(staff=who)
            .select_related("staff", "team")
            .prefetch_related("staff__roles")
        )
    )
    (row,) = held(staff[1].pk)
    with CaptureQueriesContext(connection) as asked:
        assert (row.staff, row.team.name) == (staff[1], "Team")
        assert [role.role for role in row.staff.roles.all()] == ["nurse"]
    assert len(asked) == 0


def test_questions_inside_a_question_and_plain_sql(staff):
    roles = Role.objects.filter(staff=OuterRef("pk"))
    late = worded_once(
        lambda at, name: (
            Staff.objects.filter(Exists(roles.filter(start__gt=at)))
            .extra(where=["username <> %s"], params=[name])
            .order_by("pk")
        )
    )
    assert late(NOW + timedelta(hours=5), "hand7") == [staff[6], staff[8]]


def test_sums_over_all_rows(staff):
    sums = worded_once(
        lambda at: in_all(Role.objects.filter(start__gte=at), count=Count("pk"), last=Max("start"))
    )
    assert sums(NOW + timedelta(hours=6)) == [(3, NOW + timedelta(hours=8))]
    assert sums(NOW + timedelta(days=6)) == [(0, None)]
