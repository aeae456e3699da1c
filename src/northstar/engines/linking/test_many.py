"""A whole file compared column by column agrees with comparing pair by pair."""

from hypothesis import given, settings
from hypothesis import strategies as st

from northstar.engines.linking import many, meeting
from northstar.engines.linking.blocking import pairs
from northstar.engines.linking.comparisons import pattern
from northstar.engines.linking.everybody import People
from northstar.engines.linking.matching import for_size
from northstar.engines.linking.model import stored
from northstar.engines.linking.traits import Traits

_NAMES = ["", "anna", "hannah", "ana", "a", "li", "il", "chen", "chan", "maria", "mariana", "garcialopez", "garcia", "lopez", "王"]  # fmt: skip
_DATES = ["", "1951", "195106", "19510602", "19510206", "19510612", "19610602", "19510702", "20011231"]  # fmt: skip
_PHONES = ["", "4155550132", "4155550123", "4155550182", "9165550132", "5550132"]
_EMAILS = ["", "anna@example.org", "anna@example.com", "anna1@example.org", "li@example.org"]
_SSNS = ["", "351857241", "351857214", "351857299", "7241", "351858241", "912345678"]
_STREETS = [
    "",
    "12northoakstreet",
    "12northoaksstreet",
    "12oakstreet",
    "9elmroad",
    "12northoakstree",
]


def _sets(words: list[str]):
    return st.frozensets(st.sampled_from([word for word in words if word]), max_size=3)


@st.composite
def someone(draw) -> Traits:
    pick = lambda words: draw(st.sampled_from(words))  # noqa: E731  # a word of its own would say no more
    given_name, family = pick(_NAMES), pick(_NAMES)
    several = {
        "givens": (given_name, _NAMES), "families": (family, _NAMES), "phones": (pick(_PHONES), _PHONES),
        "emails": (pick(_EMAILS), _EMAILS), "ssns": (pick(_SSNS), _SSNS), "streets": (pick(_STREETS), _STREETS),
    }  # fmt: skip
    sets = {
        name: (frozenset({one}) | draw(_sets(words))) if one else frozenset()
        for name, (one, words) in several.items()
    }
    return Traits(
        given=given_name, given_class=pick([0, 1, 2]), roots=draw(_sets(_NAMES)), middle=pick(_NAMES[:6]),
        family=family, family_class=pick([0, 1, 2]), suffix=pick(["", "jr", "sr"]), born=pick(_DATES),
        sex=pick(["", "m", "f"]), phone=min(sets["phones"], default=""), email=min(sets["emails"], default=""),
        ssn=min(sets["ssns"], default=""), numbers=draw(_sets(["a|1", "a|2", "b|1"])),
        assigners=draw(_sets(["a", "b"])), street=several["streets"][0], unit=pick(["", "4", "5"]),
        postal=pick(["", "94108", "94109", "10001"]), city=pick(["", "oakland", "oaklnd", "reno"]),
        state=pick(["", "ca", "nv"]), **sets,
    )  # fmt: skip


@given(st.lists(someone(), min_size=2, max_size=9))
@settings(max_examples=60, deadline=None)
def test_the_same_meet_stand_and_weigh_the_same(people):
    one, other = meeting.meetings(People(people))
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == sorted(pairs(people))
    model = for_size(stored(), len(people))
    told = {
        (a, b): (weight, levels)
        for a, b, weight, levels in many.weighed(people, model, -1e9).rows()
    }
    assert told == {
        (a, b): (model.weigh(found), found)
        for a, b in pairs(people)
        for found in [pattern(people[a], people[b])]
    }


@given(st.lists(someone(), min_size=2, max_size=9), st.floats(-20, 20))
@settings(max_examples=40, deadline=None)
def test_what_weighs_little_is_passed_over_unless_a_number_agrees(people, least):
    model = for_size(stored(), len(people))
    whole = {row[:2]: row for row in many.weighed(people, model, -1e9).rows()}
    some = {row[:2]: row for row in many.weighed(people, model, least).rows()}
    assert some == {
        pair: row
        for pair, row in whole.items()
        if row[2] >= least or row[3][8] == 1 or row[3][9] == 1
    }


def test_nobody_and_strangers_meet_nobody():
    assert list(many.weighed([], stored(), -1e9).rows()) == []
    strangers = [Traits(given="anna", family="chen"), Traits(given="jonas", family="berg")]
    assert list(many.weighed(strangers, stored(), -1e9).rows()) == []
