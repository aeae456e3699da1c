"""One promise in two texts is one, and two promises stay two."""

from datetime import date

import pytest

from northstar.rules.same_promise import same_promise

THU, FRI = date(2026, 9, 10), date(2026, 9, 11)


@pytest.mark.parametrize(
    ("one", "on", "other", "other_on"),
    [
        ("Will call her Thursday about the pill", THU, "I will call you on Thursday about your pill", THU),
        ("Will call her Thursday", THU, "I will ring you on Thursday, September 10, in the morning", THU),
        ("call you back about the two heart pills", THU, "I'll call you Thursday", THU),
        ("TCB Thurs", THU, "I will give you a call on Thursday", THU),
        ("Will send the ride form tomorrow", FRI, "I will mail you the ride form on Friday", FRI),
        ("I will call her daughter Friday", FRI, "RN to call daughter Fri", FRI),
        ("I will send you the forms", None, "Will send the form Friday", FRI),
        ("call the pharmacy Friday", FRI, "I will call the pharmacy about your refill on Friday", FRI),
        ("Will arrange the ride", None, "I will book the ride for you", None),
    ],
)  # fmt: skip
def test_the_same_is_known_again(one, on, other, other_on):
    assert same_promise(one, on, other, other_on)
    assert same_promise(other, other_on, one, on)


@pytest.mark.parametrize(
    ("one", "on", "other", "other_on"),
    [
        ("Will call her Thursday", THU, "I will call you Friday", FRI),
        ("Will call her Thursday", THU, "I will send you the form Thursday", THU),
        ("call the pharmacy Friday", FRI, "I will call you Friday", FRI),
        ("Will call her daughter Friday", FRI, "I will call you Friday", FRI),
        ("Will send the ride form Friday", FRI, "I will send you the lab results Friday", FRI),
        ("I will call you about the bill", None, "Will call her Thursday about the pill", THU),
        ("Nothing is promised here", None, "Nothing is promised here", None),
    ],
)  # fmt: skip
def test_what_differs_stays_two(one, on, other, other_on):
    assert not same_promise(one, on, other, other_on)
    assert not same_promise(other, other_on, one, on)
