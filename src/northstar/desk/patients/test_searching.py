"""Somebody is found as people speak and type: alike, short, slipped, in another script, by a note."""

import pytest
from django.db import connection

from northstar.access.viewer import Viewer, system_viewer
from northstar.chart.people import Address, ContactPoint, HumanName, Patient
from northstar.chart.sensitivity import Label
from northstar.chart.when import when
from northstar.chart.words import Communication, Section
from northstar.desk.patients.test_finding import AT, CHEN, DAY, VIEWER, known
from northstar.record import candidates, feeds, finding, panels
from northstar.record.patients import everyone
from northstar.sources.reading import Found, Reading
from northstar.spine import arrived, review

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DELGADO = Patient(
    names=(HumanName(family="Delgado", given=("Margarita",)),),
    birth_date=when("1950-01-01"),
    telecoms=(ContactPoint("phone", "+1 510-555-0177"), ContactPoint("email", "mdelgado@example.org")),
    addresses=(Address(("1180 Kearny St", "Apt 4"), "San Francisco", "CA", "94133"),
               Address(("12 Hidden Ln",), "Oakland", "CA", "94601", use="confidential")),
)  # fmt: skip
PETROVA = Patient(names=(HumanName(text="Мария Петрова"),), birth_date=when("1961-05-02"))
HASSAN = Patient(names=(HumanName(text="محمد حسن"),), birth_date=when("1971-05-02"))


def found(said, viewer=VIEWER):
    return [hit.patient.pk for hit in finding.search(viewer, said, DAY)[0]]


def told(person, key, *facts, feed="clinic", in_panel=True):
    """Somebody with words written about them: (value, label) each."""
    before = set(everyone())
    reading = Reading(format="test", version="1", people={key: person})
    for number, (value, label) in enumerate(facts):
        kind = type(value).__name__
        reading.found.append(Found(key, kind, str(number), value, f"x#{number}", label=label))
    arrived(
        [(f"{feed} {key}".encode(), reading, "")], feeds.feed(feed), by=system_viewer("test"), at=AT
    )
    new = sorted(set(everyone()) - before)
    review(new, AT)
    if in_panel:
        panels.place_all(new, day=DAY, team=3)
    return new


@pytest.mark.parametrize("said", ["Kovalsky", "Kovalski", "kowalsky", "Lane Kovalski"])
def test_a_w_is_heard_as_a_v(said):
    kowalski = known(Patient(names=(HumanName(family="Kowalski", given=("Lane",)),)), "7")
    assert found(said) == kowalski


def test_a_name_that_is_also_a_word_of_streets_is_a_name_first():
    known(DELGADO, "1")
    lane = known(Patient(names=(HumanName(family="Lane", given=("Kearny",)),)), "8")
    assert found("Kearny Lane") == lane


@pytest.mark.parametrize(
    "said",
    [
        "delagdo", "delgdao", "dellgado", "delado", "peggy delgado", "maggie", "Margaret Delgado",
        "510 555 0177", "(510)555-0177", "555 017", "0177", "55 0177", "1180 kearny", "kearny street 1180", "Kearny Street", "kearny st",
        "94133", "delgado kearney", "mdelgado@example.org", "1/1/1950", "Jan 1, 1950", "01011950", "1 ene 1950",
        "1-1-50", "delgado 1950", "Jan 1950 delgado", "DELGADO, M", "Дельгадо",
    ],
)  # fmt: skip
def test_she_is_found_as_people_say_it(said):
    delgado, _ = known(DELGADO, "1"), known(CHEN, "2")
    assert found(said) == delgado


@pytest.mark.parametrize(
    ("said", "person"),
    [("petrova", PETROVA), ("maria petrova", PETROVA), ("Петрова", PETROVA), ("mohammed", HASSAN),
     ("Muhamad Hassan", HASSAN), ("حسن", HASSAN), ("陈", CHEN), ("chan mei ling", CHEN)],
)  # fmt: skip
def test_scripts_meet(said, person):
    pk, _ = known(person, "1"), known(DELGADO, "2")
    assert found(said) == pk


@pytest.mark.parametrize("said", ["12 hidden", "94601", "oakland"])
def test_a_confidential_address_leads_to_nobody(said):
    known(DELGADO, "1")
    assert found(said) == []


def test_the_nearest_come_first_and_say_why():
    chan = known(Patient(names=(HumanName(family="Chan", given=("Ada",)),)), "1")
    chen = known(CHEN, "2")
    hits, more = finding.search(VIEWER, "chen", DAY)
    assert [(hit.patient.pk, hit.how, hit.word) for hit in hits] == [
        (chen[0], "", ""), (chan[0], "alike", "chan"),
    ]  # fmt: skip
    assert not more


def test_words_in_notes_are_quoted():
    note = Section(title="Note", text="She feels dizzy in the mornings since the new pill.")
    message = Communication(text="陈太太说头晕", subject="voicemail")
    one, _ = told(CHEN, "1", (note, 0), (message, 0)), known(DELGADO, "2")
    assert found("dizzy mornings") == found("chen dizz") == found("头晕") == one
    assert found("dizzy evenings") == found("delgado dizzy") == []
    quote = finding.search(VIEWER, "dizzy", DAY)[0][0].note
    assert (quote.before.endswith("She feels "), quote.words) == (True, "dizzy")


def test_a_restricted_note_is_found_by_nobody_without_leave():
    note = Section(title="Counselling", text="Talked about methadone.")
    pk = told(CHEN, "1", (note, int(Label.PART2)))
    assert found("methadone") == []
    entitled = Viewer(
        staff_id=8, public_id="y", name="Ana", teams=VIEWER.teams, labels=int(Label.PART2)
    )
    assert found("methadone", entitled) == pk


def test_a_restricted_name_sound_or_address_is_found_by_nobody_without_leave():
    pk = known(CHEN, "1")
    secret = Patient(
        names=(HumanName(family="Quill", given=("Mei-Ling",)),),
        birth_date=when("1952-03-14"),
        telecoms=CHEN.telecoms,
        addresses=(Address(("9 Harbor Way",), "Alameda", "CA", "94501"),),
    )
    known(secret, "2", feed="recovery", label=int(Label.PART2))
    for said in ("quill", "kwill", "quil", "harbor", "94501", "meiling quill"):
        assert found(said) == []
    assert found("chen") == pk


def test_notes_outside_the_panel_stay_unfound():
    told(CHEN, "1", (Section(title="Note", text="dizzy"), 0), in_panel=False)
    assert found("dizzy") == []


@pytest.mark.parametrize("said", ["delagdo", "maggie delgado", "chen ling", "kearny"])
def test_crowds_and_wide_scopes_give_the_same(said, monkeypatch):
    known(DELGADO, "1"), known(CHEN, "2")
    wide = Viewer(staff_id=7, public_id="x", name="Sarah", purpose="covering")
    expected = found(said)
    assert expected
    monkeypatch.setattr(candidates, "FEW", 0)
    monkeypatch.setattr(finding, "FEW", 0)
    assert found(said) == found(said, wide) == expected
    monkeypatch.setattr(candidates, "_ONE_BY_ONE", -1)  # whoever bears a term is gathered
    assert found(said, wide) == expected
    monkeypatch.setattr(candidates, "SMALL_PANEL", 0)
    assert found(said) == expected


def test_two_sources_tell_half_of_it_each_and_she_is_still_found_among_a_crowd(monkeypatch):
    known(DELGADO, "1")
    known(Patient(names=(HumanName(family="Delgado", given=("Peggy",)),),
                  birth_date=when("1950-01-01"), telecoms=DELGADO.telecoms), "2", feed="hospital")  # fmt: skip
    wide = Viewer(staff_id=7, public_id="x", name="Sarah", purpose="covering")
    expected = found("peggy kearny", wide)
    assert expected
    monkeypatch.setattr(finding, "FEW", 0)
    monkeypatch.setattr(candidates, "_ONE_BY_ONE", -1)
    assert found("peggy kearny", wide) == expected


def test_what_lies_behind_a_restricted_word_is_not_gathered_either(monkeypatch):
    known(CHEN, "1")
    secret = Patient(names=(HumanName(family="Quill", given=("Mei-Ling",)),),
                     birth_date=when("1952-03-14"), telecoms=CHEN.telecoms)  # fmt: skip
    known(secret, "2", feed="recovery", label=int(Label.PART2))
    wide = Viewer(staff_id=7, public_id="x", name="Sarah", purpose="covering")
    monkeypatch.setattr(finding, "FEW", 0)
    monkeypatch.setattr(candidates, "_ONE_BY_ONE", -1)
    assert found("chen 1952", wide)
    assert found("quill chen", wide) == found("quill 1952", wide) == []


def test_a_name_and_a_year_are_both_heeded():
    delgado = known(DELGADO, "1")
    known(Patient(names=(HumanName(family="Okafor", given=("Ada",)),), birth_date=when("1950-07-09")), "9")  # fmt: skip
    assert found("delgado 1950") == found("1950 Delgado") == delgado


def test_what_an_index_would_choke_on_is_just_not_found():
    known(CHEN, "1")
    for said in (
        '"',
        "'",
        "chen' OR 1=1 --",
        "100%",
        "a_b",
        "*",
        "()",
        "NEAR(a b)",
        "\\",
        "x" * 500,
        "-",
    ):
        found(said)


def test_postgresql_asks_of_each_person_and_begins_from_no_crowd():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite asks of each anyway")
    plans = []

    def explained(execute, sql, params, many, context):
        if "EXISTS" in sql and "record_word" in sql and "record_link" in sql:
            with connection.cursor() as cursor:
                cursor.cursor.execute(f"EXPLAIN {sql}", params)
                plans.append("\n".join(row[0] for row in cursor.fetchall()))
        return execute(sql, params, many, context)

    known(DELGADO, "1")
    with connection.execute_wrapper(explained):
        found("margarita delgado")
    assert plans
    assert all("SubPlan" in plan and "Semi Join" not in plan for plan in plans)
