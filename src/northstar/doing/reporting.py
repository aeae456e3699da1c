"""A suspicion of abuse, neglect or exploitation: written down, reported, closed; each step an act of its own.

Every row of it is restricted. Its acts are called "note" like any other, so that the audit chain tells
who may not know of it only that somebody wrote something down; they stay out of notes put together by us.
"""

from datetime import datetime
from uuid import UUID

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.reports import acts, asking, clock
from northstar.casework.reports.asking import Standing
from northstar.casework.reports.models import LABEL, NEVER_TO, Report
from northstar.casework.reports.path import require
from northstar.doing.acting import did
from northstar.knowledge.reporting import ABOUT, STATES, Agency
from northstar.record.models import Patient

KIND = "note"


def notice(
    *, by: Viewer, patient: Patient, about: str, state: str, says: str, noticed: datetime, at: datetime,
    to: Agency, cites: str = "",
) -> Report:  # fmt: skip
    """Somebody suspects it. `says`: what was seen or heard, in the words used. `to`: whom it is
    reported to and how soon, as far as known. The clock runs from `noticed`."""
    if about not in ABOUT:
        raise Refused("Say whether it is about a child or an adult.")
    if state not in STATES:
        raise Refused("Choose the state whose law it falls under.")
    if not says.strip():
        raise Refused("Write down what was seen or heard, in the words that were used.")
    if noticed > at:
        raise Refused("It cannot have been noticed at a time that is still to come.")
    made: list[Report] = []

    def write(act: Act) -> None:
        made.append(
            acts.noticed(
                act=act, about=about, state=state, to=to, cites=cites, noticed=noticed,
                says=says.strip(), by=by, at=at,
            )
        )  # fmt: skip
        _follow(patient, made[0], by, at)

    _did(by, patient, "noticed", f"Noticed, and to be reported: {says.strip()}", at, write)
    return made[0]


def go_on(
    *, by: Viewer, patient: Patient, report: UUID | str, what: str, detail: dict[str, str], at: datetime,
    on: datetime | None = None,
) -> Standing:  # fmt: skip
    """The next step, with what it must say. `on`: when it was done."""
    one = asking.one(by, patient.pk, report)
    detail = {name: value.strip()[:300] for name, value in detail.items()}
    step = require(what, one.stands, detail)
    says = step.tells.format_map(detail).rstrip(".") + "."

    def write(act: Act) -> None:
        acts.step(
            report=one.report, what=what, on=on or at, says=says, detail=detail, act=act, by=by, at=at
        )  # fmt: skip
        _follow(patient, one.report, by, at)

    _did(by, patient, what, says, at, write)
    return asking.one(by, patient.pk, report)


def _did(by: Viewer, patient: Patient, step: str, says: str, at: datetime, then) -> None:
    did(
        by=by, patient=patient, kind=KIND, says=says, at=at, label=LABEL, then=then,
        detail={"step": step, "never_to": list(NEVER_TO)},
    )  # fmt: skip


def _follow(patient: Patient, report: Report, by: Viewer, at: datetime) -> None:
    standing = asking.of_patients([patient.pk])[patient.pk]
    one = next(one for one in standing if one.report.pk == report.pk)
    clock.follow(patient=patient.pk, one=one, by=by, at=at)
