"""Nobody answers: a letter goes out, and after it was not answered a person closes the matter."""

from collections.abc import Iterable
from datetime import datetime

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts import asking as acts_asking
from northstar.casework.acts.models import Act
from northstar.casework.outbox.models import Message
from northstar.casework.worklist import acts
from northstar.casework.worklist.models import Line
from northstar.doing.acting import did
from northstar.doing.promising import Promised
from northstar.doing.sending import send
from northstar.record import charts
from northstar.record.models import Patient
from northstar.rules.reaching import attempts, next_attempt

PURPOSE = "that we could not reach them by telephone"
UNSENT = "unsent letter"


def write(
    *, by: Viewer, patient: Patient, text: str, at: datetime, line: Line | None = None, label: int = 0,
    promised: Iterable[Promised] = (),
) -> Message:  # fmt: skip
    """A letter instead of a further call. It goes through the outbox, which obeys their wishes; the line
    waits for the answer. `label`: how guarded it is where no line says so."""
    return send(
        by=by, patient=patient, channel="letter", address="", subject="Please call us", text=text,
        purpose=PURPOSE, at=at, key=f"not reached {patient.public_id} {at.date()}", line=line,
        label=line.label if line else label, promised=promised,
    )  # fmt: skip


def wait_for_answer(*, by: Viewer, patient: Patient, line: Line, at: datetime) -> None:
    """The line sleeps until the letter has had its time."""
    chart = charts.charts(by, [patient.pk], at)[patient.pk]
    then = next_attempt(chart, at)
    acts.tried(line=line, by=by, at=at, on=then.on, why=f"A letter was written. {then.says}")


def leave_to(*, by: Viewer, patient: Patient, line: Line, text: str, at: datetime) -> Act:
    """The line is a colleague's by now: the letter as it was typed goes to them, unsent, and stands in their
    call page when they come to it."""
    if not text.strip():
        raise Refused("There is nothing written yet.")
    if not line.is_open:
        raise Refused("Nobody holds this line any more: it is closed.")
    return did(
        by=by, patient=patient, kind=UNSENT, at=at, line=line, label=line.label,
        says=f"Wrote a letter and did not send it: left to {line.holder.name}.",
        detail={"text": text.strip(), "line": str(line.public_id)},
    )  # fmt: skip


def left_to(*, by: Viewer, patient: Patient, line: Line) -> Act | None:
    """The last letter that a colleague wrote about this line and left unsent."""
    found = acts_asking.of_patient(by, patient.pk, since=line.opened, kinds=[UNSENT])
    standing = (act for act in found if getattr(act, "taken_back", None) is None)
    return next((act for act in standing if act.detail.get("line") == str(line.public_id)), None)


def give_up(*, by: Viewer, patient: Patient, line: Line, at: datetime) -> Act:
    """Calls and a letter have reached nobody: the line is closed by a person, and everybody can see how
    it was tried. Refused while there is still something to try."""
    chart = charts.charts(by, [patient.pk], at)[patient.pk]
    if next_attempt(chart, at).what != "close":
        raise Refused("There is still something to try; the page says what.")
    tried = "; ".join(one.says for one in attempts(chart, at))
    words = f"Could not be reached: {tried}."

    def close(act: Act) -> None:
        acts.done(
            line=line, by=by, at=at, outcome="Not reached, letter unanswered", note=words[:400]
        )

    return did(
        by=by, patient=patient, kind="call", says=words, at=at, line=line, label=line.label, then=close
    )  # fmt: skip
