"""The way home as a claim asks it, read from whole charts."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from northstar.rules.billing.way import way_home
from northstar.rules.examples import call, chart_of, stay, visit

ZONE = ZoneInfo("America/Los_Angeles")
MONTH = date(2026, 10, 1), date(2026, 10, 31)


def home(*since):
    left = stay("Tue 1 Sep 2026 10:00", "Fri 4 Sep 2026 22:40", disposition="home")
    return way_home(chart_of(left, *since)(), *MONTH, ZONE)


@pytest.mark.parametrize(
    ("status", "counts"), [("reached", True), ("declined", False), ("refused further calls", False)]
)
def test_a_claim_rests_on_a_talk_not_on_having_been_reached(status, counts):
    way = home(call("Tue 8 Sep 2026 09:00", status))
    assert bool(way.contact) is counts


def test_a_visit_is_a_talk():
    assert home(visit("Wed 9 Sep 2026 10:00")).contact.on == date(2026, 9, 9)


def test_the_period_ends_in_another_month():
    left = stay("Tue 1 Sep 2026 10:00", "Fri 4 Sep 2026 22:40", disposition="home")
    assert way_home(chart_of(left)(), date(2026, 9, 1), date(2026, 9, 30), ZONE) is None
