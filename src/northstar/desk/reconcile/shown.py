"""The table as the page shows it: every version with its source and date, and what is chosen so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from northstar.chart.value import Source
from northstar.desk.source.chip import Chip, Chips, address
from northstar.rules.agreed import OFF, Chosen, Difference, Item
from northstar.rules.reconciliation import Column, Likeness, Part, Row, Version, parts

COLUMNS = tuple(Column)
_NEEDS = {
    Likeness.DIFFERENT: "each needs a choice and a reason",
    Likeness.ONLY: "keep each, or leave it off with a reason",
    Likeness.SAME: "accepted together",
}
_HOW = {"added": "New", "changed": "Changed", "left off": "Left off", "gone": "No longer listed"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One version to choose; the chip says its source and when that source last changed it."""

    id: str
    says: str
    detail: str
    on: bool
    chosen: bool
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Line:
    """One item: its versions by column, and what was entered."""

    id: str
    name: str
    plain: str
    columns: list[tuple[int, str, list[Offer]]]
    off: bool
    reason: str
    ask: bool
    may_ask: bool
    needs_reason: bool
    missing: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one likeness."""

    title: str
    needs: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Table:
    """One of the three lists."""

    code: str
    title: str
    groups: list[Group]
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of the merged list, with its source and the date it was last changed there."""

    says: str
    detail: str
    reason: str
    ask: bool
    chip: Chip | None


@dataclass(slots=True)
class Merged:
    """One merged list: what is on it, and what was left off."""

    title: str
    on: list[Listed] = field(default_factory=list)
    off: list[Listed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    """How the list differs from the one before."""

    how: str
    part: str
    says: str
    was: str


def tables(
    rows: Iterable[Row], chosen: Mapping[str, Chosen], missing: Mapping[str, str], chips: Chips
) -> list[Table]:
    """The three lists, each in the order of likeness: what needs a thought first."""
    rows = list(rows)
    return [
        _table(part, [row for row in rows if row.part == part.code], chosen, missing, chips)
        for part in parts()
    ]


def merged(items: Iterable[Item], chips: Chips) -> list[Merged]:
    """One list for each part, as it will be signed."""
    by_part = {part.code: Merged(part.title) for part in parts()}
    for item in items:
        made = by_part[item.part]
        (made.on if item.kept else made.off).append(_listed(item, chips))
    return list(by_part.values())


def changes(found: Iterable[Difference]) -> list[Change]:
    """In words."""
    one = {part.code: part.one for part in parts()}
    return [
        Change(_HOW[d.how], one[d.item.part], _words(d.item), _words(d.was) if d.was else "")
        for d in found
    ]


def _words(item: Item) -> str:
    return ", ".join(w for w in (item.says, item.detail) if w)


def _table(
    part: Part, rows: list[Row], chosen: Mapping[str, Chosen], missing: Mapping[str, str], chips: Chips
) -> Table:  # fmt: skip
    groups = []
    for likeness in Likeness:
        alike = [row for row in rows if row.likeness == likeness]
        lines = [_line(part, row, chosen.get(row.id), missing, chips) for row in alike]
        if lines:
            groups.append(Group(likeness.value, _NEEDS[likeness], lines))
    return Table(part.code, part.title, groups, len(rows))


def _line(
    part: Part, row: Row, chosen: Chosen | None, missing: Mapping[str, str], chips: Chips
) -> Line:
    told = chosen or Chosen(row.proposed.id if row.proposed else "")
    return Line(
        id=row.id,
        name=row.name,
        plain=row.plain,
        columns=[
            (
                number,
                column.value,
                [_offer(v, told.version, chips) for v in row.column(column)],
            )
            for number, column in enumerate(COLUMNS, 1)
        ],
        off=told.version == OFF,
        reason=told.reason,
        ask=told.ask,
        may_ask=part.code == "medicines",
        needs_reason=row.likeness == Likeness.DIFFERENT,
        missing=missing.get(row.id, ""),
    )


def _offer(version: Version, chosen: str, chips: Chips) -> Offer:
    source = version.value.source
    title = chips.title(source)
    changed = chips.calendar.day(version.changed) if version.changed else ""
    came = chips.calendar.day_of(source.received) if source else ""
    told = f"changed {changed}" if changed else f"change not dated, came {came}"
    return Offer(
        id=version.id,
        says=version.says,
        detail=version.told,
        on=version.on,
        chosen=version.id == chosen,
        chip=Chip(f"{title}, {told}", address(source), bool(source.label)) if source else None,
    )


def _listed(item: Item, chips: Chips) -> Listed:
    changed = chips.calendar.day(date.fromisoformat(item.changed)) if item.changed else ""
    source = Source(item.feed, item.arrival, item.locator)
    told = f"changed {changed}" if changed else "change not dated"
    chip = Chip(f"{chips.title(source)}, {told}", address(source), bool(item.label))
    return Listed(item.says, item.detail, item.reason, item.ask, chip)
