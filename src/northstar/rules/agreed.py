"""The agreed list: what a person chose row by row, checked, compared with the last, and stated as facts.

A medicine that somebody prescribes is never stopped here: leaving it off says that it is not taken, and
asks the prescriber.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec
from msgspec.structs import replace

from northstar.chart.kinds import decoder, encode
from northstar.chart.value import Value
from northstar.rules.disagreement import AGREED, Disagreement
from northstar.rules.reconciliation import Column, Likeness, Part, Row, Stated, Version, mark, parts

OFF = "off"
NONE_KNOWN = "none known"  # the statement that no allergy is known: any allergy answers it
KEPT, LEFT_OFF = "kept", "left off"
_ON = frozenset({"in use", "allergic", "active"})  # stances of a source that holds the item


class Item(msgspec.Struct, frozen=True):
    """One item of a signed list: what was chosen, from whose version, and why.

    `body` is the chosen version as it stood (`kind` says what it is); `changed` its day of last change.
    `seen` are marks of every source's word that lay on the table; lists signed before it was kept have none.
    """

    part: str
    key: str
    says: str
    detail: str
    choice: str
    ask: bool
    reason: str
    kind: str
    body: str
    feed: str
    arrival: str
    locator: str
    quote: str
    changed: str
    label: int
    tokens: tuple[str, ...]
    seen: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        return self.choice == KEPT

    @property
    def value(self) -> Value:
        return decoder(self.kind)(self.body)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person entered for one row: a version's mark or `OFF`, why, and whether to ask."""

    version: str = ""
    reason: str = ""
    ask: bool = False


@dataclass(slots=True)
class Draft:
    """The list as chosen so far, and for each row that is not finished what is missing."""

    items: list[Item] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """How an item of a list differs from the list before: `how` is added, changed, left off, gone."""

    how: str
    item: Item
    was: Item | None = None


def draft(rows: Iterable[Row], chosen: Mapping[str, Chosen], before: Iterable[Item]) -> Draft:
    """The list that follows from what was chosen. What an earlier list held and no source tells of any
    more is carried over."""
    made, earlier = Draft(), list(before)
    for row in rows:
        told = chosen.get(row.id, Chosen())
        known = _known(row.part, row.tokens, earlier)
        if wrong := _missing(row, told):
            made.missing[row.id] = wrong
        else:
            made.items.append(_item(row, told, known.key if known else row.key))
        if known:
            earlier.remove(known)
    made.items += earlier
    return made


def settled_before(row: Row, before: Iterable[Item], since: date) -> Chosen | None:
    """What was agreed of this row last, if no source has said anything else since. The day of a word does
    not tell: an old list may come late, and a new one on the very day of the signing."""
    known = _known(row.part, row.tokens, list(before))
    if known is None or _news(row, known, since):
        return None
    if not known.kept:
        return Chosen(OFF, known.reason, known.ask)
    same = next((v for v in row.versions if _is_of(v, known)), None)
    return Chosen(same.id, known.reason, known.ask) if same else None


def differences(before: Iterable[Item], after: Iterable[Item]) -> list[Difference]:
    """What a new list changes, in its own order."""
    old = {(i.part, i.key): i for i in before}
    found = []
    for item in after:
        was = old.pop((item.part, item.key), None)
        how = _how(was, item)
        if how:
            found.append(Difference(how, item, was))
    return found + [Difference("gone", item, item) for item in old.values() if item.kept]


def facts(items: Iterable[Item], stated: Stated) -> Iterator[tuple[str, str, Value, int]]:
    """(kind, key, value, label) of what our own people state with this list."""
    known = {part.code: part for part in parts()}
    for item in items:
        part: Part = known[item.part]
        value = part.agreed(
            item.value, item.kept, Stated(stated.by, stated.at, item.reason or stated.reason)
        )
        if value is not None:
            yield type(value).__name__, key_of(item), value, item.label


def withdrawn(value: Value) -> Value:
    """The same statement as if it had not been made."""
    told = "status" if "status" in value.__struct_fields__ else "verification_status"
    return replace(value, **{told: "entered-in-error"})


def key_of(item: Item) -> str:
    """The key of the fact that states an item."""
    return f"{AGREED}{item.part}: {item.key}"[:300]


def answers(
    found: Iterable[Disagreement], rows: Iterable[Row], items: Iterable[Item]
) -> Iterator[tuple[Disagreement, str]]:
    """Which disagreements a signed list settles, and for which side."""
    agreed = {(item.part, token): item for item in items for token in item.tokens}
    spoken = {place: row for row in rows for place in row.facts}
    for one in found:
        about = {_row_of(w.value, spoken) for w in one.words}
        named = {row for row in about if row and row.key != NONE_KNOWN}
        told = {agreed[r.part, t].kept for r in named for t in r.tokens if (r.part, t) in agreed}
        # One allergy that is kept answers "none known"; of a medicine all names must be of one mind.
        kept = any(told) if one.subject.code == "allergy" else told == {True}
        if None in about or not told or (not kept and True in told):
            continue
        side = next((stance for stance in one.sides if (stance in _ON) is kept), None)
        if side:
            yield one, side


def _row_of(value: Value, spoken: Mapping[tuple[str, str, str], Row]) -> Row | None:
    source = value.source
    return spoken.get((source.feed, source.kind, source.key)) if source else None


def _missing(row: Row, told: Chosen) -> str:
    """What a row still wants: a choice, and a reason where versions differ or an item is left off."""
    if not told.version or (told.version != OFF and row.version(told.version) is None):
        return "Choose a version, or leave it off."
    version = row.version(told.version)
    if told.reason.strip():
        return ""
    if row.likeness == Likeness.DIFFERENT:
        return "Say why this version: whom did you ask, what did you see?"
    return "" if version and version.on else "Say why it is left off."


def _item(row: Row, told: Chosen, key: str) -> Item:
    version = row.version(told.version) or row.best
    # Who finds the source right that has stopped it, or holds it to be over, leaves it off.
    off = told.version == OFF or not version.on
    source = version.value.source
    return Item(
        part=row.part, key=key, says=version.says, detail=version.told,
        choice=LEFT_OFF if off else KEPT, ask=told.ask or (off and _prescribed(row)),
        reason=told.reason.strip()[:400], kind=type(version.value).__name__, body=_body(version),
        feed=source.feed if source else "", arrival=source.arrival if source else "",
        locator=source.locator if source else "", quote=version.value.quote,
        changed=version.changed.isoformat() if version.changed else "",
        label=source.label if source else 0, tokens=tuple(sorted(row.tokens)),
        seen=tuple(sorted(mark for v in row.versions for mark in _marks(v))),
    )  # fmt: skip


def _news(row: Row, known: Item, since: date) -> bool:
    """A source says what did not lie on the table then. Of a medicine that is taken, one more fill is none."""
    if not known.seen:
        return any(v.changed is None or v.changed >= since for v in row.versions)
    seen = set(known.seen)
    return any(_marks(v)[0 if known.kept else -1] not in seen for v in row.versions)


def _marks(version: Version) -> tuple[str, ...]:
    """One source's word, whenever it is repeated; of a fill also this very fill."""
    source = version.value.source
    word = (version.column, source.feed if source else "", str(version.on), version.says)
    if version.column == Column.FILLED:
        return mark(*word), mark(*word, str(version.changed))
    return (mark(*word, version.detail),)


def _is_of(version: Version, known: Item) -> bool:
    """The version that was chosen, as it stood or told again in the same words."""
    source = version.value.source
    told = (source.feed if source else "", version.says, version.detail)
    return version.on and (
        _body(version) == known.body or told == (known.feed, known.says, known.detail)
    )


def _prescribed(row: Row) -> bool:
    """Somebody still prescribes it: only that person may stop it."""
    return any(v.on and type(v.value).__name__ == "MedicationRequest" for v in row.versions)


def _body(version: Version) -> str:
    return encode(replace(version.value, source=None)).decode()


def _known(part: str, tokens: frozenset[str], before: list[Item]) -> Item | None:
    return next((i for i in before if i.part == part and tokens & set(i.tokens)), None)


def _how(was: Item | None, item: Item) -> str:
    if was is None or was.kept != item.kept:
        return "added" if item.kept else "left off"
    if (was.says, was.detail) != (item.says, item.detail):
        return "changed" if item.kept else ""
    return ""
