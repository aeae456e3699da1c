"""SCH with AIS, AIP, AIL, AIG: appointments, by the scheduler's own number."""

from northstar.chart.value import Concept
from northstar.chart.visits import Appointment
from northstar.chart.when import When
from northstar.sources.hl7v2 import datatypes
from northstar.sources.hl7v2.blocks import notes
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.hl7v2.tables import APPOINTMENT_STATUS, APPOINTMENT_TRIGGER

# Where start and end stand in each segment; the duration and its unit beside them.
_STARTS = (("AIS", 4, 7, 8), ("AIP", 6, 9, 10), ("AIL", 6, 9, 10), ("AIG", 8, 11, 12))


def read(scribe: Scribe) -> None:
    """The appointment, for the person of this group."""
    sch = scribe.message.first("SCH")
    if not sch:
        return None
    filler, placer = sch.text(2, 1), sch.text(1, 1)
    number = filler or placer
    start, end = _start(scribe, sch), _end(scribe, sch)
    if not number and not start:
        return scribe.lose(sch, "The appointment has neither a number nor a time.")
    service, person, room = scribe.first("AIS"), scribe.first("AIP"), scribe.first("AIL")
    thing = scribe.first("AIG")
    trigger = scribe.message.trigger
    status = _status(scribe, sch)
    reason = datatypes.words(sch, 7)
    why = datatypes.words(sch, 6)
    scribe.fact(
        Appointment,
        number or f"at {start.text if start else ''}",
        sch.cite((7, 2), (8, 2), 7, (2, 1), (1, 1), 11),
        code=datatypes.concept(sch, 8) if sch.has(8) else Concept(),
        status=status,
        start=start,
        end=end,
        minutes=_minutes(sch, scribe),
        practitioner=(datatypes.person(person, 3) if person else "")
        or (datatypes.person(thing, 3) if thing else "")
        or datatypes.person(sch, 16),
        location=datatypes.place_name(room, 3) if room else _spelled_place(sch),
        service=datatypes.words(service, 3) if service else "",
        reason=reason or ("" if status == "cancelled" else why),
        cancel_reason=why if trigger in ("S15", "S16", "S17", "S26") else "",
        comment=notes(scribe.all("NTE")),
        created=None,
        virtual="tele" in f"{reason} {sch.text(8, 2)}".lower(),
        placer=placer,
        filler=filler,
    )
    return None


def _status(scribe: Scribe, sch: Segment) -> str:
    """The trigger decides what was done; SCH-25 what a booking has come to."""
    done = APPOINTMENT_TRIGGER.get(scribe.message.trigger, "")
    if done in ("cancelled", "entered-in-error", "noshow"):
        return done
    said = sch.text(25, 1).replace("-", "").replace(" ", "").upper()
    return APPOINTMENT_STATUS.get(said) or done or "booked"


def _start(scribe: Scribe, sch: Segment) -> When | None:
    for tq1 in scribe.message.all("TQ1"):
        if tq1.has(7):
            return scribe.when(tq1, 7)
    if sch.text(11, 4):
        return scribe.when(sch, 11, 4)
    for name, field, _, _ in _STARTS:
        seg = scribe.first(name)
        if seg and seg.has(field):
            return scribe.when(seg, field)
    return None


def _end(scribe: Scribe, sch: Segment) -> When | None:
    for tq1 in scribe.message.all("TQ1"):
        if tq1.has(8):
            return scribe.when(tq1, 8)
    return scribe.when(sch, 11, 5) if sch.text(11, 5) else None


def _minutes(sch: Segment, scribe: Scribe) -> int | None:
    places = [(sch, 9, 10)]
    places += [(s, f, u) for n, _, f, u in _STARTS if (s := scribe.first(n))]
    for seg, field, unit in places:
        number = datatypes.number(seg.text(field))[1]
        if number is not None and 0 < number < 100_000:
            named = seg.text(unit, 1).lower()
            factor = 60 if named.startswith("h") else 1 / 60 if named in ("s", "sec") else 1
            return round(number * factor)
    return None


def _spelled_place(sch: Segment) -> str:
    return datatypes.place_name(sch, 19) or datatypes.place_name(sch, 15)
