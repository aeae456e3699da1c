"""The pairs that must be asked about, and those that must not."""

import pytest

from northstar.knowledge.allergy_classes import covered_by
from northstar.knowledge.interactions import PAIRS, between, pairs_among


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("lisinopril", "sacubitril", "label"),
        ("nitroglycerin", "sildenafil", "label"),
        ("simvastatin", "clarithromycin", "high"),
        ("sertraline", "phenelzine", "high"),
        ("tizanidine", "ciprofloxacin", "high"),
        ("amiodarone", "sotalol", "high"),
        ("warfarin", "naproxen", "practical"),
        ("danshen", "warfarin", "herb"),
    ],
)
def test_known_pairs(one, other, level):
    assert level in {pair.level for pair in between(one, other)}
    assert between(one, other) == between(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pravastatin", "clarithromycin"),  # not by way of CYP3A4
        ("gemfibrozil", "simvastatin"),  # the panel set it aside
        ("losartan", "sacubitril"),  # an ARB twice is a duplicate, not this label pair
        ("amiodarone", "amiodarone"),
    ],
)
def test_pairs_that_are_not_ours(one, other):
    assert not between(one, other)


def test_fifteen_pairs_of_the_consensus_all_with_members():
    assert sum(pair.level == "high" for pair in PAIRS) == 15
    for pair in PAIRS:
        assert pair.one
        assert pair.other
        assert pair.row.cites
        assert pair.row.reviewed.year == 2026
    assert len({pair.code for pair in PAIRS}) == len(PAIRS)


def test_every_member_is_a_known_ingredient():
    from northstar.knowledge.ingredients import _classes

    for pair in PAIRS:
        assert pair.one | pair.other <= set(_classes()), pair.code


def test_among_a_list_each_pair_once():
    found = list(pairs_among(["warfarin", "danshen", "aspirin", "metformin"], "herb", "practical"))
    assert sorted(pair.code for pair, _, _ in found) == [
        "danshen-warfarin",
        "warfarin-antiplatelet",
    ]


def test_allergies_cover_their_class():
    assert "amoxicillin" in covered_by("Penicillin G").direct
    assert "cephalexin" in covered_by("Penicillin").cross
    assert "sulfamethoxazole" in covered_by("Sulfa (Sulfonamide Antibiotics)").direct
    assert "furosemide" not in covered_by("sulfa").direct
    assert "sulfamethoxazole" in covered_by("Bactrim").direct
    assert "naproxen" in covered_by("NSAIDs").direct
    assert "ibuprofen" in covered_by("aspirin").cross
    assert not covered_by("peanut").direct
