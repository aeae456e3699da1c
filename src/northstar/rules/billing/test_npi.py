"""The check digit of an NPI, by the example that CMS gives and by every wrong last digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northstar.rules.billing.npi import is_npi


def test_the_published_example_passes():
    assert is_npi("1234567893")


@pytest.mark.parametrize(
    "text", ["", "123456789", "12345678933", "3234567893", "12345678a3", "١٢٣٤٥٦٧٨٩٣"]
)
def test_what_is_no_npi(text):
    assert not is_npi(text)


@given(st.integers(100_000_000, 299_999_999))
def test_of_ten_last_digits_one_holds(stem):
    assert sum(is_npi(f"{stem}{last}") for last in range(10)) == 1


@given(st.integers(100_000_000, 299_999_999), st.integers(0, 8))
def test_two_neighbours_told_the_other_way_round_are_noticed(stem, at):
    """All but 0 and 9, which Luhn does not tell apart."""
    [number] = [f"{stem}{last}" for last in range(10) if is_npi(f"{stem}{last}")]
    first, second = number[at], number[at + 1]
    turned = number[:at] + second + first + number[at + 2 :]
    if first != second and {first, second} != {"0", "9"} and turned[0] in "12":
        assert not is_npi(turned)
