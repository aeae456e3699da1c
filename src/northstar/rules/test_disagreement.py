"""What counts as a difference between sources, subject by subject; and that order decides nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from northstar.chart.chart import Chart
from northstar.chart.clinical import Flag, Observation
from northstar.chart.people import Address, ContactPoint, HumanName, RelatedPerson
from northstar.chart.sensitivity import Label
from northstar.discover import modules
from northstar.rules.disagreement import disagreements, subjects, what_is_ahead
from northstar.rules.examples import (
    ZONE,
    allergy,
    appointment,
    at,
    chart_of,
    concept,
    fills,
    from_feed,
    moment,
    patient,
    prescribed,
    problem,
    said_taken,
)

NOW = moment("Tue 8 Sep 2026 07:30")


def differ(*notes, heard=()):
    """{key: {voice: stance}} of what differs in a chart of these notes."""
    return {d.key: d.mark for d in disagreements(chart_of(*notes, heard=heard)(), ZONE)}


def flag(words, **more):
    return Flag(code=concept(words), status="active", **more)


def son(name, role="health care proxy"):
    given, family = name.split()
    return RelatedPerson(
        names=(HumanName(family=family, given=(given,)),), relationship=concept(role)
    )


def reached(*phones, address=""):
    where = (Address(lines=(address,), postal_code="94108"),) if address else ()
    return patient(
        telecoms=tuple(ContactPoint("phone", number) for number in phones), addresses=where
    )


NOT_PREGNANT = [
    Observation(
        code=concept("Pregnancy status", loinc="82810-3"), status="final", effective=at("1 Sep 2026"),
        text="Not pregnant",
    )
]  # fmt: skip
STOPPED = prescribed("Lisinopril 20 mg", "3 Feb 2025", status="stopped", ended="24 Aug 2026")
CASES = {
    "stopped here, listed there by its brand": (
        [from_feed("hospital", STOPPED), from_feed("clinic", prescribed("Zestril", "1 Mar 2026"))],
        {"medicine lisinopril": {"hospital": "stopped", "clinic": "in use"}},
    ),
    "the one source that stopped it also lists the new strength": (
        [from_feed("hospital", STOPPED, prescribed("Lisinopril 10 mg", "24 Aug 2026"))],
        {},
    ),
    "a combination is one matter, not two": (
        [
            from_feed("hospital", prescribed("losartan-hydrochlorothiazide 50-12.5 mg", "3 Feb 2025",
                                             status="stopped", ended="24 Aug 2026")),
            from_feed("clinic", prescribed("Hyzaar", "1 Mar 2026")),
        ],
        {"medicine hydrochlorothiazide with losartan": {"hospital": "stopped", "clinic": "in use"}},
    ),
    "a fill before the stop says nothing against it": (
        [from_feed("hospital", STOPPED), fills(lisinopril="20 Aug 2026, 30 days")],
        {},
    ),
    "a fill after it does": (
        [from_feed("hospital", STOPPED), fills(lisinopril="30 Aug 2026, 30 days")],
        {"medicine lisinopril": {"hospital": "stopped", "pharmacy, fills": "in use"}},
    ),
    "a list last written two years before the stop": (
        [
            from_feed("hospital", STOPPED),
            from_feed("old", said_taken("lisinopril", "1 Mar 2024"), written="1 Mar 2024"),
        ],
        {},
    ),
    "no known allergies, and an allergy": (
        [
            from_feed("clinic", allergy("No known allergies", absent=True)),
            from_feed("hospital", allergy("Latex", "hives")),
        ],
        {"allergy none known": {"clinic": "none known", "hospital": "allergic"}},
    ),
    "no known drug allergies, and one to a food": (
        [
            from_feed("clinic", allergy("No known drug allergies", absent=True)),
            from_feed("hospital", [replace(allergy("Peanut")(), category="food")]),
        ],
        {},
    ),
    "alike by class: ampicillin refuted, penicillin held": (
        [
            from_feed("clinic", allergy("Ampicillin", status="resolved")),
            from_feed("hospital", allergy("Penicillins", "hives")),
        ],
        {"allergy amoxicillin": {"clinic": "not allergic", "hospital": "allergic"}},
    ),
    "another allergy is no contradiction": (
        [from_feed("clinic", allergy("Latex")), from_feed("hospital", allergy("Penicillin"))],
        {},
    ),
    "a problem over here, there still, by a shared code": (
        [
            from_feed("clinic", problem("HFrEF", snomed="84114007")),
            from_feed("hospital", problem("Heart failure", "resolved", snomed="84114007")),
        ],
        {"problem heart failure": {"clinic": "active", "hospital": "over"}},
    ),
    "last year's pneumonia and this year's": (
        [
            from_feed("clinic", problem("Pneumonia", since="Aug 2026")),
            from_feed("hospital", problem("Pneumonia", "resolved", since="2025", ended="Mar 2025")),
        ],
        {},
    ),
    "phones of which none is shared": (
        [from_feed("clinic", reached("415-555-0132")), from_feed("hospital", reached("4155550188"))],
        {"phone": {"clinic": "4155550132", "hospital": "4155550188"}},
    ),
    "one shared phone among several": (
        [
            from_feed("clinic", reached("415-555-0132", "415-555-0199")),
            from_feed("hospital", reached("(415) 555-0132")),
        ],
        {},
    ),
    "the same house, spelled another way": (
        [
            from_feed("clinic", reached(address="12 Grant Avenue")),
            from_feed("hospital", reached(address="12 GRANT AVE")),
        ],
        {},
    ),
    "two addresses": (
        [
            from_feed("clinic", reached(address="12 Grant Avenue")),
            from_feed("hospital", reached(address="900 Oak St")),
        ],
        {"address": {"clinic": "12|94108", "hospital": "900|94108"}},
    ),
    "code status": (
        [from_feed("clinic", [flag("Full code")]), from_feed("hospital", [flag("DNR / DNI")])],
        {"code status": {"clinic": "full code", "hospital": "no resuscitation"}},
    ),
    "an advance directive that says neither": (
        [from_feed("clinic", [flag("Full code")]), from_feed("hospital", [flag("Advance directive on file")])],
        {},
    ),
    "who decides": (
        [from_feed("clinic", [son("Wei Chen")]), from_feed("hospital", [son("Ann Chen")])],
        {"decision maker": {"clinic": "wei chen", "hospital": "ann chen"}},
    ),
    "the next of kin is not asked to decide": (
        [from_feed("clinic", [son("Wei Chen")]), from_feed("hospital", [son("Ann Chen", "daughter")])],
        {},
    ),
    "one visit cancelled in one source": (
        [
            from_feed("clinic", appointment("17 Sep 2026 10:20", service="Cardiology")),
            from_feed("hospital", appointment("17 Sep 2026 10:20", 30, "cancelled", service="Cardiology")),
        ],
        {"appointment 2026-09-17 cardiology": {"clinic": "2026-09-17T10:20", "hospital": "off"}},
    ),
    "pregnant, and not pregnant": (
        [
            from_feed("clinic", NOT_PREGNANT),
            from_feed("hospital", problem("Pregnant", since="20 Aug 2026")),
        ],
        {"pregnancy": {"clinic": "not pregnant", "hospital": "pregnant"}},
    ),
    "a pregnancy of two years ago": (
        [
            from_feed("clinic", NOT_PREGNANT),
            from_feed("hospital", problem("Pregnant", since="20 Aug 2024")),
        ],
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_differs(name):
    notes, wanted = CASES[name]
    assert differ(*notes) == wanted


def test_every_subject_says_why_and_by_whom():
    assert len(subjects()) == len(modules("northstar.rules.disagreements")) == 8
    for subject in subjects():
        assert subject.code
        assert subject.title
        assert subject.why
        assert subject.cites
        assert subject.kinds


def test_what_our_own_people_agreed_is_an_answer_and_no_party():
    [agreed] = from_feed("staff", said_taken("lisinopril", "1 Sep 2026"))()
    agreed = replace(agreed, source=replace(agreed.source, key="agreed lisinopril"))
    stopped = from_feed("hospital", STOPPED)()
    chart = Chart([("MedicationStatement", agreed), *(("MedicationRequest", v) for v in stopped)])
    assert disagreements(chart, ZONE) == ()


def test_since_is_when_the_second_side_spoke():
    [found] = disagreements(chart_of(*CASES["a fill after it does"][0])(), ZONE)
    assert found.since.isoformat() == "2026-08-30"


def test_a_restricted_word_is_a_matter_of_its_own():
    held = from_feed("house", prescribed("lisinopril", "1 Mar 2026"))()
    secret = [replace(v, source=replace(v.source, label=int(Label.PART2))) for v in held]
    chart = chart_of(from_feed("hospital", STOPPED), secret)()
    assert [(d.key, d.label) for d in disagreements(chart, ZONE)] == [
        ("medicine lisinopril ~2", int(Label.PART2))
    ]
    plain = from_feed("clinic", prescribed("lisinopril", "1 Mar 2026"))
    both = chart_of(from_feed("hospital", STOPPED), plain, secret)()
    assert [(d.key, d.label) for d in disagreements(both, ZONE)] == [("medicine lisinopril", 0)]


@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(sorted(CASES)), max_size=5))
def test_the_order_of_arrival_changes_nothing(dice: random.Random, names):
    notes = [note for name in names for note in CASES[name][0]]
    chart = chart_of(*notes)()
    values = [(kind, value) for kind in chart.kinds() for value in chart.of(kind)]
    dice.shuffle(values)
    again = Chart(values)
    one, other = (
        [(d.key, d.about, d.mark, [w.value for w in d.words], what_is_ahead(c, d, ZONE))
         for d in disagreements(c, ZONE)]
        for c in (chart, again)
    )  # fmt: skip
    assert one == other


@given(st.lists(st.sampled_from(sorted(CASES)), min_size=1, max_size=4))
def test_a_source_that_repeats_itself_opens_nothing(names):
    notes = [note for name in names for note in CASES[name][0]]
    once, twice = differ(*notes), differ(*notes, *notes)
    assert once == twice


@given(st.lists(st.sampled_from(sorted(CASES)), min_size=1, max_size=4))
def test_settled_stays_settled_on_the_same_words_and_not_on_others(names):
    chart = chart_of(*(note for name in names for note in CASES[name][0]))()
    for found in disagreements(chart, ZONE):
        chart.settled = {found.key: dict(found.mark)}
        assert found.settled_in(chart)
        voice = min(found.mark)
        chart.settled = {found.key: found.mark | {voice: "something else"}}
        assert not found.settled_in(chart)
