"""The numbers a coordinator follows: blood sugar, pressure, weight, kidneys, clotting and their kin.

Which results lead the page, under what plain name, and by which words a goal may mean them. Codes from
LOINC; the choice and its order are our own (UNCONFIRMED; the site's clinicians review them).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from northstar.knowledge.table import Row

REVIEWED = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Followed:
    """One number: LOINC codes that mean the same to who follows it, and words in a goal's name."""

    row: Row
    name: str
    loincs: frozenset[str]
    words: tuple[str, ...]


def _followed(code: str, name: str, loincs: str, words: str) -> Followed:
    row = Row(code, name, effective_from=date(2020, 1, 1), source="LOINC 2.78", reviewed=REVIEWED)
    return Followed(row, name, frozenset(loincs.split()), tuple(words.split("; ")))


FOLLOWED: tuple[Followed, ...] = (
    _followed("a1c", "A1c", "4548-4 17856-6 59261-8 4549-2 17855-8", "a1c; hemoglobin a1; glycated"),
    _followed("pressure", "Blood pressure", "85354-9 55284-4 96607-7", "blood pressure; systolic; bp"),
    _followed("weight", "Weight", "29463-7 3141-9 8335-2 3142-7", "weight"),
    _followed("egfr", "eGFR", "33914-3 62238-1 98979-8 98980-6 48642-3 48643-1 69405-9 77147-7 88293-6 88294-4 50044-7 50210-4",
              "egfr; glomerular; kidney function"),
    _followed("inr", "INR", "6301-6 34714-6 46418-0 38875-1", "inr"),
    _followed("potassium", "Potassium", "2823-3 6298-4 77142-8", "potassium"),
    _followed("creatinine", "Creatinine", "2160-0 38483-4 77140-2", "creatinine"),
    _followed("hemoglobin", "Hemoglobin", "718-7 20509-6 30313-1 59260-0 30350-3", "hemoglobin"),
    _followed("ldl", "LDL cholesterol", "13457-7 18262-6 2089-1 18261-8", "ldl"),
    _followed("heart-rate", "Heart rate", "8867-4 8889-8", "heart rate; pulse"),
    _followed("oxygen", "Oxygen saturation", "59408-5 2708-6 20564-1", "oxygen; saturation; spo2"),
    _followed("phq9", "PHQ-9", "44261-6", "phq"),
)  # fmt: skip


def followed_by_code(loinc: str) -> Followed | None:
    """The number that a LOINC code measures, if it is one of them."""
    return _codes().get(loinc)


def followed_in(words: str) -> Followed | None:
    """The number that the words of a goal speak of; A1c before hemoglobin."""
    lower = f" {words.casefold()} "
    return next((f for f in FOLLOWED if any(word in lower for word in f.words)), None)


@cache
def _codes() -> dict[str, Followed]:
    return {loinc: one for one in FOLLOWED for loinc in one.loincs}
