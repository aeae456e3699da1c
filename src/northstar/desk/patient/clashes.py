"""Where sources disagree: every version beside the others, until a person settles it.

Only plain contradictions are shown: a medicine that one source stopped and another still lists or
fills; "no known allergies" beside an allergy; an allergy refuted here and held there; phone numbers
or birth dates that no two sources share.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from northstar.chart.chart import Chart
from northstar.chart.medicines import (
    MedicationDispense,
    MedicationRequest,
    MedicationStatement,
)
from northstar.chart.value import Value
from northstar.desk.patient.identity import active_allergies, phones_of
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import figure, join
from northstar.knowledge.ingredients import ingredients_of, plain_name
from northstar.rules.medicines import Medicines, Stopped, medicines

_STALE = 400  # days: a fill longer ago than this contradicts nothing


@dataclass(frozen=True, slots=True)
class Version:
    """One column: who says it, what, the detail, and where."""

    who: str
    says: str
    detail: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Clash:
    """One matter the sources tell differently. `since` is when they began to."""

    about: str
    versions: list[Version]
    since: str = ""


def clashes(chart: Chart, chips: Chips) -> list[Clash]:
    """Every plain contradiction in a chart."""
    return [*_medicines(chart, chips), *_allergies(chart, chips), *_contacts(chart, chips)]


# Medicines
def _medicines(chart: Chart, chips: Chips) -> Iterator[Clash]:
    known = medicines(chart, chips.calendar.zone)
    for ingredient in sorted(known.stopped):
        stop = known.last_stop(ingredient)
        against = list(_against(known, stop, chips)) if stop else []
        if stop and against:
            first = Version(
                chips.title(stop.value.source),
                f"Stopped {chips.calendar.day(stop.day)}",
                f"“{stop.why}”" if stop.why else join(stop.by, "reason not found in this source"),
                chips.of(stop.value),
            )
            yield Clash(ingredient, [first, *against][:4], chips.calendar.day(stop.day))


def _against(known: Medicines, stop: Stopped, chips: Chips) -> Iterator[Version]:
    """What another source, or a later fill, says against a stop."""
    fill = _filled_after(known, stop, chips)
    if fill:
        days = f"{figure(fill.days_supply)} days’ supply" if fill.days_supply else ""
        words = f"Filled {chips.calendar.short(fill.handed_over)}, after it was stopped"
        yield Version(fill.pharmacy or chips.title(fill.source), words, days, chips.of(fill))
    seen = {stop.feed}
    listed: tuple[tuple[MedicationRequest | MedicationStatement, str], ...] = (
        *((v, "Still prescribed") for v in reversed(known.prescribed.get(stop.ingredient, ()))),
        *((v, "Said to be taken") for v in reversed(known.said_taken.get(stop.ingredient, ()))),
    )
    for value, words in listed:
        feed = value.source.feed if value.source else ""
        if feed not in seen and not _is_older(value, stop, chips):
            seen.add(feed)
            said = join(value.code.words, value.dosage)
            yield Version(chips.title(value.source), words, said, chips.of(value))


def _filled_after(known: Medicines, stop: Stopped, chips: Chips) -> MedicationDispense | None:
    supply = known.dispensed.get(stop.ingredient)
    day = supply.last.began.day(chips.calendar.zone) if supply and supply.last.began else None
    recent = day and day > stop.day and (chips.calendar.today - day).days < _STALE
    return supply.last if supply and recent else None


def _is_older(value: Value, stop: Stopped, chips: Chips) -> bool:
    """Begun and ended before the stop, by its own dates: no contradiction."""
    ended = value.ended.first_day(chips.calendar.zone) if value.ended else None
    return bool(ended and ended <= stop.day) or _last_heard(value, chips) < _long_before(stop.day)


def _last_heard(value: Value, chips: Chips) -> date:
    source = value.source
    at = max((t for t in (source.written, source.received) if t), default=None) if source else None
    return at.astimezone(chips.calendar.zone).date() if at else chips.calendar.today


def _long_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - _STALE)


# Allergies
def _allergies(chart: Chart, chips: Chips) -> Iterator[Clash]:
    held = active_allergies(chart)
    none = {a.source.feed: a for a in chart.allergies if a.absent and a.source}
    others = {a.source.feed: a for a in held if a.source and a.source.feed not in none}
    if none and others:
        versions = [
            Version(chips.title(a.source), "No known allergies", "", chips.of(a))
            for a in none.values()
        ]
        versions += [
            Version(chips.title(a.source), a.code.words, ", ".join(a.reactions), chips.of(a))
            for a in others.values()
        ]
        yield Clash("allergies", versions[:4])
    refuted = {
        _named(a): a for a in chart.allergies if a.verification_status == "refuted" and not a.absent
    }
    for allergy in held:
        against = refuted.pop(_named(allergy), None)
        if against and _feed(against) != _feed(allergy):
            yield Clash(
                f"allergy to {allergy.code.words}",
                [
                    Version(
                        chips.title(allergy.source),
                        "Allergic",
                        ", ".join(allergy.reactions),
                        chips.of(allergy),
                    ),
                    Version(chips.title(against.source), "Refuted", "", chips.of(against)),
                ],
            )


def _named(allergy) -> str:
    return (ingredients_of(allergy.code) or (plain_name(allergy.code),))[0]


def _feed(value: Value) -> str:
    return value.source.feed if value.source else ""


# Phone and birth date
def _contacts(chart: Chart, chips: Chips) -> Iterator[Clash]:
    yield from _apart(
        chart, chips, "phone number", lambda p: {_digits(n): n for n, _ in phones_of(p)}
    )
    yield from _apart(
        chart, chips, "birth date",
        lambda p: {p.birth_date.text[:10]: chips.calendar.born(p.birth_date)} if p.birth_date else {},
    )  # fmt: skip


def _apart(chart: Chart, chips: Chips, about: str, told: Callable) -> Iterator[Clash]:
    """Where two sources each say something and share nothing of it."""
    by_feed: dict[str, dict[str, str]] = defaultdict(dict)
    spoke: dict[str, Value] = {}
    for person in chart.persons:
        if words := told(person):
            by_feed[_feed(person)].update(words)
            spoke[_feed(person)] = person
    feeds = list(by_feed)
    differ = any(
        not by_feed[one].keys() & by_feed[other].keys()
        for i, one in enumerate(feeds)
        for other in feeds[i + 1 :]
    )
    if differ:
        yield Clash(
            about,
            [
                Version(
                    chips.title(spoke[f].source),
                    ", ".join(by_feed[f].values()),
                    "",
                    chips.of(spoke[f]),
                )
                for f in feeds[:4]
            ],
        )


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-10:]
