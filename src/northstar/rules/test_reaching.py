"""Nobody answers: every next step is another hour or another way, until a letter, and then a person's decision."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northstar.chart.people import Address, ContactPoint, HumanName, RelatedPerson
from northstar.chart.when import when
from northstar.chart.words import Communication, Consent
from northstar.knowledge.reaching import PARTS
from northstar.rules.call_consents import NO_CALLS, refuses_calls, voicemail, word_about
from northstar.rules.contacts import TRIED
from northstar.rules.example_dates import moment
from northstar.rules.examples import call, chart_of, patient
from northstar.rules.reaching import attempts, next_attempt
from northstar.rules.telephones import dialable, own_numbers
from northstar.rules.their_clock import their_clock

NOW = "Tue 8 Sep 2026 10:30"
HOME, MOBILE = "(415) 555-0132", "(415) 555-0177"


def two_numbers(state="CA"):
    return patient(
        "14 Mar 1952",
        telecoms=(ContactPoint("phone", HOME, "home"), ContactPoint("phone", MOBILE, "mobile")),
        addresses=(Address(("12 Grant Ave",), "San Francisco", state, "94108"),),
    )


def kin(name, number, decision=""):
    found = [
        RelatedPerson(
            names=(HumanName(text=name),), telecoms=(ContactPoint("phone", number, "mobile"),)
        )
    ]
    if decision:
        found.append(
            Consent(status="active", decision=decision, scope="speaking about health", actor=name)
        )
    return found


def chart(*notes):
    plain = [lambda note=note: note for note in notes if not callable(note)]
    return chart_of(*[note for note in notes if callable(note)], *plain)()


def step(*notes, now=NOW, clock=None):
    return next_attempt(chart(*notes), moment(now), clock)


def test_the_first_call_is_the_next_part_of_the_day_on_their_own_number():
    found = step(two_numbers())
    assert (found.what, found.part, found.telephone.number) == ("call", "afternoon", HOME)
    assert found.says == "Call today, in the afternoon, on (415) 555-0132."


def test_the_second_varies_hour_and_number_and_waits_a_day():
    found = step(two_numbers(), call("Tue 8 Sep 2026 10:00", "no answer", phone=HOME))
    assert found.telephone.number == MOBILE
    assert found.part != "morning"
    assert found.on == moment("9 Sep 2026").date()


def test_where_a_clock_presses_it_is_the_same_day():
    found = step(
        two_numbers(), call("Tue 8 Sep 2026 10:00", "no answer", phone=HOME),
        clock=moment("9 Sep 2026").date(),
    )  # fmt: skip
    assert (found.on, found.part) == (moment(NOW).date(), "afternoon")


def test_a_dead_number_is_left_out_until_it_answers():
    tried = call("Tue 8 Sep 2026 10:00", "dead number", phone="+14155550132")
    assert step(two_numbers(), tried).telephone.number == MOBILE
    again = call("Tue 8 Sep 2026 10:10", "no answer", phone="4155550132")
    assert own_numbers(chart(two_numbers(), tried, again))[0].works


def test_a_caregiver_is_called_only_with_consent():
    dead = [
        call(f"Tue 8 Sep 2026 10:0{n}", "dead number", phone=p)
        for n, p in enumerate((HOME, MOBILE))
    ]
    assert step(two_numbers(), *dead, *kin("Wei Chen", "4155550188")).what == "letter"
    assert step(two_numbers(), *dead, *kin("Wei Chen", "4155550188", "deny")).what == "letter"
    found = step(two_numbers(), *dead, *kin("Wei Chen", "4155550188", "permit"))
    assert found.telephone.whose == "Wei Chen"


def test_after_four_calls_a_letter_then_waiting_then_a_decision():
    calls = [call(f"{day} Sep 2026 10:00", "no answer", phone=HOME) for day in (1, 2, 3, 4)]
    assert step(two_numbers(), *calls).what == "letter"
    letter = Communication(
        medium="letter", status="sent", ours=True, sent=when("2026-09-05T09:00:00-07:00")
    )
    assert step(two_numbers(), *calls, letter).what == "wait"
    assert step(two_numbers(), *calls, letter, now="Wed 16 Sep 2026 10:30").what == "close"


def test_speaking_with_them_ends_the_count():
    assert not attempts(
        chart(call("1 Sep 2026 10:00", "no answer"), call("2 Sep 2026 10:00")), moment(NOW)
    )


def test_who_wants_no_calls_is_written_to():
    no = Consent(status="active", decision="deny", scope=NO_CALLS)
    assert step(two_numbers(), no).what == "letter"
    yes = Consent(status="active", decision="permit", scope=NO_CALLS, start=when("2026-09-07"))
    assert not refuses_calls(chart(no, yes), moment(NOW).date())


def test_the_telephone_rests_by_their_clock():
    assert their_clock(chart(two_numbers()), moment("Tue 8 Sep 2026 07:30")).quiet
    assert not their_clock(chart(two_numbers("NY")), moment("Tue 8 Sep 2026 07:30")).quiet
    assert their_clock(chart(two_numbers("NY")), moment("Tue 8 Sep 2026 18:10")).quiet
    assert their_clock(chart(two_numbers("TX")), moment("Tue 8 Sep 2026 06:30")).quiet, (
        "by both clocks"
    )
    assert their_clock(chart(), moment("Tue 8 Sep 2026 12:00")).says.startswith("It is 12:00 here")


def test_words_about_calling_are_found_in_consents():
    left = Consent(status="active", decision="permit", scope="health details left on voicemail")
    found = chart(left, *kin("Wei Chen", "4155550188", "deny"))
    assert voicemail(found, moment(NOW).date()).allows
    assert not word_about(found, "wei chen", moment(NOW).date()).allows
    assert word_about(found, "Ana Ruiz", moment(NOW).date()) is None


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("(415) 555-0132", "+14155550132"), ("1-415-555-0132", "+14155550132"),
     ("+44 20 7946 0018", "+442079460018"), ("555-0132", "5550132"), ("415 555 0132 x12", "+14155550132")],
)  # fmt: skip
def test_any_way_of_writing_a_number_is_dialled(written, dialled):
    assert dialable(written) == dialled


@given(
    st.lists(st.tuples(st.sampled_from(sorted(TRIED)), st.integers(1, 30 * 24), st.sampled_from([HOME, MOBILE])), max_size=9),
    st.sampled_from(["CA", "NY", "TX", "HI", ""]),
    st.booleans(),
)  # fmt: skip
def test_every_attempt_has_a_next_step_that_lets_them_sleep(tried, state, presses):
    now = moment(NOW)
    made = [
        Communication(medium="call", status=status, phone=number, sent=when((now - timedelta(hours=ago)).isoformat()))
        for status, ago, number in tried
    ]  # fmt: skip
    found = next_attempt(chart(two_numbers(state), *made), now, now.date() if presses else None)
    assert found.on >= now.date()
    assert found.says
    if found.what == "call":
        assert found.part in {name for name, _, _ in PARTS}
        assert found.telephone.works
        assert found.on.weekday() < 6
