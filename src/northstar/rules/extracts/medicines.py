"""Medicines: what is taken, stopped, not taken, asked about or ordered."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from northstar.knowledge.ingredients import places_named
from northstar.rules.extracts.extract import Extract, Kind, Said
from northstar.rules.extracts.listed import listed
from northstar.rules.extracts.turns import how_told

# Also food, or a value of the blood: a medicine only beside a word for one.
_FOOD = frozenset(
    [
        "garlic",
        "ginger",
        "cranberry",
        "grapefruit",
        "turmeric",
        "licorice",
        "potassium",
        "calcium",
        "iron",
        "zinc",
        "alcohol",
        "nicotine",
        "caffeine",
        "magnesium",
        "chamomile",
        "ginseng",
        "valerian",
        "testosterone",
        "progesterone",
        "estradiol",
        "cholesterol",
        "oxygen",
    ]
) | {"green tea", "potassium chloride", "folic acid", "black cohosh", "bitter orange", "alfalfa"}
_AS_MEDICINE = re.compile(
    r"\b(?:pills?|tablets?|capsules?|supplements?|mg|milligrams?|drops?|patch(?:es)?|gum|take|takes|taking|took|prescrib\w+|"
    r"extract|spray|cream|gel|home oxygen|on oxygen|tea)\b",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"\b(?:stop|stopped|stopping|quit|no longer (?:take|takes|taking|on|uses?)|ran out of|run out of|out of|came off|come off|off of|"
    r"discontinu\w+|held|not been using|haven'?t been (?:taking|using)|was on|were on|used to (?:take|be on|use))\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_STOPPED_AFTER = re.compile(
    r"^[^.;,\n]{0,20}\b(?:was|were|has been|is) (?:stopped|discontinued|held)\b", re.IGNORECASE
)
_ORDERED = re.compile(
    r"\b(?:prescrib\w+|order\w*|start (?:you|her|him)?|starting|going to (?:give|put|start)|gon na (?:give|put|start|prescribe)|i'?ll (?:give|put|start)|"
    r"we(?:'ll| will) (?:give|put|start)|rx|recommend\w*|for plan|restart)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)
_ALLERGY = re.compile(
    r"\b(?:allerg(?:y|ic|ies) to|reaction to|nkda)\b[^.;\n]{0,40}$", re.IGNORECASE
)
# "She did not stop it", "was not told to stop": she takes it.
_NOT_STOPPED = re.compile(
    r"\b(?:not|never|\w+n'?t)\s+(?:\w+\s+){0,3}?(?:stop|stopped|stopping|quit|come off|came off|discontinued?|held)\b[^.;,\n]{0,40}$",
    re.IGNORECASE,
)
_PILL_BOX = re.compile(
    r"the\s+pill[\s-]*(?:box(?:es)?|bottles?|organi[sz]ers?|counts?|cutters?|splitters?|crushers?|cases?|cards?|reminders?|bags?)\b",
    re.IGNORECASE,
)
_TRIED = re.compile(r"\bnot (?:helped|helping)\b", re.IGNORECASE)


def find(text: str, now: datetime) -> Iterator[Extract]:
    """Every medicine named, each place once; an allergy to it is told apart."""
    taken: list[tuple[int, int]] = []
    for start, end, says in sorted(_candidates(text), key=lambda c: (c[0] - c[1], c[0])):
        if any(start < e and s < end for s, e in taken):
            continue
        taken.append((start, end))
        how, detail = how_told(text, start, end), _detail(text, start, end)
        if how is None or _PILL_BOX.match(text, start):
            continue
        if detail == "stopped" and _NOT_STOPPED.search(_before(text, start)):
            how, detail = replace(how, denied=False), "taken"
        if says not in _FOOD or _is_medicine(text, start, end):
            yield Extract("medicine", says, start, end, how, detail=detail)


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    for start, end, named in places_named(text):
        yield start, end, " with ".join(named)
    pattern, normal = listed("medicine_words.csv", name=True, joined_by="-")
    for found in pattern.finditer(text):
        yield found.start(), found.end(), normal[" ".join(found.group().lower().split())]


def _is_medicine(text: str, start: int, end: int) -> bool:
    return bool(_AS_MEDICINE.search(text[max(0, start - 30) : end + 24]))


def _detail(text: str, start: int, end: int) -> str:
    before = _before(text, start)
    if _ALLERGY.search(before):
        return "allergy"
    if _STOPPED.search(before) or _STOPPED_AFTER.search(text[end : end + 60]):
        return "stopped"
    return "ordered" if _ORDERED.search(before) else "taken"


def _before(text: str, start: int) -> str:
    before = text[max(0, start - 90) : start]
    return before[max(before.rfind("."), before.rfind("\n"), before.rfind(";")) + 1 :]


KIND = Kind(
    code="medicine",
    title="Medicine",
    why="Prescribed, dispensed and said to be taken are three facts; this is the third.",
    files="A medicine said to be taken, stopped or not taken",
    find=find,
    examples=(
        Said("taken", "She takes warfarin in the evening.", ("warfarin",)),
        Said("by its brand", "He is on Eliquis now.", ("apixaban",)),
        Said("not taken", "She does not take metformin.", ("metformin: denied",)),
        Said("stopped", "She stopped taking lisinopril.", ("lisinopril (stopped)",)),
        Said("told not to stop", "She was not told to stop lisinopril.", ("lisinopril",)),
        Said("did not stop", "He didn't stop taking his metoprolol.", ("metoprolol",)),
        Said("the box is no medicine", "I'll bring the pill box.", ()),
        Said("a medicine in its bottle", "She has two lisinopril bottles.", ("lisinopril",)),
        Said("an allergy is no medicine taken", "Allergic to penicillin.", ("penicillin (allergy)",)),
        Said("ordered", "I'm prescribing meloxicam.", ("meloxicam (ordered)",)),
        Said("food", "She loves ginger and garlic.", ()),
        Said("a value", "Her potassium was fine.", ()),
        Said("by its use", "He ran out of his water pills.", ("water pill (stopped)",)),
        Said("somebody else's", "Her husband takes insulin.", ("insulin: somebody else’s",)),
    ),
)  # fmt: skip
