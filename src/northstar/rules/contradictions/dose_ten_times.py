"""Ten times the dose: two sources have one medicine in strengths a decimal point apart."""

import re
from datetime import date
from itertools import combinations

from northstar.rules.contradiction import SERIOUS, asked, looks
from northstar.rules.examples import (
    appointment,
    chart_of,
    fills,
    from_feed,
    prescribed,
    said_taken,
)
from northstar.rules.medicines import medicines
from northstar.rules.procedures_ahead import ahead
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because

_DOSE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(mg|mcg|ug|µg|micrograms?|g|units?|unt)\b(?!\s*/)", re.IGNORECASE
)
_UNIT = {
    "mg": 1000.0,
    "mcg": 1.0,
    "ug": 1.0,
    "µg": 1.0,
    "microgram": 1.0,
    "micrograms": 1.0,
    "g": 1_000_000.0,
}


def find(chart, now):
    """Only between two sources that both call it current; a prescription of the same source is a change."""
    known = medicines(chart, now.tzinfo)
    plan = next(iter(ahead(chart, now)), None)
    for name in known.in_use(now.date()):
        pair = _pair(_current(known, name, now))
        if not pair:
            continue
        (_, one), (_, other) = pair
        two = (
            because(one, f"{one.source.called}: {_words(one)}"),
            because(other, f"{other.source.called}: {_words(other)}"),
        )
        question = f"{name.capitalize()} stands in one list as {_words(one)[:120]} and in another as {_words(other)[:120]}. Which is right?"
        says = f"has {name} in two strengths, one ten times the other"
        if plan is None:
            yield Finding(
                key=f"dose|{name}", says=says, because=two, band=Band.HARM, factors={"ten times the dose": 12},
                suggests=f"Ask the prescriber of {name} and look at the bottle", words=(question,),
                asks=f"the prescriber of {name}", matter=f"medicine {name}",
            )  # fmt: skip
        else:
            yield from asked(plan, now, key=f"dose|{name}", severity=SERIOUS, says=says, two=two,
                             ask=f"the prescriber of {name}", question=question)  # fmt: skip
    yield from (LookAgain(day) for day in known.ends() if day > now.date())
    yield from looks(chart, now)


def _current(known, name, now):
    stop = known.last_stop(name)
    fill = known.in_the_house(name, now.date())
    listed = (
        *known.prescribed.get(name, ()),
        *known.said_taken.get(name, ()),
        *([fill] if fill else ()),
    )
    return [
        v
        for v in listed
        if v.source and not (stop and v.began and v.began.start.date() <= stop.day)
    ]


def _pair(values):
    """The lower and the higher of two that differ by ten exactly; None where another strength fits both."""
    doses = [(dose, v) for v in values if (dose := _dose(v))]
    for (a, one), (b, other) in combinations(doses, 2):
        low, high = sorted(((a, one), (b, other)), key=lambda pair: pair[0][1])
        if low[0][0] != high[0][0] or one.source.feed == other.source.feed:
            continue
        if abs(high[0][1] / low[0][1] - 10) < 0.01:
            return (low[0][1], low[1]), (high[0][1], high[1])
    return None


def _dose(value):
    """(kind of unit, amount) of the only strength in the words; mixtures and none give None."""
    found = _DOSE.findall(_words(value))
    if len({(n, u.lower()) for n, u in found}) != 1:
        return None
    number, unit = found[0]
    unit = unit.lower()
    amount = float(number.replace(",", "."))
    return (
        (("units", amount) if unit.startswith("un") else ("weight", amount * _UNIT[unit]))
        if amount
        else None
    )


def _words(value) -> str:
    dosage = getattr(value, "dosage", "")
    return dosage if dosage and _DOSE.search(dosage) else value.code.words


SIGNAL = Signal(
    code="dose-ten-times",
    title="Ten times the dose",
    why="A lost decimal point or a trailing zero makes ten of one; the list that is wrong will be copied.",
    cites="ISMP List of Error-Prone Abbreviations, Symbols and Dose Designations (trailing and missing leading zeros)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=6,
    kinds=("MedicationRequest", "MedicationStatement", "MedicationDispense", "Appointment"),
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_HERE = prescribed("digoxin 0.125 MG Oral Tablet", "1 Jun 2026")

EXAMPLES = [
    Example("a lost decimal point", chart_of(_HERE, from_feed("hospital", said_taken("digoxin 1.25 MG Oral Tablet", "1 Sep 2026"))),
            _NOW, 1, "ten times the other"),
    Example("insulin by units", chart_of(prescribed("insulin glargine 100 UNT/ML", "1 Jun 2026", dosage="22 units at bedtime"),
            from_feed("hospital", said_taken("insulin glargine", "1 Sep 2026", dosage="220 units at bedtime")),
            appointment("Mon 14 Sep 2026 09:00", service="Hernia repair, left")), _NOW, 1),
    Example("milligrams and micrograms agree", chart_of(_HERE, from_feed("hospital", said_taken("digoxin 125 mcg tablet", "1 Sep 2026"))), _NOW, 0),
    Example("twice is a change, not a slip", chart_of(_HERE, from_feed("hospital", said_taken("digoxin 0.25 MG Oral Tablet", "1 Sep 2026"))), _NOW, 0),
    Example("one source raised it", chart_of(prescribed("prednisone 5 MG Oral Tablet", "1 Jun 2026"),
            prescribed("prednisone 50 MG Oral Tablet", "1 Sep 2026")), _NOW, 0),
    Example("the old strength is used up", chart_of(prescribed("warfarin 5 MG Oral Tablet", "1 Jun 2026"),
            fills(warfarin="1 Mar 2026, 30 days")), _NOW, 0),
]  # fmt: skip
