"""Where sources disagree: every version beside the others, who has it, and how it was settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from northstar.access.staffing import names_of_holders
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
class Before:
    """One thing that happened to it: what, by whom, when, and why."""

    what: str
    by: str
    at: str
    why: str


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
    before: list[Before]


def clashes(chart: Chart, chips: Chips, stories: Mapping[str, list[Turn]]) -> list[Clash]:
    """Every difference that is still of use: what is open first. `stories`: what happened to each by its
    key, oldest first."""
    found = disagreements(chart, chips.calendar.zone, chips.calendar.today)
    rows = [_clash(chart, one, chips, stories.get(one.key, [])) for one in found]
    return sorted(rows, key=lambda clash: clash.settled is not None)


def of_medicines(found: Iterable[Clash]) -> tuple[set[str], dict[str, str]]:
    """The names of which sources differ, and of those that a person has settled, what was said."""
    found = list(found)
    disputed = {name for clash in found if not clash.settled for name in clash.names}
    answered = {name: c.settled.says for c in found if c.settled for name in c.names}
    return disputed, {name: says for name, says in answered.items() if name not in disputed}


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
        "holders": names_of_holders(viewer),
        "documents": list(papers.items())[:_DOCUMENTS],
        "neither": NEITHER,
    }


def _paper(document: Any, chips: Chips) -> str:
    title = document.title or document.code.words or "Document"
    return f"{title[:60]}, {chips.title(document.source)}, {chips.calendar.short(document.date)}"


def _clash(chart: Chart, found: Disagreement, chips: Chips, story: list[Turn]) -> Clash:
    calendar, turn = chips.calendar, story[-1] if story else None
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
        news=_news(found, story, chips) if standing and standing.status == "open" else "",
        settled=_settled(standing, found, chips)
        if standing and standing.status == "settled"
        else None,
        before=_before(story, chips),
    )


def _news(found: Disagreement, story: list[Turn], chips: Chips) -> str:
    """Why it is open again after somebody had settled it: who says now what they did not say then."""
    settled = next((n for n, turn in enumerate(story) if turn.what == "settled"), None)
    if settled is None or "reopened" not in {turn.what for turn in story[settled:]}:
        return ""
    then = next(turn.words for turn in reversed(story) if turn.what == "settled")
    new = [w for w in found.words if then.get(w.voice) != w.stance]
    said = [f"{_who(w, chips)} says now: {w.told(chips.calendar.day)}." for w in new]
    return " ".join(said) or "The sources said the same for a while, and differ again."


def _before(story: list[Turn], chips: Chips) -> list[Before]:
    """What happened to it after it was first seen; who only repeated himself is passed over."""
    told = [turn for turn in story if turn.what in _WHAT]
    return [
        Before(
            _WHAT[turn.what].format(says=turn.says, to=turn.held_by), _by(turn),
            chips.calendar.moment(turn.at), "" if turn.what == "reopened" else turn.reason,
        )
        for turn in told
    ]  # fmt: skip


_WHAT = {
    "settled": "Settled: {says}",
    "reopened": "Open again",
    "taken back": "Taken back",
    "handed over": "{to} has it",
    "sources agree": "The sources said the same",
}


def _by(turn: Turn) -> str:
    return turn.by if turn.staff_id else ""


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
