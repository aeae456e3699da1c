"""The stored model: the same answer from Splink and from Python, and no wrong join on any labelled set."""

from random import Random

import pytest

from northstar.config.bench.labelled import sets
from northstar.config.bench.linking import F1, judged
from northstar.config.bench.population import table
from northstar.engines.linking import batch, many
from northstar.engines.linking.comparisons import COMPARISONS, pattern
from northstar.engines.linking.matching import for_size
from northstar.engines.linking.model import read, stored
from northstar.engines.linking.traits import COLUMNS, of_columns


@pytest.fixture(scope="module")
def people():
    columns, _ = table(3000, 3)
    return of_columns(columns)


def test_splink_and_python_weigh_every_pair_alike(people):
    model = for_size(stored(), len(people))
    direct = {
        (one, other): (weight, levels)
        for one, other, weight, levels in many.weighed(people, model, -1000.0).rows()
    }
    splink = {
        (one, other): (weight, levels)
        for one, other, weight, levels in batch.scored(people, model, -1000.0)
    }
    assert len(direct) > 3000
    assert splink.keys() == direct.keys()
    for pair, (weight, levels) in direct.items():
        assert splink[pair][1] == levels, (people[pair[0]], people[pair[1]])
        assert splink[pair][0] == pytest.approx(weight, abs=1e-6)


def test_they_agree_also_on_nonsense():
    """Short words over few letters, empty and odd fields: every level is met, and met alike."""
    dice = Random(5)
    columns = {
        name: [
            "".join(dice.choice("ab1-@ x") for _ in range(dice.randrange(6))) for _ in range(120)
        ]
        for name in COLUMNS
    }
    columns["birth_date"] = [
        dice.choice(("", f"19{dice.randrange(10, 13)}-0{dice.randrange(1, 4)}-0{dice.randrange(1, 4)}", "1911", "1911-02"))
        for _ in range(120)
    ]  # fmt: skip
    columns["ssn"] = [
        "".join(dice.choice("123") for _ in range(dice.choice((0, 4, 9)))) for _ in range(120)
    ]
    columns["sex"] = [dice.choice("mf ") for _ in range(120)]
    columns["phone"] = [f"20655501{dice.choice(('12', '13', '31', '45'))}" for _ in range(120)]
    columns["email"] = [
        f"{dice.choice('ab')}x{dice.choice('ab')}@{dice.choice('pq')}.org" for _ in range(120)
    ]
    columns["source"] = [dice.choice("ab") for _ in range(120)]
    columns["mrn"] = [dice.choice(("", "1", "2")) for _ in range(120)]
    columns["suffix"] = [dice.choice(("", "Jr", "Sr")) for _ in range(120)]
    some = of_columns(columns)
    model = stored()
    pairs = [(one, other) for one in range(120) for other in range(one)]
    told = {(one, other): found for one, other, _, found in batch.compared(some, pairs, model)}
    met = [set[int]() for _ in COMPARISONS]
    for one, other in pairs:
        found = pattern(some[other], some[one])
        assert told[other, one] == found, (some[other], some[one])
        for seen, level in zip(met, found, strict=True):
            seen.add(level)
    assert all(len(seen) > 1 for seen in met)


def test_the_stored_model_has_a_weight_for_every_level():
    model = stored()
    assert read(model.as_json()).shares == model.shares
    for comparison, shares in zip(COMPARISONS, model.shares, strict=True):
        assert len(shares) == len(comparison.levels) - 1
        assert sum(m for m, _ in shares) == pytest.approx(1, abs=1e-4)


def test_labelled_sets(shared_data):
    seen = 0
    for labelled in sets(shared_data):
        if "historical" in labelled.name:
            continue  # 50,000 records; `northstar bench linking` measures them
        told, _, doubtful = judged(labelled)
        model, policy = told["model"], told["policy"]
        print(labelled.name, told)
        assert policy["wrong_joins"] == [], labelled.name
        assert doubtful == 0
        assert model["f1"] >= F1.get(labelled.name, 0.0)
        assert policy["joined_or_asked_recall"] >= model["recall"], labelled.name
        seen += 1
    assert seen


def test_what_was_generated_is_not_joined_wrongly(people):
    from northstar.engines.linking import measure
    from northstar.engines.linking.matching import link

    columns, persons = table(3000, 3)
    told = measure.report(link(people, stored()), columns["id"], persons, 0.0)
    assert told["policy"]["wrong_joins"] == []
    assert told["model"]["f1"] > 0.9
