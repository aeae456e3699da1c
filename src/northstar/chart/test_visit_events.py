"""One visit out of its steps, in whatever order they came."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from northstar.chart.visit_events import folded
from northstar.chart.visits import Encounter
from northstar.chart.when import when


def step(event, at, **said):
    said.setdefault("visit", "B|V77")
    return Encounter(event=event, occurred=when(at), quote=event, **said)


ADMIT = step("A01", "202609041400", class_code="IMP", start=when("202609041400"), location="4E 12")
MOVE = step("A02", "202609050900", location="ICU 3")
HOME = step("A03", "202609072240", end=when("202609072240"), disposition="home")
BACK = step("A13", "202609072300")
UPDATE = step("A08", "202609060800", attending="Dr Lee")


def only(*steps) -> Encounter:
    (found,) = folded(list(steps))
    return found


def test_a_stay_that_ended():
    stay = only(ADMIT, MOVE, UPDATE, HOME)
    assert (stay.status, stay.disposition, stay.location) == ("finished", "home", "ICU 3")
    assert (stay.start, stay.end) == (ADMIT.start, HOME.end)
    assert (stay.attending, stay.event, stay.quote) == ("Dr Lee", "", "A03")


def test_the_order_of_arrival_decides_nothing():
    expected = only(ADMIT, MOVE, UPDATE, HOME, BACK)
    for shuffled in permutations((ADMIT, MOVE, UPDATE, HOME, BACK)):
        assert only(*shuffled) == expected


def test_a_discharge_taken_back_leaves_the_person_there():
    stay = only(ADMIT, HOME, BACK)
    assert (stay.status, stay.end, stay.disposition) == ("in-progress", None, "")


def test_an_update_with_the_old_discharge_time_does_not_discharge_again():
    stale = step("A08", "202609080100", end=HOME.end, disposition="home")
    stay = only(ADMIT, HOME, BACK, stale)
    assert (stay.status, stay.end, stay.disposition) == ("in-progress", None, "")


def test_a_discharge_told_again_without_its_hour_is_no_later_discharge():
    again = step("A03", "202609101500", disposition="home-health")
    stay = only(ADMIT, HOME, again)
    assert (stay.end, stay.disposition) == (HOME.end, "home-health")
    untimed = replace(HOME, end=None)
    assert only(ADMIT, untimed, again).end == untimed.occurred
    corrected = replace(again, end=when("202609072310"))
    assert only(ADMIT, HOME, corrected).end == corrected.end


def test_admitted_again_after_the_whole_stay_was_cancelled_its_old_discharge_ends_nothing():
    cancelled = step("A11", "202609080100")
    again = step("A01", "202609090800", class_code="IMP", start=when("202609090800"))
    stay = only(ADMIT, HOME, cancelled, again)
    assert (stay.status, stay.start, stay.end) == ("in-progress", again.start, None)
    assert stay.disposition == ""


def test_discharged_again_after_it_was_taken_back():
    again = step("A03", "202609081000", end=when("202609081000"), disposition="snf")
    assert only(ADMIT, HOME, BACK, again).disposition == "snf"


PART = step("A03", "202609060000", end=when("202609060000"), disposition="still-there")


def test_an_account_of_part_of_a_stay_ends_nothing():
    stay = only(ADMIT, PART)
    assert (stay.status, stay.end, stay.disposition) == ("in-progress", None, "")
    told_in_an_update = step("A08", "202609060000", end=PART.end, disposition="still-there")
    stay = only(ADMIT, told_in_an_update)
    assert (stay.status, stay.end) == ("in-progress", None)


def test_the_discharge_after_an_account_of_part_of_the_stay_counts():
    stay = only(ADMIT, PART, HOME)
    assert (stay.status, stay.end, stay.disposition) == ("finished", HOME.end, "home")
    assert only(ADMIT, HOME, replace(PART, occurred=when("202609080000"))).end == HOME.end


def test_a_whole_visit_whose_person_is_still_there_goes_on():
    told = Encounter(
        status="finished",
        class_code="IMP",
        start=ADMIT.start,
        end=PART.end,
        disposition="still-there",
    )
    stay = only(told)
    assert (stay.status, stay.end) == ("in-progress", None)


def test_a_cancelled_admission_is_left_out_and_a_new_one_counts():
    cancelled = step("A11", "202609041500")
    assert folded([ADMIT, cancelled]) == []
    assert only(ADMIT, cancelled, step("A01", "202609041600")).status == "in-progress"


def test_a_cancel_that_comes_before_its_admission_still_cancels():
    assert folded([step("A11", "202609041500"), ADMIT]) == []


def test_a_repeated_admission_does_not_reopen_a_stay():
    repeated = step("A01", "202609080900", start=ADMIT.start)
    assert only(ADMIT, HOME, repeated).status == "finished"


def test_a_new_admission_under_an_old_number_opens_it_again():
    start = when("202609101000")
    stay = only(ADMIT, HOME, step("A01", "202609101000", start=start))
    assert (stay.status, stay.start, stay.end, stay.disposition) == ("in-progress", start, None, "")


def test_a_planned_stay_begins_or_is_called_off():
    plan = step("A05", "202609010900", class_code="PRENC")
    assert only(plan).status == "planned"
    assert only(plan, ADMIT).status == "in-progress"
    assert folded([plan, step("A38", "202609020900")]) == []
    assert only(plan, ADMIT, step("A27", "202609050900")).status == "in-progress"


def test_an_emergency_visit_becomes_a_stay():
    seen = step("A04", "202609041200", class_code="EMER", start=when("202609041200"))
    stay = only(seen, step("A06", "202609041500"))
    assert (stay.class_code, stay.status) == ("IMP", "in-progress")


def test_a_pending_discharge_and_its_cancel():
    pending = step("A16", "202609060900", expected_end=when("20260907"))
    assert only(ADMIT, pending).expected_end == when("20260907")
    assert only(ADMIT, pending, step("A25", "202609061000")).expected_end is None


def test_a_visit_that_turned_out_to_be_another_persons():
    assert folded([ADMIT, step("A45", "202609060900", status="entered-in-error")]) == []


def test_a_discharge_heard_only_through_an_update():
    late = step("A08", "202609080900", end=HOME.end, disposition="home")
    assert (only(ADMIT, late).status, only(ADMIT, late).end) == ("finished", HOME.end)


def test_a_result_alone_says_the_person_is_there():
    assert only(step("R01", "202609050900", class_code="IMP")).status == "in-progress"


def test_a_sender_without_visit_numbers():
    first = [step("A01", "202609010900", visit=""), step("A03", "202609020900", visit="")]
    second = [step("A01", "202609050900", visit=""), step("A03", "202609060900", visit="")]
    stays = folded(second + first)
    assert [s.status for s in stays] == ["finished", "finished"]
    assert stays[0].end < stays[1].end


def test_unnumbered_steps_that_name_the_same_start_belong_together():
    start = when("202609010900")
    steps = [
        step("A01", "202609010900", visit="", start=start),
        step("R01", "202609030900", visit="", start=start),
        step("A03", "202609040900", visit="", start=start),
    ]
    assert only(*steps).status == "finished"


def test_whole_encounters_pass_through():
    whole = Encounter(status="finished", start=when("20260101"))
    assert folded([whole, Encounter(status="cancelled")]) == [whole]


@pytest.mark.parametrize("event", ["A01", "A03", "A08", "A11", "A13", "A99", "R01"])
def test_any_single_step_folds(event):
    assert len(folded([step(event, "2026")])) in (0, 1)


_EVENTS = ["A01", "A02", "A03", "A04", "A05", "A06", "A08", "A11", "A12", "A13", "A25", "A38"]
_steps = st.builds(
    lambda event, minute, visit, end: step(
        event, f"2026090410{minute:02}", visit=visit, end=when("20260905") if end else None
    ),
    st.sampled_from(_EVENTS),
    st.integers(0, 59),
    st.sampled_from(["", "B|1", "B|2"]),
    st.booleans(),
)


@pytest.mark.parametrize("visit", ["", "B|1"])
def test_two_discharges_of_one_minute_are_told_alike_whichever_came_first(visit):
    plain = step("A03", "202609041000", visit=visit)
    dated = step("A03", "202609041000", visit=visit, end=when("20260905"))
    assert folded([plain, dated]) == folded([dated, plain])


@settings(max_examples=200, deadline=None)
@given(st.lists(_steps, max_size=8), st.randoms())
def test_any_steps_in_any_order_give_one_visit_a_number(steps, random):
    shuffled = list(steps)
    random.shuffle(shuffled)
    found = folded(steps)
    assert folded(shuffled) == found
    numbered = [e.visit for e in found if e.visit]
    assert len(numbered) == len(set(numbered))
    assert all(e.event == "" for e in found)
