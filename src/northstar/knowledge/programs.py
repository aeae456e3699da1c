"""The programs of care that a person can be in, and what each asks before anything may be billed.

Medicare Part B, judged by the date of service; other payers keep rows of their own (`scope`). The rows
end with the last year whose rules were read: a later day is "not known", never last year's answer.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from northstar.knowledge.table import Row, at, known

READ = date(2026, 11, 1)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)  # the years whose rules were read
CODES = ("CCM", "PCM", "TCM", "APCM", "BHI", "CoCM", "CHI", "PIN")


@dataclass(frozen=True, slots=True)
class Program:
    """`conditions` at least so many, each expected to last `months`. `timed`: minutes decide. `initiating`
    days for which a first visit counts; 0: one is needed, its age was not found; None: none is asked.
    `consult`: the consent names a consultant. `consent`: whether one is asked at all."""

    code: str
    name: str
    need: str
    timed: bool
    conditions: int = 0
    months: int = 0
    initiating: int | None = None
    plan: bool = False
    elements: bool = False
    facility: bool = True
    consult: bool = False
    consent: bool = True


def program(code: str, day: date) -> Program:
    """The rules of a program in force on a day. Raises NotKnown outside the years that were read."""
    found: Program = at(ROWS, code, day).value
    return found


def on_offer(day: date) -> list[Row]:
    """Every program there is on a day, with what its rules rest on."""
    return [row for code in CODES if (row := known(ROWS, code, day))]


def name_of(code: str) -> str:
    """What people call a program, whatever the year."""
    return next((row.value.name for row in ROWS if row.code == code), code)


def _row(
    code: str, name: str, need: str, source: str, section: str, confidence: str,
    start: date = FIRST, note: str = "", **asks: Any,
) -> Row:  # fmt: skip
    value = Program(code, name, need, **asks)
    return Row(
        code=code, value=value, effective_from=start, effective_to=LAST, source=source, section=section,
        year=start.year, confidence=confidence, reviewed=READ, note=note,
    )  # fmt: skip


ROWS = (
    _row(
        "CCM",
        "Chronic care management",
        "Two or more chronic conditions expected to last twelve months or until death, with a serious risk",
        "CMS MLN909188; RHIhub",
        "eligibility",
        "A",
        timed=True,
        conditions=2,
        months=12,
        initiating=365,
        plan=True,
        elements=True,
        note="that the first visit counts for a year is unconfirmed",
    ),
    _row(
        "PCM",
        "Principal care management",
        "One complex chronic condition expected to last three months, with a serious risk",
        "CMS, as restated by payers",
        "eligibility",
        "B",
        timed=True,
        conditions=1,
        months=3,
        initiating=365,
        plan=True,
        elements=True,
        note="that the first visit counts for a year is taken over from CCM, unconfirmed",
    ),
    _row(
        "TCM",
        "Transitional care management",
        "Home from hospital or a facility: spoken with in two business days, seen in seven or fourteen days",
        "CMS, as restated by NGS",
        "period",
        "B",
        timed=False,
        facility=False,
        consent=False,
    ),
    _row(
        "APCM",
        "Advanced primary care management",
        "Primary care that is responsible for the whole person; no minutes are counted",
        "AAFP; summaries of the CY2025 rule",
        "levels and elements",
        "A",
        start=date(2025, 1, 1),
        timed=False,
        initiating=1096,
        plan=True,
        elements=True,
    ),
    _row(
        "BHI",
        "Behavioral health integration",
        "A behavioral health condition that the treating practitioner follows",
        "AAFP; CMS MLN909432",
        "general BHI",
        "A",
        timed=True,
        conditions=1,
        initiating=365,
        note="that the first visit counts for a year is unconfirmed",
    ),
    _row(
        "CoCM",
        "Collaborative care",
        "A behavioral health condition followed with a care manager and a psychiatric consultant",
        "AAPC; AAFP",
        "CoCM team",
        "A",
        timed=True,
        conditions=1,
        initiating=365,
        consult=True,
        note="that the first visit counts for a year is unconfirmed",
    ),
    _row(
        "CHI",
        "Community health integration",
        "A social need that stands in the way of diagnosis or treatment",
        "CMS MLN9201074; Noridian",
        "need and first visit",
        "A",
        timed=True,
        conditions=1,
        initiating=0,
        facility=False,
    ),
    _row(
        "CHI",
        "Community health integration",
        "An upstream driver (social need, diet, activity, substance misuse) that stands in the way of treatment",
        "CMS-1832-F, CY2026 rule, as restated",
        "renamed need",
        "A",
        start=date(2026, 1, 1),
        timed=True,
        conditions=1,
        initiating=0,
        facility=False,
    ),
    _row(
        "PIN",
        "Principal illness navigation",
        "A serious, high-risk condition expected to last three months",
        "CMS, as restated; medicare.gov",
        "need and yearly first visit",
        "B",
        timed=True,
        conditions=1,
        months=3,
        initiating=365,
    ),
)


def waits(state: str, day: date) -> int:
    """After how many days an open case that stands so is looked at again."""
    return int(at(WAITS, state, day).value)


def _waits(code: str, value: int, note: str) -> Row:
    source = "Product default; no published limit was found"
    return Row(
        code=code, value=value, unit="calendar days", source=source, reviewed=READ, note=note
    )


WAITS = (
    _waits("referred", 3, "somebody asked: say soon whether it fits"),
    _waits("eligible", 7, "the invitation waits for nobody"),
    _waits("invited", 7, "an answer is asked after"),
    _waits("declined", 180, "where no day was named to ask again"),
    _waits("active", 30, "where no day of reassessment was set"),
)
