"""From what came in and what we have to one agreed list: every version of every item, side by side.

What 45 CFR 170.315(b)(2) asks: problems, allergies and medicines of at least two sources at once, each
with its source and the date it was last changed; one list that a person makes from them, looks over and
confirms. Rows are grouped by likeness; nothing is chosen for the person except where all say the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from hashlib import blake2b

from northstar.chart.chart import Chart
from northstar.chart.value import Source, Value
from northstar.chart.when import When
from northstar.discover import declared
from northstar.rules.disagreement import AGREED

_LATELY = timedelta(days=120)  # for which an entry that was dropped is worth a question


class Column(StrEnum):
    """Where a version stands, in the order of the keys 1 to 4."""

    OURS = "Our record"
    CAME = "Came in"
    FILLED = "Filled"
    SAID = "As said"


class Likeness(StrEnum):
    """How alike the versions of a row are."""

    DIFFERENT = "Told differently"
    ONLY = "Only in one source"
    SAME = "The same everywhere"


@dataclass(frozen=True, slots=True)
class Version:
    """One source's word on one item. `stated` is what is compared: equal, or either unknown, is alike.

    `on`: the source holds it to be current; `dropped` why not, where the item itself says nothing of it.
    `changed` is when the source last changed it.
    """

    value: Value
    column: Column
    on: bool
    says: str
    detail: str
    stated: tuple[str, ...]
    changed: date | None
    dropped: str = ""

    @property
    def told(self) -> str:
        """The detail, and why its source holds it to be current no more."""
        return ", ".join(words for words in (self.detail, self.dropped) if words)

    @property
    def id(self) -> str:
        """The same for the same fact of the same source, and nothing of the person in it."""
        return mark(*_place(self.value))


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list. `facts` are all that speak of it, as (feed, kind, key), shown or not.

    `tokens` are the names under which it is found to be the same again; `plain` says it in plain words.
    """

    part: str
    key: str
    name: str
    versions: tuple[Version, ...]
    likeness: Likeness
    facts: frozenset[tuple[str, str, str]]
    tokens: frozenset[str] = frozenset()
    plain: str = ""

    @property
    def id(self) -> str:
        return mark(self.part, self.key)

    def column(self, column: Column) -> tuple[Version, ...]:
        return tuple(v for v in self.versions if v.column == column)

    @property
    def proposed(self) -> Version | None:
        """Where all say the same, the version of the first column that has one: a list says how to
        take it, a fill does not. Nothing else is chosen for the person."""
        return self.versions[0] if self.likeness == Likeness.SAME else None

    @property
    def best(self) -> Version:
        """The version that tells most of an item that is left off."""
        return max(
            self.versions,
            key=lambda v: (v.on, v.column != Column.FILLED, v.changed or date.min, v.id),
        )

    def version(self, mark: str) -> Version | None:
        return next((v for v in self.versions if v.id == mark), None)


@dataclass(frozen=True, slots=True)
class Stated:
    """Who states an agreed item, when, and for what reason."""

    by: str
    at: When
    reason: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Since when its source has an entry no more, and why in words."""

    on: date
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    """One list. `groups` gathers the facts that speak of one item; `version` shows one of them.

    `lately(value, today, zone)`: recent enough to be on the table. `tokens(value)`: its names for
    finding the same again. `agreed(value, on, stated)` is what our own people state of an item on the
    agreed list, or left off it; None where that states nothing. `dropped` says of entries (by their
    identity) why their source holds them to be current no more, though they say nothing of it.
    """

    code: str
    title: str
    one: str
    groups: Callable[[Chart], Iterable[tuple[str, str, list[Value]]]]
    version: Callable[[Value, Column, tzinfo], Version]
    lately: Callable[[Value, date, tzinfo], bool]
    tokens: Callable[[Value], set[str]]
    agreed: Callable[[Value, bool, "Stated"], Value | None]
    plain: Callable[[list[Value]], str] = lambda values: ""
    order: int = 0
    dropped: Callable[[Chart, tzinfo], Mapping[int, "Dropped"]] = lambda chart, zone: {}


def parts() -> tuple[Part, ...]:
    """The lists, in the order in which they are gone through."""
    return tuple(sorted(declared("northstar.rules.lists", "PART"), key=lambda part: part.order))


def table(
    chart: Chart, today: date, zone: tzinfo, column: Callable[[Value], Column]
) -> tuple[Row, ...]:
    """Every item that some source holds now or held lately. `column` says where a fact stands."""
    return tuple(
        row
        for part in parts()
        for dropped in [part.dropped(chart, zone)]
        for key, name, values in part.groups(chart)
        if (row := _row(part, key, name, values, today, zone, column, dropped))
    )


def column_by(own: Iterable[str], chart: Chart) -> Callable[[Value], Column]:
    """Where facts stand when these feeds are the clinic's own. What the person or somebody near says to
    be taken stands by itself, whoever wrote it down."""
    ours = frozenset(own)
    names = [n for p in chart.persons for n in p.names] + [
        n for r in chart.related for n in r.names
    ]
    near = {_spelled(name.plain) for name in names}

    def column(value: Value) -> Column:
        kind = type(value).__name__
        if kind == "MedicationDispense":
            return Column.FILLED
        said_by = getattr(value, "informant", "") if kind == "MedicationStatement" else ""
        if said_by and (_spelled(said_by) in near or _NEAR.search(said_by)):
            return Column.SAID
        return Column.OURS if value.source and value.source.feed in ours else Column.CAME

    return column


_NEAR = re.compile(r"\b(patient|self|daughter|son|wife|husband|spouse|caregiver)\b", re.IGNORECASE)


def _spelled(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold()))


def mark(*words: str) -> str:
    """A short name for a form's field."""
    return blake2b("\0".join(words).encode(), digest_size=6).hexdigest()


def fingerprint(rows: Iterable[Row]) -> str:
    """What was on the table, version by version: a form sent back must be about the same."""
    told = (f"{row.id} {v.id} {v.on} {v.says} {v.told}" for row in rows for v in row.versions)
    return mark(*sorted(told))


def current(values: Iterable[Value]) -> Iterator[Value]:
    """Without what was entered in error, and without our own agreed list: that is the outcome."""
    for value in values:
        told = {getattr(value, "status", ""), getattr(value, "verification_status", "")}
        mine = value.source and value.source.key.startswith(AGREED)
        if "entered-in-error" not in told and not mine:
            yield value


def changed_on(value: Value, zone: tzinfo) -> date | None:
    """When the source last changed it: its own time of writing, else what the fact itself tells."""
    source: Source | None = value.source
    if source and source.written:
        return source.written.astimezone(zone).date()
    told = getattr(value, "recorded", None) or getattr(value, "authored", None) or value.began
    return told.first_day(zone) if told else None


def _row(
    part: Part, key: str, name: str, values: list[Value], today: date, zone: tzinfo,
    column: Callable[[Value], Column], dropped: Mapping[int, Dropped],
) -> Row | None:  # fmt: skip
    told = [_as_held(part.version(v, column(v), zone), dropped.get(id(v))) for v in values]
    versions = _versions(told)
    lately = {id(v) for v in values if part.lately(v, today, zone)}
    lately |= {entry for entry, gone in dropped.items() if today - gone.on <= _LATELY}
    if not any((v.on and not v.value.ended) or id(v.value) in lately for v in versions):
        return None
    return Row(
        part.code, key, name, versions, _likeness(versions),
        frozenset(_place(value) for value in values),
        frozenset(token for value in values for token in part.tokens(value)), part.plain(values),
    )  # fmt: skip


def _as_held(version: Version, dropped: Dropped | None) -> Version:
    """An entry that its source's newer list has no more is not held to be current, and says why."""
    if dropped is None or not version.on:
        return version
    return replace(version, on=False, dropped=dropped.says)


def _versions(told: list[Version]) -> tuple[Version, ...]:
    """What each source holds to be current; of a source that holds nothing so, its last word."""
    by_source: dict[tuple, list[Version]] = {}
    for version in told:
        feed = version.value.source.feed if version.value.source else ""
        by_source.setdefault((version.column, feed), []).append(version)
    kept: list[Version] = []
    for versions in by_source.values():
        versions.sort(key=lambda v: (v.changed or date.min, v.id))
        on = [v for v in versions if v.on] if versions[0].column != Column.FILLED else []
        kept += _distinct(on) or versions[-1:]
    order = list(Column)
    return tuple(sorted(kept, key=lambda v: (order.index(v.column), not v.on, v.id)))


def _distinct(versions: list[Version]) -> list[Version]:
    """Of versions that say the same, the last."""
    found = {(v.says.casefold(), v.detail.casefold()): v for v in versions}
    return list(found.values())


def _likeness(versions: tuple[Version, ...]) -> Likeness:
    feeds = {(v.column, v.value.source.feed if v.value.source else "") for v in versions}
    if len(feeds) < 2:
        return Likeness.ONLY
    if len({v.on for v in versions}) > 1 or not versions[0].on:
        return Likeness.DIFFERENT
    alike = all(_alike(a.stated, b.stated) for a in versions for b in versions)
    return Likeness.SAME if alike else Likeness.DIFFERENT


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Part by part; what a source does not tell contradicts nothing."""
    return all(not a or not b or a == b for a, b in zip(one, other, strict=True))


def _place(value: Value) -> tuple[str, str, str]:
    source = value.source
    return (source.feed, source.kind, source.key) if source else ("", "", "")
