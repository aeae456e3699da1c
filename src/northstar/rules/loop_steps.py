"""What our own people have said of a loop: each step a fact of theirs, with who, when and by what reference.

A step is a Task of source "staff": `focus` names the loop, `owner` who did it or was asked, `note` the
reference. Taking a step back is a further fact; nothing is overwritten.
"""

from northstar.chart.chart import Chart
from northstar.chart.value import Coding, Concept
from northstar.chart.when import When
from northstar.chart.words import Task

SYSTEM = "northstar-loop"
BOOKED, ATTENDED, REPORT, RESULTED = "booked", "attended", "report", "resulted"
REVIEWED, TOLD, CHASED, ENDED, UNDONE = "reviewed", "told", "chased", "ended", "undone"
_SETTLES = frozenset({REPORT, RESULTED, REVIEWED, TOLD, ENDED})


def step(
    code: str, focus: str, *, name: str, at: When, by: str, owner: str = "", note: str = "", undoes: str = "",
    said_of: str = "",
) -> Task:  # fmt: skip
    """The fact that a step is. `undoes`: with code `undone`, which step is taken back. `said_of`: the wording
    of the result that was read or told (`what_was_read`)."""
    return Task(
        code=Concept(f"{code.capitalize()}: {name}", (Coding(SYSTEM, code),)), status="completed",
        intent=undoes or "order", focus=focus, authored=at, requester=by, owner=owner, note=note, said_of=said_of,
    )  # fmt: skip


def steps_of(chart: Chart, focus: str) -> list[tuple[str, Task]]:
    """(code, fact) of each step that stands, oldest first."""
    return _all(chart).get(focus, [])


def begun(chart: Chart) -> list[str]:
    """The loops of which somebody has said something that stands."""
    return [focus for focus, said in _all(chart).items() if said]


def latest(chart: Chart, focus: str, code: str) -> Task | None:
    """The last time this was said of it."""
    return next((task for said, task in reversed(steps_of(chart, focus)) if said == code), None)


def settled(chart: Chart, focus: str) -> bool:
    """A named person says the answer is here, or is not wanted any more."""
    return any(code in _SETTLES for code, _ in steps_of(chart, focus))


def reviewed(chart: Chart, focus: str) -> bool:
    """A named person has read it, or said that nothing more is to be done."""
    return any(code in (REVIEWED, TOLD, ENDED) for code, _ in steps_of(chart, focus))


def _all(chart: Chart) -> dict[str, list[tuple[str, Task]]]:
    if "loop steps" not in chart.views:
        found: dict[str, list[tuple[str, Task]]] = {}
        for task in sorted(chart.of("Task"), key=_order):
            code = task.code.code(SYSTEM)
            if code:
                _take(found.setdefault(task.focus, []), code, task)
        chart.views["loop steps"] = found
    return chart.views["loop steps"]


def _order(task: Task) -> tuple[bool, float, bool]:
    """By time; of one moment the taking back comes last."""
    at = task.authored.start.timestamp() if task.authored else 0.0
    return task.authored is not None, at, task.code.code(SYSTEM) == UNDONE


def _take(standing: list[tuple[str, Task]], code: str, task: Task) -> None:
    if code != UNDONE:
        standing.append((code, task))
        return
    for number in range(len(standing) - 1, -1, -1):
        if standing[number][0] == task.intent:
            del standing[number]
            return
