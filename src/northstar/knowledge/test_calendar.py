"""The clocks, counted a second time by hand."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import MO, TH, relativedelta

from northstar.knowledge.calendar import add_business_days, holiday, in_words, is_business_day

ZONES = [ZoneInfo(n) for n in ("America/Los_Angeles", "America/New_York", "Pacific/Honolulu")]


def test_the_friday_before_labor_day():
    left = datetime(2026, 9, 5, 5, 40, tzinfo=UTC)  # Friday 22:40 in Los Angeles
    assert add_business_days(left, 2, ZONES[0]) == date(2026, 9, 9)
    assert in_words(left, 2, ZONES[0]) == (
        "Sat 5 Sep and Sun 6 Sep are a weekend, Mon 7 Sep is Labor Day; "
        "Tue 8 Sep is business day 1, Wed 9 Sep is business day 2"
    )


def test_left_on_a_sunday():
    assert add_business_days(date(2026, 9, 13), 2) == date(2026, 9, 15)
    assert in_words(date(2026, 9, 12), 1) == "Sun 13 Sep is a Sunday; Mon 14 Sep is business day 1"


def test_a_holiday_on_a_saturday_is_kept_on_friday():
    assert holiday(date(2026, 7, 3)) == "Independence Day"
    assert add_business_days(date(2021, 12, 30), 1) == date(2022, 1, 3)


def test_five_hundred_discharges_agree_with_the_twin():
    dice = random.Random(11)
    for _ in range(500):
        zone = dice.choice(ZONES)
        left = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(60 * 24 * 3650))
        count = dice.choice((1, 2, 2, 2, 3, 5))
        assert add_business_days(left, count, zone) == twin(left.astimezone(zone).date(), count)


def test_every_day_of_twenty_years_agrees_with_the_twin():
    day = date(2021, 6, 18)
    while day.year < 2041:
        free = day.weekday() > 4 or day in federal(day.year)
        assert is_business_day(day) is not free, day
        day += timedelta(days=1)


def twin(day: date, count: int) -> date:
    """A list of the business days after, written out; the answer is its last."""
    after = [day + timedelta(days=n) for n in range(1, 40)]
    return [d for d in after if d.weekday() < 5 and d not in federal(d.year)][count - 1]


def federal(year: int) -> set[date]:
    """5 U.S.C. 6103 by rule; a fixed date on Saturday is kept on Friday, on Sunday on Monday."""
    fixed = [date(y, m, d) for y in (year, year + 1) for m, d in FIXED]
    kept = {d + timedelta(days={5: -1, 6: 1}.get(d.weekday(), 0)) for d in fixed}
    return kept | {
        date(year, 1, 1) + relativedelta(weekday=MO(3)),
        date(year, 2, 1) + relativedelta(weekday=MO(3)),
        date(year, 5, 31) + relativedelta(weekday=MO(-1)),
        date(year, 9, 1) + relativedelta(weekday=MO(1)),
        date(year, 10, 1) + relativedelta(weekday=MO(2)),
        date(year, 11, 1) + relativedelta(weekday=TH(4)),
    }


FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
