"""When a message that rings may leave: by their clock, also in the nights when the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northstar.knowledge.quiet_hours import zones
from northstar.rules.when_awake import wakes

EAST, WEST = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
STATES = ["CA", "NY", "TX", "AZ", "AK", "HI", "FL", "ID", "PR", "GU"]


@pytest.mark.parametrize(
    ("now", "where", "leaves"),
    [
        ("2026-09-08 09:00", [WEST], None),
        ("2026-09-08 18:30", [EAST], "2026-09-09 05:00"),  # 21:30 there
        ("2026-09-08 07:59", [WEST], "2026-09-08 08:00"),
        ("2026-09-08 21:00", [WEST], "2026-09-09 08:00"),
        ("2026-03-07 22:00", [WEST], "2026-03-08 08:00"),  # the night that loses an hour
        ("2026-10-31 22:00", [WEST], "2026-11-01 08:00"),  # the night that gains one
        ("2026-03-08 01:30", [ZoneInfo("America/Phoenix")], "2026-03-08 08:00"),
        ("2026-09-08 06:30", [EAST, WEST], "2026-09-08 08:00"),
    ],
)
def test_it_waits_for_their_morning(now, where, leaves):
    at = datetime.fromisoformat(now).replace(tzinfo=WEST)
    assert wakes(at, where) == (leaves and datetime.fromisoformat(leaves).replace(tzinfo=WEST))


@given(
    at=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    state=st.sampled_from(STATES),
    clinic=st.sampled_from([EAST, WEST]),
)
def test_it_never_rings_at_night_and_waits_no_longer_than_it_must(at, state, clinic):
    there = [ZoneInfo(name) for name in zones(state)]
    at = at.astimezone(clinic)
    leaves = wakes(at, there) or at
    assert all(8 <= leaves.astimezone(zone).hour < 21 for zone in there)
    assert timedelta(0) <= leaves - at < timedelta(hours=16)
    before = leaves - timedelta(minutes=1)
    assert leaves == at or not all(8 <= before.astimezone(zone).hour < 21 for zone in there)
