"""Whatever stands in a field, the reader does not raise, loses nothing, and quotes what is there."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northstar.chart.kinds import decoder, encode
from northstar.sources.fhir_r4 import FORMAT
from northstar.sources.fhir_r4.reader import UNFORESEEN
from northstar.sources.reading import Feed

SAMPLES = Path(__file__).parent / "samples"
TIMES, MANY = 150, 5000
FEED = Feed("Clinic", "fhir_r4", "America/Los_Angeles", assigner="urn:oid:2.999.7")

# One resource of each mapped type with every field it can have, so that each can be broken.
ALL = json.loads((SAMPLES / "every_type.json").read_text())
WHOLE = [
    json.loads((SAMPLES / "stay.json").read_text()),
    json.loads((SAMPLES / "decision.json").read_text()),
    ALL,
    ALL,
]

_FIELDS = """text coding code display value reference identifier system start end extension url
resourceType id contained family given"""
FIELDS = _FIELDS.split()

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["", "#", "#x", "Patient/1", "Patient?identifier=", "urn:uuid:", "?", "/", "||"]
    )
    | st.sampled_from(
        ["2026-02-29", "0001-01-01", "9999-12-31T23:59:60Z", "24:00", "2026-13", "٢٠٢٦"]
    )
    | st.text(max_size=12).filter(lambda s: s.isprintable()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


def places(node, path=()):
    """Every place of a tree that could be broken."""
    if path:
        yield path
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, inner in items:
        yield from places(inner, (*path, key))


PLACES = [list(places(whole)) for whole in WHOLE]


def broken(at, changes):
    tree = copy.deepcopy(WHOLE[at])
    for path, value in changes:
        node = tree
        try:
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = value
        except (LookupError, TypeError):
            continue
    return tree


def count(node):
    if isinstance(node, dict) and node.get("resourceType") == "Bundle":
        entries = node.get("entry")
        entries = entries if isinstance(entries, list) else []
        inside = (e["resource"] for e in entries if isinstance(e, dict) and "resource" in e)
        return sum(count(one) for one in inside)
    return 1


def words_at(node, pointer):
    for step in pointer.split("/")[1:]:
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node


def check(tree):
    data = json.dumps(tree).encode()
    reading = FORMAT.read(data, FEED, "fuzz.json")
    if reading.refused:
        return reading
    assert reading.elements == count(tree)
    assert not [trouble for trouble in reading.doubted if trouble.why == UNFORESEEN]
    for fact in reading.found:
        assert words_at(tree, fact.locator.replace("#", "")) == fact.value.quote
        assert fact.key
        assert not fact.person or fact.person in reading.people
        assert decoder(fact.kind)(encode(fact.value)) == fact.value
    for fact in reading.found[:1]:
        assert FORMAT.place(data, fact.locator) == fact.value.quote
    assert FORMAT.read(data, FEED, "fuzz.json") == reading
    return reading


def test_every_type_is_kept_as_it_stands():
    reading = check(ALL)
    assert reading.doubted == []
    assert reading.doubted_elements == 0


def test_each_field_of_each_type_may_hold_anything():
    """Every single field once with each kind of wrong value; no luck needed."""
    wrong = (
        None,
        True,
        -1,
        1e300,
        "x",
        "",
        [],
        [None],
        [[]],
        {},
        [{}],
        {"text": []},
        {"coding": "x"},
    )
    for at, whole in enumerate(ALL["entry"]):
        for field in whole["resource"]:
            for value in wrong[at % 3 :: 3]:
                entry = {"resource": {**whole["resource"], field: value}}
                check({"resourceType": "Bundle", "entry": [entry]})


@st.composite
def cases(draw):
    """One of the records, with one to four of its places broken."""
    at = draw(st.integers(0, len(WHOLE) - 1))
    change = st.tuples(st.sampled_from(PLACES[at]), anything)
    return broken(at, draw(st.lists(change, min_size=1, max_size=4)))


@settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_broken_records_end_filed_or_doubted(tree):
    check(tree)


@pytest.mark.long
@settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_thousands_of_broken_records_end_filed_or_doubted(tree):
    check(tree)


@settings(max_examples=TIMES, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_end_in_an_account(data):
    reading = FORMAT.read(data, FEED, "x")
    assert reading.refused or reading.elements >= 0


@settings(max_examples=TIMES, deadline=None)
@given(st.integers(0, 6000), st.integers(0, 255))
def test_a_cut_or_scratched_file_ends_in_an_account(at, byte):
    whole = (SAMPLES / "stay.json").read_bytes()
    for data in (whole[:at], whole[:at] + bytes([byte]) + whole[at + 1 :]):
        reading = FORMAT.read(data, FEED, "x.json")
        assert reading.refused or reading.elements >= 0
    lines = (SAMPLES / "export.ndjson").read_bytes()
    FORMAT.read(lines[:at] + bytes([byte]) + lines[at + 1 :], FEED, "x.ndjson")
