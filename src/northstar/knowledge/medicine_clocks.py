"""How long we wait, and how far we look back, before we ask about a medicine.

The waits are the clinic's own habit (UNCONFIRMED: a pharmacist sets them); the thirty-six hours are
the label's. Judged by the day of the fill, the order or the stop.
"""

from datetime import date, timedelta

from northstar.knowledge.table import Row, at

_SINCE = date.min  # a habit has no first day, and an order may be forty years old
_REVIEWED = date(2026, 11, 1)


def _habit(code: str, value: int, note: str) -> Row:
    return Row(
        code=code,
        value=value,
        unit="days",
        effective_from=_SINCE,
        source="The clinic's own habit",
        reviewed=_REVIEWED,
        note=note,
    )


ROWS = (
    _habit("refill-grace", 7, "days after the last tablet before a gap is asked about"),
    _habit("refill-forgotten", 180, "days after which a gap is old news, kept for the next visit"),
    _habit("first-fill-wait", 7, "days a new prescription may wait at the pharmacy"),
    _habit("first-fill-forgotten", 60, "days after which an unfilled prescription is old news"),
    _habit("dispensed-after-stop", 120, "days after a hand-over in which it is still worth a call"),
    _habit("list-is-fresh", 400, "days for which an entry on a medicine list still shows use"),
    _habit("course-outlived", 30, "days after its end in which a course may still be taken"),
    _habit("order-outlived", 90, "days after its end in which an order for longer still shows use"),
    _habit("double-overlap", 14, "days two fills of one ingredient must overlap to be asked about"),
    _habit("pharmacy-quiet", 3, "days a pharmacy feed may be quiet before gaps are not argued"),
    Row(
        code="acei-arni-washout",
        value=36,
        unit="hours",
        effective_from=_SINCE,
        source="US prescribing information, sacubitril/valsartan",
        section="contraindications",
        reviewed=_REVIEWED,
        note="an ACE inhibitor and sacubitril/valsartan are not given within this time of each other",
    ),
)


def days(code: str, day: date) -> timedelta:
    """The wait in force on a day."""
    return timedelta(days=int(at(ROWS, code, day).value))
