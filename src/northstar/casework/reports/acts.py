"""What is written of a report: opened once, then step by step. Call them inside `writing()`."""

from datetime import datetime, timedelta

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.reports.models import Report, ReportStep
from northstar.knowledge.reporting import Agency


def noticed(
    *, act: Act, about: str, state: str, to: Agency, cites: str, noticed: datetime, says: str,
    by: Viewer, at: datetime,
) -> Report:  # fmt: skip
    """The suspicion is written down; the clock runs from the moment it was noticed."""
    report = Report.objects.create(
        identity_id=act.identity_id, about=about, state=state, agency=to.name[:160],
        telephone=to.telephone[:40], cites=cites[:300], noticed=noticed, label=act.label,
        due=_after(noticed, to.hours), written_due=_after(noticed, to.written_hours),
        at=at, by=by.name, staff_id=act.staff_id,
    )  # fmt: skip
    step(report=report, what="noticed", on=noticed, says=says, detail={}, act=act, by=by, at=at)
    return report


def step(
    *, report: Report, what: str, on: datetime, says: str, detail: dict[str, str], act: Act,
    by: Viewer, at: datetime,
) -> ReportStep:  # fmt: skip
    """The next step of a report, at the moment it was done."""
    if on > at:
        raise Refused("It cannot have happened at a time that is still to come.")
    if on < report.noticed:
        raise Refused("It cannot have happened before it was noticed.")
    return ReportStep.objects.create(
        report=report, what=what, on=on, says=says[:600], detail=detail, act=act,
        at=at, by=by.name, staff_id=act.staff_id,
    )  # fmt: skip


def _after(noticed: datetime, hours: int | None) -> datetime | None:
    return None if hours is None else noticed + timedelta(hours=hours)
