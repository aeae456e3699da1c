"""Random days of a small clinic: promises, hand-overs, absences, merges, claims, undo. Whatever happens,
no piece of work is without a holder and a day that is covered, nothing is accepted twice, and no word
that somebody wrote is lost."""

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northstar.casework.batons import acts as batons
from northstar.casework.batons import asking as asking_batons
from northstar.casework.batons.models import Baton
from northstar.casework.worklist.models import Line
from tests.stories.random_days import days_of, drawn
from tests.stories.small_clinic import Clinic

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
_step = st.integers(0, 2**31).map(drawn)


@pytest.fixture
def founded(db):
    """Made once: what a story does to it is taken away again."""
    return Clinic()


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(_step, min_size=4, max_size=14))
def test_nothing_falls_through_on_any_day(founded, steps):
    days_of(founded, steps)


@pytest.mark.long
@pytest.mark.parametrize("part", range(1, 6))
def test_nothing_falls_through_on_thousands_of_days(founded, part):
    lived = Counter()

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(_step, min_size=8, max_size=30))
    def stories(steps):
        lived["days"] += days_of(founded, steps)
        lived.update(stories=1, steps=len(steps))

    stories()
    print(f"\nPart {part}: {dict(lived)}")
    assert lived["days"] > 600


def test_who_covers_sees_what_came_with_it(settings):
    """One whole day of it, told."""
    assert django_settings.HOME
    clinic = Clinic()
    for step in (
        ("promise", 0, "1", 2), ("offer", 0, 1, True, 3), ("accept", 0, True), ("night", 3), ("night", 3),
    ):  # fmt: skip
        clinic.do(step)
        clinic.holds()
    [baton] = Baton.objects.all()
    assert batons.standing(baton) == "returned"
    assert asking_batons.lent_by(clinic.staff[0]) == []
    assert Line.objects.get(key__startswith="promise:").staff == clinic.staff[0]


def promised(clinic):
    return Line.objects.get(key__startswith="promise:")


def test_a_stay_in_hospital_stands_on_the_promise_until_it_ends_or_is_taken_back():
    clinic = Clinic()
    clinic.do(("promise", 0, "1", 2))
    for cancelled in (True, False):
        clinic.now += timedelta(hours=1)
        clinic.do(("admit", "1"))
        assert promised(clinic).says.startswith("is at Hospital B; was promised for Thu 10 Sep")
        clinic.now += timedelta(hours=1)
        clinic.do(("home", "1", cancelled))
        assert promised(clinic).says.startswith("was promised for Thu 10 Sep")
    assert promised(clinic).next_on.isoformat() == "2026-09-10"
    clinic.holds()


def test_a_death_stops_its_clock_and_a_false_report_is_undone_without_loss():
    clinic = Clinic()
    clinic.do(("promise", 0, "1", 2))
    before = promised(clinic)
    clinic.now += timedelta(hours=1)
    clinic.arrives("1", [], deceased=True)
    line = promised(clinic)
    assert line.says.startswith("has died since; was promised")
    assert (line.due, line.is_open, line.holder) == (None, True, clinic.staff[0])
    clinic.now += timedelta(hours=1)
    clinic.arrives("1", [])
    line = promised(clinic)
    assert (line.says, line.due, line.next_on) == (before.says, before.due, before.next_on)


def test_a_promise_goes_with_the_person_when_records_are_joined_and_taken_apart():
    clinic = Clinic()
    clinic.do(("promise", 0, "2", 2))
    clinic.do(("same", "same", "1", "2"))
    assert promised(clinic).patient == clinic.patient("1") == clinic.patient("2")
    clinic.do(("same", "withdrawn", "1", "2"))
    assert promised(clinic).patient == clinic.patient("2") != clinic.patient("1")
    clinic.holds()
