"""Work that a person gives to a colleague by hand: a line that no rule opened and no fact settles."""

from collections.abc import Iterable
from datetime import datetime

from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.posting import BY_HAND
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
    staff, team = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)
    line = Line.objects.filter(patient=patient, signal=BY_HAND, key=key, is_open=True).first()
    line = line or Line(patient_id=patient, signal=BY_HAND, key=key, opened=at, minutes=5)
    line.matter, line.says, line.suggests, line.label = matter, says, suggests, label
    line.band, line.factors, line.score = int(Band.REST), {"A colleague asked": 10}, 10
    line.staff_id, line.team_id, line.touched, line.refreshed = staff, team, True, at
    line.because = [{"says": f"{by.name}: {why}"[:400], "feed": "", "arrival": "",
                     "locator": "", "quote": ""}]  # fmt: skip
    line.next_on = Holders().next_day(staff, team, at.date(), urgent=False)
    line.save()
    Step.objects.create(
        line=line,
        at=at,
        by=by.name,
        staff_id=by.staff_id,
        what="handed over",
        why=f"to {to.name}: {why}"[:400],
    )
    acted(by=by, what="line: left to somebody", patients=[person], at=at)
    return line


def finish(*, key: str, by: Viewer, at: datetime, outcome: str) -> None:
    """The question was answered: its lines are done, with the answer as outcome."""
    for line in Line.objects.filter(signal=BY_HAND, key=key, is_open=True):
        by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome=outcome)


def agree_again(patients: Iterable[int], at: datetime) -> None:
    """Where records that contradicted say the same again, whoever was left with the question is so no longer."""
    rows = Line.objects.filter(patient__in=list(patients), signal=BY_HAND, is_open=True)
    lines = {line.key.removeprefix(_DOUBT): line for line in rows.filter(key__startswith=_DOUBT)}
    for person in lines.keys() - still_open(lines) if lines else ():
        by_hand.close(lines[person], at=at, by="northstar", outcome="the records agree again")


def holder_of(key: str) -> str:
    """Who has the question of this key now, by name; '' where nobody was asked."""
    lines = Line.objects.filter(signal=BY_HAND, key=key, is_open=True)
    line = lines.select_related("staff", "team").first()
    return line.holder.name if line else ""


def finish_records(*, people: Iterable[str], by: Viewer, at: datetime, outcome: str) -> None:
    """The question about these people (public ids) was answered: its lines are done, with the answer
    as outcome; also where it had been about more of them."""
    for line in _about_records():
        if len(_people(line) & set(people)) > 1:
            by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome=outcome)


def left_to(questions: dict[str, set[str]]) -> dict[str, str]:
    """Who has each of these questions (key, people's public ids) now, by name."""
    lines = [(_people(line), line.holder.name) for line in _about_records()] if questions else []
    return {
        key: name
        for key, people in questions.items()
        for about, name in lines
        if len(about & people) > 1
    }


def _about_records() -> Iterable[Line]:
    lines = Line.objects.filter(signal=BY_HAND, key__startswith="records:", is_open=True)
    return lines.select_related("staff", "team").order_by("pk")


def _people(line: Line) -> set[str]:
    return set(line.key.split(":")[1:])
