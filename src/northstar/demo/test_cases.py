"""Cases of the sample clinic: one month is ready for the biller, one lacks a minute, one a copy of the plan."""

from datetime import date, datetime

import pytest

from northstar.access.models import Staff
from northstar.access.viewer import viewer_of
from northstar.casework.billing import asking
from northstar.demo import build, cases, cast
from northstar.demo.background import SEED
from northstar.demo.generator import without_fills
from northstar.demo.lives import QUIET, life
from northstar.record import panels, patients


@pytest.mark.django_db(databases=["default", "audit"])
def test_last_month_has_a_ready_one_a_minute_short_and_a_copy_missing():
    lives = [life(SEED, n, cast.NOW, QUIET) for n in range(12)]
    build.build((e for one in lives for e in without_fills(SEED, one, cast.NOW, QUIET)), cast.NOW)
    assert cases.begin(cast.NOW) == 3
    biller = viewer_of(Staff.objects.get(username="bill"), cast.NOW)
    found = asking.month(
        biller, patients.everyone(), date(2026, 8, 1), zone=cast.ZONE, midpoint=False
    )
    his = set(panels.panel(biller, cast.NOW.date()).values_list("pk", flat=True))
    assert his == {one.patient for one in found}
    assert sorted((one.verdict.minutes, one.verdict.state) for one in found) == [
        (19, "missing"), (23, "missing"), (23, "ready"),
    ]  # fmt: skip


@pytest.mark.django_db(databases=["default", "audit"])
def test_a_year_without_known_rules_has_no_cases():
    assert cases.begin(datetime(2031, 3, 4, 7, 30, tzinfo=cast.ZONE)) == 0
