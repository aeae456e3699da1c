"""Feeds, teams, rota, panels, patients and charts, as they are typed."""

import json
from types import SimpleNamespace

import pytest

from northstar import spine
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Absence, Membership, Shift, Staff, Team
from northstar.access.viewer import system_viewer, viewer_of
from northstar.chart.clinical import Observation
from northstar.chart.people import HumanName, Patient
from northstar.chart.value import Concept
from northstar.chart.when import when
from northstar.config import cli
from northstar.config.clock import clinic_now
from northstar.record import feeds, panels
from northstar.sources.reading import Found, Reading

pytestmark = [pytest.mark.store, pytest.mark.django_db(databases=["default", "audit"])]


@pytest.fixture(autouse=True)
def store_is_ready(monkeypatch, settings, tmp_path):
    settings.AUDIT_ANCHOR = str(tmp_path / "head.json")
    monkeypatch.setattr("northstar.config.store.ready", lambda: None)
    monkeypatch.setattr("northstar.config.store.chained", lambda: None)


@pytest.fixture
def typed(capsys):
    def typed(*words):
        code = cli.run(list(words))
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    return typed


@pytest.fixture
def sarah():
    return Staff.objects.create(username="sarah", name="Sarah")


def arrive(feed, key, family):
    reading = Reading(format="test", version="1", written=when("2026-09-01T10:00:00Z"))
    reading.people[key] = Patient(names=(HumanName(family=family, given=("Ana",)),))
    pulse = Observation(code=Concept("Heart rate"), quote="71")
    reading.found = [Found(key, "Observation", "o", pulse, "OBX[1]#5")]
    messages = [(repr((key, family)).encode(), reading, "a file")]
    return spine.arrived(
        messages, feeds.feed(feed), by=system_viewer("a test"), at=clinic_now()
    ).patients.pop()


def test_a_feed_is_added_changed_and_listed(typed, tmp_path):
    columns = tmp_path / "columns.json"
    columns.write_text('{"ndc": "NDC11"}')
    added = typed(
        "feed", "add", "rx", "--format", "fills", "--every", "4d", "--columns", str(columns)
    )
    assert added.code == 0
    assert typed("feed", "set", "rx", "--zone", "UTC", "--label", "part2").code == 0
    [one] = json.loads(typed("feed", "list", "--json").out)
    assert (one["format"], one["zone"], one["every"], one["label"]) == ("fills", "UTC", 345_600, 2)
    assert feeds.feed("rx").settings == {"columns": {"ndc": "NDC11"}}
    assert "rx" not in feeds.our_own()
    assert typed("feed", "set", "rx", "--own", "yes").code == 0
    assert "rx" in feeds.our_own()


@pytest.mark.parametrize(
    "words",
    [
        ("feed", "set", "nobody"),
        ("feed", "add", "x", "--format", "telepathy"),
        ("feed", "add", "x", "--zone", "Mars/Olympus"),
        ("feed", "add", "x", "--every", "often"),
        ("feed", "add", "x", "--label", "secret"),
        ("team", "join", "sarah", "Nowhere"),
        ("rota", "hours", "sarah", "--days", "someday", "--from", "08:00", "--to", "16:00"),
        ("rota", "away", "Clinic", "--from", "2026-09-01"),
        ("panel", "assign", "--feed", "nobody", "--to", "sarah"),
        ("chart", "Nobody at all"),
        ("chart", "11111111-1111-1111-1111-111111111111"),
    ],
)
def test_a_mistake_is_said_in_one_sentence_and_changes_nothing(typed, sarah, words):
    Team.objects.create(name="Clinic")
    said = typed(*words)
    assert said.code == 1
    assert said.err.startswith("northstar: ")
    assert said.err.count("\n") == 1
    assert not feeds.every_feed()
    assert not Shift.objects.exists()
    assert not Absence.objects.exists()


def test_teams_and_hours(typed, sarah):
    assert typed("team", "add", "Red").code == 0
    assert typed("team", "join", "sarah", "Red").code == 0
    assert json.loads(typed("team", "list", "--json").out) == [
        {"team": "Red", "members": ["Sarah"]}
    ]
    assert typed("team", "leave", "sarah", "Red").code == 0
    assert not Membership.objects.filter(end=None).exists()
    typed("rota", "hours", "sarah", "--from", "08:00", "--to", "16:30")
    typed("rota", "on-call", "sarah", "--days", "sat,sun", "--from", "16:30", "--to", "08:00")
    rows = json.loads(typed("rota", "list", "--json").out)
    assert [row["day"] for row in rows if row["kind"] == "work"] == [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
    ]
    assert [row["day"] for row in rows if row["kind"] == "on-call"] == ["sat", "sun"]
    assert typed("rota", "away", "sarah", "--from", "2026-09-07", "--why", "rest").code == 0
    assert typed("rota", "clear", "sarah").code == 0
    assert not Shift.objects.exists()


def test_whoever_nobody_looks_after_goes_to_the_team_of_everybody(typed, sarah):
    first = arrive("clinic", "1", "Rio")
    assert panels.holders([first], clinic_now().date())[first][0] == Team.objects.get().pk
    assert typed("panel", "assign", "--feed", "clinic", "--to", "sarah").code == 0
    second = arrive("clinic", "2", "Lopez")
    viewer = viewer_of(sarah, clinic_now())
    mine = set(panels.panel(viewer, clinic_now().date()).values_list("pk", flat=True))
    assert mine == {first, second}


def test_patients_and_a_chart_are_looks_like_any_other(typed, sarah):
    spine.review([arrive("clinic", "1", "Rio"), arrive("clinic", "2", "Lopez")], clinic_now())
    assert typed("patients").out.count("Ana") == 2
    [line] = typed("patients", "--find", "rio", "--json").out.splitlines()
    known = json.loads(line)
    assert known["name"] == "Ana Rio"
    text = typed("chart", "rio").out
    assert "Heart rate" in text
    assert "[clinic OBX[1]#5]" in text
    told = json.loads(typed("chart", known["id"], "--json").out)
    assert told["facts"]["Observation"][0]["source"]["locator"] == "OBX[1]#5"
    assert "Several people" in typed("chart", "Ana").err
    looks = AuditEntry.objects.filter(what="chart")
    assert [(look.action, look.purpose) for look in looks] == [("view", "command line")] * 2
    assert all(look.device.startswith("account ") for look in looks)
    assert all(known["id"] in look.patients for look in looks)
