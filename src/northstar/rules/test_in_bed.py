"""Who is in hospital now, as a hand-over and a promise say it."""

from datetime import timedelta

import pytest

from northstar.rules.example_dates import moment
from northstar.rules.examples import chart_of, from_feed, stay
from northstar.rules.in_bed import in_bed

NOW = moment("Tue 8 Sep 2026 07:30")
LONGEST = timedelta(days=60)
IN = "Tue 1 Sep 2026 10:00"


@pytest.mark.parametrize(
    ("told", "there"),
    [
        ([stay(IN)], True),
        ([stay(IN, "Fri 4 Sep 2026 22:40")], False),
        ([stay(IN, "Wed 9 Sep 2026 11:00")], True),
        ([stay(IN, status="finished")], False),
        ([stay(IN), from_feed("exchange", stay(IN, status="finished", visit="x"))], True),
        ([stay(IN, "Sep 2026")], False),
        ([stay("1 Jun 2026")], False),
        ([stay("Wed 9 Sep 2026 10:00")], False),
        ([], False),
    ],
)
def test_who_is_in_bed(told, there):
    assert bool(in_bed(chart_of(*told)(), NOW, LONGEST)) is there
