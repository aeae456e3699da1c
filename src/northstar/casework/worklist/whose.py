"""Whose a message is: a person says so, takes it back, or says that nobody here is meant."""

from datetime import datetime
from uuid import UUID, uuid4

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.worklist import acts
from northstar.casework.worklist.models import Line, Step
from northstar.record import belonging, inbox, panels, patients
from northstar.record.people import Card, card

CONFIRMED = "confirmed"
NOBODY = ("Wrong number", "Nobody we know", "Not meant for us")


def confirm(
    *, line: Line, patient: str | UUID, by: Viewer, at: datetime, why: str = ""
) -> tuple[Card, set[int]]:
    """This message is about this patient: it goes into the chart. Gives who it is, and the patients
    whose charts have changed. The caller judges message and charts again."""
    item = _item(line)
    row = _meant(line, patient, by, at)
    touched = belonging.whose_item(item) | {row.pk}
    belonging.put(identity=item, patient=row, by=by.name, at=at, reason=why.strip() or "recognised")
    before = {"sure": line.sure, "likely_id": line.likely_id}
    line.sure, line.likely_id, line.touched = True, row.pk, True
    line.save(update_fields=["sure", "likely", "touched"])
    Step.objects.create(
        line=line,
        at=at,
        by=by.name,
        staff_id=by.staff_id,
        what=CONFIRMED,
        why=f"{row.name}. {why}"[:400],
        before=before,
    )
    _sign(line, by, at, "message: confirmed", [row.public_id])
    return card(row), touched


def not_theirs(*, line: Line, by: Viewer, at: datetime, why: str) -> set[int]:
    """It is not about whom it was put to: it leaves the chart whole. Gives whose chart changed."""
    item = _item(line)
    touched = belonging.whose_item(item)
    if not touched:
        raise Refused("Nobody has said yet whose this is.")
    whose = [row.public_id for row in patients.rows(touched)]
    belonging.take_off(identity=item, by=by.name, at=at, reason=why.strip() or "taken back")
    line.steps.filter(what=CONFIRMED, undone=False).update(undone=True)
    line.sure = False
    line.save(update_fields=["sure"])
    Step.objects.create(
        line=line,
        at=at,
        by=by.name,
        staff_id=by.staff_id,
        what="not theirs",
        why=why[:400],
        undone=True,
    )
    _sign(line, by, at, "message: not theirs", whose)
    return touched


def nobody(*, line: Line, by: Viewer, at: datetime, outcome: str, why: str = "") -> None:
    """A wrong number, or nobody we know: every open line of the message is done, saying so."""
    if outcome not in NOBODY:
        raise Refused("Say which it is: a wrong number, nobody we know, or not meant for us.")
    if confirmed(line):
        raise Refused("Somebody has said whose this is. Take that back first.")
    together = uuid4()
    for one in Line.objects.filter(arrival=line.arrival_id, is_open=True):
        acts.done(line=one, by=by, at=at, outcome=outcome, note=why, row=together)


def confirmed(line: Line) -> bool:
    """Whether a person has said whose this is."""
    return bool(belonging.whose_item(_item(line)))


def item_of(line: Line) -> int:
    """The message's own identity, to be judged again."""
    return _item(line)


def _item(line: Line) -> int:
    found = inbox.item_of(line.arrival_id) if line.arrival_id else None
    if found is None:
        raise Refused("This line is not about a message.", status=404)
    return found


def _meant(line: Line, patient: str | UUID, by: Viewer, at: datetime):
    """Somebody of the panel, or one of those whom the message itself points to."""
    suggested = {one["patient"] for one in line.candidates} | {line.likely_id}
    known = patients.known_to(by, patient)
    if known and known.pk in suggested:
        return known
    return panels.patient_for(by, patient, at)


def _sign(line: Line, by: Viewer, at: datetime, what: str, whose) -> None:
    arrivals = [line.arrival.public_id] if line.arrival else []
    acted(by=by, what=what, patients=whose, arrivals=arrivals, at=at)
