"""The clocks that start when someone leaves hospital or the emergency department."""

from datetime import date, timedelta
from functools import lru_cache

from northstar.knowledge.table import Row, at

_READ = date(2026, 11, 1)
_TCM = "CMS, Transitional Care Management, as restated by NGS"
_TRC = "HEDIS-style Transitions of Care, as restated by payers"
_OURS = "Product default; no published limit was found"


@lru_cache(maxsize=8192)
def days(code: str, on: date) -> int:
    """The number of days in force on the day of the event."""
    return int(at(ROWS, code, on).value)


def until(code: str, start: date) -> date:
    """The last calendar day of a clock that starts on `start`."""
    return start + timedelta(days=days(code, start))


def _row(code, value, unit, source, section, confidence, year=2025, note="") -> Row:
    return Row(
        code=code,
        value=value,
        unit=unit,
        source=source,
        section=section,
        year=year,
        confidence=confidence,
        reviewed=_READ,
        note=note,
    )


def _ours(code, value, unit, note) -> Row:
    return _row(code, value, unit, _OURS, "", "unconfirmed", 2026, note)


ROWS = (
    _row("contact", 2, "business days", _TCM, "interactive contact after discharge", "B"),
    _row("visit-high", 7, "calendar days", _TCM, "visit, high complexity", "B"),
    _row("visit", 14, "calendar days", _TCM, "visit, at least moderate complexity", "B"),
    _row("period", 29, "calendar days", _TCM, "period: the day of discharge and 29 more", "B"),
    _row("admission-told", 2, "calendar days", _TRC, "notification of admission", "B"),
    _row("summary", 2, "calendar days", _TRC, "receipt of discharge information", "B"),
    _row("readmission", 30, "calendar days", "CMS hospital-wide readmission", "window", "B"),
    _row("emergency-follow-up", 7, "calendar days", "HEDIS-style FMC, FUM, FUA", "visit", "B"),
    _row(
        "emergency-high",
        2,
        "visits in 12 months, with a social need",
        "CMS Accountable Health Communities (JGIM)",
        "high use flag",
        "A",
        2022,
    ),
    _row(
        "emergency-lace",
        4,
        "visits in 6 months",
        "van Walraven, CMAJ: the most LACE counts",
        "E",
        "B",
        2010,
        "taken as frequent use without a social need",
    ),
    _row("several-chronic", 2, "diseases", "HEDIS-style FMC", "population", "B"),
    _ours("still-there", 1, "calendar days", "an emergency visit whose end nobody told is over"),
    _ours("quiet-stays", 2, "stays in a year", "taken as high risk"),
    _ours("quiet-comorbidity", 4, "LACE points", "taken as high risk: the full points of LACE"),
    _ours("unanswered-shown", 120, "calendar days", "after a plan missed its clock"),
    _ours("against-advice", 1, "business days", "they left before care was complete"),
    _ours("moved", 1, "business days", "ask where they are when the next hospital is silent"),
    _ours("left-unsaid", 1, "business days", "a stay is over and no source says since when"),
    _ours("facility", 7, "calendar days", "ask the facility for the planned day home"),
    _ours("hospice", 2, "business days", "know who leads, stop what is no longer wanted"),
    _ours("readmitted-shown", 7, "calendar days", "how long a readmission stays on the list"),
    _ours("emergency-often-shown", 30, "calendar days", "after the latest visit"),
    _ours("missed-shown", 14, "calendar days", "how long a missed appointment is offered"),
    _ours("quiet", 90, "calendar days", "without any contact, for a person at high risk"),
    _ours("quiet-longest", 730, "calendar days", "after that the panel, not the list, asks"),
    _ours("death-shown", 365, "calendar days", "older deaths have nothing left to stop"),
    _ours(
        "stay-untold", 30, "calendar days", "in hospital, then the board doubts the end was told"
    ),
    _ours("stay-longest", 120, "calendar days", "a stay whose end nobody told leaves the board"),
    _ours(
        "ask-equipment", 1, "calendar days", "from asking for equipment to asking whether it came"
    ),
    _ours("ask-papers", 1, "calendar days", "from asking for papers to asking again"),
    _ours("ask-visit", 1, "calendar days", "from asking for a visit to asking for its hour"),
    _ours("touch-first", 7, "calendar days", "from leaving to a touch after the first call"),
    _ours("touch-second", 14, "calendar days", "from leaving to a second touch"),
    _ours("touch-lead", 2, "calendar days", "a contact so long before a touch counts for it"),
    _ours("touch-shown", 7, "calendar days", "how long the second touch is asked for"),
    _ours("referral-report", 30, "calendar days", "from the referral to a report back"),
    _ours("referral-longest", 365, "calendar days", "older referrals are asked again anew"),
    _ours("coverage-ending", 30, "calendar days", "before an insurance ends"),
    _ours("coverage-ended", 30, "calendar days", "after an insurance ended without another"),
)
