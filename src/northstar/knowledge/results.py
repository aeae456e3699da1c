"""Which results must not lie unread: the tests watched, and from what number on somebody must answer.

The laboratory's own flag decides first: HH, LL and AA are critical, N is left alone. The numbers here are
for feeds that send none; they are common practice (UNCONFIRMED, the site's laboratory sets its own) and lie
wide of the reference range on purpose: a coordinator's list is not a laboratory's.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from northstar.knowledge.table import Row

REVIEWED = date(2026, 11, 1)
CRITICAL_FLAGS = frozenset({"HH", "LL", "AA", "HU", "LU", "CRITICAL", "PANIC"})
ABNORMAL_FLAGS = frozenset({"H", "L", "A", "POS", "DET", "W", "R"})
NORMAL_FLAGS = frozenset({"N", "NEG", "ND", "NR", "S", "I", "NORMAL"})


@dataclass(frozen=True, slots=True)
class Watched:
    """One test: its LOINC codes, its units (with what brings them to the first), and its limits.

    `low` and `high` ask for an answer within `answer_days`; `critical_low` and `critical_high` at once.
    `by_words`: a test whose answer is positive or negative. `answered_by`: words of the order, procedure or
    visit that answer it; empty where any visit, call, repeat or new order does. `rise`: asked about only
    where it grew by that factor since the last one (a steady kidney patient is known).
    """

    row: Row
    name: str
    loincs: frozenset[str]
    units: dict[str, float]
    low: float | None = None
    high: float | None = None
    critical_low: float | None = None
    critical_high: float | None = None
    by_words: bool = False
    answered_by: tuple[str, ...] = ()
    answer_days: int = 7
    look_back_days: int = 60
    rise: float | None = None


# How laboratories write what UCUM writes otherwise.
_SAME_UNIT = (
    (re.compile(r"[µμ]"), "u"),
    (re.compile(r"mcl|mm\^?3|cumm|cmm"), "ul"),
    (re.compile(r"\bgms?/"), "g/"),
    (re.compile(r"mcg"), "ug"),
    (re.compile(r"^x(?=10)"), ""),
    (re.compile(r"10\(?(?:\*|\^|e)?\(?([369])\)?(?=/)"), r"10*\1"),
    (re.compile(r"^(?:k|thou(?:sand)?s?|th|10\*3)/ul$|^10\*9/l$"), "10*3/ul"),
    (re.compile(r"^\[?iu\]?/"), "iu/"),
)


def plain_unit(unit: str) -> str:
    """A unit in one spelling, to be compared: `K/mcL`, `x10E3/uL` and `10*9/L` are one."""
    plain = unit.lower().replace(" ", "")
    for pattern, instead in _SAME_UNIT:
        plain = pattern.sub(instead, plain)
    return plain


def flag_of(said: str) -> str:
    """A laboratory's flag by its code, also where it was sent in words ("Critical high")."""
    plain = said.upper().strip()
    if "CRITICAL" in plain or "PANIC" in plain:
        return "CRITICAL"
    return _FLAG_WORDS.get(plain, plain)


_FLAG_WORDS = {
    "HIGH": "H",
    "LOW": "L",
    "ABNORMAL": "A",
    "ABOVE HIGH NORMAL": "H",
    "BELOW LOW NORMAL": "L",
}


def _watched(
    code, name, loincs, units="", *, answered_by="", source="Common practice", **limits
) -> Watched:
    named = {}
    for part in units.split():
        unit, _, factor = part.partition("=")
        named[plain_unit(unit)] = float(factor or 1)
    row = Row(code, name, effective_from=date(2020, 1, 1), source=source, reviewed=REVIEWED)
    answers = tuple(answered_by.split("; ")) if answered_by else ()
    return Watched(row, name, frozenset(loincs.split()), named, answered_by=answers, **limits)


_CELLS = "mmol/l meq/l"
_COLON = "colonoscop; sigmoidoscop; gastroenter; gi consult; endoscop"
_BREAST = "mammogra; ultrasound; breast; biops; tomosynthesis"
_CERVIX = "colposcop; biops; gynec; hpv; pap; leep"

WATCHED: tuple[Watched, ...] = (
    _watched("potassium", "potassium", "2823-3 6298-4 77142-8", _CELLS,
             low=3.0, high=5.8, critical_low=2.6, critical_high=6.2),
    _watched("sodium", "sodium", "2951-2 2947-0 77139-4", _CELLS,
             low=128, high=152, critical_low=120, critical_high=160),
    _watched("calcium", "calcium", "17861-6 49765-1", "mg/dl mmol/l=4.008",
             low=7.5, high=11.5, critical_low=6.5, critical_high=13),
    _watched("glucose", "glucose", "2345-7 2339-0 41653-7 2340-8 74774-1 14749-6 15074-8",
             "mg/dl mmol/l=18.016", low=60, high=350, critical_low=50, critical_high=500),
    _watched("inr", "INR", "6301-6 34714-6 46418-0 38875-1", "inr {inr} 1 ratio",
             high=4.0, critical_high=5.0, answer_days=2),
    _watched("hemoglobin", "hemoglobin", "718-7 20509-6 30313-1 59260-0 30350-3", "g/dl g/l=0.1 mmol/l=1.611",
             low=8.5, critical_low=7.0),
    _watched("platelets", "platelets", "777-3 26515-7 778-1", "10*3/ul k/ul 10^3/ul thou/ul x10e3/ul 10*9/l",
             low=60, critical_low=20),
    _watched("neutrophils", "neutrophils", "751-8 26499-4 753-4", "10*3/ul k/ul 10^3/ul x10e3/ul",
             low=1.0, critical_low=0.5),
    _watched("creatinine", "creatinine", "2160-0 38483-4 77140-2", "mg/dl umol/l=0.01131",
             high=1.5, rise=1.5, source="KDIGO acute kidney injury 2012 (rise by half)"),
    _watched("egfr", "kidney function (eGFR)", "33914-3 48642-3 48643-1 62238-1 98979-8 98980-6 77147-7 88293-6",
             "ml/min/1.73_m2 ml/min/{1.73_m2} ml/min ml/min/1.73m2", low=30, rise=0.75),
    _watched("troponin", "troponin", "10839-9 6598-7 49563-0 89579-7 67151-1 42757-5 89578-9"),
    _watched("lactate", "lactate", "2524-7 32693-4 2518-9", "mmol/l", high=3, critical_high=4),
    _watched("lithium", "lithium level", "14334-7 3719-2", "mmol/l meq/l", high=1.3, critical_high=2.0),
    _watched("digoxin", "digoxin level", "10535-3", "ng/ml ug/l", high=2.0, critical_high=2.5),
    _watched("phenytoin", "phenytoin level", "3968-5", "ug/ml mg/l", high=22, critical_high=30),
    _watched("tsh", "thyroid (TSH)", "3016-3 11580-8 11579-0", "miu/l uiu/ml m[iu]/l u[iu]/ml",
             low=0.05, high=12, answer_days=30, look_back_days=120),
    _watched("alt", "liver (ALT)", "1742-6 1743-4 1744-2", "u/l [iu]/l iu/l", high=200, critical_high=1000, answer_days=14),
    _watched("bilirubin", "bilirubin", "1975-2", "mg/dl umol/l=0.0585", high=4, critical_high=12),
    _watched("lead", "lead", "5671-3 10368-9 77307-7", "ug/dl", high=3.5, critical_high=45, answer_days=30,
             look_back_days=120, source="CDC blood lead reference value 3.5 ug/dL (2021)"),
    _watched("blood-culture", "blood culture", "600-7 17928-3 17934-1", by_words=True, answer_days=1),
    _watched("fit", "stool test for hidden blood",
             "29771-3 57905-2 58453-2 56490-6 56491-4 14563-1 14564-9 14565-6 2335-8 27396-1 12503-9 12504-7 77353-1 77354-9",
             "ng/ml", by_words=True, high=100, answered_by=_COLON, answer_days=14, look_back_days=365,
             source="USPSTF 2021: a positive stool test needs a colonoscopy"),
    _watched("mammogram", "mammogram", "24606-6 24605-8 26346-7 36319-2 36625-2 37005-6 37006-4 42415-0 72137-3 72142-3",
             by_words=True, answered_by=_BREAST, answer_days=14, look_back_days=365, source="ACR BI-RADS 0, 4 and 5"),
    _watched("cervix", "cervical screening", "19762-4 10524-7 18500-9 19765-7 21440-3 30167-1 82675-0 77379-6 59420-0",
             by_words=True, answered_by=_CERVIX, answer_days=30, look_back_days=365),
)  # fmt: skip


@cache
def watched_by_loinc() -> dict[str, Watched]:
    """Each watched test by its codes."""
    return {loinc: test for test in WATCHED for loinc in test.loincs}
