"""Where sources disagree: every version beside the others, who has it, and how it was settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from northstar.access.staffing import holders
from northstar.access.viewer import Viewer
from northstar.casework.disagreements.acts import NEITHER
from northstar.casework.disagreements.asking import Turn
from northstar.chart.chart import Chart
from northstar.desk.source.chip import Chip, Chips
from northstar.rules.disagreement import Disagreement, Word, disagreements

_DOCUMENTS = 8


@dataclass(frozen=True, slots=True)
class Version:
    """One column: who says it, what, the detail, with whom it agrees, when that source was last heard."""

    who: str
    says: str
    detail: str
    agrees: str
    heard: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Settled:
    """A named person's answer, and where it can be read."""

    says: str
    by: str
    at: str
    reason: str
    document: str


@dataclass(frozen=True, slots=True)
class Clash:
    """One matter the sources tell differently. `since` is when they began to; `sides` are the answers
    that may be chosen, as (stance, words)."""

    key: str
    about: str
    names: tuple[str, ...]
    versions: list[Version]
    sides: list[tuple[str, str]]
    since: str
    held_by: str
    next_on: str
    news: str
    settled: Settled | None


def clashes(chart: Chart, chips: Chips, turns: Mapping[str, Turn]) -> list[Clash]:
    """Every difference that is still of use: what is open first."""
    found = disagreements(chart, chips.calendar.zone, chips.calendar.today)
    rows = [_clash(chart, one, chips, turns.get(one.key)) for one in found]
    return sorted(rows, key=lambda clash: clash.settled is not None)


def settling_choices(
    viewer: Viewer, chart: Chart, found: Iterable[Clash], chips: Chips
) -> dict[str, Any] | None:
    """Whom to leave it to and which documents may settle it; None where nothing is to be settled."""
    if not any(found) or not viewer.may("settle-disagreement"):
        return None
    newest = sorted(
        (d for d in chart.documents if d.source and d.source.received),
        key=lambda d: d.source.received,  # type: ignore[union-attr, arg-type, return-value]
        reverse=True,
    )
    papers = {d.source.arrival: _paper(d, chips) for d in newest if d.source}
    return {
        "holders": holders(),
        "documents": list(papers.items())[:_DOCUMENTS],
        "neither": NEITHER,
    }


def _paper(document: Any, chips: Chips) -> str:
    title = document.title or document.code.words or "Document"
    return f"{title[:60]}, {chips.title(document.source)}, {chips.calendar.short(document.date)}"


def _clash(chart: Chart, found: Disagreement, chips: Chips, turn: Turn | None) -> Clash:
    calendar = chips.calendar
    standing = turn if turn and turn.status != "over" else None
    return Clash(
        key=found.key,
        about=found.about,
        names=found.matter.names if found.matter else (),
        versions=[_version(chart, word, found, chips) for word in found.words],
        sides=[
            (stance, f"{_joined(_who(w, chips) for w in words)}: {words[0].told(calendar.day)}")
            for stance, words in found.sides.items()
        ],
        since=calendar.day(found.since) if found.since else "",
        held_by=standing.held_by if standing else "",
        next_on=calendar.day(standing.next_on) if standing and standing.next_on else "",
        news=standing.reason if standing and standing.what == "reopened" else "",
        settled=_settled(standing, found, chips)
        if standing and standing.status == "settled"
        else None,
    )


def _version(chart: Chart, word: Word, found: Disagreement, chips: Chips) -> Version:
    same = [w for w in found.sides[word.stance] if w is not word]
    source = word.value.source
    heard = next((h.last for h in chart.heard if source and h.feed == source.feed), None)
    return Version(
        who=_who(word, chips),
        says=word.told(chips.calendar.day),
        detail=word.detail,
        agrees=f"The same from {_joined(_who(w, chips) for w in same)}." if same else "",
        heard=chips.calendar.day_of(heard or (source.received if source else None)),
        chip=chips.told(word.value),
    )


def _who(word: Word, chips: Chips) -> str:
    return word.who or chips.title(word.value.source)


def _joined(names: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(names))


def _settled(turn: Turn, found: Disagreement, chips: Chips) -> Settled:
    side = found.sides.get(turn.stance)
    says = side[0].told(chips.calendar.day) if side else turn.says
    document = f"/source/{turn.document}/" if turn.document else ""
    return Settled(says, turn.by, chips.calendar.moment(turn.at), turn.reason, document)
