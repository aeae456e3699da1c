"""A file of people: groups, lists that hold nobody twice, blocking."""

from northstar.engines.linking.blocking import pairs
from northstar.engines.linking.matching import best_only, groups, link
from northstar.engines.linking.model import stored
from northstar.engines.linking.traits import of_columns
from northstar.engines.linking.weighed import Weighed


def people(*rows: dict[str, str]):
    names = {name for row in rows for name in row}
    return of_columns({name: [row.get(name, "") for row in rows] for name in names})


A = {
    "given": "Ana",
    "family": "Lopez",
    "birth_date": "1980-03-04",
    "phone": "206-555-0144",
    "sex": "F",
}


def test_a_group_that_contradicts_itself_falls_apart_and_is_asked():
    trio = people(A | {"suffix": "Jr"}, A, A | {"suffix": "Jr", "address": "1 Oak St"})
    found = link(trio, stored())
    assert found.joined == {(0, 2)}
    assert found.asked == {(0, 1), (1, 2)}


def test_records_joined_through_a_third_are_counted_as_joined():
    phone = {"phone": "206-555-0177"}
    trio = people(A | {"address": "1 Oak St"}, A | phone | {"address": "1 Oak St"}, A | phone)
    assert link(trio, stored()).joined == {(0, 1), (0, 2), (1, 2)}


def test_one_partner_in_each_list():
    pattern = (0,) * 12
    found = [(0, 2, 9.0, pattern), (0, 3, 5.0, pattern), (1, 3, 4.0, pattern), (0, 1, 8.0, pattern)]
    assert [pair[:2] for pair in best_only(Weighed.of(found), "aabb").rows()] == [(0, 2), (1, 3)]


def test_groups():
    assert groups([(3, 4), (1, 2), (2, 5)]) == [[1, 2, 5], [3, 4]]
    assert groups([(8, 9), (1, 9), (2, 8), (2, 7), (4, 5)]) == [[1, 2, 7, 8, 9], [4, 5]]
    assert groups([]) == []


def test_a_crowded_word_blocks_nothing():
    crowd = people(
        *({"given": "Ana", "family": f"Q{n}x{n}", "birth_date": "1980-03-04"} for n in range(70))
    )
    assert not pairs(crowd)


def test_no_people_at_all():
    assert link([], stored()).joined == set()
