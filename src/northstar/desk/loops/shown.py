"""How a loop is drawn, and what stands in its form before anybody types."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from northstar.access.viewer import Viewer
from northstar.casework.loops.asking import OpenLoop, mark
from northstar.chart.chart import Chart
from northstar.desk.source.chip import Chips
from northstar.doing.closing_loops import CLINICIANS
from northstar.record.people import Card
from northstar.rules.contacts import contacts
from northstar.rules.loop import ORDERED, REFERRAL, SINCE, Loop, Step
from northstar.rules.loop_steps import ATTENDED, BOOKED, REPORT, RESULTED, REVIEWED, TOLD
from northstar.rules.wording import day, when

NAMES = {
    ORDERED: "Ordered", RESULTED: "Resulted", BOOKED: "Booked", ATTENDED: "Attended", REPORT: "Report back",
    REVIEWED: "Reviewed", TOLD: "Told",
}  # fmt: skip
RESULT_STEPS, REFERRAL_STEPS = (
    (ORDERED, RESULTED, REVIEWED, TOLD),
    (BOOKED, ATTENDED, REPORT, REVIEWED, TOLD),
)
_CHANGED = ("due", "undo", "Changed")
_URGENT = {0: ("now", "alert", "Critical"), 1: ("due", "eye", "Out of bounds")}
_BUTTONS = {
    BOOKED: "It is booked", ATTENDED: "They were seen", REPORT: "The report is here",
    RESULTED: "The result is here", REVIEWED: "It was read", TOLD: "They were told",
}  # fmt: skip
_ASKS = {
    BOOKED: ("With whom", "For when, and who told you"),
    ATTENDED: ("Who told you", "When they were seen"),
    REPORT: ("Who gave it", "Where it is, or who read it out"),
    RESULTED: ("Who gave it", "Where it is, or who read it out"),
    REVIEWED: ("Who read it", "Where that is written"),
    TOLD: ("Who was told", "How, and what they said in their own words"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One step as a glyph and a word."""

    name: str
    words: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Row:
    """One loop of the board."""

    who: Card
    mark: str
    name: str
    says: str
    urgent: tuple[str, str, str] | None
    cells: list[Cell]
    next_on: date
    whom: str
    chased: int
    late: bool


def row(loop: OpenLoop, who: Card, now: datetime) -> Row:
    """A row of the board, from the copy."""
    return Row(
        who=who, mark=loop.mark, name=loop.name, says=loop.says, urgent=_urgent(loop.urgent, (words for _, _, words in loop.steps)),
        cells=[_cell(code, words, done=done) for code, done, words in loop.steps], next_on=loop.next_on,
        whom=loop.whom, chased=loop.chased, late=loop.next_on < now.date(),
    )  # fmt: skip


def _urgent(urgent: int, steps: Iterable[str]) -> tuple[str, str, str] | None:
    """Why it comes first; what is critical says so before it says that it changed."""
    changed = any(words.startswith(SINCE) for words in steps)
    return _CHANGED if changed and urgent else _URGENT.get(urgent)


def _cell(code: str, words: str, *, done: bool) -> Cell:
    return Cell(NAMES[code], words, "ok" if done else "", "check" if done else "clock")


@dataclass(frozen=True, slots=True)
class Shown:
    """One loop of a person, with its evidence."""

    mark: str
    loop: Loop
    urgent: tuple[str, str, str] | None
    steps: list[tuple[Cell, Step]]

    @property
    def is_referral(self) -> bool:
        return self.loop.kind == REFERRAL

    @property
    def last_said(self) -> str:
        """The last of the steps that our own people said: what can be taken back."""
        ours = [s.code for s in self.loop.steps if s.done and s.why and s.why[0].source
                and s.why[0].source.feed == "staff"]  # fmt: skip
        return "ended" if self.loop.ended else ours[-1] if ours else ""


def shown(patient: str, loop: Loop) -> Shown:
    """A loop as the person's page draws it."""
    steps = [(_cell(step.code, step.words, done=step.done), step) for step in loop.steps]
    urgent = _urgent(loop.urgent, (step.words for step in loop.steps))
    return Shown(mark(patient, loop.key), loop, urgent, steps)


@dataclass(frozen=True, slots=True)
class Form:
    """The next step, as far as the evidence fills it in. `ready`: Enter is enough."""

    code: str
    name: str
    button: str
    owner_label: str
    note_label: str
    owner: str
    note: str

    @property
    def ready(self) -> bool:
        return bool(self.owner and self.note)


def form(viewer: Viewer, loop: Loop, chart: Chart, chips: Chips, now: datetime) -> Form | None:
    """What is to be said next of an open loop; filled in only from what a source says, or who is typing."""
    code = loop.next_step
    if not loop.is_open or not code:
        return None
    owner, note = _known(viewer, loop, chart, chips, now, code)
    owner_label, note_label = _ASKS[code]
    return Form(code, NAMES[code], _BUTTONS[code], owner_label, note_label, owner, note)


def _known(
    viewer: Viewer, loop: Loop, chart: Chart, chips: Chips, now: datetime, code: str
) -> tuple[str, str]:
    if code == REVIEWED:
        may_read = loop.urgent > 1 or bool(CLINICIANS & viewer.roles)
        return (viewer.name, _reference(loop, chips)) if may_read else ("", "")
    if code == TOLD:
        return _conversation(loop, chart, chips, now)
    return "", ""


def _reference(loop: Loop, chips: Chips) -> str:
    """The result or report itself, by its source and day."""
    step = loop.step(REPORT if loop.kind == REFERRAL else RESULTED)
    source: Any = step.why[0].source if step.why else None
    return f"{chips.title(source)}, {day(step.on)}" if source and step.on else ""


def _conversation(loop: Loop, chart: Chart, chips: Chips, now: datetime) -> tuple[str, str]:
    """The first conversation since it was read."""
    read = loop.step(REVIEWED)
    since = read.why[0].source.received if read.why and read.why[0].source else None
    for contact in contacts(chart):
        if since and contact.at.start >= since and not contact.seen:
            who = dict(getattr(contact.fact, "about", ())).get("reached", "the person")
            return who, f"in the call of {when(contact.at, now.tzinfo)}"
    return "", ""
