"""Appointments overlap: two bookings want the same person at the same time."""

from datetime import date, datetime, timedelta

from northstar.rules.examples import appointment, chart_of, from_feed
from northstar.rules.same_booking import one_booking
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import counted, day

_BOOKED = frozenset({"booked", "pending", "arrived"})
_SOON = timedelta(days=7)
_DAY = timedelta(days=1)


def find(chart, now):
    for pairs in _by_series(_clashes(_coming(chart, now))):
        one, other = pairs[0]
        first = min(one.start, other.start)
        on = first.day(now.tzinfo)
        yield Finding(
            key=" and ".join(sorted(_key(a) for a in (one, other))),
            says=f"is booked twice {day(on)}: {_what(one, now)} and {_what(other, now)}",
            due=max(on - _DAY, date.min),
            band=_band(on, now),
            factors={"two places at once": 15}
            | ({"this week": 5} if on - now.date() <= _SOON else {}),
            because=(
                because(one, f"{_what(one, now)}, {_source(one)}"),
                because(other, f"{_what(other, now)}, {_source(other)}"),
                *_more(pairs),
            ),
        )
        yield from _again(one, other, on, now)


def _coming(chart, now):
    """Booked, with a clock time, and not yet over; in order of start."""
    return [
        a
        for a in chart.appointments
        if a.status in _BOOKED
        and a.start
        and a.start.precision in ("minute", "second")
        and _end(a) > now
    ]


def _end(a) -> datetime:
    if a.end and a.end.start > a.start.start:
        return a.end.start
    return a.start.start + timedelta(minutes=a.minutes or 1)


def _clashes(coming):
    for index, one in enumerate(coming):
        ends = _end(one)
        for other in coming[index + 1 :]:
            if other.start.start >= ends:
                break
            if not one_booking(one, other):
                yield one, other


def _by_series(clashes):
    """A standing chair time clashes many times with another series: one matter, its first clash."""
    series: dict[tuple, list] = {}
    for one, other in clashes:
        series.setdefault(tuple(sorted((_series(one), _series(other)))), []).append((one, other))
    return series.values()


def _series(a) -> str:
    return f"{a.source.feed if a.source else ''}|{a.service}|{a.practitioner}|{a.location}"


def _key(a) -> str:
    return f"{a.source.feed}:{a.source.key}" if a.source else a.start.text


def _what(a, now) -> str:
    name = a.service or a.practitioner or a.location or a.reason or "a visit"
    return f"{name} {a.start.start.astimezone(now.tzinfo):%H:%M}"


def _source(a) -> str:
    return f"says {a.source.called}" if a.source else "as booked"


def _more(pairs):
    if len(pairs) > 1:
        yield Because(f"The same two clash {counted(len(pairs) - 1, 'more time')} after that")


def _band(on: date, now) -> Band:
    if on <= now.date():
        return Band.CLOCK
    return Band.HARM if on - now.date() <= _SOON else Band.REST


def _again(one, other, on: date, now):
    """When the first of the two is over, and as the day comes near."""
    yield LookAgain(min(_end(one), _end(other)))
    for at in (on - _SOON, on):
        if at > now.date():
            yield LookAgain(at)


SIGNAL = Signal(
    code="appointments-overlap",
    title="Booked in two places",
    why="Whoever booked second could not see the first. The person should not have to choose alone.",
    cites="The bookings themselves; travel time is not counted where no source tells it",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Move the one that moves more easily; a dialysis run moves last.",
    minutes=15,
    matter="appointments",
    kinds=("Appointment",),
)


def _chair(on: str):
    return appointment(f"{on} 06:00", minutes=270, service="Dialysis", location="Chair 4")


def _visit(service: str, practitioner: str = "", location: str = ""):
    return appointment(
        "Wed 9 Sep 2026 10:30", service=service, practitioner=practitioner, location=location
    )


_RUNS = from_feed(
    "dialysis unit",
    *(_chair(on) for on in ("Wed 9 Sep 2026", "Fri 11 Sep 2026", "Mon 14 Sep 2026")),
)
_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "surgery during dialysis",
        chart_of(
            _RUNS, appointment("Wed 9 Sep 2026 09:00", minutes=60, service="Vascular surgery")
        ),
        _NOW,
        1,
        says="is booked twice Wed 9 Sep: Dialysis 06:00 and Vascular surgery 09:00",
        band=Band.HARM,
        due="8 Sep 2026",
        looks_again="9 Sep 2026",
    ),
    Example(
        "one after the other",
        chart_of(_RUNS, appointment("Wed 9 Sep 2026 10:30", service="Vascular surgery")),
        _NOW,
        0,
    ),
    Example(
        "the other was cancelled",
        chart_of(_RUNS, appointment("Wed 9 Sep 2026 09:00", service="Surgery", status="cancelled")),
        _NOW,
        0,
    ),
    Example(
        "one booking told by two feeds",
        chart_of(_RUNS, from_feed("clinic", _chair("Wed 9 Sep 2026"))),
        _NOW,
        0,
    ),
    Example(
        "one booking under two names of the service, with one person",
        chart_of(
            from_feed("hospital", _visit("Heart failure program", "Dr. Lena Ortiz", "CARD R2")),
            from_feed("clinic", _visit("Cardiology follow-up", "Ortiz, Lena MD", "Second floor")),
        ),
        _NOW,
        0,
    ),
    Example(
        "one booking under two names of the service, in one place",
        chart_of(
            from_feed("hospital", _visit("Heart failure program", "", "Cardiology, room 2")),
            from_feed("clinic", _visit("Follow-up", "Dr. Lena Ortiz", "Cardiology, Room 2")),
        ),
        _NOW,
        0,
    ),
    Example(
        "two people at one minute are two bookings",
        chart_of(
            from_feed("hospital", _visit("Cardiology", "Dr. Lena Ortiz", "Suite 2")),
            from_feed("clinic", _visit("Cardiology", "Dr. Asha Singh", "Suite 2")),
        ),
        _NOW,
        1,
    ),
    Example(
        "a visit is not the same as any other visit",
        chart_of(
            from_feed("hospital", _visit("Cardiology follow-up visit")),
            from_feed("clinic", _visit("Wound care follow-up visit")),
        ),
        _NOW,
        1,
    ),
    Example(
        "two series that clash three times are one matter",
        chart_of(
            _RUNS,
            *(
                appointment(f"{on} 2026 08:00", service="Wound clinic")
                for on in ("Wed 9 Sep", "Fri 11 Sep", "Mon 14 Sep")
            ),
        ),
        _NOW,
        1,
        says="Wed 9 Sep",
    ),
    Example(
        "during the hour that comes twice in autumn",
        chart_of(
            appointment("Sun 1 Nov 2026 00:30", minutes=240, service="Sleep laboratory"),
            appointment("Sun 1 Nov 2026 03:00", service="Imaging"),
        ),
        _NOW,
        1,
    ),
    Example(
        "no clock time told",
        chart_of(_RUNS, appointment("9 Sep 2026", service="Vascular surgery")),
        _NOW,
        0,
    ),
]
