"""Names that the ear, the hand or another script make different."""

import pytest

from northstar.engines.linking.sounds import is_a_slip, latin, near_keys, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [("katherine", "catherine"), ("smith", "smyth"), ("chen", "chan"), ("jeffrey", "geoffrey"),
     ("mohammed", "muhammad"), ("stephen", "steven"), ("whitaker", "whittaker"), ("delgado", "delagdo"),
     ("okafor", "okfor"), ("okafor", "okaafor"), ("okafor", "okator")],
)  # fmt: skip
def test_what_is_easily_confused_shares_a_key(one, other):
    assert near_keys(one) & near_keys(other)


def test_what_is_not_alike_shares_none():
    assert not near_keys("chen") & near_keys("whitaker")
    assert near_keys("li") == frozenset()


@pytest.mark.parametrize(
    ("written", "read"),
    [("陈美玲", "chen mei ling"), ("Мария Дельгадо", "mariya delgado"), ("محمد", "mhmd"),
     ("Peña-López", "pena lopez"), ("Łukasz", "lukasz"), ("Mei-Ling", "mei ling"), ("", "")],
)  # fmt: skip
def test_other_scripts_in_latin_letters(written, read):
    assert latin(written) == read


def test_an_arabic_name_meets_its_latin_spellings():
    assert skeleton(latin("محمد")) == skeleton("mohammed") == skeleton("muhammad")


def test_a_slip_is_one_letter_or_two_changed_about():
    assert is_a_slip("chen", "chne")
    assert not is_a_slip("chen", "chnde")
