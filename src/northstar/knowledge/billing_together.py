"""Which programs may be billed for one person in one month, and which stand against each other."""

from dataclasses import dataclass
from datetime import date

from northstar.knowledge.programs import FIRST, LAST, READ
from northstar.knowledge.table import Row, known

BLOCK, WARN, FINE, ADD_ON = "block", "warn", "fine", "add-on"


@dataclass(frozen=True, slots=True)
class Together:
    """`how` they stand to each other; `same_biller`: only where one and the same practice bills both."""

    how: str
    says: str
    same_biller: bool = False


def together(one: str, other: str, day: date) -> Row:
    """How two programs stand to each other on a day of service; a warning where nothing is known."""
    key = _key(one, other)
    found = known(ROWS, key, day)
    return found or Row(
        code=key,
        value=Together(WARN, "no rule was found for these two"),
        source="No source was found",
    )


def against(program: str, number: str, day: date) -> Row | None:
    """The row by which a code that somebody has billed stands against a program, if one does."""
    for row in OTHERS:
        if row.code == program and row.effective_from <= day <= row.effective_to:
            first, last = row.value
            if len(first) == len(number) and first <= number <= last:
                return row
    return None


def _key(one: str, other: str) -> str:
    return " ".join(sorted((one, other)))


def _row(
    one: str, other: str, how: str, says: str, confidence: str = "B", source: str = "", *,
    same_biller: bool = False, start: date = FIRST, end: date = LAST,
) -> Row:  # fmt: skip
    return Row(
        code=_key(one, other), value=Together(how, says, same_biller), effective_from=start,
        effective_to=end, source=source or "CMS, as restated", section="concurrency", year=start.year,
        confidence=confidence, reviewed=READ,
    )  # fmt: skip


_2025, _2026 = date(2025, 1, 1), date(2026, 1, 1)
_UNSURE = "unconfirmed"

ROWS = (
    _row("CCM", "PCM", BLOCK, "not by the same practitioner in one month", same_biller=True),
    _row("CCM", "TCM", FINE, "no minute counts twice", source="CLA on the CY2020 rule"),
    _row("CCM", "APCM", BLOCK, "APCM holds it already", "A", "AAFP", same_biller=True, start=_2025),
    _row("CCM", "BHI", WARN, "each must meet its own rules", _UNSURE),
    _row("CCM", "CoCM", WARN, "each must meet its own rules", _UNSURE),
    _row("CCM", "CHI", FINE, "no minute counts twice"),
    _row("CCM", "PIN", FINE, "no minute counts twice"),
    _row("PCM", "TCM", WARN, "no minute counts twice", _UNSURE),
    _row("PCM", "APCM", BLOCK, "APCM holds it already", "A", "AAFP", same_biller=True, start=_2025),
    _row("PCM", "BHI", WARN, "each must meet its own rules", _UNSURE),
    _row("PCM", "CoCM", WARN, "each must meet its own rules", _UNSURE),
    _row("PCM", "CHI", WARN, "no minute counts twice", _UNSURE),
    _row("PCM", "PIN", WARN, "no minute counts twice", _UNSURE),
    _row("TCM", "APCM", BLOCK, "APCM holds it already", "A", "AAFP", same_biller=True, start=_2025),
    _row("TCM", "TCM", BLOCK, "one in the thirty days after a stay"),
    _row("TCM", "BHI", WARN, "each must meet its own rules", _UNSURE),
    _row("TCM", "CoCM", WARN, "each must meet its own rules", _UNSURE),
    _row("TCM", "CHI", FINE, "no minute counts twice"),
    _row("TCM", "PIN", FINE, "no minute counts twice"),
    _row("APCM", "BHI", WARN, "each must meet its own rules", _UNSURE, start=_2025, end=date(2025, 12, 31)),
    _row("APCM", "CoCM", WARN, "each must meet its own rules", _UNSURE, start=_2025, end=date(2025, 12, 31)),
    _row("APCM", "BHI", ADD_ON, "billed as G0570 beside APCM", start=_2026),
    _row("APCM", "CoCM", ADD_ON, "billed as G0568 or G0569 beside APCM", start=_2026),
    _row("APCM", "CHI", WARN, "no minute counts twice", _UNSURE, start=_2025),
    _row("APCM", "PIN", WARN, "no minute counts twice", _UNSURE, start=_2025),
)  # fmt: skip


def _other(program: str, first: str, last: str, source: str, start: date = FIRST) -> Row:
    return Row(
        code=program, value=(first, last), effective_from=start, effective_to=LAST, source=source,
        section="excluded codes", year=start.year, confidence="A", reviewed=READ,
    )  # fmt: skip


_FAQ = "CMS FAQ 2015"
OTHERS = (
    _other("CCM", "G0181", "G0182", _FAQ),
    _other("CCM", "90951", "90970", _FAQ),
    *(
        _other("APCM", first, last, "AAFP", _2025)
        for first, last in (
            ("99424", "99427"), ("99487", "99487"), ("99489", "99489"), ("99490", "99491"),
            ("99437", "99437"), ("99439", "99439"), ("99495", "99496"), ("99446", "99449"),
            ("99451", "99452"), ("G2250", "G2252"), ("99421", "99423"), ("98970", "98972"),
        )
    ),
    *(
        _other("APCM with add-on", first, last, "CY2026 rule summaries", _2026)
        for first, last in (("99484", "99484"), ("99492", "99494"), ("G2214", "G2214"))
    ),
)  # fmt: skip
