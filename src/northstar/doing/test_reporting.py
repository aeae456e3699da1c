"""The short path of a report: its clock is held by somebody who may see it, and ends only with an answer."""

from datetime import time, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.harness.mrs_chen import NOW

from northstar.access.models import Entitlement, Pending, Role, Shift, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.reports import asking
from northstar.casework.reports.models import LABEL, ReportStep
from northstar.casework.worklist import acts as lines
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.escalation import pass_on
from northstar.casework.worklist.models import Line
from northstar.doing import reporting
from northstar.knowledge.reporting import Agency
from northstar.rules.signal import Band
from northstar.spine import review

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
COUNTY = Agency("County APS", "415-555-0190", 24, 48)
CALLED = {
    "agency": "County APS",
    "number": "415-555-0190",
    "taken_by": "Ms. Ruiz",
    "reference": "A-1",
}
NOTICED = NOW - timedelta(hours=1)


def entitle(staff):
    Entitlement.objects.create(
        staff=staff, labels=LABEL, reason="reports", start=NOW.replace(year=2020)
    )
    return viewer_of(staff, NOW)


def colleague(name, role):
    staff = Staff.objects.create(username=name, name=name.title())
    Role.objects.create(staff=staff, role=role, start=NOW.replace(year=2020))
    return staff


@pytest.fixture
def notice(chen):
    def notice(by, to=COUNTY):
        return reporting.notice(
            by=by, patient=chen, about="adult", state="CA", says="A bruise she would not explain",
            noticed=NOTICED, at=NOW, to=to,
        )  # fmt: skip

    return notice


def line(chen):
    return Line.objects.filter(patient=chen.pk, key__contains="report:").latest("pk")


def go_on(by, chen, report, what, detail, **more):
    return reporting.go_on(
        by=by, patient=chen, report=report.public_id, what=what, detail=detail, at=NOW, **more
    )


def test_the_clock_runs_from_notice_to_phone_to_paper(sarah, chen, notice):
    by = entitle(sarah)
    report = notice(by)
    assert (line(chen).staff, line(chen).band, line(chen).next_on) == (
        sarah,
        Band.SAFETY,
        NOW.date(),
    )
    assert line(chen).due == NOTICED + timedelta(hours=24)
    go_on(by, chen, report, "told", {"who": "Dana"})
    assert line(chen).band == Band.SAFETY, "a supervisor who knows stops no clock"
    go_on(by, chen, report, "reported", CALLED)
    assert (line(chen).band, line(chen).due) == (Band.CLOCK, NOTICED + timedelta(hours=48))
    go_on(by, chen, report, "written", {"to": "the county", "how": "by fax"})
    assert go_on(by, chen, report, "closed", {"why": "They look into it"}).is_open is False
    assert not line(chen).is_open
    told = acts.of_patient(by, chen.pk)
    assert [one.detail["step"] for one in told][::-1] == [
        "noticed",
        "told",
        "reported",
        "written",
        "closed",
    ]
    assert {one.label for one in told} == {LABEL}
    assert all(one.detail["never_to"] == ["proxy", "portal"] for one in told)


def test_an_unknown_clock_means_now(sarah, chen, notice):
    notice(entitle(sarah), Agency())
    assert (line(chen).due, line(chen).next_on, line(chen).band) == (None, NOW.date(), Band.SAFETY)


def test_it_ends_only_with_a_report_or_a_named_reason(sarah, chen, notice):
    by = entitle(sarah)
    report = notice(by)
    with pytest.raises(Refused, match="own page"):
        lines.done(line=line(chen), by=by, at=NOW, outcome="done")
    later = NOW.date() + timedelta(days=1)
    with pytest.raises(Refused, match="clock runs"):
        lines.later(line=line(chen), by=by, at=NOW, on=later, why="not now please", outcome="spoke")
    for half in ({}, {"who": "Dr. Park"}, {"why": "no"}):
        with pytest.raises(Refused, match="missing"):
            go_on(by, chen, report, "not-reported", half)
    with pytest.raises(Refused, match="cannot follow"):
        go_on(by, chen, report, "closed", {"why": "x"})
    one = go_on(
        by, chen, report, "not-reported", {"who": "Dr. Park", "why": "A fall, seen on film"}
    )
    assert not one.is_open
    assert not line(chen).is_open


def test_somebody_entitled_holds_what_its_author_may_not_see(sarah, chen, notice):
    colleague("dana", "manager")
    entitle(colleague("robert", "social-worker"))
    by = viewer_of(sarah, NOW)
    report = notice(by)
    assert (line(chen).staff.username, line(chen).acknowledged) == ("robert", None)
    assert asking.of_patient(by, chen.pk), "who wrote it goes on with it"
    assert acts.of_patient(by, chen.pk) == []
    go_on(by, chen, report, "reported", CALLED)
    other = viewer_of(Staff.objects.get(username="dana"), NOW)
    assert asking.of_patient(other, chen.pk) == []
    with pytest.raises(Refused):
        go_on(other, chen, report, "noted", {"why": "x"})


def test_it_is_handed_only_to_who_may_see_it(sarah, chen, notice):
    dana = colleague("dana", "manager")
    by = entitle(sarah)
    notice(by)
    with pytest.raises(Refused, match="may not see"):
        lines.hand_over(line=line(chen), by=by, at=NOW, to=dana)
    entitle(dana)
    lines.hand_over(line=line(chen), by=by, at=NOW, to=dana)
    assert line(chen).staff == dana


def test_a_lost_line_comes_back(sarah, chen, notice):
    notice(entitle(sarah))
    by_hand.close(line(chen), at=NOW, by="somebody", outcome="by mistake")
    review([chen.pk], NOW)
    assert line(chen).is_open


def test_nothing_of_it_is_ever_changed(sarah, chen, notice):
    notice(entitle(sarah))
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportStep.objects.update(says="nothing")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportStep.objects.all().delete()


def test_times_are_in_order(sarah, chen, notice):
    by = entitle(sarah)
    report = notice(by)
    for wrong in (NOW + timedelta(hours=1), NOTICED - timedelta(hours=1)):
        with pytest.raises(Refused):
            go_on(by, chen, report, "reported", CALLED, on=wrong)


def test_the_audit_chain_names_nothing(sarah, chen, notice):
    before = set(Pending.objects.values_list("pk", flat=True))
    notice(entitle(sarah))
    told = " ".join(str(one.__dict__) for one in Pending.objects.exclude(pk__in=before))
    assert "act: note" in told
    assert "report" not in told


def test_nobody_is_called_out_who_may_not_see_it(sarah, chen, notice):
    entitle(colleague("robert", "social-worker"))
    dana, wei = colleague("dana", "on-call"), colleague("nurse", "on-call")
    for order, one in enumerate((dana, wei), 1):
        Shift.objects.create(
            staff=one, kind=Shift.ON_CALL, order=order, weekday=NOW.weekday(),
            begins=time(0), ends=time(23, 59),
        )  # fmt: skip
    entitle(wei)
    notice(viewer_of(sarah, NOW))
    late = NOW + timedelta(hours=1)
    pass_on(late)
    assert line(chen).staff == wei
