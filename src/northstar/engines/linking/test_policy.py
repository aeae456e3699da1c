"""When two records may be joined unasked, and when never."""

from random import Random

import pytest

from northstar.engines.linking import policy
from northstar.engines.linking.comparisons import COMPARISONS, pattern
from northstar.engines.linking.model import stored
from northstar.engines.linking.policy import ASK, DIFFERENT, MEANS, SAME, verdict
from northstar.engines.linking.traits import of_columns

ONE = {
    "given": "Robert", "family": "Whitaker", "birth_date": "1951-06-02", "sex": "M", "phone": "206-555-0144",
    "ssn": "675-79-1449", "address": "12 Oak Street", "city": "Ashford", "postal_code": "94601",
}  # fmt: skip


def judged(one: dict, **changed: str):
    """The verdict on `one` and the same with changes."""
    other = one | changed
    columns = {name: [one.get(name, ""), other.get(name, "")] for name in one | other}
    a, b = of_columns(columns)
    found = pattern(a, b)
    model = stored()
    return verdict(found, model.weigh(found), a.marks | b.marks, model)


@pytest.mark.parametrize(
    "changed",
    [
        {}, {"given": "Bob"}, {"phone": ""}, {"ssn": ""}, {"family": "Whitaker-Ames"}, {"ssn": "***-**-1449"},
        {"address": "9 Elm Road", "city": "Marlow", "postal_code": "94577"}, {"phone": "", "ssn": ""}, {"family": "Whittaker"},
        {"birth_date": "6/2/1951", "address": "12 OAK ST."},
    ],
)  # fmt: skip
def test_one_person_written_twice(changed):
    assert judged(ONE, **changed).verdict == SAME


@pytest.mark.parametrize(
    "changed",
    [
        {"birth_date": "1951-02-06"}, {"birth_date": "1952-06-02"}, {"sex": "F"}, {"suffix": "Jr"}, {"given": "Roger"},
        {"given": "Robart"}, {"given": "Whitaker", "family": "Robert"}, {"ssn": "675-79-1448"}, {"given": "Baby Boy"},
        {"family": "Ames"}, {"birth_date": "1900-01-01"}, {"phone": "", "ssn": "", "address": ""},
    ],
)  # fmt: skip
def test_what_conflicts_or_leaves_too_little_is_asked(changed):
    assert judged(ONE, **changed).verdict == ASK


def test_a_shared_number_alone_never_joins():
    mrn = {"mrn": "4711", "source": "a"}
    found = judged(
        ONE | mrn, given="Alma", family="Ortiz", birth_date="1980-03-04", sex="", ssn="", phone=""
    )
    assert found.verdict == ASK
    assert "the same number of the same assigner" in found.why


def test_twins_of_one_house_are_not_joined():
    assert judged(ONE | {"ssn": ""}, given="Roland").verdict == ASK


def test_strangers_of_one_house_are_different():
    found = judged(
        ONE, given="Alma", family="Ortiz", birth_date="1980-03-04", sex="F", ssn="", phone=""
    )
    assert found.verdict == DIFFERENT


def test_the_reasons_come_in_words_what_agrees_first():
    why = judged(ONE, phone="206-555-0177", birth_date="1951-02-06").why
    assert why[0] == "given name agrees, a common one"
    assert why[-1] == "birth date has day and month the other way round"
    assert "phone differs" in why


def test_a_mark_is_told():
    assert "one of them is a newborn without a name" in judged(ONE, given="Baby Boy").why


def test_levels_that_mean_the_same_are_judged_alike():
    dice = Random(4)
    for _ in range(3000):
        found = tuple(dice.randrange(len(one.levels)) for one in COMPARISONS)
        meant = tuple(means[level] for means, level in zip(MEANS, found, strict=True))
        for weight in (-20.0, 0.0, 20.0):
            told = policy.judged(found, weight, False, stored())
            assert told == policy.judged(meant, weight, False, stored()), found
