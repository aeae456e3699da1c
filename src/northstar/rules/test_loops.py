"""Each step of a loop stands on evidence, and only on it."""

from datetime import date

from northstar.chart.when import when
from northstar.rules import loop_steps
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
    result,
)
from northstar.rules.loop_steps import ENDED, REVIEWED, TOLD, UNDONE
from northstar.rules.loops import loops
from northstar.rules.signals import (
    abnormal_result_not_followed,
    ordered_never_resulted,
    referral_without_report,
)

NOW = moment("Tue 8 Sep 2026 07:30")
SENT = order("Cardiology", "20 Jul 2026", category="referral", orders=("R1",))
LIPIDS = order("Lipid panel", "10 Aug 2026", codes={"loinc": "24331-1"}, orders=("P7",))
HIGH = result("Potassium", 6.6, "mmol/L", "Mon 7 Sep 2026 16:00", loinc="2823-3")
POTASSIUM = "potassium 2026-09-07T16:00-07:00"


def said(code, focus, at="2026-09-08T07:10-07:00", **more):
    return loop_steps.step(code, focus, name="it", at=when(at), by="Sarah Okafor", **more)


def of(*notes, now=NOW, **more):
    return loops(chart_of(*notes, **more)(), now)


def reached(loop):
    return [step.code for step in loop.steps if step.done]


def test_an_order_without_result_is_open_from_its_first_day():
    [loop] = of(LIPIDS)
    assert (loop.name, reached(loop), loop.says) == ("Lipid panel", ["ordered"], "no result yet")
    assert (loop.next_on, loop.whom) == (date(2026, 8, 24), "the laboratory: was it drawn")


def test_a_result_is_reached_by_its_number_and_read_by_a_named_person():
    back = result("LDL", 90, "mg/dL", "Mon 7 Sep 2026 12:00", order="P7")
    [loop] = of(LIPIDS, back)
    assert reached(loop) == ["ordered", "resulted"]
    assert loop.whom.startswith("who ordered it")
    [loop] = of(LIPIDS, back, said(REVIEWED, loop.key, owner="Dr. Park", note="in basket 7 Sep"))
    assert loop.step(REVIEWED).words == "Tue 8 Sep by Dr. Park"
    assert loop.is_open
    assert (loop.next_on, loop.whom) == (
        date(2026, 9, 10),
        "the person: what it says, and what happens next",
    )


def test_a_repeat_still_to_come_is_not_answered_by_the_first_result():
    codes = {"loinc": "24331-1"}
    later = order(
        "Lipid panel", "10 Aug 2026", codes=codes, orders=("P8",), occurrence=when("2026-09-07")
    )
    first = result("Lipid panel", 1, "", "12 Aug 2026", loinc="24331-1", order="P7")
    told = {loop.key: reached(loop) for loop in of(LIPIDS, later, first)}
    assert told == {
        "servicerequest-1": ["ordered", "resulted"],
        "servicerequest-2": ["ordered"],
    }
    second = result("Lipid panel", 1, "", "7 Sep 2026", loinc="24331-1", order="P8")
    assert all("resulted" in reached(loop) for loop in of(LIPIDS, later, second))
    no_number = result("Lipid panel", 1, "", "7 Sep 2026", loinc="24331-1")
    assert all("resulted" in reached(loop) for loop in of(LIPIDS, later, no_number))


def test_told_closes_it():
    back = result("LDL", 90, "mg/dL", "Mon 7 Sep 2026 12:00", order="P7")
    [loop] = of(LIPIDS, back, said(TOLD, "servicerequest-1", owner="herself"))
    assert not loop.is_open
    assert loop.next_on is None


def test_a_critical_result_nobody_ordered_here_is_a_loop_too():
    [loop] = of(HIGH)
    assert (loop.key, loop.urgent, loop.next_on) == (POTASSIUM, 0, date(2026, 9, 7))
    assert loop.step("ordered").words == "no source told of an order"


def test_a_call_after_it_is_an_answer_and_no_loop_is_left():
    assert of(HIGH, call("Tue 8 Sep 2026 07:00")) == []


def test_an_order_and_its_result_out_of_bounds_are_one_loop():
    asked = order("Potassium", "Mon 7 Sep 2026 08:00", codes={"loinc": "2823-3"})
    [loop] = of(asked, HIGH)
    assert loop.urgent == 0
    assert [signal for signal, _ in loop.lines] == [
        "ordered-never-resulted",
        "result-changed-after-read",
        "abnormal-result-not-followed",
    ]


def test_what_was_read_and_told_counts_for_the_wording_that_stood_then():
    back = result("LDL", 90, "mg/dL", "Mon 7 Sep 2026 12:00", order="P7")
    corrected = result("LDL", 190, "mg/dL", "Mon 7 Sep 2026 12:00", order="P7", status="corrected")
    [loop] = of(LIPIDS, back)
    read = said(REVIEWED, loop.key, owner="Dr. Park", said_of=loop.reading)
    told = said(TOLD, loop.key, owner="herself", said_of=loop.reading)
    assert not of(LIPIDS, back, read, told)[0].is_open
    [loop] = of(LIPIDS, corrected, read, told)
    assert (loop.changed, loop.is_open, loop.next_step) == (True, True, REVIEWED)
    assert loop.step(REVIEWED).words == "changed since it was read Tue 8 Sep"
    assert loop.step(TOLD).words == "changed since it was told Tue 8 Sep"
    anew = said(REVIEWED, loop.key, at="2026-09-08T07:20-07:00", said_of=loop.reading)
    [loop] = of(LIPIDS, corrected, read, told, anew)
    assert (loop.step(REVIEWED).done, loop.next_step, loop.is_open) == (True, TOLD, True)


def test_a_loop_closed_for_a_wording_that_was_wrong_opens_again():
    back = result("LDL", 90, "mg/dL", "Mon 7 Sep 2026 12:00", order="P7")
    taken_back = result("LDL", 90, "mg/dL", "Mon 7 Sep 2026 12:00", order="P7", status="cancelled")
    [loop] = of(LIPIDS, back)
    over = said(ENDED, loop.key, owner="Dr. Park", note="well", said_of=loop.reading)
    assert not of(LIPIDS, back, over)[0].is_open
    [loop] = of(LIPIDS, taken_back, over)
    assert (loop.is_open, loop.ended, loop.next_step) == (True, "", "resulted")


def test_the_rest_of_a_panel_that_comes_later_is_read_too():
    ldl = result("LDL", 90, "mg/dL", "Mon 7 Sep 2026 12:00", order="P7")
    hdl = result("HDL", 40, "mg/dL", "Mon 7 Sep 2026 12:00", order="P7")
    [loop] = of(LIPIDS, ldl)
    read = said(REVIEWED, loop.key, said_of=loop.reading)
    assert not of(LIPIDS, ldl, read)[0].changed
    assert of(LIPIDS, ldl, hdl, read)[0].changed


def test_five_states_of_a_referral_each_by_its_own_evidence():
    seen = appointment("10 Aug 2026", status="fulfilled", service="Cardiology")
    note = document("Consultation Note", "12 Aug 2026", loinc="11488-4")
    assert reached(of(SENT)[0]) == []
    coming = appointment("10 Sep 2026", service="Cardiology")
    assert reached(of(SENT, coming)[0]) == ["booked"]
    assert (
        reached(of(SENT, appointment("10 Aug 2026", status="cancelled", service="Cardiology"))[0])
        == []
    )
    assert reached(of(SENT, seen)[0]) == ["booked", "attended"]
    assert reached(of(SENT, note)[0]) == ["report"]
    assert reached(of(SENT, seen, note, said(REVIEWED, "referral R1", owner="Dr. Park"))[0]) == [
        "booked", "attended", "report", "reviewed",
    ]  # fmt: skip


def test_a_report_that_is_here_before_the_visit_is_read_at_once():
    note = document("Cardiology consultation", "4 Sep 2026", loinc="11488-4")
    ahead = appointment("20 Oct 2026", service="Cardiology")
    [loop] = of(SENT, note, ahead)
    assert reached(loop) == ["booked", "report"]
    assert (loop.next_on, loop.whom) == (date(2026, 9, 7), "who ordered it: please read it")
    [loop] = of(SENT, note, ahead, said(REVIEWED, loop.key, owner="Dr. Park"))
    assert loop.next_on == date(2026, 9, 10)


def test_a_preliminary_result_says_so():
    early = result("LDL", 90, "mg/dL", "Mon 7 Sep 2026 12:00", order="P7", status="preliminary")
    assert of(LIPIDS, early)[0].step("resulted").words == "Mon 7 Sep, 90 mg/dL, preliminary"


def test_a_referral_sent_later_takes_no_report_away():
    note = document("Consultation Note", "12 Aug 2026", loinc="11488-4")
    later = order("Podiatry", "1 Sep 2026", category="referral", orders=("R2",))
    assert {loop.name: reached(loop) for loop in of(SENT, later, note)} == {
        "Cardiology": ["report"], "Podiatry": [],
    }  # fmt: skip
    sooner = order("Podiatry", "1 Aug 2026", category="referral", orders=("R2",))
    assert all(reached(loop) == [] for loop in of(SENT, sooner, note))


def test_an_office_is_known_by_more_than_one_name():
    heart = order("Cardiology", "20 Jul 2026", category="referral", performer="Dr. Paul Osei")
    seen = appointment("10 Aug 2026", status="fulfilled", service="Bay Cardiology follow-up")
    assert reached(of(heart, seen)[0]) == ["booked", "attended"]
    feet = order("Podiatry", "20 Jul 2026", category="referral")
    note = document("Consultation Note", "12 Aug 2026", loinc="11488-4", author="Osei, Paul MD")
    told = {loop.name: reached(loop) for loop in of(heart, feet, note)}
    assert told == {"Cardiology": ["report"], "Podiatry": []}


def test_another_specialists_note_is_no_report():
    note = document("Dermatology consultation", "12 Aug 2026", loinc="11488-4")
    assert reached(of(SENT, note)[0]) == []


def test_a_report_that_was_taken_back_is_read_anew():
    note = document("Consultation Note", "12 Aug 2026", loinc="11488-4")
    [loop] = of(SENT, note)
    read = said(REVIEWED, loop.key, owner="Dr. Park", said_of=loop.reading)
    told = said(TOLD, loop.key, owner="herself", said_of=loop.reading)
    assert not of(SENT, note, read, told)[0].is_open
    wrong = document("Consultation Note", "12 Aug 2026", loinc="11488-4", status="entered-in-error")
    [loop] = of(SENT, wrong, read, told)
    assert (loop.is_open, reached(loop), loop.changed) == (True, [], True)
    assert loop.step(TOLD).words == "changed since it was told Tue 8 Sep"


def test_an_urgent_referral_is_asked_after_the_next_day():
    soon = order("Cardiology", "7 Sep 2026", category="referral", orders=("R1",), priority="urgent")
    [loop] = of(soon)
    assert (loop.next_on, loop.says) == (date(2026, 9, 8), "sent 7 Sep 2026, urgent")


def test_a_visit_missed_is_to_be_booked_anew():
    missed = appointment("10 Aug 2026", status="noshow", service="Cardiology")
    [loop] = of(SENT, missed)
    assert (reached(loop), loop.step("booked").words) == ([], "missed Mon 10 Aug")
    assert loop.whom == "the office: has the referral come, is a visit booked"
    anew = appointment("14 Sep 2026", service="Cardiology")
    assert reached(of(SENT, missed, anew)[0]) == ["booked"]
    word = said("booked", "referral R1", owner="the office")
    assert reached(of(SENT, missed, word)[0]) == ["booked"]


def test_a_visit_booked_by_word_and_then_cancelled_is_to_be_booked_anew():
    off = appointment("14 Sep 2026", status="cancelled", service="Cardiology")
    word = said("booked", "referral R1", at="2026-08-10T09:00-07:00", owner="the office")
    [loop] = of(SENT, word, from_feed("clinic", off, written="12 Aug 2026"))
    assert (reached(loop), loop.step("booked").words) == ([], "cancelled, was for Mon 14 Sep")
    assert loop.whom == "the office: has the referral come, is a visit booked"
    before = from_feed("clinic", off, written="10 Aug 2026 08:30")
    assert reached(of(SENT, word, before)[0]) == ["booked"]
    other = appointment("21 Sep 2026", service="Cardiology")
    moved = from_feed("clinic", off, other, written="12 Aug 2026")
    assert reached(of(SENT, word, moved)[0]) == ["booked"]


def test_the_ladder_climbs_with_every_ask_and_begins_anew_with_the_next_phase():
    asks = [said("chased", "referral R1", at=f"2026-07-{d}T09:00-07:00") for d in (23, 27)]
    assert of(SENT)[0].next_on == date(2026, 7, 23)
    loop = of(SENT, *asks)[0]
    assert (loop.chased, loop.next_on, loop.whom) == (
        2,
        date(2026, 8, 3),
        "who referred: another office",
    )
    seen = appointment("10 Aug 2026", status="fulfilled", service="Cardiology")
    loop = of(SENT, seen, *asks)[0]
    assert (loop.chased, loop.next_on) == (0, date(2026, 8, 17))


def test_what_is_taken_back_never_was():
    read = said(REVIEWED, "referral R1", owner="Dr. Park")
    back = said(UNDONE, "referral R1", at="2026-09-08T07:20-07:00", undoes=REVIEWED)
    assert reached(of(SENT, read, back)[0]) == []


def test_not_wanted_any_more_is_said_by_somebody():
    [loop] = of(SENT, said(ENDED, "referral R1", owner="herself", note="does not want to go"))
    assert loop.ended == "herself: does not want to go"
    assert not loop.is_open


def test_nothing_is_open_about_the_dead():
    assert of(SENT, LIPIDS, HIGH, patient(died="6 Sep 2026")) == []


def test_the_signals_fall_silent_by_these_acts():
    papers = heard(
        "exchange", "DocumentReference Observation", "1 Jan 2025", "Tue 8 Sep 2026 07:00"
    )
    for signal, note, focus, code in (
        (referral_without_report, SENT, "referral R1", "report"),
        (ordered_never_resulted, LIPIDS, "servicerequest-1", "resulted"),
        (abnormal_result_not_followed, HIGH, POTASSIUM, REVIEWED),
    ):
        assert _found(signal, note, heard=papers), signal
        assert not _found(signal, note, said(code, focus), heard=papers), signal
        assert _found(signal, note, said("chased", focus), heard=papers), signal


def _found(signal, *notes, **more):
    return [f for f in signal.find(chart_of(*notes, **more)(), NOW) if hasattr(f, "key")]
