"""Words of medicines, brands, teas and herbs, and what is in them."""

import pytest

from northstar.chart.value import Coding, Concept
from northstar.knowledge.ingredients import (
    classes_of,
    ingredients_of,
    is_local,
    members,
    named_in,
    plain_name,
    taken_daily,
)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Lisinopril 10 MG Oral Tablet", ("lisinopril",)),
        ("ZESTRIL 20mg tab", ("lisinopril",)),
        ("sacubitril 24 MG / valsartan 26 MG Oral Tablet", ("sacubitril", "valsartan")),
        ("Entresto 24-26 mg", ("sacubitril", "valsartan")),
        ("losartan-hydrochlorothiazide 50-12.5 mg", ("losartan", "hydrochlorothiazide")),
        ("Losartan Potassium 50 MG", ("losartan",)),
        ("potassium chloride ER 20 mEq", ("potassium chloride",)),
        ("amoxicillin 875 mg / clavulanate potassium 125 mg", ("amoxicillin", "clavulanate")),
        ("Insulin Glargine 100 unit/mL", ("insulin glargine",)),
        ("insulin, human", ("insulin",)),
        ("5-ASA 400 mg", ("mesalamine",)),
        ("ASA 81 mg EC", ("aspirin",)),
        ("St. John’s Wort tea", ("st john's wort",)),
        ("hierba de San Juan", ("st john's wort",)),
        ("丹參茶", ("danshen",)),
        ("dan shen tea", ("danshen",)),
        ("uña de gato", ("cat's claw",)),
        ("ethinyl estradiol 0.02 mg / norethindrone 1 mg", ("ethinyl estradiol", "norethindrone")),
        ("a plain word", ()),
        ("", ()),
    ],
)
def test_words_name_ingredients(words, named):
    assert named_in(words) == named


def test_a_code_decides_where_words_are_silent():
    assert ingredients_of(Concept(codings=(Coding("rxnorm", "29046"),))) == ("lisinopril",)
    assert ingredients_of(Concept("Zestril", (Coding("rxnorm", "11289"),))) == ("lisinopril",)


def test_an_unknown_medicine_keeps_a_steady_name():
    assert plain_name(Concept("Wonderol 5 mg tablet")) == plain_name(Concept("WONDEROL 10 MG cap"))


def test_classes():
    assert "ace-inhibitor" in classes_of("lisinopril")
    assert {"simvastatin", "rosuvastatin"} <= members("statin")
    assert taken_daily("warfarin")
    assert not taken_daily("amoxicillin")


def test_on_the_skin_is_not_in_the_blood():
    assert is_local("ketoconazole 2 % shampoo")
    assert not is_local("nitroglycerin 2 % ointment")
    assert not is_local("ketoconazole 200 mg oral tablet")


def test_every_brand_is_made_of_known_ingredients():
    from northstar.knowledge.ingredients import _classes, _rows

    for row in _rows("brands.csv"):
        assert set(row["ingredients"].split(";")) <= set(_classes()), row["name"]
