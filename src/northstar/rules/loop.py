"""One loop and its steps, each with the evidence it stands on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.words import Task
from northstar.knowledge.chasing import next_ask
from northstar.rules import loop_steps
from northstar.rules.loop_steps import (
    ATTENDED,
    BOOKED,
    CHASED,
    ENDED,
    REPORT,
    RESULTED,
    REVIEWED,
    TOLD,
)
from northstar.rules.signal import Because, because
from northstar.rules.what_was_read import is_changed
from northstar.rules.wording import day

RESULT, REFERRAL = "result", "referral"
ORDERED = "ordered"
CHANGED = "result-changed-after-read"
SINCE = "changed since"  # how the words of such a step begin


@dataclass(frozen=True, slots=True)
class Step:
    """One step: reached or not, in words, on what evidence."""

    code: str
    done: bool
    words: str
    why: tuple[Because, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """One loop. `urgent`: 0 critical, 1 out of bounds or changed since it was read, 2 other. `lines` are (signal, key) of the lines
    that rules open about it. `next_on` is when to ask `whom`, None once it is closed. `reading` marks the
    wording of the result (`what_was_read`); `changed`: somebody read or told another.
    """

    kind: str
    key: str
    name: str
    says: str
    began: date
    until: date
    steps: tuple[Step, ...]
    urgent: int
    lines: tuple[tuple[str, str], ...]
    label: int
    begun: bool
    ended: str = ""
    next_on: date | None = None
    whom: str = ""
    chased: int = 0
    reading: str = ""
    changed: bool = False

    @property
    def is_open(self) -> bool:
        return not self.ended and not self.step(TOLD).done

    def step(self, code: str) -> Step:
        """The step of this code."""
        return next(step for step in self.steps if step.code == code)

    @property
    def next_step(self) -> str:
        """The first step that is still to be shown; '' where none is."""
        return next(
            (step.code for step in self.steps if not step.done and step.code != ORDERED), ""
        )

    @property
    def answered(self) -> bool:
        """The result, or the report, is here: it can be read."""
        return self.step(RESULTED if self.kind == RESULT else REPORT).done


def said(
    chart: Chart, mark: str, code: str, word: str, now: datetime, reading: str | None = None
) -> Step:
    """A named person of ours said so. `reading`: of which wording of the result alone it counts."""
    told = loop_steps.latest(chart, mark, code)
    if told is None or told.authored is None:
        return Step(code, False, _NOT_YET[code])
    on = told.authored.first_day(now.tzinfo)
    who = (
        f" by {told.owner}"
        if told.owner and code == REVIEWED
        else f", {told.owner}"
        if told.owner
        else ""
    )
    if reading is not None and is_changed(told, reading):
        what = "read" if code == REVIEWED else "told"
        why = because(told, f"{told.requester}: {word}{who} {day(on)}, before it changed")
        return Step(code, False, f"{SINCE} it was {what} {day(on)}", (why,))
    note = f": {told.note}" if told.note else ""
    why = because(told, f"{told.requester}: {word}{who}{note}")
    return Step(code, True, f"{day(on)}{who}", (why,), on)


_NOT_YET = {
    BOOKED: "not told", ATTENDED: "not told", REPORT: "none here", RESULTED: "none here",
    REVIEWED: "by nobody yet", TOLD: "not yet",
}  # fmt: skip


def shaped(
    chart: Chart, kind: str, mark: str, name: str, says: str, steps: tuple[Step, ...], urgent: int,
    lines: list[tuple[str, str]], until: date, phase: str, now: datetime, sent: date | None = None,
    rests: tuple[Value, ...] = (), reading: str | None = None,
) -> Loop:  # fmt: skip
    """A loop of these steps, with whom to ask next, and when. `reading`: of a result, its wording now."""
    over = loop_steps.latest(chart, mark, ENDED)
    changed = reading is not None and _is_changed(chart, mark, reading)
    if changed and reading is not None and is_changed(over, reading):
        over = None
    ended = f"{over.owner or over.requester}: {over.note}" if over else ""
    if any(step.code == REVIEWED and step.done for step in steps):
        phase = "tell"
    elif changed:
        urgent = min(urgent, 1)
    began = next((step.on for step in steps if step.on), None) or sent or now.date()
    since = _since(phase, steps, sent or began)
    asked = _asked(chart, mark, since, now)
    closed = bool(over) or steps[-1].done
    next_on, whom = (None, "") if closed else next_ask(phase, since, asked)
    return Loop(
        kind=kind, key=mark, name=name[:1].upper() + name[1:], says=says, began=sent or began, until=until, steps=steps,
        urgent=urgent, lines=tuple(lines), label=_label(steps, chart, mark, rests), ended=ended,
        begun=bool(loop_steps.steps_of(chart, mark)), next_on=next_on, whom=whom, chased=len(asked),
        reading=reading or "", changed=changed,
    )  # fmt: skip


def _is_changed(chart: Chart, mark: str, reading: str) -> bool:
    """Whether the last that was read, told or closed was another wording."""
    said = (loop_steps.latest(chart, mark, code) for code in (REVIEWED, TOLD, ENDED))
    return any(is_changed(one, reading) for one in said)


# Which step opens a phase: a report that came before a visit still ahead waits from its own day.
_OPENS = {
    "visit": (BOOKED,), "report": (ATTENDED,), "review": (REPORT, RESULTED), "critical": (RESULTED,),
    "tell": (REVIEWED,),
}  # fmt: skip


def _since(phase: str, steps: tuple[Step, ...], began: date) -> date:
    """The day the phase began: when the step before it was reached. The visit's is its own day."""
    opens = _OPENS.get(phase, ())
    return next((step.on for step in steps if step.code in opens and step.done and step.on), began)


def _asked(chart: Chart, mark: str, since: date, now: datetime) -> tuple[date, ...]:
    tasks: Iterable[Task] = (t for code, t in loop_steps.steps_of(chart, mark) if code == CHASED)
    on = [t.authored.first_day(now.tzinfo) for t in tasks if t.authored]
    return tuple(each for each in on if each >= since)


def _label(steps: tuple[Step, ...], chart: Chart, mark: str, rests: tuple[Value, ...]) -> int:
    """As sensitive as all that it rests on: the referral itself, which is no step, too."""
    label = 0
    for step in steps:
        for why in step.why:
            label |= why.source.label if why.source else 0
    for value in (*rests, *(task for _, task in loop_steps.steps_of(chart, mark))):
        label |= value.source.label if value.source else 0
    return label
