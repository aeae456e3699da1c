"""Refill gap: a daily medicine ran out and no new fill has arrived."""

from datetime import date

from northstar.knowledge.ingredients import classes_of, is_local, taken_daily
from northstar.knowledge.medicine_clocks import days
from northstar.rules import silence
from northstar.rules.examples import chart_of, fills, from_feed, heard, prescribed, stay
from northstar.rules.medicines import medicines
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because
from northstar.rules.stays import in_hospital_until
from northstar.rules.wording import dated, with_year

# Stopping these for a week can do harm by itself.
_MUST_NOT_STOP = frozenset(
    {
        "anticoagulant",
        "insulin",
        "antiepileptic",
        "antipsychotic",
        "mood",
        "immunosuppressant",
        "hiv",
    }
    | {"antiarrhythmic", "glycoside"}
)


def find(chart, now):
    """One finding a product that ran out; a combination counts once."""
    if not chart.dispensed:
        return
    if bed := in_hospital_until(chart, now, now.tzinfo):
        yield LookAgain(bed)
        return
    known, told = medicines(chart, now.tzinfo), set()
    for name, supply in known.dispensed.items():
        if supply.runs_out and id(supply.last) not in told and _is_daily(name, supply):
            told.add(id(supply.last))
            yield from _judged(chart, known, supply, now)


def _judged(chart, known, supply, now):
    out = supply.runs_out
    speaks, forgets = out + days("refill-grace", out), out + days("refill-forgotten", out)
    quiet = days("pharmacy-quiet", out)
    if now.date() < speaks:
        yield LookAgain(speaks)
    elif now.date() < forgets and not _ended_otherwise(known, supply):
        yield LookAgain(forgets)
        yield from silence.changes(chart, "MedicationDispense", now, quiet)
        if silence.heard_since(
            chart, "MedicationDispense", supply.last.handed_over.start, now, quiet
        ):
            yield _finding(supply, out, speaks, now.tzinfo)


def _finding(supply, out: date, speaks: date, zone) -> Finding:
    grave = bool(_MUST_NOT_STOP & classes_of(supply.ingredient))
    last = supply.last
    fill = (
        f"last fill {dated(last.handed_over, zone)}, {last.days_supply:g} days: {last.code.words}"
    )
    return Finding(
        key=supply.ingredient,
        says=f"ran out of {supply.ingredient} {with_year(out)}, no new fill has come",
        because=(because(last, f"Pharmacy: {fill}"),),
        due=speaks,
        band=Band.HARM if grave else Band.REST,
        factors={"medicine that must not stop": 4} if grave else {"daily medicine": 2},
        matter=f"medicine {supply.ingredient}",
    )


def _is_daily(name: str, supply) -> bool:
    return taken_daily(name) and not is_local(supply.last.code.words)


def _ended_otherwise(known, supply) -> bool:
    """Stopped by somebody, no longer on any list that had it, or replaced by another of its class."""
    filled = supply.last.handed_over
    stop = known.last_stop(supply.ingredient)
    if stop and stop.value is not None and stop.surely >= supply.spans[-1][0]:
        return True
    if stop and supply.ingredient not in known.prescribed:
        return True
    kin = classes_of(supply.ingredient) - {supply.ingredient, "narrow-index"}
    return any(
        filled < other.last.handed_over and kin & classes_of(name)
        for name, other in known.dispensed.items()
        if name != supply.ingredient
    )


SIGNAL = Signal(
    code="refill-gap",
    title="A medicine ran out",
    why="A quiet gap is often a price, a side effect or a worry. Ask before it becomes a visit.",
    cites="Own rule; supply counted as for proportion of days covered (PQA-style)",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Call and ask, without blame, what happened with it: price, side effect, no ride?",
    minutes=8,
    kinds=("MedicationDispense", "MedicationRequest", "Encounter"),
    argues_from_silence=True,
)

_PHARMACY = heard("pharmacy", "MedicationDispense", "1 Jan 2026", "10 Nov 2026 06:00")
EXAMPLES = [
    Example(
        "ran out ten days ago",
        chart_of(fills(lisinopril="1 Oct 2026, 30 days"), heard=[_PHARMACY]),
        "10 Nov 2026 08:00",
        1,
        says="ran out of lisinopril 31 Oct 2026",
        band=Band.REST,
    ),
    Example(
        "one fill told by the pharmacy and by the payer a day later",
        chart_of(
            from_feed("pharmacy", fills(lisinopril="1 Oct 2026, 30 days")),
            from_feed("payer", fills(lisinopril="2 Oct 2026, 30 days")),
            heard=[_PHARMACY],
        ),
        "10 Nov 2026 08:00",
        1,
        says="ran out of lisinopril 31 Oct 2026",
    ),
    Example(
        "two strengths of one day make one dose and last no longer",
        chart_of(fills(warfarin=("1 Oct 2026, 30 days", "1 Oct 2026, 30 days")), heard=[_PHARMACY]),
        "10 Nov 2026 08:00",
        1,
    ),
    Example(
        "a stay of years ago whose end nobody told is no bed",
        chart_of(
            fills(lisinopril="1 Oct 2026, 30 days"), stay("3 Apr 2019 10:00"), heard=[_PHARMACY]
        ),
        "10 Nov 2026 08:00",
        1,
    ),
    Example(
        "in hospital since last week",
        chart_of(
            fills(lisinopril="1 Oct 2026, 30 days"), stay("5 Nov 2026 10:00"), heard=[_PHARMACY]
        ),
        "10 Nov 2026 08:00",
        0,
        looks_again="5 Dec 2026 10:00",
    ),
    Example(
        "still has tablets, for the earlier refill was early",
        chart_of(
            fills(
                lisinopril=("1 Sep 2026, 30 days", "15 Sep 2026, 30 days", "1 Oct 2026, 30 days")
            ),
            heard=[_PHARMACY],
        ),
        "10 Nov 2026 08:00",
        0,
        looks_again="7 Dec 2026",
    ),
    Example(
        "a blood thinner ran out: this week",
        chart_of(fills(warfarin="1 Oct 2026, 30 days"), heard=[_PHARMACY]),
        "10 Nov 2026 08:00",
        1,
        band=Band.HARM,
    ),
    Example(
        "the pharmacy's feed was not heard throughout: silence proves nothing",
        chart_of(
            fills(lisinopril="1 Oct 2026, 30 days"),
            heard=[heard("pharmacy", "MedicationDispense", "1 Jan 2026", "1 Nov 2026")],
        ),
        "10 Nov 2026 08:00",
        0,
    ),
    Example(
        "nobody brings fills for this person",
        chart_of(fills(lisinopril="1 Oct 2026, 30 days")),
        "10 Nov 2026 08:00",
        0,
    ),
    Example(
        "the doctor stopped it",
        chart_of(
            fills(lisinopril="1 Oct 2026, 30 days"),
            prescribed("Lisinopril", "2 Jan 2026", status="stopped", ended="20 Oct 2026"),
            heard=[_PHARMACY],
        ),
        "10 Nov 2026 08:00",
        0,
    ),
    Example(
        "replaced by another of its class",
        chart_of(
            fills(atorvastatin="1 Sep 2026, 30 days", rosuvastatin="20 Oct 2026, 30 days"),
            heard=[_PHARMACY],
        ),
        "10 Nov 2026 08:00",
        0,
    ),
    Example(
        "an antibiotic is meant to run out",
        chart_of(fills(amoxicillin="1 Oct 2026, 10 days"), heard=[_PHARMACY]),
        "10 Nov 2026 08:00",
        0,
    ),
    Example(
        "two weeks in hospital used up nothing at home",
        chart_of(
            fills(lisinopril="1 Oct 2026, 30 days"),
            stay(admitted="10 Oct 2026", left="24 Oct 2026", disposition="home"),
            heard=[_PHARMACY],
        ),
        "10 Nov 2026 08:00",
        0,
    ),
    Example(
        "one tablet for two ingredients is one question",
        chart_of(fills(Zestoretic="1 Oct 2026, 30 days"), heard=[_PHARMACY]),
        "10 Nov 2026 08:00",
        1,
    ),
]
