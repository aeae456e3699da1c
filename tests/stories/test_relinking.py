"""A new model relinks nothing by itself."""

from datetime import UTC, datetime

import pytest

from northstar import decided, spine
from northstar.access.viewer import system_viewer
from northstar.chart.people import ContactPoint, HumanName, Patient
from northstar.chart.when import when
from northstar.record import belonging, feeds, relinking
from northstar.record.models import Match
from northstar.sources.reading import Found, Reading

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
READER = system_viewer("a test")


def arrive(feed: str, given: str = "Ana", phone: str = "4155550101", hour: int = 10) -> None:
    person = Patient(
        names=(HumanName(family="Rio", given=(given,)),), birth_date=when("1950-02-01"), gender="female",
        telecoms=(ContactPoint("phone", phone),),
    )  # fmt: skip
    reading = Reading(format="test", version="1", written=when(f"2026-09-01T{hour}:00:00Z"))
    reading.found = [Found("1", "Patient", "Patient", person, "PID[1]#5", recorded=reading.written)]
    spine.arrived(
        [(repr((feed, person)).encode(), reading, "")], feeds.feed(feed), by=READER, at=NOW
    )


@pytest.fixture
def judged_before():
    """Two records that an earlier model kept apart with a question; today's joins them."""
    arrive("A")
    arrive("B", phone="4155550177")
    Match.objects.update(model="an earlier one", verdict="ask")


def verdicts() -> list[str]:
    return list(Match.objects.values_list("verdict", flat=True))


def test_what_an_earlier_model_said_stays_when_a_record_speaks_again(judged_before):
    arrive("B", phone="4155550101", hour=11)
    assert verdicts() == ["ask"]
    assert belonging.counts().patients == 2


def test_the_changes_are_listed_and_nothing_is_changed(judged_before):
    arrive("B", phone="4155550101", hour=11)
    [change] = relinking.changes()
    assert (change.before, change.after, change.joins) == ("ask", "same", True)
    assert "phone agrees" in change.why
    assert verdicts() == ["ask"]
    assert relinking.outdated() == 1


def test_a_person_applies_them(judged_before):
    arrive("B", phone="4155550101", hour=11)
    decided.apply_the_model(by=READER, reason="the new model was tried", at=NOW)
    assert verdicts() == ["same"]
    assert relinking.outdated() == 0
    assert list(relinking.changes()) == []


def test_a_join_of_an_earlier_model_is_doubted_when_the_records_come_to_contradict(judged_before):
    Match.objects.update(verdict="same")
    arrive("B", given="Rosa", phone="4155550101", hour=11)
    assert verdicts() == ["doubted"]
    arrive("B", phone="4155550188", hour=12)
    assert verdicts() == ["same"]
