"""Lines folded into rows: one row a person and matter, or one caller not known yet, and matter."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from northstar.casework.worklist.models import Line
from northstar.record.people import Card
from northstar.rules.telephones import tidy

# Equal points go by what is due first, then by what was said first; when it reached us decides nothing.
RANKED = ("band", "-pinned", "-score", "due", "since", "says", "opened", "pk")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a message may be about, and why we think so."""

    who: Card
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person's matter: the leading line, and the others it stands for."""

    lead: Line
    lines: tuple[Line, ...]
    who: Card | None
    sure: bool = True
    candidates: tuple[Candidate, ...] = ()

    @property
    def name(self) -> str:
        """Whose it is, in words; never one name where it may be another."""
        if self.who:
            name = self.who.name or "Somebody without a name"
            return name if self.sure else f"Likely {name}"
        if self.lead.feed:
            return self.lead.feed.title or self.lead.feed.name
        if len(self.candidates) > 3:
            return f"One of {len(self.candidates)} people"
        if self.candidates:
            return f"{' or '.join(c.who.name for c in self.candidates)}?"
        said = self.lead.caller_name
        if not said:
            return "Somebody"
        return f"Caller {tidy(said)}" if said[0] in "+0123456789" else f"“{said}”"

    @property
    def known(self) -> bool:
        """Whether there is a person, a feed or candidates: else the name is only what was said."""
        return bool(self.who or self.lead.feed or self.candidates)

    @property
    def because(self) -> list[dict[str, Any]]:
        """Every reason of every line of the row, the lead's first, none twice."""
        seen, found = set(), []
        for line in self.lines:
            for why in line.because:
                mark = (why["says"], why["arrival"], why["locator"])
                if mark not in seen:
                    seen.add(mark)
                    found.append(why)
        return found

    @property
    def messages(self) -> list[Line]:
        """One line for each message the row stands for, the latest first."""
        by_arrival = {line.arrival_id: line for line in reversed(self.lines) if line.arrival_id}
        return sorted(by_arrival.values(), key=lambda line: -line.pk)

    @property
    def by_hand(self) -> bool:
        """To be done by the person herself, never in a batch."""
        return any(line.signal == "bereavement" for line in self.lines)

    @property
    def minutes(self) -> int:
        """The longest of its lines and a little for each further one."""
        return max(line.minutes for line in self.lines) + 2 * (len(self.lines) - 1)


def folded(ranked: Iterable[Line], cards: dict[int, Card]) -> list[Row]:
    """Rows in the order of their leading lines."""
    groups: dict[object, list[Line]] = defaultdict(list)
    for line in ranked:
        groups[place(line)].append(line)
    return [_row(lines, cards) for lines in groups.values()]


def place(line: Line) -> object:
    """What is the same for all lines of a row."""
    of = line.patient_id, line.likely_id, line.caller, line.joined, line.matter
    return place_of(line.pk, *of)


def place_of(
    pk: int, patient: int | None, likely: int | None, caller: str, joined: str, matter: str
) -> object:
    """The same, where only this much of a line was read."""
    who = patient or likely or caller
    return (who, joined or matter) if who else pk


def people_of(lines: Iterable[Line]) -> set[int]:
    """Everybody a card is wanted of, by row number."""
    lines = list(lines)
    known = {pk for line in lines if (pk := line.patient_id or line.likely_id)}
    return known | {one["patient"] for line in lines for one in line.candidates}


def _row(lines: list[Line], cards: dict[int, Card]) -> Row:
    lead = lines[0]
    why = {one["patient"]: one["why"] for line in lines for one in line.candidates}
    return Row(
        lead=lead,
        lines=tuple(lines),
        who=cards.get(lead.patient_id or lead.likely_id or 0),
        sure=lead.patient_id is not None or lead.sure,
        candidates=tuple(Candidate(cards[pk], said) for pk, said in why.items() if pk in cards),
    )
