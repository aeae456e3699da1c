"""Whom of us a text means."""

import pytest

from northstar.access.models import Staff
from northstar.access.naming import colleague

OURS = [
    Staff(username="sarah", name="Sarah Okafor"),
    Staff(username="dana", name="Dana Whitfield"),
    Staff(username="drao", name="Dr. Anil Rao"),
]


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("Sarah", "sarah"), ("Sarah Okafor", "sarah"), ("SO", "sarah"), ("Okafor", "sarah"), ("sarah", "sarah"),
        ("Nurse Dana", "dana"), ("DW", "dana"), ("Dr. Rao", "drao"), ("Rao", "drao"), ("AR", "drao"), ("drao", "drao"),
    ],
)  # fmt: skip
def test_by_name_by_a_part_of_it_or_by_initials(name, who):
    assert colleague(name, OURS).username == who


@pytest.mark.parametrize(
    "name", ["Dr. Park", "She", "Sarah Chen", "SC", "O", "", "Dr.", "the pharmacy"]
)
def test_nobody_is_nobody(name):
    assert colleague(name, OURS) is None


def test_of_two_who_are_called_so_it_is_neither():
    two = [*OURS, Staff(username="dana2", name="Dana Osei")]
    assert colleague("Dana", two) is None
    assert colleague("Dana Whitfield", two).username == "dana"
