"""What is asked about a medicine before a procedure, by whom it was published, and how long before.

The days are those of the published guidance for a person with ordinary kidneys; who operates decides.
They serve to say until when the question is still of use, never to tell anybody to stop anything.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from northstar.knowledge.ingredients import members
from northstar.knowledge.table import Row, known

_READ = date(2026, 11, 22)
_CHEST = "American College of Chest Physicians, perioperative antithrombotic guideline"
_FDA_SGLT2 = "FDA label changes for SGLT2 inhibitors, 19 Mar 2020"
_SOCIETIES = "ASA, AGA, ASMBS, ISPCOP, SAGES: multisociety guidance on GLP-1 receptor agonists"
_FDA_METFORMIN = "FDA Drug Safety Communication on metformin, 8 Apr 2016"
_ADA = "ADA Standards of Care in Diabetes, perioperative care"
_ASA = "ASA practice guidelines for preoperative fasting"


def _row(code: str, days: int, source: str, year: int, scope: str, since: date, note: str = "", confidence: str = "B") -> Row:  # fmt: skip
    return Row(
        code=code, value=days, unit="days before", effective_from=since, scope=scope,
        source=source, year=year, confidence=confidence, reviewed=_READ, note=note,
    )  # fmt: skip


_2022, _2020, _2024 = date(2022, 8, 11), date(2020, 3, 19), date(2024, 10, 29)

# `thinner`: the days without it before a procedure of high bleeding risk, the longer of the two.
ROWS = (
    _row("thinner", 2, _CHEST, 2022, "apixaban", _2022, "one day where bleeding risk is low or moderate"),
    _row("thinner", 2, _CHEST, 2022, "rivaroxaban", _2022, "one day where bleeding risk is low or moderate"),
    _row("thinner", 2, _CHEST, 2022, "edoxaban", _2022, "one day where bleeding risk is low or moderate"),
    _row("thinner", 4, _CHEST, 2022, "dabigatran", _2022, "two with a creatinine clearance of 50 mL/min or more"),
    _row("thinner", 5, _CHEST, 2022, "warfarin", _2022, "five days or more"),
    _row("thinner", 5, _CHEST, 2022, "clopidogrel", _2022),
    _row("thinner", 5, _CHEST, 2022, "ticagrelor", _2022, "three to five days"),
    _row("thinner", 7, _CHEST, 2022, "prasugrel", _2022, "seven to ten days"),
    _row("sglt2", 3, _FDA_SGLT2, 2020, "sglt2", _2020),
    _row("sglt2", 4, _FDA_SGLT2, 2020, "ertugliflozin", _2020),
    _row("glp1", 1, _SOCIETIES, 2024, "glp1", _2024,
         "most go on; a day of liquids and the anesthesiologist's judgement where stomach emptying is in doubt"),
    _row("metformin-contrast", 0, _FDA_METFORMIN, 2016, "metformin", date(2016, 4, 8),
         "at or before the contrast where eGFR is 30 to 60, with liver disease, alcoholism or heart failure, "
         "or contrast into an artery; eGFR again 48 hours after"),
    _row("fasting-insulin", 1, _ADA, 2025, "insulin", date(2018, 1, 1),
         "the evening before: about a quarter less long-acting insulin keeps the sugar in range more often"),
    _row("fasting", 1, _ASA, 2023, "", date(2017, 3, 1), "clear liquids until two hours before, a light meal until six"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A medicine that somebody must speak of before a procedure: which, how long before, by whom."""

    ingredient: str
    before: timedelta
    row: Row


def thinner(ingredient: str, day: date) -> Asked | None:
    """A blood thinner of the guideline; None for aspirin and whatever it does not name."""
    return _asked("thinner", ingredient, day, ingredient)


def sglt2(ingredient: str, day: date) -> Asked | None:
    """A sugar medicine of the gliflozin class."""
    if ingredient not in members("sglt2"):
        return None
    return _asked("sglt2", ingredient, day, ingredient) or _asked("sglt2", ingredient, day, "sglt2")


def glp1(ingredient: str, day: date) -> Asked | None:
    """A medicine that slows the stomach."""
    return _asked("glp1", ingredient, day, "glp1") if ingredient in members("glp1") else None


def row(code: str, day: date, scope: str = "") -> Row:
    """The row in force on a day, or the only one there is."""
    found = known(ROWS, code, day, scope)
    return found or next(r for r in ROWS if r.code == code and r.scope == scope)


def _asked(code: str, ingredient: str, day: date, scope: str) -> Asked | None:
    found = known(ROWS, code, day, scope)
    return Asked(ingredient, timedelta(days=int(found.value)), found) if found else None
