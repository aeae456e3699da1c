"""Work that a person gives to a colleague by hand: a line that no rule opened and no fact settles."""

from collections.abc import Iterable
from datetime import datetime

from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.staffing import require_at_work
from northstar.access.viewer import Viewer, viewer_of
from northstar.access.writing import writing
from northstar.casework.worklist import asked, by_hand
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.posting import BY_HAND
from northstar.casework.worklist.settling import MACHINE
from northstar.record.doubts import still_open
from northstar.rules.signal import Band

_DOUBT = "doubt:"


def leave_to(
    *,
    patient: int,
    person: str,
    key: str,
    to: Staff | Team,
    says: str,
    suggests: str,
    label: int,
    why: str,
    by: Viewer,
    at: datetime,
    matter: str = "who is who",
) -> Line:
    """Give a question about a patient (row number, public id) to somebody; again: to somebody else."""
    if not why.strip():
        raise Refused("Say what makes you unsure: whoever takes it begins there.")
    if isinstance(to, Staff):
        require_at_work(to)
    if label and not (isinstance(to, Staff) and viewer_of(to, at).may_see(label)):
        raise Refused(f"{to.name} may not see what this rests on. Choose a colleague who may.")
    with writing():
        line = Line.objects.filter(patient=patient, signal=BY_HAND, key=key, is_open=True).first()
        line = line or Line(patient_id=patient, signal=BY_HAND, key=key, opened=at, minutes=5)
        line.matter, line.says, line.suggests, line.label = matter, says, suggests, label
        line.band, line.factors, line.score = int(Band.REST), {"A colleague asked": 10}, 10
        line.because = [_reason(f"{by.name}: {why}")]
        line.touched, line.refreshed, line.asleep = True, at, False
        by_hand.give(line, to)
        line.next_on = Holders().next_day(line.staff_id, line.team_id, at.date(), urgent=False)
        line.save()
        asked.note(line, to=to, why=why, by=by, at=at)
        acted(by=by, what="line: left to somebody", patients=[person], at=at)
    return line


def finish(
    *, key: str, by: Viewer, at: datetime, outcome: str, says: str = "", patient: int | None = None
) -> None:
    """The question was answered: its lines are done, with the answer as outcome, and whoever asked is
    told (`says`). `patient`: the row number, where the key is not of one person alone."""
    lines = Line.objects.filter(signal=BY_HAND, key=key, is_open=True)
    for line in lines.filter(patient=patient) if patient else lines:
        _end(line, at, by.name, outcome, says, by.staff_id)
    asked.ended(
        lambda line: line.key == key and patient in (None, line.patient_id),
        by=by.name, staff=by.staff_id, outcome=outcome, at=at,
    )  # fmt: skip


def agree_again(patients: Iterable[int], at: datetime) -> None:
    """Where records that contradicted say the same again, whoever was left with the question is so no longer."""
    patients = set(patients)
    rows = Line.objects.filter(patient__in=patients, signal=BY_HAND, is_open=True)
    lines = {line.key.removeprefix(_DOUBT): line for line in rows.filter(key__startswith=_DOUBT)}
    for person in lines.keys() - still_open(lines) if lines else ():
        _end(lines[person], at, MACHINE, "the records agree again")
    asked.ended(
        lambda line: line.patient_id in patients and _agrees(line.key), by=MACHINE, staff=None,
        outcome="the records agree again", at=at,
    )  # fmt: skip


def _agrees(key: str) -> bool:
    """The key is that of a doubt about somebody, and nothing is doubted of them any more."""
    person = key.removeprefix(_DOUBT)
    return key.startswith(_DOUBT) and person not in still_open([person])


def sources_agree(*, patient: int, key: str, at: datetime) -> None:
    """The sources say the same by now: whoever was asked which is right is asked no longer."""
    for line in Line.objects.filter(patient=patient, signal=BY_HAND, key=key, is_open=True):
        _end(line, at, MACHINE, "the sources agree")
    asked.ended(
        lambda line: line.key == key and line.patient_id == patient,
        by=MACHINE, staff=None, outcome="the sources agree", at=at,
    )  # fmt: skip


def holder_of(key: str) -> str:
    """Who has the question of this key now, by name; '' where nobody was asked."""
    lines = Line.objects.filter(signal=BY_HAND, key=key, is_open=True)
    line = lines.select_related("staff", "team").first()
    return line.holder.name if line else ""


def finish_records(
    *, people: Iterable[str], by: Viewer, at: datetime, outcome: str, says: str = ""
) -> None:
    """The question about these people (public ids) was answered: its lines are done, with the answer
    as outcome; also where it had been about more of them."""
    for line in _about_records():
        if len(_people(line) & set(people)) > 1:
            _end(line, at, by.name, outcome, says, by.staff_id)
    asked.ended(
        lambda line: line.key.startswith("records:") and len(_people(line) & set(people)) > 1,
        by=by.name, staff=by.staff_id, outcome=outcome, at=at,
    )  # fmt: skip


def left_to(questions: dict[str, set[str]]) -> dict[str, str]:
    """Who has each of these questions (key, people's public ids) now, by name."""
    lines = [(_people(line), line.holder.name) for line in _about_records()] if questions else []
    return {
        key: name
        for key, people in questions.items()
        for about, name in lines
        if len(about & people) > 1
    }


def _end(
    line: Line, at: datetime, by: str, outcome: str, says: str = "", staff: int | None = None
) -> None:
    by_hand.close(line, at=at, by=by, staff=staff, outcome=outcome, why=says)
    asked.tell(line, by=by, staff=staff, says=says or outcome, at=at)


def _reason(says: str) -> dict[str, str]:
    return {"says": says[:400], "feed": "", "arrival": "", "locator": "", "quote": ""}


def _about_records() -> Iterable[Line]:
    lines = Line.objects.filter(signal=BY_HAND, key__startswith="records:", is_open=True)
    return lines.select_related("staff", "team").order_by("pk")


def _people(line: Line) -> set[str]:
    return set(line.key.split(":")[1:])
