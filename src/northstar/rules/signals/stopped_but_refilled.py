"""Stopped but refilled: one source stopped a medicine, and the pharmacy handed it out again."""

from datetime import date

from northstar.chart.medicines import MedicationDispense
from northstar.knowledge.interactions import Pair, pairs_among
from northstar.knowledge.medicine_clocks import days
from northstar.rules.examples import chart_of, fills, from_feed, prescribed, said_taken
from northstar.rules.medicine_words import why_stopped
from northstar.rules.medicines import medicines
from northstar.rules.places import in_note
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import with_year

_HOUR = "Call the prescriber's office this hour and say that both are in the house; have the site's script for"
_HOUR = f"{_HOUR} swelling of face, lips or tongue at hand"


def find(chart, now):
    """For each stopped medicine: was it handed out after that day, and did nobody start it again?"""
    if not chart.dispensed:
        return
    known = medicines(chart, now.tzinfo)
    for stops in known.stopped.values():
        stop = next((s for s in reversed(stops) if _handed_out_after(known, s, now)), None)
        fill = _handed_out_after(known, stop, now) if stop else None
        if not fill or _started_again(known, stop, fill):
            continue
        until = _day(fill, now) + days("dispensed-after-stop", _day(fill, now))
        if now.date() < until:
            yield LookAgain(until)
            yield from _found(chart, known, stop, fill, now)


def _found(chart, known, stop, fill, now):
    others = known.in_use(now.date())
    yield from (LookAgain(day) for day in known.ends() if day > now.date())
    pair = _label_pair(known, stop.ingredient, others, now)
    reasons = [_stop(chart, stop), because(fill, _handed(fill, now))]
    if not stop.why:
        reasons.append(_reason(chart, stop))
    if not pair:
        yield _finding(stop, fill, tuple(reasons), now)
        return
    rule, other = pair
    reasons.append(because(others[other], f"In use: {others[other].code.words}"))
    reasons.append(Because(f"Not together by the label: {rule.effect} ({rule.row.cites})"))
    yield _both_at_home(stop, fill, tuple(reasons), other, rule, now)


def _stop(chart, stop) -> Because:
    """The stop; with its reason it opens the note at that sentence, where a note has it word for word."""
    told = why_stopped(chart, stop.ingredient) if stop.why else None
    if told and told[1] == stop.why:
        return in_note(told[0], told[1], _told(stop))
    return because(stop.value, _told(stop))


def _reason(chart, stop) -> Because:
    """The writer's own sentence where a note has one; never a guess."""
    told = why_stopped(chart, stop.ingredient)
    if told:
        return in_note(told[0], told[1], f"The note says: “{told[1]}”")
    return Because("Not found in any source we hold: the reason it was stopped")


def _finding(stop, fill, reasons, now) -> Finding:
    return Finding(
        key=stop.ingredient,
        says=f"was told to stop {stop.ingredient} {stop.when}, "
        f"yet the pharmacy handed it out {with_year(_day(fill, now))}",
        because=reasons,
        due=_day(fill, now),
        factors={"handed out after it was stopped": 5},
        matter=f"medicine {stop.ingredient}",
    )


def _both_at_home(stop, fill, reasons, other: str, rule, now) -> Finding:
    return Finding(
        key=stop.ingredient,
        says=f"has both {stop.ingredient} (stopped {stop.when}, handed out again "
        f"{with_year(_day(fill, now))}) and {other} in the house",
        because=reasons,
        due=_day(fill, now),
        band=Band.SAFETY,
        factors={"handed out after it was stopped": 5, "not together by the label": 10},
        suggests=_HOUR if rule.code == "acei-arni" else "Call the prescriber's office this hour",
        matter=f"pair {rule.code}",
    )


def _handed_out_after(known, stop, now) -> MedicationDispense | None:
    supply = known.dispensed.get(stop.ingredient)
    day = supply.last.handed_over.day(now.tzinfo) if supply else None
    return supply.last if day and stop.surely < day else None


def _started_again(known, stop, fill) -> bool:
    """Somebody prescribed it anew after the stop and before (or on the day of) the fill."""
    return any(
        r.authored
        and stop.day < r.authored.start.date()
        and r.authored.start < fill.handed_over.end
        for r in known.prescribed.get(stop.ingredient, ())
    )


def _label_pair(known, name: str, others: dict, now) -> tuple[Pair, str] | None:
    if not known.in_the_house(name, now.date()):
        return None
    found = [p for p in pairs_among({name, *others}, "label") if name in p[1:]]
    return next(((rule, b if a == name else a) for rule, a, b in found), None)


def _day(fill, now) -> date:
    return fill.handed_over.first_day(now.tzinfo)


def _told(stop) -> str:
    by = f" by {stop.by}" if stop.by else f" by {stop.called}" if stop.called else ""
    return f"Stopped {stop.when}{by}{f': “{stop.why}”' if stop.why else ''}"


def _handed(fill, now) -> str:
    length = f", {fill.days_supply:g} days" if fill.days_supply else ""
    where = f" by {fill.pharmacy}" if fill.pharmacy else ""
    return f"Handed out {with_year(_day(fill, now))}{where}: {fill.code.words}{length}"


SIGNAL = Signal(
    code="stopped-but-refilled",
    title="Stopped, but handed out again",
    why="A stop in one system does not reach the automatic refill in another. The bottle is in the house.",
    cites="Own rule; label pairs from US prescribing information (a pharmacist confirms)",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Call: ask which bottles are in the house, then ask the pharmacy to end the automatic refill",
    minutes=12,
    wants="nurse",
    kinds=("MedicationRequest", "MedicationStatement", "MedicationDispense"),
)

_STOPPED = prescribed(
    "Lisinopril 20 MG Oral Tablet", "3 Feb 2025", status="stopped", ended="24 Aug 2026"
)
EXAMPLES = [
    Example(
        "both old and new in the house: call this hour",
        chart_of(
            from_feed("hospital", _STOPPED),
            from_feed("hospital", prescribed("sacubitril 24 MG / valsartan 26 MG", "24 Aug 2026")),
            fills(lisinopril="30 Aug 2026, 30 days"),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
        says="has both lisinopril",
        band=Band.SAFETY,
    ),
    Example(
        "stopped and refilled, nothing new that clashes",
        chart_of(_STOPPED, fills(lisinopril="30 Aug 2026, 30 days")),
        "Tue 8 Sep 2026 07:30",
        1,
        says="yet the pharmacy handed it out 30 Aug 2026",
        band=Band.HARM,
    ),
    Example(
        "the refill came before the stop",
        chart_of(_STOPPED, fills(lisinopril="20 Aug 2026, 30 days")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "started again by a new prescription before the refill",
        chart_of(
            _STOPPED,
            prescribed("Lisinopril 10 MG", "28 Aug 2026"),
            fills(lisinopril="30 Aug 2026, 30 days"),
        ),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "another list still has it as active: the stop is later, the question stays",
        chart_of(
            from_feed("hospital", _STOPPED),
            prescribed("Lisinopril 20 mg", "3 Feb 2025"),
            fills(Zestril="30 Aug 2026, 30 days"),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
    ),
    Example(
        "stopped as the person herself says",
        chart_of(
            said_taken("lisinopril", "25 Aug 2026", status="stopped"),
            fills(lisinopril="30 Aug 2026, 30 days"),
        ),
        "Tue 8 Sep 2026 07:30",
        1,
    ),
    Example(
        "months later it is old news",
        chart_of(_STOPPED, fills(lisinopril="30 Aug 2026, 30 days")),
        "Fri 8 Jan 2027 07:30",
        0,
    ),
]
