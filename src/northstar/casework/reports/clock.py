"""The one line by which an open report has a holder and a next date. Nobody sees it who is not entitled."""

from datetime import datetime, timedelta

from northstar.access import roles
from northstar.access.models import Role, Staff
from northstar.access.viewer import Viewer, viewer_of
from northstar.casework.reports.asking import Standing
from northstar.casework.reports.models import Report
from northstar.casework.reports.path import NOTICED, REPORTED
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line
from northstar.rules.signal import Band

KEY = f"{by_hand.ANSWERED}report:"
_MORE_WORDS = {
    NOTICED: ("Report by phone what was noticed", "Open the report: it says whom to call and what to ask."),
    REPORTED: ("Send the written report, or close it once none is asked", "Open the report and record it."),
}  # fmt: skip
_HEAR = ("Hear from the agency, then close the report", "Open the report and note what they said.")
_WEEK = timedelta(days=7)


def follow(*, patient: int, one: Standing, by: Viewer | None, at: datetime) -> Line | None:
    """Bring the line of a report to how the report stands, or to its end."""
    name = by.name if by else "northstar"
    line = line_of(patient, one.report)
    if not one.is_open:
        if line:
            by_hand.close(line, at=at, by=name, outcome="report closed", why=one.steps[-1].says)
        return None
    line = line or _new(patient, one.report, by, at)
    line.says, line.suggests = _MORE_WORDS.get(one.stands, _HEAR)
    line.band = int(Band.SAFETY if one.stands == NOTICED else Band.CLOCK)
    line.due = {NOTICED: one.report.due, REPORTED: one.report.written_due}.get(one.stands)
    line.asleep, line.next_on = False, _next_on(line, one, at)
    return by_hand.keep(line, at=at)


def line_of(patient: int, report: Report) -> Line | None:
    """The open line of a report."""
    key = f"{KEY}{report.public_id}"
    return Line.objects.filter(patient=patient, key=key, is_open=True).first()


def holder(by: Viewer | None, report: Report, at: datetime) -> Staff:
    """Who holds it: its author where entitled, else a colleague of theirs who is, leaders first. Where
    nobody is, the author keeps it and finds it on the report's page alone."""
    author = Staff.objects.get(pk=report.staff_id)
    seen = viewer_of(author, at)
    if author.is_active and seen.may_see(report.label):
        return author
    held = Role.objects.filter(Role.holding(at), role__in=roles.CARE | roles.LEADING)
    others = Staff.objects.filter(pk__in=held.values("staff"), is_active=True).order_by("name")
    entitled = [(viewer_of(one, at), one) for one in others]
    fitting = [(v, one) for v, one in entitled if v.may_see(report.label)]
    fitting.sort(key=lambda two: (not two[0].teams & seen.teams, not two[0].roles & roles.LEADING))
    return fitting[0][1] if fitting else author


def _new(patient: int, report: Report, by: Viewer | None, at: datetime) -> Line:
    to = holder(by, report, at)
    line = by_hand.new(patient=patient, key=f"{KEY}{report.public_id}", at=at, to=to)
    line.identity_id, line.label, line.minutes = report.identity_id, report.label, 30
    line.matter, line.factors, line.score = "report", {"A duty to report": 100}, 100
    line.since = report.noticed
    if by and by.staff_id == to.pk:
        line.acknowledged = at  # it is in hand; to anybody else it must be called out
    return line


def _next_on(line: Line, one: Standing, at: datetime):
    """Today until it is reported; then the day of the written clock, else within a week."""
    if one.stands == NOTICED:
        return at.date()
    day = max(at.date(), line.due.astimezone(at.tzinfo).date() if line.due else (at + _WEEK).date())
    cover = Holders().cover(line.staff_id, line.team_id)
    return cover.on_or_before(day, at.date()) or at.date()
