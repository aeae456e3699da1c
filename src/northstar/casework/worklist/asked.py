"""A question one of us asked another: its answer comes back to whoever asked, as a line of theirs.

Whoever was asked answers on the question's own page, or says what they found where they cannot settle
it themselves; or the records come to agree. Each way the asker hears of it: nothing falls between two.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.posting import BY_HAND
from northstar.casework.worklist.settling import MACHINE
from northstar.discover import within

_ASKED, _BACK, _TOLD = "asked", "back:", "told:"  # come back and open still; come back and settled


def note(line: Line, *, to: Staff | Team, why: str, by: Viewer, at: datetime) -> None:
    """Somebody was asked; who asked is remembered."""
    Step.objects.create(
        line=line, at=at, by=by.name, staff_id=by.staff_id, what="handed over", outcome=_ASKED,
        why=f"to {to.name}: {why}"[:400],
    )  # fmt: skip


def tell(
    line: Line, *, by: str, staff: int | None, says: str, at: datetime, settled: bool = True
) -> list[Line]:
    """The question has an answer: a line for each who asked and did not answer it themselves."""
    told = (_answer(line, one, by, says, at) for one in _asking(line) if one.staff_id != staff)
    return [_kept(one, _TOLD if settled else _BACK, line, at) for one in told]


def answered(line: Line, *, by: Viewer, outcome: str, note: str, at: datetime) -> None:
    """Whoever was asked says what they found, and the question stays open: it is the asker's again."""
    says = f"{outcome}. {note.strip()}" if note.strip() else outcome
    back = tell(line, by=by.name, staff=by.staff_id, says=says, at=at, settled=False)
    for come_back in within("northstar.casework", "come_back", "COME_BACK") if back else ():
        come_back(line=line, to=back[-1].holder, by=by, at=at)


def unsaid(line: Line, *, by: Viewer, at: datetime) -> None:
    """The answer was taken back: nobody is told of it any more."""
    told_to = Line.objects.filter(patient=line.patient_id, signal=BY_HAND, is_open=True)
    for told in told_to.filter(key__startswith=f"{_BACK}{line.public_id}:"):
        by_hand.close(
            told, at=at, by=by.name, staff=by.staff_id, outcome="the answer was taken back"
        )


def ended(
    about: Callable[[Line], bool], *, by: str, staff: int | None, outcome: str, at: datetime
) -> None:
    """A question is settled that had come back open: whoever was told that it is theirs again is done."""
    back = Line.objects.filter(signal=BY_HAND, key__startswith=_BACK, is_open=True)
    for told in back:
        question = question_of(told)
        if question and about(question):
            by_hand.close(told, at=at, by=by, staff=staff, outcome=outcome)


def question_of(line: Line) -> Line | None:
    """What is to be answered where this line stands: itself, or the question that came back with it;
    None where it is settled."""
    kind, _, rest = line.key.partition(":")
    if line.signal != BY_HAND or f"{kind}:" not in (_BACK, _TOLD):
        return line
    about = Line.objects.filter(public_id=rest.partition(":")[0]).select_related("patient")
    return about.first() if f"{kind}:" == _BACK else None


def _asking(line: Line) -> Iterable[Step]:
    """The last time each of them asked, in the order in which they did."""
    asked = line.steps.filter(what="handed over", outcome=_ASKED, undone=False, staff__isnull=False)
    return {step.staff_id: step for step in asked.select_related("staff").order_by("pk")}.values()


def _answer(line: Line, step: Step, by: str, says: str, at: datetime) -> Line:
    assert step.staff, "only who works here asks"
    assert line.patient_id, "and about a person"
    to = step.staff if step.staff.is_active else None  # else whoever looks after the person
    told = by_hand.new(patient=line.patient_id, key=str(step.staff_id), at=at, to=to)
    told.matter, told.label, told.minutes = "answer", line.label, 2
    told.says = "has an answer to what you asked"
    told.factors = {"An answer to your question": 10}
    told.because = [
        _said(says if by == MACHINE else f"{by}: {says}"),
        _said(f"You asked {step.why}"),
    ]
    return told


def _kept(told: Line, kind: str, line: Line, at: datetime) -> Line:
    told.key = f"{kind}{line.public_id}:{told.key}"
    told.suggests = {
        _BACK: "Read it. The question is open still, and yours again",
        _TOLD: "Read it. The question is settled; if you know better, it can be taken back",
    }[kind]
    return by_hand.keep(told, at=at)


def _said(words: str) -> dict[str, str]:
    return {"says": words[:400], "feed": "", "arrival": "", "locator": "", "quote": ""}
