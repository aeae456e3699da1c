"""The codes of care management: how long, whose time, how often in a month. Judged by the date of service.

The number and our own words for it; the owner's wording is not ours to print. Time is a threshold: a
minute less is nothing. Medicare Part B; other payers keep rows of their own (`scope`).
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from northstar.knowledge.programs import FIRST, LAST, READ
from northstar.knowledge.table import Row, known

STAFF, PRACTITIONER, CARE_MANAGER = "staff", "practitioner", "care manager"
AUXILIARY, NAVIGATOR, PEER = "auxiliary", "navigator", "peer"


@dataclass(frozen=True, slots=True)
class Service:
    """`minutes` 0: none are counted. `extends` the code whose time it goes beyond. `most` a month, None
    where no limit is stated; `limit_verified` whether that limit was confirmed. `midpoint` the minutes
    that count instead where a clinic has chosen that rule."""

    number: str
    label: str
    program: str = ""
    minutes: int = 0
    whose: str = ""
    extends: str = ""
    most: int | None = 1
    limit_verified: bool = True
    midpoint: int = 0


@lru_cache(maxsize=4096)
def service(number: str, day: date) -> Row | None:
    """The code as it is understood on a day of service; None where it did not mean anything then."""
    return known(ROWS, number, day)


@lru_cache(maxsize=1024)
def services(program: str, day: date) -> tuple[Row, ...]:
    """The codes of a program that there are on a day, in the order of the table."""
    numbers = dict.fromkeys(row.code for row in ROWS if row.value.program == program)
    return tuple(row for number in numbers if (row := known(ROWS, number, day)))


_MLN = "CMS MLN909188; Noridian"
_RULE = "CMS physician fee schedule, as restated"
_AAFP = "AAFP; CMS MLN909432"


def _row(
    number: str, label: str, source: str, confidence: str, program: str = "", *,
    start: date = FIRST, end: date = LAST, note: str = "", **asks: Any,
) -> Row:  # fmt: skip
    return Row(
        code=number, value=Service(number, label, program, **asks),
        effective_from=start, effective_to=end, source=source, section="code table", year=start.year,
        confidence=confidence, reviewed=READ, note=note,
    )  # fmt: skip


_2025, _2026 = date(2025, 1, 1), date(2026, 1, 1)
_UNSURE = "the monthly limit is unconfirmed"

ROWS = (
    _row("99490", "CCM, first block", _MLN, "A", "CCM", minutes=20, whose=STAFF),
    _row(
        "99439", "CCM, further block", _RULE, "B", "CCM", minutes=20, whose=STAFF, extends="99490",
        most=2, note="limit set for its predecessor in the CY2020 rule",
    ),
    _row("99491", "CCM by the practitioner", _RULE, "A", "CCM", minutes=30, whose=PRACTITIONER),
    _row(
        "99437", "CCM by the practitioner, further block", _RULE, "B", "CCM", minutes=30,
        whose=PRACTITIONER, extends="99491", most=None, limit_verified=False, note=_UNSURE,
    ),
    _row("99487", "Complex CCM", _MLN, "A", "CCM", minutes=60, whose=STAFF),
    _row(
        "99489", "Complex CCM, further block", _MLN, "A", "CCM", minutes=30, whose=STAFF,
        extends="99487", most=None,
    ),
    _row("99424", "PCM by the practitioner", _RULE, "B", "PCM", minutes=30, whose=PRACTITIONER),
    _row(
        "99425", "PCM by the practitioner, further block", _RULE, "B", "PCM", minutes=30,
        whose=PRACTITIONER, extends="99424", most=None, limit_verified=False, note=_UNSURE,
    ),
    _row("99426", "PCM by staff", _RULE, "B", "PCM", minutes=30, whose=STAFF),
    _row(
        "99427", "PCM by staff, further block", _RULE, "B", "PCM", minutes=30, whose=STAFF,
        extends="99426", most=2, limit_verified=False, note=_UNSURE,
    ),
    _row("99496", "Care after a stay, seen in 7 days", "NGS; plan guides", "B", "TCM"),
    _row("99495", "Care after a stay, seen in 14 days", "NGS; plan guides", "B", "TCM"),
    _row("G0556", "APCM, one chronic condition or none", "AAFP", "A", "APCM", start=_2025),
    _row("G0557", "APCM, two or more chronic conditions", "AAFP", "A", "APCM", start=_2025),
    _row(
        "G0558", "APCM, two or more, Qualified Medicare Beneficiary", "AAFP", "A", "APCM", start=_2025
    ),
    _row("G0568", "APCM with CoCM, first month", "CY2026 rule summaries", "B", "APCM", start=_2026),
    _row("G0569", "APCM with CoCM, later month", "CY2026 rule summaries", "B", "APCM", start=_2026),
    _row("G0570", "APCM with BHI", "CY2026 rule summaries", "B", "APCM", start=_2026),
    _row("99484", "BHI", _AAFP, "A", "BHI", minutes=20, whose=STAFF),
    _row(
        "99492", "CoCM, first month", _AAFP, "A", "CoCM", minutes=70, whose=CARE_MANAGER, midpoint=36
    ),
    _row(
        "99493", "CoCM, later month", _AAFP, "A", "CoCM", minutes=60, whose=CARE_MANAGER, midpoint=31
    ),
    _row(
        "99494", "CoCM, further block", _AAFP, "A", "CoCM", minutes=30, whose=CARE_MANAGER,
        extends="99492 99493", most=2, limit_verified=False, midpoint=16, note=_UNSURE,
    ),
    _row("G2214", "CoCM, short month", "AAPC; AAFP", "A", "CoCM", minutes=30, whose=CARE_MANAGER),
    _row("G0019", "CHI, first block", "CMS MLN9201074; Noridian", "A", "CHI", minutes=60, whose=AUXILIARY),
    _row(
        "G0022", "CHI, further block", "CMS MLN9201074; Noridian", "A", "CHI", minutes=30,
        whose=AUXILIARY, extends="G0019", most=None,
    ),
    _row("G0023", "PIN, first block", _RULE, "B", "PIN", minutes=60, whose=NAVIGATOR),
    _row(
        "G0024", "PIN, further block", _RULE, "B", "PIN", minutes=30, whose=NAVIGATOR, extends="G0023",
        most=None,
    ),
    _row("G0140", "PIN by a peer, first block", _RULE, "B", "PIN", minutes=60, whose=PEER),
    _row(
        "G0146", "PIN by a peer, further block", _RULE, "B", "PIN", minutes=30, whose=PEER,
        extends="G0140", most=None,
    ),
    # Codes that no program here bills, kept because their meaning has a date or they stand against ours.
    _row(
        "G0136", "Assessment of social needs", "CY2024 rule summaries", "A", end=date(2025, 12, 31),
        note="5 to 15 minutes, not more often than every 6 months",
    ),
    _row(
        "G0136", "Assessment of activity and nutrition", "FCSO on CMS-1832-F", "A", start=_2026,
        note="5 to 15 minutes, not more often than every 6 months",
    ),
    _row("G0511", "Care management at FQHC and RHC", "CMS FAQ", "B", end=date(2025, 9, 30), most=None),
    _row("97550", "Caregiver training, first block", "NGS", "A", minutes=30),
    _row("97551", "Caregiver training, further block", "NGS", "A", minutes=15, extends="97550", most=None),
    _row("97552", "Caregiver training, group", "NGS", "A"),
    _row("G0541", "Caregiver training in direct care, first block", "CY2025 rule", "A", start=_2025, minutes=30),
    _row(
        "G0542", "Caregiver training in direct care, further block", "CY2025 rule", "A", start=_2025,
        minutes=15, extends="G0541", most=None,
    ),
    _row("G0543", "Caregiver training in direct care, group", "CY2025 rule", "A", start=_2025),
    _row("99453", "Home monitoring, set-up", _RULE, "B"),
    _row("99454", "Home monitoring, device for 16 days or more", _RULE, "B"),
    _row("99445", "Home monitoring, device for 2 to 15 days", "CY2026 rule summaries", "B", start=_2026),
    _row("99457", "Home monitoring, first block", _RULE, "B", minutes=20),
    _row("99458", "Home monitoring, further block", _RULE, "B", minutes=20, extends="99457", most=None),
    _row("99470", "Home monitoring, short block", "CY2026 rule summaries", "B", start=_2026, minutes=10),
    _row("G0181", "Oversight of home health", "CMS FAQ 2015", "A"),
    _row("G0182", "Oversight of hospice", "CMS FAQ 2015", "A"),
)  # fmt: skip


def by_midpoint(service: Service) -> Service:
    """The same code where a clinic has chosen to count from the midpoint (unconfirmed; CoCM only)."""
    return replace(service, minutes=service.midpoint) if service.midpoint else service
