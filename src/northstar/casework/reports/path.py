"""The short path of a report: which step may follow which, and what each must say."""

from dataclasses import dataclass

from northstar.access.refuse import Refused

NOTICED, REPORTED, WRITTEN, CLOSED = "noticed", "reported", "written", "closed"
_OPEN = frozenset({NOTICED, REPORTED, WRITTEN})
STANDS = {
    NOTICED: "Not reported yet", REPORTED: "Reported by phone", WRITTEN: "Reported, also in writing",
    CLOSED: "Closed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """`after`: how it must stand. `to`: how it stands then, '' where that stays. `asks`: (name, question,
    whether it must be answered). `tells`: the sentence of the note."""

    what: str
    verb: str
    after: frozenset[str]
    to: str
    tells: str
    asks: tuple[tuple[str, str, bool], ...]


STEPS = (
    Step(
        "told", "Note that a supervisor was told", _OPEN, "", "Told {who}",
        (("who", "Whom you told", True),),
    ),
    Step(
        "reported", "Record the report by phone", frozenset({NOTICED}), REPORTED,
        "Reported by phone to {agency}, {number}; taken by {taken_by}; reference {reference}",
        (("agency", "Agency", True), ("number", "Number that was called", True),
         ("taken_by", "Who took the report (name or badge)", True),
         ("reference", "Reference number, or why none was given", True)),
    ),
    Step(
        "written", "Record the written report", frozenset({REPORTED}), WRITTEN,
        "Written report sent to {to} {how}",
        (("to", "To whom", True), ("how", "How (form and road, such as “by fax”)", True)),
    ),
    Step(
        "noted", "Add what was learned since", _OPEN | {CLOSED}, "", "{why}",
        (("why", "What was learned, or what was wrong above", True),),
    ),
    Step(
        "closed", "Close it", frozenset({REPORTED, WRITTEN}), CLOSED, "Closed: {why}",
        (("why", "What the agency said, and whether a written report is asked", True),),
    ),
    Step(
        "not-reported", "Close it without a report", frozenset({NOTICED}), CLOSED,
        "Not reported, as decided by {who}: {why}",
        (("who", "Who decided that, by name and role", True),
         ("why", "Why no report is made", True)),
    ),
)  # fmt: skip
_BY_WHAT = {step.what: step for step in STEPS}


def names(what: str) -> list[str]:
    """The names of what a step asks."""
    step = _BY_WHAT.get(what)
    return [name for name, _, _ in step.asks] if step else []


def allowed(stands: str) -> list[Step]:
    """What may be done with a report that stands so, the way on first."""
    fitting = [step for step in STEPS if stands in step.after]
    return sorted(fitting, key=lambda step: (step.to in ("", CLOSED), step.to == CLOSED))


def require(what: str, stands: str, detail: dict[str, str]) -> Step:
    """Refuses in one sentence what may not follow, or what does not say enough."""
    step = _BY_WHAT.get(what)
    if step is None:
        raise Refused("There is no such step here.", status=404)
    if stands not in step.after:
        raise Refused(f"This cannot follow: it stands at “{STANDS[stands].lower()}”.")
    for name, question, wanted in step.asks:
        if wanted and not detail.get(name, "").strip():
            raise Refused(f"One answer is missing: {question[0].lower()}{question[1:]}.")
    return step


def stands_after(steps: list[str]) -> str:
    """How a report stands after these steps, oldest first."""
    stands = NOTICED
    for what in steps:
        step = _BY_WHAT.get(what)
        stands = step.to if step and step.to else stands
    return stands
