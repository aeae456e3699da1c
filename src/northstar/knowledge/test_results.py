"""One unit in many spellings, and flags in words."""

import pytest

from northstar.knowledge.results import flag_of, plain_unit


@pytest.mark.parametrize(
    "unit",
    ["K/uL", "K/mcL", "10*3/uL", "x10E3/uL", "10^3/µL", "10*9/L", "10e9/L", "thou/mcL", "K/mm3", "x10(3)/mcL"],
)  # fmt: skip
def test_thousands_of_cells(unit):
    assert plain_unit(unit) == "10*3/ul"


def test_what_is_another_unit_stays_one():
    assert plain_unit("gm/dL") == plain_unit("g/dL") == "g/dl"
    assert len({plain_unit(u) for u in ("mmol/L", "umol/L", "mg/dL", "g/L", "10*6/uL", "/uL")}) == 6


@pytest.mark.parametrize(
    ("said", "flag"),
    [("Critical high", "CRITICAL"), ("HH", "HH"), ("High", "H"), ("n", "N"), ("Abnormal", "A")],
)
def test_flags(said, flag):
    assert flag_of(said) == flag
