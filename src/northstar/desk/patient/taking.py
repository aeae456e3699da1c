"""Medicines: prescribed, dispensed and said to be taken side by side, by ingredient."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString, mark_safe

from northstar.chart.chart import Chart
from northstar.chart.medicines import MedicationRequest, MedicationStatement
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import figure, join
from northstar.rules.complete_lists import LeftOut
from northstar.rules.medicines import Medicines, Stopped, Supply, medicines

_DAYS = 30
_RECENT = 90  # days for which a stopped medicine stays on the page
MOST = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """What one kind of source says of a medicine; `no`: that it is not taken."""

    words: str
    chip: Chip | None
    no: bool = False


@dataclass(frozen=True, slots=True)
class Taking:
    """One ingredient as a row. `strip` has a bar a day for thirty: full, hollow, or not known."""

    name: str
    dosage: str
    why: str
    prescribed: list[Cell]
    dispensed: list[Cell]
    said_taken: list[Cell]
    strip: SafeString
    strip_says: str
    left: str
    price: str
    tone: str
    glyph: str
    state: str
    dropped: list[Cell]


def taking(
    chart: Chart, chips: Chips, disputed: Iterable[str], answered: Mapping[str, str] | None = None
) -> list[Taking]:
    """What is in use or was stopped lately: first what needs a thought. `disputed`: of which sources
    differ; `answered`: what a person has settled of some, in words."""
    answered = answered or {}
    known = medicines(chart, chips.calendar.zone)
    disputed = set(disputed)
    names = {*known.prescribed, *known.dispensed, *known.said_taken} | {
        name for name in known.stopped if _lately(known, name, chips.calendar.today)
    }
    rows = [
        _row(name, known, chips, name in disputed, answered.get(name, ""))
        for name in sorted(names)
        if name in disputed or name in answered or _matters(name, known, chips.calendar.today)
    ]
    rows.sort(key=lambda row: _URGENCY.get(row.state.split(":")[0], 2))
    return list({_told_by(row): row for row in reversed(rows)}.values())[::-1]


def _told_by(row: Taking) -> object:
    """The same for both halves of one tablet: they are one medicine, and what needs a thought leads."""
    told = (*row.prescribed, *row.dispensed, *row.said_taken)
    return (row.name, *(cell.chip.href for cell in told if cell.chip))


_BARS = {"full": "<i></i>", "hollow": '<i class="x"></i>', "unknown": '<i class="u"></i>'}
_URGENCY = {
    "Sources differ": 0,
    "Ran out": 1,
    "Never filled": 1,
    "In use": 3,
    "Listed": 3,
    "Settled": 3,
    "Not listed any more": 2,
    "Stopped": 4,
}


def _lately(known: Medicines, name: str, today: date) -> bool:
    stop = known.last_stop(name)
    return bool(stop and (today - stop.day).days <= _RECENT)


def _matters(name: str, known: Medicines, today: date) -> bool:
    """In use, lately stopped, or run out within the year; not every antibiotic of ten years ago."""
    if known.current(name, today) or _lately(known, name, today):
        return True
    if any((today - left.on).days <= _RECENT for left in _dropped(known, name)):
        return True
    supply = known.dispensed.get(name)
    ends = supply.runs_out if supply else None
    return bool(ends and (today - ends).days < 365)


def _row(name: str, known: Medicines, chips: Chips, disputed: bool, answer: str) -> Taking:
    today = chips.calendar.today
    listed = known.prescribed.get(name, ())
    requests = tuple(v for v in listed if id(v) not in known.left_out) or listed
    said = known.said_taken.get(name, ())
    supply, stop = known.dispensed.get(name), known.last_stop(name)
    statements = tuple(v for v in said if known.shows_use(v, today))
    statements = statements or (said if _dropped(known, name) else ())
    best = next(iter((*reversed(requests), *reversed(statements))), None)
    shown = best or (supply.last if supply else stop.value if stop else None)
    tone, glyph, state = _state(name, known, supply, disputed, chips)
    if answer:  # a person's word, whatever single sources show
        tone, glyph, state = "", "i-check", f"Settled: {answer}"
    strip = _strip(supply, today)
    full = strip.count("full")
    return Taking(
        name=(shown.main.words if shown and shown.main else name)[:120],
        dosage=getattr(shown, "dosage", "") or "",
        why=_why(requests, statements),
        prescribed=_cells(requests, chips, "Prescribed"),
        dispensed=_fills(supply, chips),
        said_taken=[
            *_not_taken(known, name, chips),
            *_cells(statements, chips, "Said to be taken"),
        ],
        # Only our own signs: nothing a source wrote is in it.
        strip=mark_safe("".join(_BARS[sign] for sign in strip)),  # noqa: S308 # nosec
        strip_says=f"in hand on {full} of {_DAYS} days, by fills" if supply else "no fills known",
        left=_left(supply, today),
        price=f"${supply.last.price:.2f}" if supply and supply.last.price is not None else "",
        tone=tone,
        glyph=glyph,
        state=state,
        dropped=[
            Cell(left.says[0].upper() + left.says[1:], chips.of(left.paper))
            for left in _dropped(known, name)
        ],
    )


def _dropped(known: Medicines, name: str) -> list[LeftOut]:
    """What a newer list of its sender has no more; of each sender once."""
    listed = (*known.prescribed.get(name, ()), *known.said_taken.get(name, ()))
    found = (known.left_out.get(id(value)) for value in listed)
    return list({left.sender: left for left in found if left}.values())


def _state(name, known: Medicines, supply: Supply | None, disputed: bool, chips: Chips):
    today, stop = chips.calendar.today, known.last_stop(name)
    if disputed:
        return "clash", "i-neq", "Sources differ"
    if stop and not known.current(name, today):
        return "", "i-undo", _when_stopped(stop, chips)
    ends = supply.runs_out if supply else None
    if _dropped(known, name) and not known.current(name, today):
        return "", "i-undo", "Not listed any more"
    if ends and ends <= today:
        return "due", "i-clock", f"Ran out: {chips.calendar.day(ends)}"
    if supply:
        return "ok", "i-check", "In use"
    return "", "i-dotf", "Listed"


def _when_stopped(stop: Stopped, chips: Chips) -> str:
    """Some systems tell that a medicine was stopped and not when: then no day is shown."""
    return f"Stopped: {chips.calendar.day(stop.day)}" if stop.is_dated else "Stopped"


def _why(*groups: Iterable) -> str:
    return next((v.reason for values in groups for v in reversed(tuple(values)) if v.reason), "")


def _cells(values: tuple, chips: Chips, verb: str) -> list[Cell]:
    """The latest word of each feed, at most three."""
    latest: dict[str, MedicationRequest | MedicationStatement] = {}
    for value in values:
        latest[value.source.feed if value.source else ""] = value
    return [Cell(v.dosage or verb, chips.of(v)) for v in reversed(list(latest.values()))][:3]


def _not_taken(known: Medicines, name: str, chips: Chips) -> list[Cell]:
    """The last word that it is not taken, where that is what was said of it."""
    stop = known.last_stop(name)
    said = stop and isinstance(stop.value, MedicationStatement) and stop.value.status == "not-taken"
    return [Cell("Not taken", chips.of(stop.value), no=True)] if stop and said else []


def _fills(supply: Supply | None, chips: Chips) -> list[Cell]:
    if not supply:
        return []
    last = supply.last
    days = f"{figure(last.days_supply)} days" if last.days_supply else "length not told"
    return [Cell(join(f"Filled {chips.calendar.short(last.handed_over)}", days), chips.of(last))]


def _strip(supply: Supply | None, today: date) -> list[str]:
    """Full: covered by a fill. Hollow: a gap. Unknown: before the first fill, or no length told."""
    if not supply or not supply.spans:
        return ["unknown"] * _DAYS
    covered = {
        day
        for begins, ends in supply.spans
        if (today - ends).days <= _DAYS
        for day in range(begins.toordinal(), ends.toordinal())
    }
    first = supply.spans[0][0].toordinal()
    days = range((today - timedelta(days=_DAYS - 1)).toordinal(), today.toordinal() + 1)
    return ["full" if d in covered else "unknown" if d < first else "hollow" for d in days]


def _left(supply: Supply | None, today: date) -> str:
    ends = supply.runs_out if supply else None
    if not ends:
        return ""
    days = (ends - today).days
    return (
        f"{days} days left" if days > 1 else "1 day left" if days == 1 else "none left by the count"
    )
