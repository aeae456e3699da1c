"""Missed appointment: they were expected and were not seen; nobody has spoken with them since."""

from datetime import date, timedelta

from northstar.knowledge.transitions import days
from northstar.rules.contacts import contacts
from northstar.rules.departures import promised
from northstar.rules.examples import appointment, call, chart_of, from_feed, patient, visit
from northstar.rules.signal import Band, Because, Example, Finding, Signal, because
from northstar.rules.wording import counted, when

_COMING = frozenset({"booked", "pending", "arrived", "fulfilled", "checked-in", "proposed"})


def find(chart, now):
    missed = [a for a in chart.appointments if a.status == "noshow" and a.start]
    if not missed:
        return
    last = missed[-1]
    on = last.start.first_day(now.tzinfo)
    closes = on + timedelta(days=days("missed-shown", on))
    if now.date() > closes or _answered(chart, last, on, now):
        return
    # One appointment told by two systems is one.
    by_start = {a.start.start: a for a in missed}
    year = [
        a for a in by_start.values() if a.start.first_day(now.tzinfo) > on - timedelta(days=365)
    ]
    what = last.service or last.practitioner or "an appointment"
    yield Finding(
        key=f"missed {last.start.text}",
        says=f"was not seen at {what} {when(last.start, now.tzinfo)}",
        band=Band.HARM if len(year) >= 3 else Band.REST,
        factors={"not seen": 8}
        | ({"not seen before": min(10, 3 * len(year))} if len(year) > 1 else {}),
        because=(
            because(last, f"Marked as not attended{f', {last.location}' if last.location else ''}"),
            *(
                (Because(f"{counted(len(year), 'appointment')} not attended within a year"),)
                if len(year) > 1
                else ()
            ),
            Because("No new appointment, visit or conversation since then in any source we hold"),
        ),
    )
    yield from promised(now, closes + timedelta(days=1))


def _answered(chart, missed, on: date, now) -> bool:
    """Spoken with or seen since, or booked anew, or seen elsewhere on that day after all."""
    if any(
        c.at.first_day(now.tzinfo) >= on and c.at.end > missed.start.start for c in contacts(chart)
    ):
        return True
    return any(_booked_anew(a, missed) for a in chart.appointments)


def _booked_anew(other, missed) -> bool:
    later = other.start and other.start.start > missed.start.start
    same = not missed.service or not other.service or other.service == missed.service
    return bool(later and same and other.status in _COMING)


SIGNAL = Signal(
    code="missed-appointment",
    title="Not seen",
    why="Work, a ride, a fear or a failed video link keep people away. Ask what got in the way; never write a label.",
    cites="Our own limit: offered for 14 days",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Ask what got in the way, then offer an hour and a place the person can reach.",
    minutes=8,
    matter="missed appointment",
    kinds=("Appointment", "Encounter", "Communication"),
)

_MISSED = appointment("Wed 2 Sep 2026 09:00", status="noshow", service="Cardiology")
_TWO = ("Wed 1 Jul 2026 09:00", "Wed 2 Sep 2026 09:00")
_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "two that two systems tell of are two, not four",
        chart_of(
            *(
                from_feed(
                    feed, *(appointment(at, status="noshow", service="Cardiology") for at in _TWO)
                )
                for feed in ("clinic", "scheduler")
            )
        ),
        _NOW,
        1,
        band=Band.REST,
    ),
    Example(
        "last Wednesday",
        chart_of(_MISSED),
        _NOW,
        1,
        says="was not seen at Cardiology Wed 2 Sep 09:00",
        band=Band.REST,
        looks_again="17 Sep 2026",
    ),
    Example(
        "for the third time this year",
        chart_of(
            *(
                appointment(f"{d} 2026", status="noshow", service="Cardiology")
                for d in ("3 Feb", "4 May")
            ),
            _MISSED,
        ),
        _NOW,
        1,
        band=Band.HARM,
    ),
    Example("spoken with since", chart_of(_MISSED, call("Thu 3 Sep 2026 10:00")), _NOW, 0),
    Example("seen that day after all", chart_of(_MISSED, visit("Wed 2 Sep 2026 09:40")), _NOW, 0),
    Example(
        "booked anew",
        chart_of(_MISSED, appointment("Mon 14 Sep 2026 09:00", service="Cardiology")),
        _NOW,
        0,
    ),
    Example(
        "something else is booked",
        chart_of(_MISSED, appointment("Mon 14 Sep 2026 09:00", service="Eye clinic")),
        _NOW,
        1,
    ),
    Example("cancelled in time", chart_of(appointment("2 Sep 2026", status="cancelled")), _NOW, 0),
    Example("died that week", chart_of(_MISSED, patient(died="1 Sep 2026")), _NOW, 0),
    Example("a month ago", chart_of(_MISSED), "Mon 5 Oct 2026 07:30", 0),
]
