"""How often, how far apart and by what means somebody is tried before it is given up for now."""

from datetime import date

from northstar.knowledge.table import Row, at

_READ = date(2026, 11, 1)
_OURS = "Product default; no published limit was found"
_TCM = "CMS, Transitional Care Management, as restated by NGS"


def number(code: str, day: date) -> int:
    """The number in force on that day."""
    return int(at(ROWS, code, day).value)


def _row(
    code: str, value: int, unit: str, note: str, source: str = _OURS, confidence="unconfirmed"
):
    return Row(
        code,
        value,
        unit,
        source=source,
        year=2026,
        confidence=confidence,
        reviewed=_READ,
        note=note,
    )


ROWS = (
    _row("calls", 4, "calls in vain", "then a letter goes out"),
    _row("calls-with-clock", 2, "calls in vain", "attempts, on business days, that count after a stay", _TCM, "B"),
    _row("apart", 1, "days", "between two calls, where no clock presses"),
    _row("letter-waits", 10, "calendar days", "for an answer to the letter"),
    _row("looks-back", 45, "calendar days", "older attempts belong to another matter"),
)  # fmt: skip

# When people can be had differs: the parts of a day, by the clock of who is called.
PARTS = (("morning", 9, 12), ("afternoon", 12, 17), ("evening", 17, 20))
