"""A cancel that carries only the number of whoever asked for the visit meets the visit."""

from datetime import UTC, datetime

from northstar.chart.chart import Chart
from northstar.chart.value import Source
from northstar.chart.visits import Appointment
from northstar.chart.when import when


def told(status, hour, *, at="202609091030", filler="F900", placer="P900", feed="hospital"):
    written = datetime(2026, 9, 4, hour, tzinfo=UTC)
    return Appointment(
        status=status,
        start=when(at) if at else None,
        service="Cardiology" if filler else "",
        filler=filler,
        placer=placer,
        source=Source(feed=feed, key=filler or placer, written=written),
    )


def bookings(*facts):
    return Chart([("Appointment", a) for a in facts]).appointments


BOOKED = told("booked", 9)


def test_the_placers_number_alone_cancels_what_was_booked():
    (found,) = bookings(BOOKED, told("cancelled", 10, filler=""))
    assert (found.status, found.service) == ("cancelled", "Cardiology")
    assert found.source.key == "P900"
    (found,) = bookings(BOOKED, told("cancelled", 10, filler="", at=""))
    assert found.status == "cancelled"
    assert found.start == BOOKED.start


def test_the_later_word_decides():
    (found,) = bookings(told("booked", 11), told("cancelled", 10, filler=""))
    assert found.status == "booked"


def test_asked_for_and_then_booked_is_one_visit():
    (found,) = bookings(told("pending", 8, filler="", at=""), BOOKED)
    assert found is BOOKED


def test_of_a_series_only_the_one_at_that_hour_is_meant():
    second = told("booked", 9, filler="F901", at="202609161030")
    found = bookings(BOOKED, second, told("cancelled", 10, filler="", at="202609161030"))
    assert [a.status for a in found] == ["booked", "cancelled"]
    unsaid = bookings(BOOKED, second, told("cancelled", 10, filler="", at=""))
    assert sorted(a.status for a in unsaid) == ["booked", "booked", "cancelled"]


def test_anothers_number_is_another_visit():
    elsewhere = told("cancelled", 10, filler="", feed="clinic")
    assert len(bookings(BOOKED, elsewhere)) == 2
    assert len(bookings(BOOKED, told("cancelled", 10, filler="", placer="P901"))) == 2
