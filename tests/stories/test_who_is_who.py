"""Joined and taken apart in any order, with anything arriving between: as if never joined."""

from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from northstar import decided, spine
from northstar.access.models import Team
from northstar.access.staffing import default_team
from northstar.access.viewer import system_viewer
from northstar.casework.worklist.models import Line
from northstar.chart.clinical import Condition, Observation
from northstar.chart.people import ContactPoint, HumanName, Patient
from northstar.chart.value import Coding, Concept
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.record import belonging, charts, feeds, panels
from northstar.record.models import Decision, Fact, Identity, Link
from northstar.record.models import Patient as Row
from northstar.rules.signal import Band
from northstar.sources.reading import Found, Reading

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
READER = system_viewer("a test")


class _Undo(Exception):
    pass


@contextmanager
def undone():
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


def arrive(feed, who, given, *problems, phone=""):
    reading = Reading(format="test", version="1", written=when("2026-09-01T10:00:00Z"))
    reading.people[who] = Patient(
        names=(HumanName(family="Rio", given=(given,)),),
        birth_date=when("1950-02-01"),
        gender="female",
        telecoms=(ContactPoint("phone", phone),) if phone else (),
    )
    reading.found = [
        Found(who, "Condition", key, Condition(code=Concept(key, (Coding("snomed", key),))), key)
        for key in problems
    ]
    data = repr((feed, who, given, problems, phone)).encode()
    spine.arrived([(data, reading, "a file")], feeds.feed(feed), by=READER, at=NOW)


def message(key):
    reading = Reading(format="test", version="1")
    reading.found = [Found(key, "Communication", key, Communication(text="call me"), key)]
    spine.arrived([(key.encode(), reading, key)], feeds.feed("mail"), by=READER, at=NOW)
    return Identity.objects.get(feed__name="mail", key=key)


def patient_of(feed, key):
    return Link.objects.get(identity__feed__name=feed, identity__key=key, ended_at=None).patient


def identity(feed, key):
    return Identity.objects.get(feed__name=feed, key=key).pk


def say(verdict, one, other):
    pair = (identity(*one), identity(*other))
    decided.who_is_who(by=READER, pairs=[pair], verdict=verdict, reason="a test", at=NOW)


def note(row, key):
    spine.act(
        by=READER, patient=row, kind="Observation", value=Observation(code=Concept(key)), key=key,
        at=when("2026-09-08"), now=NOW, what="note",
    )  # fmt: skip


def said():
    """Every chart by the records it is made of: number, and what it holds."""
    found = {}
    for row in Row.objects.filter(pk__in=Link.objects.filter(ended_at=None).values("patient")):
        people = Link.objects.filter(patient=row, ended_at=None).values_list(
            "identity__feed__name", "identity__key"
        )
        chart = charts.charts(READER, [row.pk], NOW)[row.pk]
        facts = [(kind, v.source.key) for kind in chart.kinds() for v in chart.of(kind)]
        names = sorted(f"{f}/{k}" for f, k in people if f not in ("staff", "mail"))
        found[tuple(names)] = (str(row.public_id), sorted(facts))
    return found


def test_a_note_stays_with_the_person_when_news_of_them_arrives():
    arrive("A", "1", "Ana", "asthma")
    row = patient_of("A", "1")
    note(row, "call")
    arrive("A", "1", "Anna", "asthma")
    assert Row.objects.count() == 1
    assert said()["A/1",][1] == [
        ("Condition", "asthma"),
        ("Observation", "call"),
        ("Patient", "Patient"),
    ]


def test_what_people_put_to_two_patients_comes_together_and_parts_again():
    arrive("A", "1", "Ana", "asthma")
    arrive("B", "2", "Ana", "gout")
    first, second = patient_of("A", "1"), patient_of("B", "2")
    note(first, "one")
    note(second, "two")
    item = message("message:m")
    belonging.put(identity=item.pk, patient=second, by="S", at=NOW, reason="knows the voice")
    before = said()
    say("same", ("A", "1"), ("B", "2"))
    ((_, facts),) = said().values()
    assert {key for _, key in facts} == {"asthma", "gout", "one", "two", "message:m", "Patient"}
    say("withdrawn", ("A", "1"), ("B", "2"))
    assert said() == before


def test_whoever_looked_after_either_looks_after_both_while_they_are_one():
    arrive("A", "1", "Ana")
    arrive("B", "2", "Ana")
    first, second = patient_of("A", "1"), patient_of("B", "2")
    red, blue = (Team.objects.create(name=name) for name in ("Red", "Blue"))
    day = date(2026, 9, 1)
    panels.place(patient=first.pk, day=day, team=red.pk)
    panels.place(patient=second.pk, day=day, team=blue.pk)
    before = [teams_of(row) for row in (first, second)]
    say("same", ("A", "1"), ("B", "2"))
    assert teams_of(first) == before[0] | before[1]
    say("withdrawn", ("A", "1"), ("B", "2"))
    assert [teams_of(row) for row in (first, second)] == before


def teams_of(row):
    rows = panels.Panel.objects.filter(panels.on(NOW.date()), patient=row)
    return set(rows.values_list("team", flat=True))


KEYS = [("A", "1"), ("A", "2"), ("B", "1"), ("B", "2")]
_arrival = st.tuples(
    st.just("arrive"), st.sampled_from(KEYS), st.sampled_from(["Ana", "Ben"]),
    st.sampled_from(["asthma", "gout"]), st.sampled_from(["", "4155550101"]),
)  # fmt: skip
_word = st.tuples(
    st.sampled_from(["same", "different"]), st.sampled_from(KEYS), st.sampled_from(KEYS)
)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.one_of(_arrival, _word), max_size=9))
def test_any_words_taken_back_leave_charts_as_if_nothing_had_been_said(steps):
    with undone():
        _start()
        for step in steps:
            _do(step)
        _take_all_back()
        spoken = _content(said())
    with undone():
        _start()
        for step in steps:
            if step[0] == "arrive":
                _do(step)
        assert _content(said()) == spoken


def _start():
    """Two people with a note and a message each, who are nobody's question yet."""
    for (feed, key), name in zip(KEYS, ("Ana", "Cleo", "Dora", "Eve"), strict=True):
        arrive(feed, key, name, "asthma")
    for feed, key in KEYS[:2]:
        row = patient_of(feed, key)
        note(row, f"note {key}")
        belonging.put(
            identity=message(f"message:{key}").pk, patient=row, by="S", at=NOW, reason="known"
        )


def _do(step):
    if step[0] == "arrive":
        _, (feed, key), name, problem, phone = step
        arrive(feed, key, name, problem, phone=phone)
    elif step[1] != step[2]:
        say(*step)


def _take_all_back():
    for one, other in dict.fromkeys(Decision.objects.values_list("one", "other")):
        decided.who_is_who(
            by=READER, pairs=[(one, other)], verdict="withdrawn", reason="a test", at=NOW
        )


def _content(charts_said):
    return {names: facts for names, (_, facts) in charts_said.items()}


def test_nothing_was_lost_on_the_way():
    _start()
    count = Fact.objects.count()
    say("same", KEYS[0], KEYS[1])
    say("different", KEYS[0], KEYS[1])
    assert Fact.objects.count() == count


def test_work_a_person_has_begun_goes_with_them_and_comes_back():
    arrive("A", "1", "Ana", "asthma")
    arrive("B", "2", "Ana", "gout")
    first, second = patient_of("A", "1"), patient_of("B", "2")
    begun = a_line(second, "call-back", touched=True)
    same = [a_line(row, "refill", touched=True) for row in (first, second)]
    say("same", ("A", "1"), ("B", "2"))
    assert held_by(first) == {"call-back", "refill"}
    assert not held_by(second)
    say("withdrawn", ("A", "1"), ("B", "2"))
    assert held_by(first) == {"refill"}
    assert held_by(second) == {"call-back", "refill"}
    for line, row in ((begun, second), (same[0], first), (same[1], second)):
        line.refresh_from_db()
        assert (line.patient_id, line.is_open) == (row.pk, True)


def test_who_is_known_under_another_number_is_found_under_the_old_one():
    arrive("A", "1", "Ana", "asthma")
    arrive("B", "2", "Ana", "gout")
    first, second = patient_of("A", "1"), patient_of("B", "2")
    say("same", ("A", "1"), ("B", "2"))
    assert charts.chart_of(READER, second.public_id, NOW).patient == str(first.public_id)


def a_line(row, key, **more):
    return Line.objects.create(
        patient_id=row.pk, signal="a-rule", key=key, matter="m", says="needs a call",
        band=Band.HARM, factors={"one": 10}, score=10, team=default_team(), next_on=NOW.date(),
        opened=NOW, refreshed=NOW, **more,
    )  # fmt: skip


def held_by(row):
    lines = Line.objects.filter(patient=row.pk, is_open=True, signal="a-rule")
    return set(lines.values_list("key", flat=True))
