"""When to ask whom, rung by rung, while a result, a report or an answer to the person is still out."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from northstar.knowledge.table import Row, known

_READ = date(2026, 11, 1)
_OURS = "Product default; no published limit was found"
_LOOP = "Own limit within CMS50 Closing the referral loop and IHE 360X, which set none"


@dataclass(frozen=True, slots=True)
class Rung:
    """Ask `whom` after so many calendar days: the first from where the phase began, the others from
    the time before."""

    days: int
    whom: str


@lru_cache(maxsize=256)
def ladder(phase: str, on: date) -> tuple[Rung, ...]:
    """The rungs in force on the day the phase began; the last is repeated until it is answered."""
    found = (known(ROWS, f"{phase}-{number}", on) for number in range(1, 6))
    return tuple(Rung(int(row.value), row.note) for row in found if row)


def next_ask(phase: str, began: date, asked: tuple[date, ...]) -> tuple[date, str]:
    """(the day, whom): the next rung after those that were climbed."""
    rungs = ladder(phase, began)
    rung = rungs[min(len(asked), len(rungs) - 1)]
    return (asked[-1] if asked else began) + timedelta(days=rung.days), rung.whom


def _rung(phase: str, number: int, days: int, whom: str, source: str = _OURS) -> Row:
    return Row(
        code=f"{phase}-{number}", value=days, unit="calendar days", source=source, year=2026,
        reviewed=_READ, note=whom,
    )  # fmt: skip


ROWS = (
    _rung("laboratory", 1, 14, "the laboratory: was it drawn"),
    _rung("laboratory", 2, 3, "the person: was it drawn, and where"),
    _rung("laboratory", 3, 7, "who ordered it: is it still wanted"),
    _rung("imaging", 1, 30, "the imaging office: was it done"),
    _rung("imaging", 2, 3, "the person: was it done, what stood in the way"),
    _rung("imaging", 3, 7, "who ordered it: is it still wanted"),
    _rung("booking", 1, 3, "the office: has the referral come, is a visit booked", _LOOP),
    _rung("booking", 2, 4, "the person: do they want to go, what stands in the way", _LOOP),
    _rung("booking", 3, 7, "who referred: another office", _LOOP),
    _rung(
        "booking-soon", 1, 1, "the office: has the urgent referral come, is a visit booked", _LOOP
    ),
    _rung("booking-soon", 2, 1, "the person: do they want to go, what stands in the way", _LOOP),
    _rung("booking-soon", 3, 2, "who referred: another office", _LOOP),
    _rung("turned-down", 1, 0, "who referred: another office, or what the office asks for", _LOOP),
    _rung(
        "turned-down",
        2,
        3,
        "the person: is another office as good, do they still want to go",
        _LOOP,
    ),
    _rung("visit", 1, 1, "the office: was the visit made", _LOOP),
    _rung("visit", 2, 3, "the person: were they seen", _LOOP),
    _rung("report", 1, 7, "the office: its note, please", _LOOP),
    _rung("report", 2, 7, "the office’s records, by another road", _LOOP),
    _rung("report", 3, 7, "our clinician to theirs", _LOOP),
    _rung("critical", 1, 0, "the office that ordered it, this hour"),
    _rung("critical", 2, 1, "who covers for that office"),
    _rung("review", 1, 3, "who ordered it: please read it"),
    _rung("review", 2, 3, "who covers for them"),
    _rung("tell", 1, 2, "the person: what it says, and what happens next"),
    _rung("tell", 2, 2, "the person, at another hour"),
    _rung("tell", 3, 7, "the person, by letter"),
)
