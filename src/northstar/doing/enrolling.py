"""The life of a case, step by step: each step is an act with its note line, and moves the case's line on."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.programs import acts, asking, holding
from northstar.casework.programs.standing import Enrolment
from northstar.casework.programs.steps import REASONS, require
from northstar.doing.acting import did
from northstar.knowledge import programs
from northstar.knowledge.billing_plan import VISITS
from northstar.knowledge.calendar import short_day
from northstar.knowledge.table import NotKnown
from northstar.record.models import Patient

_SAYS = {
    "referred": "Referred to {name}: {why}",
    "found": "Found for {name} by a rule: {why}",
    "eligible": "Found eligible for {name}: {conditions}",
    "unfit": "Not eligible for {name}: {why}",
    "invited": "Invited to {name} ({how})",
    "consented": "{given_by} consented to {name} ({how}), after being told what it may cost, that only one "
    "practice may be paid for it in a month, and that they may stop at any time. {biller} bills",
    "begun": "{name} begun; {biller} bills",
    "declined": "Declined {name}. Explained: {explained}. They said: {why}. {again}",
    "visited": "First visit for {name}: {kind} with {with}",
    "assessed": "Assessed for {name}: {why}",
    "acuity": "Acuity {level}: {why}",
    "planned": "Plan of care agreed: {plan}",
    "copied": "Copy of the plan of care given to {to}",
    "judged": "Complexity judged {level} by {with}",
    "reassess": "To be looked at again as a whole on {date}",
    "transferred": "Passed on to {biller}, who bills from then on: {why}",
    "elsewhere": "{who} bills {what} for this person",
    "stopped": "Asked to stop {name}: {why}. It ends with the month",
    "closed": "Closed {name}: {reason}",
}


def refer(
    *,
    by: Viewer,
    patient: Patient,
    program: str,
    why: str,
    at: datetime,
    on: date | None = None,
    found: bool = False,
    because: Iterable[dict[str, str]] = (),
    label: int = 0,
    began: datetime | None = None,
) -> Enrolment:
    """Somebody asked that this person be taken into a program, or (`found`) a rule proposed it and the
    coordinator took it up. Gives the case as it stands."""
    if patient.died:
        raise Refused("This person has died, by a source we hold: no case is opened.")
    on, what = on or at.date(), "found" if found else "referred"
    _program(program, on)
    for one in asking.standing([patient.pk], at.date()).get(patient.pk, []):
        if one.program == program and one.open and by.may_see(one.label):
            raise Refused(f"There is an open case of {one.name} already: {one.stands.lower()}.")
    detail = {"why": why.strip()}
    require(what, "", detail)
    said = _sentence(what, programs.name_of(program), detail)
    opened: list[int] = []

    def write(act: Act) -> None:
        case = acts.open_case(identity=act.identity, program=program, by=by, at=at, label=label)
        opened.append(case.pk)
        acts.turn(
            case=case.pk, stands=None, what=what, says=said, on=on, detail=detail,
            person=str(patient.public_id), by=by, at=at, act=act,
        )  # fmt: skip
        _follow(patient, case.pk, by, at)

    did(
        by=by, patient=patient, kind="case", says=said, at=at, began=began,
        detail={"program": program, "step": what}, because=because, label=label, then=write,
    )  # fmt: skip
    return _stands(patient, opened[0], at)


def go_on(
    *,
    by: Viewer,
    patient: Patient,
    case: UUID | str,
    what: str,
    at: datetime,
    on: date | None = None,
    detail: dict[str, Any] | None = None,
    began: datetime | None = None,
    because: Iterable[dict[str, str]] = (),
    also: Callable[[Act], None] | None = None,
) -> Enrolment:
    """The next step of a case. `detail` is what the step must say (see `steps.STEPS`); `also` does in the
    same transaction what belongs to it, such as a letter."""
    stands = asking.one(by, patient.pk, case, at.date())
    on, detail = on or at.date(), detail or {}
    require(what, stands.state, detail)
    _ahead(what, detail, at.date())
    if patient.died and what != "closed":
        raise Refused("This person has died, by a source we hold: the case can only be closed.")
    if what == "begun" and _program(stands.program, on).consent:
        raise Refused("This program asks for a consent first.")
    said = _sentence(what, stands.name, detail)

    def write(act: Act) -> None:
        acts.turn(
            case=stands.row, stands=stands, what=what, says=said, on=on,
            detail=detail, person=str(patient.public_id), by=by, at=at, act=act,
        )  # fmt: skip
        _follow(patient, stands.row, by, at)
        if also:
            also(act)

    did(
        by=by, patient=patient, kind="case", says=said, at=at, began=began,
        detail={"program": stands.program, "step": what}, because=because,
        label=stands.label | int(detail.get("label", 0)), then=write,
    )  # fmt: skip
    return _stands(patient, stands.row, at)


def _ahead(what: str, detail: dict[str, Any], today: date) -> None:
    """A day for which something is set is still to come; else nobody would come back to it on its day."""
    named = detail.get({"reassess": "date", "declined": "again"}.get(what, ""))
    if named and date.fromisoformat(named) < today:
        raise Refused(f"{_day(named)} has passed. Choose a day that is still to come.")


def take_back(
    *, by: Viewer, patient: Patient, case: UUID | str, why: str, at: datetime
) -> Enrolment:
    """The latest step was a mistake: the case stands as before it."""
    stands = asking.one(by, patient.pk, case, at.date())

    def write(act: Act) -> None:
        acts.take_back(stands=stands, why=why, person=str(patient.public_id), by=by, at=at)
        _follow(patient, stands.row, by, at)

    did(
        by=by, patient=patient, kind="case", at=at, label=stands.label, then=write,
        says=f"Took back the latest step in {stands.name}: {why.strip()}",
        detail={"program": stands.program, "step": "taken back"},
    )  # fmt: skip
    return _stands(patient, stands.row, at)


def _program(code: str, day: date) -> programs.Program:
    try:
        return programs.program(code, day)
    except NotKnown:
        raise Refused(f"No rules of this program are known for {day.day} {day:%b %Y}.") from None


def _sentence(what: str, name: str, detail: dict[str, Any]) -> str:
    words = {key: _said(value) for key, value in detail.items()} | _in_words(what, detail)
    return _SAYS[what].format_map({"name": name, **words}).rstrip(". ") + "."


def _in_words(what: str, detail: dict[str, Any]) -> dict[str, str]:
    """What is kept as a code or a date, as one says it."""
    if what == "closed":
        return {"reason": REASONS.get(str(detail["reason"]), "").lower()}
    if what == "visited":
        return {"kind": VISITS.get(str(detail["kind"]), str(detail["kind"])).lower()}
    if what == "reassess":
        return {"date": _day(detail["date"])}
    if what == "declined":
        return {"again": _ask_again(detail)}
    return {}


def _ask_again(detail: dict[str, Any]) -> str:
    if detail.get("never"):
        return "They do not wish to be asked again"
    return f"To be asked again on {_day(detail['again'])}" if detail.get("again") else ""


def _day(text: str) -> str:
    on = date.fromisoformat(text)
    return f"{short_day(on)} {on.year}"


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(
            str(one.get("says", one)) if isinstance(one, dict) else one for one in value
        )
    return str(value).strip().rstrip(".")


def _follow(patient: Patient, case: int, by: Viewer, at: datetime) -> None:
    holding.follow(patient=patient.pk, stands=_stands(patient, case, at), by=by.name, at=at)


def _stands(patient: Patient, case: int, at: datetime) -> Enrolment:
    found = asking.standing([patient.pk], at.date()).get(patient.pk, [])
    return next(one for one in found if one.row == case)
