"""From the case and its minutes to the claim: through the stores, as the biller sees it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.harness.mrs_chen import NOW, ZONE

from northstar.access.models import Credential
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.billing import asking
from northstar.casework.programs import asking as programs
from northstar.doing.acting import did
from northstar.doing.attesting import attest_day
from northstar.doing.enrolling import go_on, refer
from northstar.doing.test_enrolling import CONSENT, FIT

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
SEP = date(2026, 9, 1)
READER = system_viewer("a test")
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def by(sarah):
    Credential.objects.create(staff=sarah, kind="RN", start=datetime(2020, 1, 1, tzinfo=UTC))
    return viewer_of(sarah, NOW)


@pytest.fixture
def case(by, chen):
    """She is in chronic care management, with everything but time."""
    case = refer(by=by, patient=chen, program="CCM", why="Dr. Park asked", at=NOW)
    for what, on, detail in (
        ("visited", date(2026, 6, 11), {"kind": "office", "with": "Dr. Park"}),
        ("eligible", None, FIT),
        ("consented", None, CONSENT),
        ("planned", None, {"plan": "on paper", "missing": []}),
        ("copied", None, {"to": "Mei-Ling Chen"}),
    ):
        go_on(by=by, patient=chen, case=case.id, what=what, detail=detail, on=on, at=NOW)
    return case


@pytest.fixture
def spends(by, chen):
    def spends(minutes):
        did(
            by=by, patient=chen, kind="call", says="spoke with her", at=LATER, began=NOW,
            ended=NOW + timedelta(minutes=minutes),
        )  # fmt: skip
        attest_day(by=by, start=NOW - timedelta(hours=7), end=LATER, at=LATER)

    return spends


def judged(chen, first=SEP, viewer=READER):
    [one] = asking.month(viewer, [chen.pk], first, zone=ZONE)
    return one.verdict


def test_nineteen_minutes_bill_nothing_and_twenty_do(case, spends, chen):
    spends(19)
    assert [check.name for check in judged(chen).missing] == ["minutes"]


def test_twenty_minutes_bill(case, spends, chen):
    spends(20)
    verdict = judged(chen)
    assert (verdict.state, [(line.number, line.on) for line in verdict.lines]) == (
        "ready", [("99490", NOW.date())],
    )  # fmt: skip


def test_without_a_good_credential_the_minutes_do_not_count(case, spends, chen, sarah):
    Credential.objects.update(end=NOW - timedelta(days=1))
    spends(25)
    assert judged(chen).minutes == 0


def test_the_month_before_the_consent_bills_nothing(case, spends, chen):
    spends(25)
    assert asking.month(READER, [chen.pk], date(2026, 8, 1), zone=ZONE) == []


def test_who_asks_to_stop_is_billed_to_the_end_of_the_month(case, spends, by, chen):
    spends(25)
    go_on(by=by, patient=chen, case=case.id, what="stopped", at=LATER, detail={"why": "enough"})
    assert judged(chen).state == "ready"
    assert asking.month(READER, [chen.pk], date(2026, 10, 1), zone=ZONE) == []


def test_who_may_not_see_what_a_case_rests_on_does_not_learn_of_it(by, chen):
    entitled = replace(by, labels=0x7FFF)
    refer(by=by, patient=chen, program="BHI", why="asked", at=NOW)
    refer(by=entitled, patient=chen, program="CoCM", why="asked", at=NOW, label=1)
    seen = [one.program for one in programs.of_patient(by, chen.pk, NOW.date())]
    assert seen == ["BHI"]


def test_a_handful_of_questions_however_many(case, spends, chen):
    spends(25)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        judged(chen)
    assert len(asked) <= 20
