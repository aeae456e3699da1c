"""The time of a form: left at now, set back, or one that cannot be."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from northstar.access.refuse import Refused
from northstar.chart.chart import Chart
from northstar.chart.people import Patient
from northstar.chart.when import when
from northstar.desk.when_done import earlier, shown

ZONE = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 9, 8, 7, 30, tzinfo=ZONE)
CHART = Chart([("Patient", Patient(birth_date=when("2026-09-01")))])


def test_left_alone_it_is_now():
    assert earlier({}, CHART, NOW) is None
    assert earlier(shown({}, NOW), CHART, NOW + timedelta(minutes=9)) is None


def test_set_back_it_begins_then_and_takes_its_minutes():
    said = shown({}, NOW) | {"when": "2026-09-07T16:10", "minutes": "20"}
    began = datetime(2026, 9, 7, 16, 10, tzinfo=ZONE)
    assert earlier(said, CHART, NOW) == (began, began + timedelta(minutes=20))


def test_what_was_typed_is_shown_again_and_still_counts_as_changed():
    said = shown({}, NOW) | {"when": "2026-09-07T16:10"}
    assert shown(said, NOW + timedelta(hours=1)) == said
    assert earlier(said, CHART, NOW + timedelta(hours=1))


@pytest.mark.parametrize(
    ("typed", "minutes", "says"),
    [
        ("2026-09-08T07:31", "", "later than now"),
        ("2026-09-08T07:20", "20", "later than now"),
        ("2026-08-31T07:20", "", "before this person was born"),
        ("0202-09-08T07:20", "", "more than a year ago"),
        ("yesterday", "", "a day and a time"),
        ("2026-09-07T07:20", "ten", "minutes as a number"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(typed, minutes, says):
    with pytest.raises(Refused, match=says):
        earlier({"when": typed, "minutes": minutes}, CHART, NOW)


@pytest.mark.parametrize("night", ["2026-11-01T01:50", "2026-03-08T01:50"])
def test_minutes_over_the_change_of_the_clock_are_minutes(night):
    began, ended = earlier({"when": night, "minutes": "25"}, Chart([]), NOW + timedelta(days=90))
    assert ended.astimezone(UTC) - began.astimezone(UTC) == timedelta(minutes=25)
