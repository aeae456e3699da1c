"""One fact in words, as `northstar chart` tells it."""

from northstar.chart.people import HumanName, RelatedPerson
from northstar.chart.value import Coding, Concept
from northstar.chart.words import Section
from northstar.config.verbs.chart import words


def test_somebody_is_told_by_name_before_what_they_are_to_her():
    father = RelatedPerson(
        names=(HumanName(family="Chen", given=("Wei",)),), relationship=Concept("father")
    )
    assert words(father) == "Wei Chen father"
    assert words(RelatedPerson(relationship=Concept("father"))) == "father"


def test_a_title_says_more_than_a_bare_code():
    bare = Concept(codings=(Coding("loinc", "29762-2"),))
    assert words(Section(code=bare, title="Social History")) == "Social History"
    assert words(Section(code=bare)) == "loinc|29762-2"
    assert words(Section()) == "(nothing said in words)"
