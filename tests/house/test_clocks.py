"""The clocks of the rules, counted a second time by other means."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from northstar.chart.chart import Chart
from northstar.chart.value import Source
from northstar.chart.visits import Encounter
from northstar.chart.when import when
from northstar.knowledge.calendar import is_business_day
from northstar.rules.signal import Band, Finding
from northstar.rules.signals import home_without_contact
from tests.harness.the_law import federal, two_business_days

ZONES = ("America/Los_Angeles", "America/New_York", "America/Phoenix", "Pacific/Honolulu")


def test_five_hundred_discharges_have_the_deadline_of_the_twin():
    dice = random.Random(11)
    for _ in range(500):
        zone = ZoneInfo(dice.choice(ZONES))
        left = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(60 * 24 * 3650))
        written = dice.choice((left, left.astimezone(ZoneInfo(dice.choice(ZONES)))))
        chart = home(written.isoformat(timespec="minutes"))
        now = left.astimezone(zone) + timedelta(minutes=1)
        found = [a for a in home_without_contact.find(chart, now) if isinstance(a, Finding)]
        assert [f.due for f in found] == [two_business_days(left.astimezone(zone).date())]


@pytest.mark.parametrize("clock", ["23:59", "00:00", "01:30", "02:30", "03:00"])
@pytest.mark.parametrize("day", ["2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01"])
def test_the_nights_the_clocks_change(day, clock):
    zone = ZoneInfo("America/Los_Angeles")
    chart = home(f"{day}T{clock}", str(zone))
    now = datetime.fromisoformat(f"{day}T23:59").replace(tzinfo=zone) + timedelta(hours=30)
    (found,) = (a for a in home_without_contact.find(chart, now) if isinstance(a, Finding))
    assert found.due == two_business_days(date.fromisoformat(day))


def test_the_band_rises_at_midnight_of_the_clinic_and_not_before():
    zone = ZoneInfo("America/Los_Angeles")
    chart = home("2026-09-04T22:40", str(zone))
    midnight = datetime(2026, 9, 9, tzinfo=zone)
    bands = [
        next(a for a in home_without_contact.find(chart, now) if isinstance(a, Finding)).band
        for now in (midnight - timedelta(seconds=1), midnight)
    ]
    assert bands == [Band.HARM, Band.CLOCK]


def test_every_day_of_twenty_years_is_free_or_not_as_the_law_says():
    day = date(2021, 6, 18)
    while day.year < 2041:
        free = day.weekday() > 4 or day in federal(day.year)
        assert is_business_day(day) is not free, day
        day += timedelta(days=1)


def home(left: str, zone: str = "UTC") -> Chart:
    end = when(left, zone)
    stay = Encounter(
        class_code="IMP",
        status="finished",
        start=when((end.start - timedelta(days=2)).isoformat()),
        end=end,
        disposition="home",
        visit="V1",
        source=Source(feed="hospital", key="1"),
    )
    return Chart([("Encounter", stay)])
