"""Business days, and how they are told."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from northstar.knowledge.calendar import add_business_days, holiday, in_words


def test_the_friday_before_labor_day():
    left = datetime(2026, 9, 5, 5, 40, tzinfo=UTC)  # Friday 22:40 in Los Angeles
    zone = ZoneInfo("America/Los_Angeles")
    assert add_business_days(left, 2, zone) == date(2026, 9, 9)
    assert in_words(left, 2, zone) == (
        "Sat 5 Sep and Sun 6 Sep are a weekend, Mon 7 Sep is Labor Day; "
        "Tue 8 Sep is business day 1, Wed 9 Sep is business day 2"
    )


def test_the_same_moment_is_another_day_in_another_zone():
    left = datetime(2026, 9, 9, 5, 40, tzinfo=UTC)
    assert add_business_days(left, 2, ZoneInfo("America/Los_Angeles")) == date(2026, 9, 10)
    assert add_business_days(left, 2, ZoneInfo("America/New_York")) == date(2026, 9, 11)


def test_left_on_a_saturday():
    assert add_business_days(date(2026, 9, 12), 2) == date(2026, 9, 15)
    assert in_words(date(2026, 9, 12), 1) == "Sun 13 Sep is a Sunday; Mon 14 Sep is business day 1"


def test_a_holiday_on_a_saturday_is_kept_on_friday():
    assert holiday(date(2026, 7, 3)) == "Independence Day"
    assert add_business_days(date(2021, 12, 30), 1) == date(2022, 1, 3)
