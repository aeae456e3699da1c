"""Supplies and PDC: against a day-by-day twin, against another program's figures, and by hand."""

import csv
from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northstar.rules import examples as ex
from northstar.rules.example_dates import ZONE
from northstar.rules.medicines import laid_out, medicines, pdc

DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)
some_fills = st.lists(
    st.tuples(st.integers(-60, 400).map(lambda n: FIRST + n * DAY), st.integers(1, 100)),
    max_size=12,
)
some_drugs = st.lists(some_fills, min_size=1, max_size=3)


def apart(pairs):
    """Stays as sorted spans with at least a day between."""
    found, free = [], FIRST - 90 * DAY
    for wait, length in pairs:
        begins = free + (wait + 1) * DAY
        free = begins + length * DAY
        found.append((begins, free))
    return found


some_stays = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 20)), max_size=4).map(apart)


def twin(fills_by_drug, first, after, away):
    """Walk through every day with a box of tablets in the hand."""
    in_hospital = {d for b, e in away for d in _days(b, e)}
    covered = set()
    for fills in fills_by_drug:
        box = 0
        arriving = defaultdict(int)
        for day, length in fills:
            arriving[day] += length
        for day in _days(FIRST - 70 * DAY, FIRST + 2000 * DAY):
            box += arriving[day]
            if box and day not in in_hospital:
                box -= 1
                covered.add(day)
    counted = [d for d in _days(first, after) if d not in in_hospital]
    return sum(d in covered for d in counted) / len(counted) if counted else None


def _days(begins, ends):
    return [begins + n * DAY for n in range((ends - begins).days)]


@given(some_drugs, some_stays, st.integers(1, 400))
def test_pdc_agrees_with_walking_day_by_day(drugs, stays, length):
    after = FIRST + length * DAY
    assert pdc(drugs, FIRST, after, stays) == twin(drugs, FIRST, after, stays)


@given(some_fills)
def test_no_tablet_is_lost_or_counted_twice(fills):
    spans = laid_out(fills)
    assert sum((after - begins).days for begins, after in spans) == sum(n for _, n in fills)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_adherer_figures(shared_data):
    """CMA7 of another program: supply carried over, also from before the window, capped at one."""
    folder = shared_data / "adherence-adherer"
    fills = defaultdict(list)
    with (folder / "med_events.csv").open() as file:
        for row in csv.DictReader(file):
            day = datetime.strptime(row["DATE"], "%m/%d/%Y").date()
            fills[row["PATIENT_ID"]].append((day, round(float(row["DURATION"]))))
    windows = {"FU365_OW365": (0, 365), "FU730_OW182to547": (182, 547)}
    compared, worst = 0, 0.0
    with (folder / "expected_cma.csv").open() as file:
        for row in csv.DictReader(file):
            if row["CMA_NAME"] != "CMA7" or row["CMA"] in ("", "NA"):
                continue
            found = fills[row["PATIENT_ID"]]
            begins = min(found)[0]
            opens, closes = (begins + n * DAY for n in windows[row["CONFIG"]])
            ours = pdc([[f for f in found if f[0] < closes]], opens, closes)
            worst = max(worst, abs(ours - float(row["CMA"])))
            compared += 1
    print(f"{compared} compared, largest difference {worst:.4f}")
    assert compared >= 100
    assert worst < 0.001


@pytest.fixture
def zone():
    return ZONE


def test_an_early_refill_waits_for_the_earlier_one(zone):
    chart = ex.chart_of(ex.fills(lisinopril=("1 Oct 2026, 30 days", "25 Oct 2026, 30 days")))()
    assert medicines(chart, zone).dispensed["lisinopril"].runs_out == date(2026, 11, 30)


def test_days_in_hospital_use_up_nothing(zone):
    chart = ex.chart_of(
        ex.fills(lisinopril="1 Oct 2026, 30 days"),
        ex.stay(admitted="10 Oct 2026", left="15 Oct 2026", disposition="home"),
    )()
    assert medicines(chart, zone).dispensed["lisinopril"].runs_out == date(2026, 11, 4)


def test_a_combination_is_a_supply_of_each_part(zone):
    chart = ex.chart_of(ex.fills(Zestoretic="1 Oct 2026, 30 days"))()
    assert set(medicines(chart, zone).dispensed) == {"lisinopril", "hydrochlorothiazide"}


def test_three_words_are_kept_apart(zone):
    chart = ex.chart_of(
        ex.prescribed(
            "Lisinopril 10 mg tablet", "2 Jan 2026", status="stopped", ended="1 Sep 2026"
        ),
        ex.said_taken("danshen tea", "2 Sep 2026"),
        ex.fills(warfarin="1 Sep 2026, 30 days"),
    )()
    found = medicines(chart, zone)
    assert set(found.stopped) == {"lisinopril"}
    assert set(found.in_use(date(2026, 9, 8))) == {"danshen", "warfarin"}
    assert set(found.in_use(date(2026, 10, 8))) == {"danshen"}


def test_a_later_prescription_outlives_an_earlier_stop(zone):
    chart = ex.chart_of(
        ex.prescribed("Lisinopril 10 mg", "2 Jan 2026", status="stopped", ended="1 Feb 2026"),
        ex.prescribed("Lisinopril 10 mg", "2 Mar 2026"),
    )()
    assert medicines(chart, zone).current("lisinopril", date(2026, 9, 8))
