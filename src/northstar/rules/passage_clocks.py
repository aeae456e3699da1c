"""What each clock on the way home says today: the call, the visit, the summary, what is pending, how likely they
come back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.visits import Appointment
from northstar.knowledge.calendar import add_business_days, in_words
from northstar.knowledge.transitions import days, until
from northstar.rules.after_stay import (
    booked_ahead,
    booked_in_time,
    booked_too_late,
    come_to_nothing,
    how_soon,
    summary_of,
)
from northstar.rules.contacts import attempts_after, contact_after, visit_after
from northstar.rules.departures import Departure, evidence
from northstar.rules.orders import answered_by
from northstar.rules.risk.admissions import during
from northstar.rules.risk.hospital import HIGH as HOSPITAL_HIGH
from northstar.rules.risk.hospital import hospital
from northstar.rules.risk.lace import HIGH as LACE_HIGH
from northstar.rules.risk.lace import lace
from northstar.rules.risk.score import Score
from northstar.rules.signal import Because, because
from northstar.rules.silence import heard
from northstar.rules.stays import HOME, HOSPICE, Stay
from northstar.rules.touches import standing, touches
from northstar.rules.wording import counted, day, when

# Who is called by which clock; for a facility the clock starts when it sends them home.
_CLOCKS = (
    (HOME, "contact"),
    (HOSPICE, "hospice"),
    (frozenset({"ama"}), "against-advice"),
    (frozenset({"transfer"}), "moved"),
)
_VISITED = HOME | {"ama"}
_SOON = 3  # days before a visit is due in which it is shown as due


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell. `state`: done, booked, open, due, late, none (nothing is asked),
    off (not asked here), unknown (not heard)."""

    state: str
    words: str
    why: tuple[Because, ...] = ()
    due: date | None = None
    missed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """The published score that speaks loudest: `level` high, perhaps or lower; at most three reasons."""

    level: str
    words: str
    reasons: tuple[Because, ...]
    cites: str


def contact(chart: Chart, left: Departure, now: datetime) -> Answer:
    """The first call: who was reached, or by which business day they are called."""
    code = next((code for who, code in _CLOCKS if left.stay.disposition in who), None)
    told = tuple(evidence(left.stay, now))
    found = contact_after(chart, left.left, now.tzinfo)
    if found:
        said = f"{'seen' if found.seen else 'reached'} {day(found.at.first_day(now.tzinfo))}"
        return Answer("done", said, (*told, because(found.fact, said[:1].upper() + said[1:])))
    if code is None:
        due = until("facility", left.left_day)
        return _clocked(due, now, f"ask the facility by {day(due)}", "ask was due", told)
    count = days(code, left.left_day)
    due = add_business_days(left.left_day, count)
    counted_so = Because(
        f"{counted(count, 'business day')} after leaving: {in_words(left.left_day, count)}. "
        f"The clock ends with {day(due)}."
    )
    if code == "moved":
        why = (*told, counted_so)
        return _clocked(due, now, f"ask where by {day(due)}", f"ask where was due {day(due)}", why)
    tried = attempts_after(chart, left.left.start)
    vain = f", {len(tried)} in vain" if tried else ""
    return _clocked(
        due, now, f"call by {day(due)}{vain}", f"call was due {day(due)}{vain}", (*told, counted_so)
    )


def _clocked(due: date, now: datetime, ahead: str, passed: str, why: tuple) -> Answer:
    remaining = (due - now.date()).days
    state = "late" if remaining < 0 else "due" if remaining <= 1 else "open"
    return Answer(state, passed if remaining < 0 else ahead, why, due)


def next_touch(chart: Chart, left: Departure, now: datetime) -> Answer:
    """The next of the two after the first call; it is planned work, and red never."""
    if left.stay.disposition not in HOME:
        return Answer("off", "not asked here")
    if not contact_after(chart, left.left, now.tzinfo):
        return Answer("none", "after the call")
    both = touches(chart, left, now)
    if not both:
        return Answer("off", "declined")
    told = tuple(because(one.done, f"Day {one.number}") for one in both if one.done)
    found = standing(chart, left, now)
    if found is None:
        missed = [str(one.number) for one in both if not one.done]
        return (
            Answer("none", f"day {', '.join(missed)} passed", told)
            if missed
            else Answer("done", "both", told)
        )
    words = f"day {found.number}: {day(found.due)}"
    return Answer("due" if now.date() >= found.due else "booked", words, told, found.due)


def visit(chart: Chart, left: Departure, now: datetime) -> Answer:
    """The visit with a clinician: seen, booked in time, missed, or due by the seventh or fourteenth day."""
    if left.stay.disposition not in _VISITED:
        return Answer("off", "not asked here")
    code = how_soon(chart, left.stay, now.tzinfo)
    due = until(code, left.left_day)
    counted_so = Because(
        f"{days(code, left.left_day)} days after {day(left.left_day)} end on {day(due)}"
        f"{', seven because the risk is high' if code == 'visit-high' else ''}"
    )
    seen = visit_after(chart, left.left, now.tzinfo)
    if seen:
        on = seen.at.first_day(now.tzinfo)
        late = f", after day {days(code, left.left_day)}" if on > due else ""
        return Answer(
            "done", f"seen {day(on)}{late}", (counted_so, because(seen.fact, "Seen")), due
        )
    booked = booked_in_time(chart, left, due, now)
    if booked:
        said = f"booked {_hour(booked[0], now)}"
        return Answer("booked", said, (counted_so, because(booked[0], _what(booked[0], said))), due)
    return _not_booked(chart, left, due, counted_so, now)


def visit_ahead(chart: Chart, now: datetime) -> Answer:
    """While they are still in hospital: what is booked for afterwards, if anything is."""
    booked = booked_ahead(chart, now)
    if not booked:
        return Answer("off", "after leaving")
    said = f"booked {_hour(booked[0], now)}"
    return Answer("booked", said, (because(booked[0], _what(booked[0], said)),))


def _not_booked(
    chart: Chart, left: Departure, due: date, counted_so: Because, now: datetime
) -> Answer:
    remaining = (due - now.date()).days
    state = "late" if remaining < 0 else "due" if remaining <= _SOON else "open"
    beyond = booked_too_late(chart, due, now)
    missed = come_to_nothing(chart, left, now)
    at = missed.start if missed else None
    said = f"none by {day(due)}" if remaining >= 0 else f"was due {day(due)}"
    if beyond:
        said = f"booked {_hour(beyond[0], now)}, too late"
    elif at:
        how = "missed" if missed and missed.status == "noshow" else "called off"
        said = f"{how} {day(at.first_day(now.tzinfo))}; {said}"
    whys = [
        counted_so,
        *(because(a, _what(a, said)) for a in (*beyond[:1], missed) if a),
    ]
    return Answer(state, said, tuple(whys), due, at.start if at else None)


def _what(a: Appointment, said: str) -> str:
    """That it is booked, missed or called off, and what it is and with whom."""
    named = ", ".join(dict.fromkeys(filter(None, (a.service or a.code.words, a.practitioner))))
    return f"{said[:1].upper()}{said[1:]}{f': {named}' if named else ''}"


def _hour(booked: Appointment, now: datetime) -> str:
    return when(booked.start, now.tzinfo) if booked.start else ""


def summary(chart: Chart, left: Departure, now: datetime) -> Answer:
    """The discharge summary: here, awaited, missing, or not to be known because nobody was heard."""
    if left.stay.disposition == "transfer":  # the last hospital of the chain writes it
        return Answer("off", "not asked here")
    here = _here(chart, left.stay, now)
    if here:
        return here
    due = until("summary", left.left_day)
    if now.date() < due:
        return Answer("open", f"by {day(due)}", due=due)
    if not heard(chart, ("DocumentReference",), left.left.start, now):
        silent = Because("No source that brings papers was heard throughout since they left")
        return Answer("unknown", "not heard", (silent,), due)
    return Answer("late", f"missing since {day(due)}", (), due)


def summary_unsaid(chart: Chart, stay: Stay, now: datetime) -> Answer:
    """Of a stay whose last day nobody knows: here or not; no clock runs for it."""
    return _here(chart, stay, now) or Answer("open", "not here")


def _here(chart: Chart, stay: Stay, now: datetime) -> Answer | None:
    found = summary_of(chart, stay, now.tzinfo)
    if found is None:
        return None
    on = found.date.first_day(now.tzinfo) if found.date else None
    said = f"here, {day(on)}" if on else "here"
    return Answer("done", said, (because(found, found.title or "Discharge summary"),))


def pending(chart: Chart, stay: Stay, now: datetime) -> Answer:
    """Tests of the stay whose result is still out."""
    out = list(_still_out(chart, stay, now))
    if not out:
        return Answer("none", "none known")
    words = f"{len(out)} out: {out[0][0]}"
    return Answer(
        "open", words[:60], tuple(because(value, f"{said}, no result yet") for said, value in out)
    )


def _still_out(chart: Chart, stay: Stay, now: datetime) -> Iterator[tuple[str, Value]]:
    """Tests of the stay without a final result, each once."""
    start, end = during(stay)
    said: set[str] = set()
    for asked in chart.requests:
        live = asked.category in ("laboratory", "imaging") and asked.status in ("active", "")
        if live and asked.authored and start <= asked.authored.start < end:
            words = asked.code.words or "a test"
            if words not in said and not answered_by(chart, asked):
                said.add(words)
                yield words, asked
    for told in chart.reports:
        open_still = told.status in ("registered", "preliminary", "partial")
        if open_still and told.began and start <= told.began.start < end:
            words = told.code.words or "a test"
            if words not in said:
                said.add(words)
                yield words, told


def risk(chart: Chart, stay: Stay, now: datetime) -> Risk:
    """How likely they come back, by the published score that speaks loudest."""
    scores = [
        (lace(chart, stay, now.tzinfo), LACE_HIGH),
        (hospital(chart, stay, now.tzinfo), HOSPITAL_HIGH),
    ]
    score, cut = max(scores, key=lambda one: (_rank(*one), one[0].low / one[1]))
    level = ("lower", "perhaps high", "high")[_rank(score, cut)]
    parts = sorted((p for p in score.parts if p.low), key=lambda p: -p.low)[:3]
    reasons = tuple(
        because(p.fact, f"{p.name}: {p.found} ({p.low})")
        if p.fact
        else Because(f"{p.name}: {p.found} ({p.low})")
        for p in parts
    )
    return Risk(level, f"{score.words}, high from {cut}", reasons, score.accuracy)


def _rank(score: Score, cut: int) -> int:
    return 2 if score.low >= cut else 1 if score.high >= cut else 0
