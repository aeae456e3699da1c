"""A person is found by what somebody at the telephone says, and only by who may know of them."""

from datetime import UTC, date, datetime

import pytest

from northstar.access.viewer import Viewer, system_viewer
from northstar.chart.people import ContactPoint, HumanName, Identifier, Patient
from northstar.chart.sensitivity import Label
from northstar.chart.when import when
from northstar.record import candidates, feeds, finding, panels
from northstar.record.patients import everyone, rows
from northstar.sources.reading import Reading
from northstar.spine import arrived, review

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DAY = date(2026, 9, 8)
AT = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
CHEN = Patient(
    identifiers=(Identifier("clinic", "NS-20418", "MR"),),
    names=(
        HumanName(family="Chen", given=("Mei-Ling",)),
        HumanName(text="陈美玲"),
    ),
    birth_date=when("1952-03-14"),
    telecoms=(ContactPoint("phone", "(415) 555-0132"),),
)
WHITAKER = Patient(
    names=(HumanName(family="Whitaker", given=("Harold",)),), birth_date=when("1948-07-01")
)
VIEWER = Viewer(staff_id=7, public_id="x", name="Sarah", teams=frozenset({3}))


def known(person, key, feed="clinic", in_panel=True, **of_feed):
    before = set(everyone())
    reading = Reading(format="test", version="1", people={key: person})
    row = feeds.feed(feed, **of_feed)
    arrived([(f"{feed} {key}".encode(), reading, "")], row, by=system_viewer("test"), at=AT)
    new = sorted(set(everyone()) - before)
    review(new, AT)
    if in_panel:
        panels.place_all(new, day=DAY, team=3)
    return new


@pytest.mark.parametrize(
    "said",
    [
        "chen", "Che", "mei-ling", "ling", "MEI chen", "Chen, Mei-Ling", "陈美玲", "美玲", "1952-03-14",
        "14 Mar 1952", "3/14/1952", "chen 1952-03-14", "415-555-0132", "+1 415 555 0132", "5550132",
        "0132", "NS-20418", "ns20418", "20418",
    ],
)  # fmt: skip
def test_any_part_finds_her(said):
    chen, _ = known(CHEN, "1"), known(WHITAKER, "2")
    found, more = finding.find(VIEWER, said, DAY)
    assert [row.pk for row in found] == chen
    assert not more


@pytest.mark.parametrize("said", ["whitaker chen", "chen 1952-03-15", "1952-99-99 chenx", "99999"])
def test_all_that_is_said_must_fit(said):
    known(CHEN, "1"), known(WHITAKER, "2")
    assert finding.find(VIEWER, said, DAY) == ([], False)


def test_nothing_said_gives_the_panel_by_name():
    known(WHITAKER, "2"), known(CHEN, "1"), known(CHEN, "9", in_panel=False)
    assert [row.sort_name for row in finding.find(VIEWER, " ", DAY)[0]] == [
        "Chen, Mei-Ling", "Whitaker, Harold",
    ]  # fmt: skip


def test_outside_the_panel_only_with_a_purpose():
    known(CHEN, "1", in_panel=False)
    assert finding.find(VIEWER, "chen", DAY) == ([], False)
    asked = Viewer(staff_id=7, public_id="x", name="Sarah", purpose="covering")
    assert len(finding.find(asked, "chen", DAY)[0]) == 1


def test_a_word_of_a_restricted_source_finds_nobody():
    pk = known(WHITAKER, "1")
    renamed = Patient(names=(HumanName(family="Quill"),), birth_date=when("1948-07-01"))
    known(renamed, "2", feed="recovery", in_panel=True, label=int(Label.PART2))
    assert finding.find(VIEWER, "quill", DAY) == ([], False)
    assert [row.pk for row in finding.find(VIEWER, "whitaker", DAY)[0]] == pk


def test_a_crowd_is_looked_up_person_by_person(monkeypatch):
    chen, _ = known(CHEN, "1"), known(WHITAKER, "2")
    monkeypatch.setattr(candidates, "FEW", 0)
    assert [row.pk for row in finding.find(VIEWER, "chen 0132", DAY)[0]] == chen


def test_an_old_name_is_forgotten_when_the_source_corrects_it():
    pk = known(CHEN, "1")[0]
    again = Reading(format="test", version="1", written=when("2026-09-08T16:00:00Z"))
    again.people["1"] = Patient(names=(HumanName(family="Lin", given=("Mei",)),))
    arrived([(b"again", again, "")], feeds.feed("clinic"), by=system_viewer("test"), at=AT)
    assert [row.pk for row in finding.find(VIEWER, "lin", DAY)[0]] == [pk]
    assert finding.find(VIEWER, "chen", DAY) == ([], False)
    assert rows([pk])
