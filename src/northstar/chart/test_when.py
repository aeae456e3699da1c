"""What a written moment means, and that the short way of reading one gives what the long way gives."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from northstar.chart.when import NotATime, _instant, _shaped, sound_day, when

PACIFIC = "America/Los_Angeles"


@pytest.mark.parametrize(
    ("written", "text", "start", "precision"),
    [
        ("2026", "2026", "2026-01-01T08:00", "year"),
        ("2026-02", "2026-02", "2026-02-01T08:00", "month"),
        ("20240229", "2024-02-29", "2024-02-29T08:00", "day"),
        ("2026-09-04T22:40:00-07:00", "2026-09-04T22:40:00-07:00", "2026-09-05T05:40", "second"),
        (
            "2026-09-04T22:40:00.586Z",
            "2026-09-04T22:40:00.586000Z",
            "2026-09-04T22:40:00.586",
            "second",
        ),
        ("2026-09-04T22:40:00.000Z", "2026-09-04T22:40:00Z", "2026-09-04T22:40", "second"),
        ("202609042240", "2026-09-04T22:40-07:00", "2026-09-05T05:40", "minute"),
        ("2026-09-04T24:00:00Z", "2026-09-05T00:00:00Z", "2026-09-05T00:00", "second"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", "2016-12-31T23:59:59", "second"),
    ],
)
def test_a_moment_keeps_what_was_written(written, text, start, precision):
    found = when(written, PACIFIC)
    assert found.text == text
    assert found.start == datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert found.precision == precision


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "2026-02-29",
        "2026-13",
        "0000-01-01",
        "2026-09-04T25:00:00Z",
        "2026-W01-1T00:00:00Z",
        "2026-09-04T10:00:00+05:30:15",
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00Z",
        "1799-12-31",
        "2201",
        "9998-12-31",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_what_is_no_moment_is_said_in_one_sentence(written):
    with pytest.raises(NotATime) as said:
        when(written, PACIFIC)
    assert "\n" not in str(said.value)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("20170122265600.004-0600", "2017-01-22"),  # hour 26
        ("2014121914001", "2014-12-19"),  # a digit too few
        ("201409261023-5000", "2014-09-26"),
        ("2026-09-04T25:00:00Z", "2026-09-04"),
        ("200130311", None),  # no day of the calendar stands first
        ("201209271", None),  # which of nine digits is too many, nobody knows
        ("20260904", None),  # no time at all: `when` reads it
        ("soon", None),
        ("00010101250000", None),
    ],
)
def test_of_an_impossible_time_the_day_is_left(written, day):
    found = sound_day(written, PACIFIC)
    assert (found and found.text) == day


def test_a_day_is_a_day_wherever_it_is_read():
    assert when("2026-09-04", PACIFIC).day(ZoneInfo("Asia/Tokyo")) == date(2026, 9, 4)
    assert when("2026-09-04T22:40:00-07:00").day(ZoneInfo("Asia/Tokyo")) == date(2026, 9, 5)


MOMENTS = st.datetimes(
    min_value=datetime(1800, 1, 2),
    max_value=datetime(2200, 12, 30),
    timezones=st.just(UTC) | st.integers(-839, 839).map(lambda m: timezone(timedelta(minutes=m))),
)


@given(MOMENTS, st.integers(0, 9))
def test_the_short_way_and_the_long_way_agree(moment, digits):
    for text in (moment.isoformat(), moment.isoformat(timespec="seconds")):
        text = text.replace("+00:00", "Z") if digits % 2 else text
        _agree(text if "." not in text else text[: 20 + min(digits, 6) or 21] + text[26:])


@given(st.text("0123456789-:.,TZ+ W", min_size=18, max_size=27))
def test_they_agree_on_nonsense_too(text):
    _agree(text)


@example(datetime(2000, 1, 1, tzinfo=UTC), 22, ".")
@given(MOMENTS, st.integers(0, 24), st.sampled_from("0123456789-:.,TZ+ Wx٣"))
def test_they_agree_on_a_moment_with_a_slip_of_the_pen(moment, at, slip):
    text = moment.isoformat(timespec="seconds")
    _agree(text[:at] + slip + text[at + 1 :])
    _agree(text[:at] + slip + text[at:])


def _agree(text):
    short = _instant(text)
    if short is not None:
        assert short == _shaped(text, PACIFIC)
