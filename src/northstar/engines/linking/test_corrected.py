"""What two records have said before, and what a correction of one of them leaves of it."""

from datetime import UTC, datetime

import pytest

from northstar.engines.linking.corrected import Word, judge_through
from northstar.engines.linking.policy import ASK, DIFFERENT, DOUBTED, SAME
from northstar.engines.linking.traits import Traits

FIRST, SECOND, THIRD = (datetime(2026, 9, day, tzinfo=UTC) for day in (1, 2, 3))
WHITAKER = Traits(
    given="james", givens=frozenset({"james"}), roots=frozenset({"james"}), family="whitaker",
    families=frozenset({"whitaker"}), born="19480317", sex="m", phone="5095550142",
    phones=frozenset({"5095550142"}), streets=frozenset({"12alderlane"}), street="12alderlane",
)  # fmt: skip
CORRECTED = WHITAKER._replace(born="19480318")
NUMBERED = {"numbers": frozenset({"HOSPB|V4471"}), "assigners": frozenset({"HOSPB"})}


def history(*said: Traits) -> list[Word]:
    """One word a day from the first on."""
    days = (FIRST, SECOND, THIRD)
    ends = [*days[1 : len(said)], None]
    return [Word(one, since, until) for one, since, until in zip(said, days, ends, strict=False)]


def verdict(one: list[Word], other: list[Word]) -> str:
    return judge_through(one, other).verdict


def test_without_a_history_the_newest_words_alone_decide():
    assert verdict(history(WHITAKER), history(WHITAKER)) == SAME
    assert verdict(history(WHITAKER), history(CORRECTED)) == ASK


def test_who_agreed_before_a_correction_is_doubted_whichever_of_the_two_was_corrected():
    assert verdict(history(WHITAKER, CORRECTED), history(WHITAKER)) == DOUBTED
    assert verdict(history(WHITAKER), history(WHITAKER, CORRECTED)) == DOUBTED


def test_who_agrees_again_is_the_same():
    assert verdict(history(WHITAKER, CORRECTED, WHITAKER), history(WHITAKER)) == SAME
    assert verdict(history(WHITAKER, CORRECTED), history(WHITAKER, CORRECTED)) == SAME


def test_who_said_it_only_after_the_correction_never_agreed():
    assert verdict(history(WHITAKER, CORRECTED), [Word(WHITAKER, THIRD)]) == ASK


def test_a_copy_of_one_registration_may_be_sent_after_the_correction():
    before, after = WHITAKER._replace(**NUMBERED), CORRECTED._replace(**NUMBERED)
    assert verdict(history(before, after), [Word(before, THIRD)]) == SAME


@pytest.mark.parametrize(
    "other",
    [
        {"born": "19480318"},
        {"sex": "f"},
        {"given": "rosa", "givens": frozenset({"rosa"}), "roots": frozenset({"rosa"})},
        {"suffix": "jr"},
    ],
)
def test_one_number_joins_nobody_who_never_agreed(other):
    one = WHITAKER._replace(**NUMBERED)
    assert verdict([Word(one, FIRST)], [Word(one._replace(**other), SECOND)]) == ASK


def test_another_phone_or_a_death_is_no_contradiction():
    moved = WHITAKER._replace(
        phone="5095559999", phones=frozenset({"5095559999"}), street="", streets=frozenset()
    )
    assert verdict(history(WHITAKER, moved), history(WHITAKER)) == SAME
    gone = WHITAKER._replace(marks=frozenset({"deceased"}))
    assert verdict(history(WHITAKER, gone), history(WHITAKER)) == SAME
    twin = WHITAKER._replace(marks=frozenset({"twin"}))
    assert verdict(history(WHITAKER, twin), history(WHITAKER)) == DOUBTED


def test_strangers_stay_strangers_through_any_history():
    rosa = Traits(given="rosa", givens=frozenset({"rosa"}), family="lee", born="19770101", sex="f")
    assert verdict(history(WHITAKER, CORRECTED), history(rosa)) == DIFFERENT
