"""The way home, checked against a second calculation that shares nothing with the first."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from northstar.chart.chart import Chart
from northstar.chart.visits import Encounter
from northstar.chart.when import when
from northstar.rules.example_dates import moment
from northstar.rules.examples import (
    appointment,
    call,
    chart_of,
    document,
    from_feed,
    heard,
    order,
    patient,
    problem,
    result,
    stay,
    step,
    visit,
)
from northstar.rules.passages import came, passage, seen_until, stage

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
         "America/Anchorage", "Pacific/Honolulu", "America/Phoenix")  # fmt: skip
TIMES = 500


# The second calculation: the standard library and the text of 5 U.S.C. 6103, nothing of ours.


def nth(year, month, weekday, number):
    """The first Monday of September is nth(year, 9, 0, 1); the last one of May nth(year, 5, 0, -1)."""
    days = [d for d in (date(year, month, 1) + timedelta(n) for n in range(31)) if d.month == month]
    return [d for d in days if d.weekday() == weekday][number - 1 if number > 0 else number]


def off(year):
    """The federal holidays observed in a year."""
    fixed = [
        date(y, m, d)
        for y in (year - 1, year, year + 1)
        for m, d in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
    ]
    shifted = [
        d - timedelta(1) if d.weekday() == 5 else d + timedelta(1) if d.weekday() == 6 else d
        for d in fixed
    ]
    moving = [nth(year, 1, 0, 3), nth(year, 2, 0, 3), nth(year, 5, 0, -1), nth(year, 9, 0, 1),
              nth(year, 10, 0, 2), nth(year, 11, 3, 4)]  # fmt: skip
    return {d for d in (*shifted, *moving) if d.year == year}


def second_business_day(day):
    left = 2
    while left:
        day += timedelta(1)
        if day.isoweekday() < 6 and day not in off(day.year):
            left -= 1
    return day


def discharges():
    """Random ends of stays, thick around holidays, new year and the nights the clocks change."""
    dice = random.Random(11)
    dates = [date(2026, 9, 4), date(2026, 11, 25), date(2026, 12, 31), date(2027, 7, 2), date(2026, 6, 18),
             date(2028, 2, 28), date(2027, 12, 24), date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14)]  # fmt: skip
    for _ in range(TIMES):
        near = dice.choice(dates) + timedelta(dice.randrange(-2, 3))
        day = dice.choice([near, date(2026, 1, 1) + timedelta(dice.randrange(1000))])
        hours, minutes = dice.choice(
            [(0, 0), (0, 1), (1, 30), (2, 30), (23, 59), (dice.randrange(24), dice.randrange(60))]
        )
        clinic, hospital = ZoneInfo(dice.choice(ZONES)), ZoneInfo(dice.choice(ZONES))
        left = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=hospital).astimezone(
            UTC
        )
        yield dice, clinic, left, dice.random() < 0.5


@pytest.mark.parametrize(("dice", "clinic", "left", "serious"), list(discharges()))
def test_every_clock_equals_the_second_calculation(dice, clinic, left, serious):
    admitted = left - timedelta(days=3)
    told = [Encounter(
        status="finished", class_code="IMP", start=when(admitted.isoformat()), end=when(left.isoformat()),
        disposition="home", facility="Hospital B", visit="V1", admission_type="E")]  # fmt: skip
    ill = [
        problem("Heart failure", icd10cm="I50.9")(),
        problem("Kidney disease", icd10cm="N18.4")(),
    ]
    values = [("Encounter", e) for e in told] + [("Condition", c) for c in ill * serious]
    local = left.astimezone(clinic).date()  # the clinic's calendar decides which day it was
    asked = datetime(local.year, local.month, local.day, tzinfo=clinic) + timedelta(days=1, hours=7)

    found = passage(Chart(values), asked)

    assert found.left_day == local
    assert found.contact.due == second_business_day(local)
    assert found.visit.due == local + timedelta(7 if serious else 14)
    assert found.closes == local + timedelta(29)
    last = datetime(found.closes.year, found.closes.month, found.closes.day, 23, 59, tzinfo=clinic)
    assert passage(Chart(values), last)
    assert passage(Chart(values), last + timedelta(minutes=1)) is None


FRIDAY = "Fri 4 Sep 2026 22:40"
HOME = stay("Tue 1 Sep 2026 10:00", FRIDAY, disposition="home")
TUESDAY = moment("Tue 8 Sep 2026 07:30")


def of(*notes, now=TUESDAY, **more):
    return passage(chart_of(*notes, **more)(), now)


def test_the_friday_night_before_the_holiday():
    found = of(HOME)
    assert came(found, TUESDAY) == "home Friday night, 4 Sep"
    assert found.contact.words == "call by Wed 9 Sep"
    assert "Mon 7 Sep is Labor Day" in found.contact.why[-1].says
    assert (found.day, stage(found, settled=lambda: False)) == (4, "weeks")


def test_a_discharge_taken_back_gives_the_stay_back():
    taken_back = (
        step("A01", "Tue 1 Sep 2026 10:00", class_code="IMP", start="Tue 1 Sep 2026 10:00"),
        step("A03", FRIDAY, disposition="home"),
        step("A13", "Sat 5 Sep 2026 00:30"),
    )
    found = of(*taken_back)
    assert stage(found, settled=lambda: True) == "hospital"
    assert found.contact.state == found.visit.state == "off"
    assert found.clock is None


def test_an_admission_taken_back_withdraws_all():
    begun = step("A01", "Tue 1 Sep 2026 10:00", class_code="IMP", start="Tue 1 Sep 2026 10:00")
    assert of(begun)
    assert of(begun, step("A11", "Tue 1 Sep 2026 12:00")) is None


def test_back_in_hospital_closes_it_and_begins_again():
    again = stay("Sun 6 Sep 2026 11:00")
    assert stage(of(HOME, again), settled=lambda: True) == "hospital"
    home_again = of(HOME, stay("Sun 6 Sep 2026 11:00", "Mon 7 Sep 2026 15:00", disposition="home"))
    assert home_again.contact.due == date(2026, 9, 9)
    assert home_again.left_day == date(2026, 9, 7)


def test_a_death_stops_it():
    assert of(HOME, patient(died="6 Sep 2026")) is None


def test_a_facility_has_no_call_clock_and_a_hospice_no_visit():
    rehab = of(stay("1 Sep 2026", FRIDAY, disposition="rehab"))
    assert rehab.contact.words == "ask the facility by Fri 11 Sep"
    assert rehab.visit.state == "off"
    assert of(stay("1 Sep 2026", FRIDAY, disposition="hospice-home")).visit.state == "off"


def test_a_hospice_is_not_home_and_a_transfer_has_its_summary_from_the_last_hospital():
    hospice = of(stay("1 Sep 2026", FRIDAY, disposition="hospice-facility"))
    assert came(hospice, TUESDAY) == "to a hospice Friday night, 4 Sep"
    listened = heard("hospital", "DocumentReference", "1 Jan 2025", "Tue 8 Sep 2026 07:00")
    moved = of(stay("1 Sep 2026", FRIDAY, disposition="transfer"), heard=listened)
    assert moved.contact.words == "ask where by Tue 8 Sep"
    assert (moved.summary.state, stage(moved, settled=lambda: True)) == ("off", "hospital")


@pytest.mark.parametrize("ended", ["", "Sep 2026"])
def test_who_left_on_a_day_nobody_told_is_not_said_to_be_in_hospital(ended):
    found = of(stay("Tue 1 Sep 2026 10:00", ended, disposition="home", status="finished"))
    assert stage(found, settled=lambda: True) == "unsaid"
    assert came(found, TUESDAY) == "left Hospital B, no source says when"
    assert (found.contact.words, found.contact.state) == ("ask when they left", "due")
    assert found.clock == found.contact.due


def test_a_source_that_still_has_them_in_bed_is_believed():
    told_over = from_feed("exchange", stay("Tue 1 Sep 2026 10:05", status="finished", visit="x"))
    assert of(stay("Tue 1 Sep 2026 10:00"), told_over).in_hospital


def test_a_planned_day_that_has_passed_is_said():
    late = of(stay("Tue 1 Sep 2026 10:00", expected_end=when("2026-09-05")))
    assert came(late, TUESDAY) == "Hospital B since Tue 1 Sep; was to leave Sat 5 Sep"
    assert not late.leaving
    assert of(stay("1 Aug 2026", expected_end=when("2026-08-05"))).doubted


def test_in_two_hospitals_at_once_both_are_said():
    first = stay("Tue 1 Sep 2026 10:00", facility="Hospital A")
    found = of(first, stay("Thu 3 Sep 2026 12:00", FRIDAY, disposition="home"))
    assert came(found, TUESDAY) == "home Friday night, 4 Sep; Hospital A told no end"
    retold = from_feed("exchange", stay("Tue 1 Sep 2026 10:05", visit="x"))
    assert came(of(HOME, retold), TUESDAY) == "home Friday night, 4 Sep"


def test_a_dialysis_chair_is_neither_the_visit_nor_the_call():
    chair = appointment("Wed 9 Sep 2026 06:00", service="Hemodialysis")
    sat = visit("Mon 7 Sep 2026 06:00", service="Hemodialysis")
    missed = appointment("Sat 5 Sep 2026 06:00", status="noshow", service="Hemodialysis")
    found = of(HOME, chair, sat, missed)
    assert (found.visit.words, found.contact.words) == ("none by Fri 18 Sep", "call by Wed 9 Sep")


def test_in_hospital_it_is_said_what_is_booked_for_afterwards():
    found = of(stay("Tue 1 Sep 2026 10:00"), appointment("Thu 10 Sep 2026 09:30"))
    assert (found.visit.words, found.clock) == ("booked Thu 10 Sep 09:30", None)


def test_a_facility_is_neither_hospital_nor_home():
    sent = stay("1 Sep 2026", FRIDAY, disposition="rehab", facility="Hospital A")
    assert stage(of(sent), settled=lambda: True) == "facility"
    there = of(sent, stay("Fri 4 Sep 2026 23:50", facility="Facility C"))
    assert stage(there, settled=lambda: True) == "facility"
    assert came(there, TUESDAY) == "Facility C, a facility, since Fri 4 Sep"
    back = of(
        sent, stay("Fri 4 Sep 2026 23:50", facility="Facility C"), stay("Mon 7 Sep 2026 11:00")
    )
    assert stage(back, settled=lambda: True) == "hospital"
    assert came(back, TUESDAY) == "Hospital B since Mon 7 Sep"


def test_leaving_today_is_what_the_hospital_plans():
    planned = stay("Tue 1 Sep 2026 10:00", expected_end=when("2026-09-08"))
    assert stage(of(planned), settled=lambda: True) == "leaving"


def test_a_stay_that_nobody_ended_is_doubted_and_then_leaves_the_board():
    found = of(stay("1 Aug 2026"))
    assert found.doubted
    assert of(stay("1 Mar 2026")) is None


def test_what_is_done_is_told_with_its_source():
    papers = heard("hospital", "DocumentReference", "1 Jan 2025", "Tue 8 Sep 2026 07:00")
    found = of(
        HOME, call("Tue 8 Sep 2026 07:10"), appointment("Thu 10 Sep 2026 09:00"),
        document("Summary", "Mon 7 Sep 2026 11:00", loinc="18842-5"), heard=papers,
    )  # fmt: skip
    assert (found.contact.words, found.contact.state) == ("reached Tue 8 Sep", "done")
    assert (found.visit.words, found.visit.state) == ("booked Thu 10 Sep 09:00", "booked")
    assert (found.summary.words, found.summary.state) == ("here, Mon 7 Sep", "done")
    assert found.contact.why[-1].source


def test_what_is_booked_is_named_and_a_code_is_said_in_words():
    booked = of(
        HOME, appointment("Thu 10 Sep 2026 09:00", service="Cardiology", practitioner="Dr. Park")
    )
    assert booked.visit.why[-1].says == "Booked Thu 10 Sep 09:00: Cardiology, Dr. Park"
    walked_out = of(stay("Tue 1 Sep 2026 10:00", FRIDAY, disposition="ama"))
    assert walked_out.contact.why[0].says == "Left Hospital B Friday night, 4 Sep (against advice)"


def test_safe_only_when_everything_is_done():
    done = of(
        HOME, call("Tue 8 Sep 2026 07:10"), visit("Mon 7 Sep 2026 10:00"),
        document("Summary", "Mon 7 Sep 2026 11:00", loinc="18842-5"),
    )  # fmt: skip
    assert stage(done, settled=lambda: True) == "safe"
    assert stage(done, settled=lambda: False) == "weeks"


def test_a_missed_visit_and_one_too_late_are_said():
    missed = of(HOME, appointment("Mon 7 Sep 2026 09:00", status="noshow"))
    assert missed.visit.words == "missed Mon 7 Sep; none by Fri 18 Sep"
    assert (
        of(HOME, appointment("Mon 21 Sep 2026 10:00")).visit.words
        == "booked Mon 21 Sep 10:00, too late"
    )


def test_a_result_still_out_is_named_until_it_comes():
    out = order("Blood culture", "Thu 3 Sep 2026 08:00")
    assert of(HOME, out).pending.words == "1 out: Blood culture"
    came_in = result("Blood culture", None, "", "Mon 7 Sep 2026 08:00")
    assert of(HOME, out, came_in).pending.state == "none"


def test_papers_nobody_could_have_sent_are_not_called_missing():
    assert of(HOME).summary.state == "unknown"
    listened = heard("hospital", "DocumentReference", "1 Jan 2025", "Tue 8 Sep 2026 07:00")
    assert of(HOME, heard=listened).summary.state == "late"


def test_who_must_be_looked_at_is_known_without_the_chart():
    assert seen_until(chart_of(HOME)(), TUESDAY) == (date(2026, 9, 4), date(2026, 10, 3))
    assert seen_until(chart_of(stay("1 Sep 2026"))(), TUESDAY)[0] == date(2026, 9, 1)
    assert seen_until(chart_of()(), TUESDAY) is None
