"""The short names people go by."""

import pytest

from northstar.knowledge.nicknames import also_called, may_be_same


@pytest.mark.parametrize(
    ("said", "meant"),
    [("peggy", "margaret"), ("bill", "william"), ("lupe", "guadalupe"), ("chuy", "jesus"),
     ("muhammad", "mohammed"), ("youssef", "joseph"), ("bob", "rob")],
)  # fmt: skip
def test_one_person_may_go_by_both(said, meant):
    assert may_be_same(said, meant)
    assert may_be_same(meant, said)


def test_the_table_joins_no_names_of_different_people():
    assert not may_be_same("william", "robert")
    assert not may_be_same("peggy", "patricia")
    assert "peggy" not in also_called("peggy")
    assert also_called("no such name") == frozenset()
