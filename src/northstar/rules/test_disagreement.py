"""What counts as a difference between sources, subject by subject; and that order decides nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from northstar.chart.chart import Chart
from northstar.chart.people import ContactPoint
from northstar.chart.sensitivity import Label
from northstar.discover import modules
from northstar.rules.disagreement import disagreements, subjects, what_is_ahead
from northstar.rules.disagreements import contact
from northstar.rules.example_dates import ZONE, moment
from northstar.rules.examples import chart_of, fills, from_feed, patient, prescribed, said_taken

NOW = moment("Tue 8 Sep 2026 07:30")


STOPPED = prescribed("Lisinopril 20 mg", "3 Feb 2025", status="stopped", ended="24 Aug 2026")
SUBJECTS = modules("northstar.rules.disagreements")
CASES = [
    pytest.param(case, id=f"{module.SUBJECT.code}: {case.name}")
    for module in SUBJECTS
    for case in module.CASES
]
some = st.sampled_from([case.values[0] for case in CASES])


def differ(chart):
    """{key: {voice: stance}} of what differs."""
    return {d.key: d.mark for d in disagreements(chart, ZONE)}


def facts(*cases):
    """The facts of several cases as one chart's, each under a key of its own."""
    charts = [case.chart() for case in cases]
    return [
        (kind, replace(v, source=replace(v.source, key=f"{number} {v.source.key}")))
        for number, chart in enumerate(charts)
        for kind in chart.kinds()
        for v in chart.of(kind)
    ]


@pytest.mark.parametrize("case", CASES)
def test_what_differs(case):
    assert differ(case.chart()) == case.differs


@pytest.mark.parametrize("module", SUBJECTS)
def test_a_subject_has_cases_that_differ_and_that_do_not(module):
    assert any(case.differs for case in module.CASES)
    assert any(not case.differs for case in module.CASES)


def test_every_subject_says_why_and_by_whom():
    assert len(subjects()) == len(SUBJECTS) == 8
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
    later = fills(lisinopril="30 Aug 2026, 30 days")
    [found] = disagreements(chart_of(from_feed("hospital", STOPPED), later)(), ZONE)
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


@given(st.randoms(use_true_random=False), st.lists(some, max_size=5))
def test_the_order_of_arrival_changes_nothing(dice: random.Random, cases):
    values = facts(*cases)
    again = values[:]
    dice.shuffle(again)
    one, other = (
        [(d.key, d.about, d.mark, [w.value for w in d.words], what_is_ahead(c, d, ZONE))
         for d in disagreements(c, ZONE)]
        for c in (Chart(values), Chart(again))
    )  # fmt: skip
    assert one == other


@given(st.lists(some, min_size=1, max_size=4))
def test_a_source_that_repeats_itself_opens_nothing(cases):
    assert differ(Chart(facts(*cases))) == differ(Chart(facts(*cases, *cases)))


@given(st.lists(some, min_size=1, max_size=4))
def test_settled_stays_settled_on_the_same_words_and_not_on_others(cases):
    chart = Chart(facts(*cases))
    for found in disagreements(chart, ZONE):
        chart.settled = {found.key: dict(found.mark)}
        assert found.settled_in(chart)
        voice = min(found.mark)
        chart.settled = {found.key: found.mark | {voice: "something else"}}
        assert not found.settled_in(chart)


def test_telephone_numbers_are_shown_as_people_write_them():
    told = chart_of(
        from_feed("clinic", patient("", telecoms=(ContactPoint("phone", "2125550141"),))),
        from_feed("hospital", patient("", telecoms=(ContactPoint("phone", "+1 212 5550142"),))),
    )
    phones = next(m for m in contact.matters(told(), ZONE) if m.key == "phone")
    assert [w.says for w in phones.words] == ["(212) 555-0141", "(212) 555-0142"]
