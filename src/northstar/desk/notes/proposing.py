"""What a text tells, as rows with a box to tick; and what was ticked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from northstar.access.models import Staff
from northstar.access.naming import colleague
from northstar.access.staffing import at_work, holders
from northstar.doing.noting import PROMISED, Ticked
from northstar.rules.extracts import extracts, kinds
from northstar.rules.extracts.extract import Extract

MOST = 60
_ORDER = ("promise", "awaited", "follow-up", "barrier", "medicine", "problem", "person")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing heard. `key` is stable while the words are; `files` says what a tick makes of it; `to`: who
    keeps a promise, by public id, or empty for whoever writes; `stands`: the same promise where it has its
    line already."""

    key: str
    extract: Extract
    words: str
    title: str
    files: str
    on: date | None
    ticked: bool
    to: str = ""
    stands: str = ""

    @property
    def dated(self) -> bool:
        return self.extract.kind in PROMISED

    @property
    def waits_for(self) -> str:
        """Who else keeps it; empty for what one of us promised."""
        return self.extract.detail if self.extract.kind == "awaited" else ""

    @property
    def can_be_filed(self) -> bool:
        """What is of somebody else, only supposed, or an allergy is shown and stays in the note."""
        how = self.extract.how
        return not (how.family or how.supposed or self.extract.detail == "allergy")


@dataclass(frozen=True, slots=True)
class Group:
    """The proposals of one kind."""

    title: str
    files: str
    rows: list[Proposal]


def proposals(
    text: str,
    now: datetime,
    posted: Mapping[str, str],
    ticks: Iterable[str],
    said: datetime | None = None,
) -> list[Proposal]:
    """Each thing once, promises first. `posted` are the days typed beside them, `ticks` the boxes. `said`:
    when it was said, where that is earlier than now: "Monday" is the Monday after that day, and one that
    has gone by is today's."""
    known = {kind.code: kind for kind in kinds()}
    ticks, found = set(ticks), {}
    told = [one for one in extracts(text, said or now) if one.kind in _ORDER]
    ours = at_work() if any(one.kind == "awaited" for one in told) else []
    for one in told:
        key = _key(one, text)
        if key not in found:
            words = " ".join(text[one.start : one.end].split())
            one, to = _by_whom(one, ours)
            kind = known[one.kind]
            day = _due(posted.get(f"on-{key}", ""), one, now) if one.kind in PROMISED else None
            found[key] = Proposal(
                key, one, words, kind.title, kind.files, day, key in ticks, posted.get(f"to-{key}", to)
            )  # fmt: skip
    rows = sorted(found.values(), key=lambda p: (_ORDER.index(p.extract.kind), p.extract.start))
    return rows[:MOST]


def _by_whom(one: Extract, ours: list[Staff]) -> tuple[Extract, str]:
    """What a colleague will do is a promise that they keep: theirs by name, a part of it, or initials."""
    named = colleague(one.detail, ours) if one.kind == "awaited" else None
    return (replace(one, kind="promise", detail=""), str(named.public_id)) if named else (one, "")


def grouped(rows: Iterable[Proposal]) -> list[Group]:
    """By kind, in the order of what falls through most easily."""
    groups: dict[str, Group] = {}
    for row in rows:
        groups.setdefault(row.extract.kind, Group(row.title, row.files, [])).rows.append(row)
    return list(groups.values())


def ticked(rows: Iterable[Proposal]) -> list[Ticked]:
    """What a person has chosen of them."""
    return [
        Ticked(replace(row.extract), row.words, row.on, holders().get(row.to) if row.to else None)
        for row in rows
        if row.ticked and row.can_be_filed
    ]


def _key(one: Extract, text: str) -> str:
    said = " ".join(text[one.start : one.end].split())[:60] if one.kind in PROMISED else ""
    return f"{one.kind}|{one.says}|{one.how.words}|{one.detail}|{said}"


def _due(typed: str, one: Extract, now: datetime) -> date:
    """The day that was typed, else the one that was said, else the next working day."""
    said = max(one.on, now.date()) if one.on else None
    return _day(typed) or said or _next_workday(now.date())


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None


def _next_workday(today: date) -> date:
    away = {4: 3, 5: 2}.get(today.weekday(), 1)
    return today + timedelta(days=away)
