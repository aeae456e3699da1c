"""Whoever contradicts stands apart and is asked about; nobody else is parted for it."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northstar import decided, spine
from northstar.access.viewer import system_viewer
from northstar.casework.worklist import verify as lines
from northstar.chart.people import ContactPoint, HumanName, Identifier, Patient
from northstar.chart.when import when
from northstar.record import feeds, questions, verify
from northstar.record.models import Link, Parting
from northstar.sources.reading import Found, Reading

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
READER = system_viewer("a test")
ONE, OTHER = "536228741", "536229973"


def arrive(feed: str, ssn: str = "", day: int = 1, at: datetime = NOW) -> None:
    """James Whitaker, as one source knows him from a day of September on; received `at`."""
    person = Patient(
        names=(HumanName(family="Whitaker", given=("James",)),), birth_date=when("1948-03-17"),
        gender="male", telecoms=(ContactPoint("phone", "509-555-0142"),),
        identifiers=(Identifier("SSA", ssn, "SS"),) if ssn else (),
    )  # fmt: skip
    reading = Reading(format="test", version="1", written=when(f"2026-09-{day:02}T10:00:00Z"))
    reading.found = [Found("1", "Patient", "Patient", person, "PID", recorded=reading.written)]
    spine.arrived([(feed.encode(), reading, "")], feeds.feed(feed), by=READER, at=at)


def whose() -> list[str]:
    """The feeds of each patient."""
    found: dict[int, str] = {}
    links = Link.objects.filter(ended_at=None).order_by("identity__feed__name")
    for patient, feed in links.values_list("patient", "identity__feed__name"):
        found[patient] = found.get(patient, "") + feed
    return sorted(found.values())


def asked() -> list[tuple[int, ...]]:
    return [one.rows for one in questions.questions(READER, NOW)[0]]


def test_a_newcomer_who_contradicts_one_of_them_parts_nobody_and_is_one_question():
    for day, feed in enumerate("ABCD", 1):
        arrive(feed, ONE if feed == "C" else "", day)
    assert whose() == ["ABCD"]
    arrive("E", OTHER, 5)
    assert whose() == ["ABCD", "E"]
    assert [len(rows) for rows in asked()] == [2]


def test_who_came_between_two_who_contradict_is_asked_about_and_not_guessed():
    arrive("A", ONE, 1)
    arrive("B", OTHER, 2)
    arrive("C", "", 3)
    assert whose() == ["A", "B", "C"]
    assert [len(rows) for rows in asked()] == [3]


def test_once_a_person_has_said_that_they_are_one_the_next_is_not_asked_about():
    arrive("A", ONE, 1)
    arrive("B", OTHER, 2)
    [rows] = asked()
    decided.who_is_who(
        by=READER, pairs=questions.pairs_for(rows, "same"), verdict="same", reason="asked", at=NOW
    )
    for day, (feed, ssn) in enumerate((("C", ONE), ("D", OTHER), ("E", "")), 3):
        arrive(feed, ssn, day)
    assert whose() == ["ABCDE"]
    assert asked() == []


def test_whom_a_person_keeps_apart_a_third_does_not_bring_together_or_part_from_others():
    arrive("A", ONE, 1)
    arrive("B", OTHER, 2)
    arrive("F", ONE, 1)
    [rows] = asked()
    decided.who_is_who(
        by=READER, pairs=questions.pairs_for(rows, "different"), verdict="different", reason="asked",
        at=NOW,
    )  # fmt: skip
    arrive("C", "", 3)
    assert whose() == ["AF", "B", "C"]
    assert [len(rows) for rows in asked()] == [3]


def test_an_older_copy_that_arrives_late_parts_nobody_and_is_one_question():
    for hour, (feed, ssn, day) in enumerate(
        [("A", "", 2), ("B", ONE, 3), ("C", "", 4), ("E", OTHER, 1)]
    ):
        arrive(feed, ssn, day, NOW + timedelta(hours=hour))
    assert whose() == ["ABC", "E"]
    assert [len(rows) for rows in asked()] == [2]
    assert not Parting.objects.exists()


class _Undo(Exception):
    pass


def told_in(order: list[tuple[str, str, int]]) -> str:
    """The hash of a store that was told so; nobody was parted on the way."""
    told = ""
    with suppress(_Undo), transaction.atomic():
        together: set[tuple[str, str]] = set()
        for hour, (feed, ssn, day) in enumerate(order):
            arrive(feed, ssn, day, NOW + timedelta(hours=hour))
            now = {pair for feeds_ in whose() for pair in combinations(feeds_, 2)}
            assert together <= now, (order, feed)
            together = now
        told = verify.fingerprint(lines.said())
        raise _Undo
    return told


_said = st.tuples(st.sampled_from(["", "", ONE, OTHER, "536221112"]), st.integers(1, 9))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_said, min_size=3, max_size=5), st.randoms(use_true_random=False))
def test_whoever_arrives_parts_nobody_and_the_hash_is_the_same_in_any_order(records, dice):
    order = [(feed, *said) for feed, said in zip("ABCDE", records, strict=False)]
    other = dice.sample(order, len(order))
    assert told_in(order) == told_in(other)
