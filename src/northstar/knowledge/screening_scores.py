"""What a screening's answer means: totals by LOINC with their bands, and single answers that count as a need.

Scores only: item texts are not held here. From the instruments' published scoring as the instruments page
restates it; marks say how sure we are.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from northstar.knowledge.table import Row

REVIEWED = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Score:
    """A total. `positive` from this number on (for women where given apart); `grave` from which it is this week's."""

    row: Row
    loinc: str
    name: str
    about: str
    positive: float
    women: float | None = None
    grave: float | None = None
    bands: tuple[tuple[float, str], ...] = ()
    answer_days: int = 7

    def band(self, number: float) -> str:
        """The published word for a number, or ''."""
        return next((word for least, word in reversed(self.bands) if number >= least), "")


@dataclass(frozen=True, slots=True)
class Need:
    """A question whose answer codes (LOINC LA) count as a need; `panel` only where it stands in that one."""

    row: Row
    loinc: str
    about: str
    answers: frozenset[str]


def _row(code: str, value, source: str, confidence: str, note: str = "") -> Row:
    return Row(
        code,
        value,
        effective_from=date(2010, 1, 1),
        source=source,
        confidence=confidence,
        reviewed=REVIEWED,
        note=note,
    )


def _score(code, loinc, name, about, positive, source, confidence, **more) -> Score:
    return Score(_row(code, positive, source, confidence), loinc, name, about, positive, **more)


_PHQ9 = (
    (0, "none or minimal"),
    (5, "mild"),
    (10, "moderate"),
    (15, "moderately severe"),
    (20, "severe"),
)
_GAD7 = ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe"))
SCORES: tuple[Score, ...] = (
    _score("phq-2", "55758-7", "PHQ-2", "low mood", 3, "PHQ-2", "unconfirmed", answer_days=2),
    _score("phq-9", "44261-6", "PHQ-9", "depression", 10, "PHQ-9, LOINC 44261-6", "A", grave=20, bands=_PHQ9, answer_days=2),
    _score("gad-7", "70274-6", "GAD-7", "anxiety", 10, "GAD-7", "unconfirmed", grave=15, bands=_GAD7),
    _score("audit-c", "75626-2", "AUDIT-C", "alcohol", 4, "Bush 1998; Michigan SPARC", "A", women=3, grave=8),
    _score("dast-10", "82667-7", "DAST-10", "drug use", 3, "DAST-10", "unconfirmed", grave=6),
    _score("ahc-safety", "95614-4", "safety questions", "safety at home", 11, "AHC-HRSN core", "A", grave=11, answer_days=1),
)  # fmt: skip

_AHC = "AHC-HRSN core; Gravity"
_OFTEN = frozenset({"LA28397-0", "LA6729-3"})


def _need(code: str, loinc: str, about: str, answers, source: str = _AHC) -> Need:
    return Need(_row(code, about, source, "A"), loinc, about, frozenset(answers))


NEEDS: tuple[Need, ...] = (
    _need("food-risk", "88124-3", "food", {"LA19952-3"}, "Hunger Vital Sign"),
    _need("food-worry", "88122-7", "food", _OFTEN, "Hunger Vital Sign"),
    _need("food-ran-out", "88123-5", "food", _OFTEN, "Hunger Vital Sign"),
    _need("housing", "71802-3", "housing", {"LA31994-9", "LA31995-6", "LA30190-5"}),
    _need("housing-worry", "93033-9", "housing", {"LA33-6"}, "PRAPARE; Gravity"),
    _need("utilities", "96779-4", "gas, water or electricity", {"LA33-6", "LA32002-0"}),
    _need("transport", "93030-5", "a ride", {"LA33-6", "LA30133-5", "LA30134-3"}),
    _need("unsafe", "93026-3", "safety at home", {"LA32-8"}, "PRAPARE; Gravity"),
    _need("partner", "76501-6", "safety with a partner", {"LA33-6"}, "PRAPARE; Gravity"),
)

# Depression screening as the quality measure writes it: positive or negative, whatever the instrument.
SCREENED = frozenset({"73831-0", "73832-8"})
POSITIVE_SNOMED = frozenset({"428181000124104"})
DECLINED_SNOMED = frozenset({"720834000"})

# The ninth question, and its answers above "not at all".
SELF_HARM_ITEM = "44260-8"
SELF_HARM_ANSWERS = {"LA6569-3": 1, "LA6570-1": 2, "LA6571-9": 3}
NOT_AT_ALL = "LA6568-5"
# C-SSRS screener questions (UNCONFIRMED codes): ideation 1 to 5, then behaviour. Yes is LA33-6.
COLUMBIA_ITEMS = {
    "93246-7": 1, "93247-5": 2, "93248-3": 3, "93249-1": 4, "93250-9": 5, "93267-3": 6, "93269-9": 6,
}  # fmt: skip


@cache
def scores_by_loinc() -> dict[str, Score]:
    return {score.loinc: score for score in SCORES}


@cache
def needs_by_loinc() -> dict[str, Need]:
    return {need.loinc: need for need in NEEDS}


@cache
def asked_after() -> frozenset[str]:
    """Every LOINC code of a question or total that some rule reads."""
    known = {SELF_HARM_ITEM, *COLUMBIA_ITEMS, *SCREENED, *scores_by_loinc(), *needs_by_loinc()}
    return frozenset(known)


@lru_cache(maxsize=4096)
def question_in(words: str) -> str:
    """The LOINC code of a question or total that a form names only in words, or ''."""
    return next((loinc for sign, loinc in _IN_WORDS if sign.search(words)), "")


def _sign(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# How exported forms name what has no code: the ninth question by what it asks, totals by their instrument.
_IN_WORDS = (
    (
        _sign(r"better off dead|(?:thoughts? of |of )(?:hurting|harming) (?:yourself|myself)"),
        SELF_HARM_ITEM,
    ),
    (_sign(r"phq-?\s?9\b.*\b(?:total|score)\b|\btotal.* phq-?\s?9\b"), "44261-6"),
    (_sign(r"phq-?\s?2\b.*\b(?:total|score)\b"), "55758-7"),
    (_sign(r"gad-?\s?7\b.*\b(?:total|score)\b"), "70274-6"),
    (_sign(r"audit-?\s?c\b.*\b(?:total|score)\b"), "75626-2"),
)
