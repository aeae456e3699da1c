"""A medicine: one source stopped it, another still lists it or hands it out. Alike by ingredient."""

from collections.abc import Iterator
from datetime import date, timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.medicines import MedicationDispense
from northstar.chart.value import Value
from northstar.knowledge.medicine_clocks import days
from northstar.rules.disagreement import (
    Ahead,
    Case,
    Matter,
    Subject,
    Word,
    last_heard,
    latest,
    parties,
    told_on,
    voice,
)
from northstar.rules.examples import chart_of, fills, from_feed, prescribed, said_taken
from northstar.rules.medicines import Medicines, Stopped, medicines

_IN_USE, _STOPPED = "in use", "stopped"
_LISTED, _STOP, _LISTED_AGAIN = (
    0,
    1,
    2,
)  # of one day: a new entry is later than the stop it replaces


def matters(chart: Chart, zone: tzinfo) -> Iterator[Matter]:
    """Every medicine that some source stopped, with each source's latest word on it."""
    known = medicines(chart, zone)
    found: dict[frozenset[int], tuple[list[str], tuple[Word, ...]]] = {}
    for name in sorted(known.stopped):
        words = _words(known, name, zone)
        names, _ = found.setdefault(frozenset(id(w.value) for w in words), ([], words))
        names.append(name)
    for names, words in found.values():
        together = " with ".join(names)
        yield Matter(f"medicine {together}", together, words, tuple(names))


def _words(known: Medicines, name: str, zone: tzinfo) -> tuple[Word, ...]:
    stops = [s for s in known.stopped[name] if next(parties([s.value]), None)]
    last = max((s.surely for s in stops), default=None)
    if last is None:
        return ()
    said: list[tuple[tuple, Word]] = [((s.surely, _STOP), _stop(s)) for s in stops]
    taken = (s for s in known.said_taken.get(name, ()) if not s.end)
    told = (*known.prescribed.get(name, ()), *taken)
    listed = [v for v in told if id(v) not in known.left_out]
    for value in parties(listed):
        on = _as_of(value, zone)
        if not _long_over(value, last, zone):
            said.append(((on or date.min, _LISTED_AGAIN if on else _LISTED), _list(value, on)))
    said += [((w.day, _LISTED_AGAIN), w) for w in _fills_after(known, name, last, zone)]
    return tuple(sorted(latest(said), key=lambda w: (w.stance != _STOPPED, w.voice)))


def _stop(stop: Stopped) -> Word:
    why = f"“{stop.why}”" if stop.why else stop.by or "reason not found in this source"
    label = "Stopped {day}" if stop.is_dated else "Stopped, as heard {day}"
    return Word(voice(stop.value), _STOPPED, label, stop.value, stop.surely, why)


def _list(value: Value, on: date | None) -> Word:
    prescribed = type(value).__name__ == "MedicationRequest"
    said = "Still prescribed" if prescribed else "Said to be taken"
    told = ", ".join(w for w in (value.code.words, value.dosage) if w)  # type: ignore[attr-defined]
    return Word(voice(value), _IN_USE, said, value, on, told)


def _fills_after(known: Medicines, name: str, stop: date, zone: tzinfo) -> Iterator[Word]:
    """A fill before the stop is no word against it."""
    supply = known.dispensed.get(name)
    for fill in parties(supply.fills if supply else ()):
        on = fill.handed_over.first_day(zone) if fill.handed_over else None
        if on and on > stop:
            length = f"{fill.days_supply:g} days’ supply" if fill.days_supply else ""
            yield Word(
                f"{voice(fill)}, fills", _IN_USE, "Filled {day}, after it was stopped", fill, on,
                length, fill.pharmacy,
            )  # fmt: skip


def _as_of(value: Value, zone: tzinfo) -> date | None:
    """The day for which it speaks: a list speaks for the day it was written, an order for its start."""
    began = value.began.first_day(zone) if value.began else None
    if type(value).__name__ == "MedicationRequest":
        return began or told_on(value, zone)
    return max((day for day in (began, told_on(value, zone)) if day), default=None)


def _long_over(value: Value, stop: date, zone: tzinfo) -> bool:
    """Ended by its own dates, or last heard so long before the stop that it shows no use."""
    ended = value.ended.first_day(zone) if value.ended else None
    return bool(ended and ended <= stop) or stop - last_heard(value, zone, stop) > days(
        "list-is-fresh", stop
    )


def ahead(chart: Chart, matter: Matter, zone: tzinfo) -> Iterator[Ahead]:
    """Tablets in the house. A fill after the stop has a rule of its own (stopped-but-refilled)."""
    if any(isinstance(word.value, MedicationDispense) for word in matter.words):
        return
    known = medicines(chart, zone)
    for name in matter.names:
        supply = known.dispensed.get(name)
        if supply and supply.runs_out and supply.last.handed_over:
            on = supply.last.handed_over.first_day(zone)
            yield Ahead(
                f"{name} is in the house by the last fill", supply.last, on, supply.runs_out
            )


SUBJECT = Subject(
    code="medicine",
    title="A medicine stopped here and listed there",
    why="Two lists, one bottle: what is taken tonight depends on which list somebody read.",
    cites="Own rule; likeness by ingredient",
    reviewed=date(2026, 11, 1),
    kinds=("MedicationRequest", "MedicationStatement"),
    matters=matters,
    ahead=ahead,
    fades=timedelta(days=400),
)

_THERE = from_feed(
    "hospital",
    prescribed("Lisinopril 20 mg", "3 Feb 2025", status="stopped", ended="24 Aug 2026"),
)
CASES = [
    Case(
        "stopped here, listed there by its brand",
        chart_of(_THERE, from_feed("clinic", prescribed("Zestril", "1 Mar 2026"))),
        {"medicine lisinopril": {"hospital": "stopped", "clinic": "in use"}},
    ),
    Case(
        "a fill after the stop",
        chart_of(_THERE, fills(lisinopril="30 Aug 2026, 30 days")),
        {"medicine lisinopril": {"hospital": "stopped", "pharmacy, fills": "in use"}},
    ),
    Case(
        "a combination is one matter, not two",
        chart_of(
            from_feed(
                "hospital",
                prescribed(
                    "losartan-hydrochlorothiazide 50-12.5 mg",
                    "3 Feb 2025",
                    "stopped",
                    "24 Aug 2026",
                ),
            ),
            from_feed("clinic", prescribed("Hyzaar", "1 Mar 2026")),
        ),
        {"medicine hydrochlorothiazide with losartan": {"hospital": "stopped", "clinic": "in use"}},
    ),
    Case("a fill before the stop", chart_of(_THERE, fills(lisinopril="20 Aug 2026, 30 days"))),
    Case(
        "the one source that stopped it lists the new strength",
        chart_of(_THERE, from_feed("hospital", prescribed("Lisinopril 10 mg", "24 Aug 2026"))),
    ),
    Case(
        "a list last written two years before the stop",
        chart_of(
            _THERE, from_feed("old", said_taken("lisinopril", "1 Mar 2024"), written="1 Mar 2024")
        ),
    ),
]
