"""The one road, with readings made here: any order, any pieces, any repetition gives one record."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from northstar import spine
from northstar.access.viewer import system_viewer
from northstar.casework.worklist import verify as lines
from northstar.casework.worklist.models import Line
from northstar.chart.clinical import Condition
from northstar.chart.people import ContactPoint, HumanName, Identifier, Patient
from northstar.chart.value import Coding, Concept
from northstar.chart.visits import Encounter
from northstar.chart.when import when
from northstar.record import charts, feeds, verify
from northstar.record.models import Fact, Link, Supersession
from northstar.record.models import Patient as Row
from northstar.sources.reading import Found, Reading

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
READER = system_viewer("a test")
pytestmark = [pytest.mark.django_db, pytest.mark.store]


class _Undo(Exception):
    pass


@contextmanager
def undone():
    """A store as it was, whatever happens inside: for many examples in one test."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


def person(family, given, born, phone="", number=""):
    return Patient(
        names=(HumanName(family=family, given=(given,)),),
        birth_date=when(born),
        gender="female",
        telecoms=(ContactPoint("phone", phone),) if phone else (),
        identifiers=(Identifier("MRN of the county", number),) if number else (),
    )


def message(who, *facts, at="2026-09-01T10:00:00Z", known=None):
    reading = Reading(format="test", version="1", written=when(at))
    if known:
        reading.people[who] = known
    reading.found = [
        Found(who, kind, key, value, f"{kind}/{key}", recorded=when(stamp))
        for kind, key, value, stamp in facts
    ]
    data = repr((who, facts, known, at)).encode()
    return data, reading, "a message"


def problem(text, status="active"):
    return Condition(
        code=Concept(text, (Coding("snomed", str(len(text))),)), clinical_status=status, quote=text
    )


def arrive(feed, *messages):
    return spine.arrived(messages, feeds.feed(feed), by=READER, at=NOW)


def said():
    return verify.fingerprint(lines.said())


def test_a_fact_comes_back_with_its_source():
    arrive(
        "A",
        message(
            "1",
            ("Condition", "c1", problem("asthma"), "2026-09-01"),
            known=person("Rio", "Ana", "1950-02-01"),
        ),
    )
    row = Row.objects.get()
    chart = charts.charts(READER, [row.pk], NOW)[row.pk]
    found = chart.conditions[0]
    assert found.code.text == "asthma"
    assert found.source.feed == "A"
    assert found.source.locator == "Condition/c1"
    assert chart.birth_date.text == "1950-02-01"


def test_the_newer_word_of_the_source_counts_whichever_came_first():
    newer = ("Condition", "c1", problem("asthma", "resolved"), "2026-09-03")
    older = ("Condition", "c1", problem("asthma"), "2026-09-01")
    for order in ([newer, older], [older, newer]):
        with undone():
            for fact in order:
                arrive("A", message("1", fact))
            row = Row.objects.get()
            now = charts.charts(READER, [row.pk], NOW)[row.pk]
            assert [c.clinical_status for c in now.conditions] == ["resolved"]
            assert Fact.objects.filter(kind="Condition").count() == 2
            assert Supersession.objects.count() == 1


def test_the_same_bytes_twice_change_nothing():
    one = message("1", ("Condition", "c1", problem("asthma"), "2026-09-01"))
    arrive("A", one)
    before = said()
    again = arrive("A", one)
    assert again.kept[0].repeat
    assert said() == before


def test_a_fact_cannot_be_changed_in_the_store():
    arrive("A", message("1", ("Condition", "c1", problem("asthma"), "2026-09-01")))
    from django.db import DatabaseError

    for attempt in (lambda: Fact.objects.update(kind="Other"), lambda: Fact.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_the_same_number_of_the_same_assigner_joins_and_a_shared_phone_does_not():
    arrive("A", message("1", known=person("Rio", "Ana", "1950-02-01", "4155550101", "77")))
    arrive("B", message("x", known=person("Rio", "Ana", "1950-02-01", number="77")))
    arrive("B", message("y", known=person("Rio", "Ben", "1949-05-05", "4155550101")))
    groups = sorted(len(list(g)) for g in _groups())
    assert groups == [1, 2]


def test_same_name_and_birth_date_alone_asks():
    arrive("A", message("1", known=person("Rio", "Ana", "1950-02-01")))
    done = arrive("B", message("2", known=person("Rio", "Ana", "1950-02-01")))
    assert len(_groups()) == 2
    from northstar.record.belonging import counts

    assert counts().questions == 1
    assert done.patients


def test_a_merge_message_joins_and_its_undoing_restores():
    from northstar.chart.people import Merge

    arrive(
        "A",
        message(
            "1",
            ("Condition", "c", problem("asthma"), "2026-09-01"),
            known=person("Rio", "Ana", "1950-02-01"),
        ),
    )
    arrive("A", message("2", known=person("Ryo", "Ana", "1950-02-01")))
    apart = _groups()
    arrive("A", message("2", ("Merge", "m", Merge(old="1", at=when("2026-09-02")), "2026-09-02")))
    assert len(_groups()) == 1
    arrive(
        "A",
        message(
            "2", ("Merge", "m", Merge(old="1", at=when("2026-09-02"), undone=True), "2026-09-03")
        ),
    )
    assert _groups() == apart


def _groups():
    found = {}
    for link in Link.objects.filter(ended_at=None).select_related("identity"):
        found.setdefault(link.patient_id, set()).add(link.identity.key)
    return sorted(map(frozenset, found.values()), key=sorted)


_PEOPLE = [
    person("Rio", "Ana", "1950-02-01", "4155550101", "77"),
    person("Rio", "Ana", "1950-02-01", "4155550101"),
    person("Rio", "Ben", "1950-02-01", "4155550101"),
    person("Rio-Lopez", "Ana", "1950-02-01", number="77"),
    person("Ames", "Ana", "1961-03-04", "4155550199"),
]


@st.composite
def streams(draw):
    """Messages of two feeds about three numbers each, with corrections."""
    messages = []
    for _ in range(draw(st.integers(2, 7))):
        who = draw(st.sampled_from("123"))
        key = draw(st.sampled_from("ab"))
        day = draw(st.integers(1, 9))
        status = draw(st.sampled_from(["active", "resolved"]))
        fact = ("Condition", key, problem("asthma", status), f"2026-09-0{day}")
        known = draw(st.sampled_from([None, *_PEOPLE]))
        feed = draw(st.sampled_from("AB"))
        messages.append((feed, message(who, fact, known=known, at=f"2026-08-{day:02}T10:00:00Z")))
    return messages


@settings(max_examples=60, deadline=None)
@given(streams(), st.randoms(use_true_random=False))
def test_any_order_any_pieces_any_repetition_gives_the_same_record(stream, dice):
    hashes = set()
    shuffled = stream + dice.sample(stream, len(stream) // 2)
    dice.shuffle(shuffled)
    for order in (stream, shuffled):
        with undone():
            for feed, one in order:
                arrive(feed, one)
            hashes.add(said())
            assert not verify.problems()
    assert len(hashes) == 1


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["A01", "A03", "A11", "A13", "A08"]), st.integers(0, 200)),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_no_open_line_is_ever_without_holder_and_next_date(events, dice):
    with undone():
        start = datetime(2026, 9, 1, tzinfo=UTC)
        for event, hours in events:
            at = when((start + timedelta(hours=hours)).isoformat())
            step = Encounter(
                event=event, visit="V1", class_code=dice.choice(["IMP", "EMER", "OBSENC"]),
                occurred=at, start=when("2026-09-01T00:00:00Z"),
                end=at if event == "A03" else None, disposition="home" if event == "A03" else "",
            )  # fmt: skip
            arrive(
                "A", message("1", ("Encounter", f"V1#{event}#{hours}", step, at.text), at=at.text)
            )
            spine.review_due(start + timedelta(hours=hours))
        assert not lines.problems()
        keys = list(Line.objects.filter(is_open=True).values_list("patient", "signal", "key"))
        assert len(keys) == len(set(keys))
