"""`northstar user` and `northstar audit` as they are typed."""

import io
import json
from types import SimpleNamespace
from uuid import uuid4

import pytest

from northstar.access import audit
from northstar.access.models import Staff
from northstar.access.viewer import Viewer
from northstar.chart.sensitivity import Label
from northstar.config import cli
from northstar.config.clock import clinic_now, machine_now

pytestmark = [pytest.mark.store, pytest.mark.django_db(databases=["default", "audit"])]
PASSWORD = "seven quiet herons wade"


@pytest.fixture(autouse=True)
def store_is_ready(monkeypatch, settings, tmp_path):
    settings.AUDIT_ANCHOR = str(tmp_path / "head.json")
    monkeypatch.setattr("northstar.config.store.ready", lambda: None)
    monkeypatch.setattr("northstar.config.store.chained", lambda: None)


@pytest.fixture
def typed(capsys, monkeypatch):
    def typed(*words, given=PASSWORD + "\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        code = cli.run(list(words))
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    return typed


def add(typed, *more):
    return typed("user", "add", "sarah", "--name", "Sarah", "--stdin", *more)


def test_someone_is_taken_on_with_roles_and_listed(typed):
    assert add(typed, "--role", "nurse", "--role", "on-call").code == 0
    [sarah] = json.loads(typed("user", "list", "--json").out)
    assert sarah == {
        "username": "sarah",
        "name": "Sarah",
        "active": True,
        "roles": ["nurse", "on-call"],
    }
    assert "nurse, on-call" in typed("user", "list").out


def test_a_mistake_leaves_nothing_and_says_why_in_one_sentence(typed):
    said = add(typed, "--role", "king")
    assert said.code == 1
    assert said.err.startswith("northstar: There is no role 'king'.")
    assert not Staff.objects.exists()


def test_a_password_needs_a_terminal_or_the_input(typed):
    said = typed("user", "add", "sarah")
    assert (said.code, "--stdin" in said.err) == (1, True)


def test_roles_passwords_and_leaving(typed):
    add(typed)
    assert "is now nurse" in typed("user", "role", "sarah", "nurse").out
    assert "no longer nurse" in typed("user", "role", "sarah", "nurse", "--end").out
    other = "eleven loud magpies argue"
    assert typed("user", "password", "sarah", "--stdin", given=other).code == 0
    assert Staff.objects.get().check_password(other)
    for word in ("unlock", "app"):
        assert typed("user", word, "sarah").code == 0
    assert "--yes" in typed("user", "deactivate", "sarah").err
    assert "0 pieces of work went to Clinic" in typed("user", "deactivate", "sarah", "--yes").out
    assert "has left" in typed("user", "list").out


def test_nobody_of_that_name(typed):
    assert "There is nobody called dana here." in typed("user", "unlock", "dana").err


def test_verify_says_that_the_chain_is_whole_or_what_is_wrong(typed):
    add(typed)
    while audit.relay():
        pass
    assert typed("audit", "verify").code == 1  # not anchored yet
    audit.anchor(machine_now())
    said = typed("audit", "verify")
    assert (said.code, said.out) == (
        0,
        "The audit chain is whole: 1 entries, 0 after the anchor, 0 acts still to be chained.\n",
    )
    assert json.loads(typed("audit", "verify", "--json").out)["problems"] == []


def test_who_looked_at_a_person_and_that_asking_is_a_look(typed):
    patient = uuid4()
    add(typed)
    sarah = Staff.objects.get()
    viewer = Viewer(sarah.pk, str(sarah.public_id), "Sarah", purpose="covering")
    audit.viewed(viewer, "patient", clinic_now(), machine_now(), patients=[patient, uuid4()])
    audit.viewed(viewer, "patient", clinic_now(), machine_now(), patients=[uuid4()])
    said = typed("audit", "show", "--patient", str(patient)).out
    assert said.count("\n") == 1
    assert "Sarah  view patient (2 people), done, because: covering" in said
    assert "command line" in typed("audit", "show", "--patient", str(patient)).out
    assert typed("audit", "show", "--staff", "sarah").out.count("\n") == 2
    told = json.loads(typed("audit", "show", "--staff", "sarah", "--last", "1", "--json").out)
    assert told["purpose"] == "covering"


def test_a_person_is_named_by_public_id(typed):
    assert typed("audit", "show", "--patient", "7").code == 1


def test_leave_to_see_what_is_sensitive(typed):
    add(typed)
    words = ("hiv", "part2", "--why", "consent of 4 May", "--until", "2030-01-01")
    assert typed("user", "entitle", "sarah", *words).code == 0
    [given] = Staff.objects.get(username="sarah").entitlements.all()
    assert given.labels == Label.HIV | Label.PART2
    assert given.end.year == 2030
    assert (
        "no sensitive kind gossip" in typed("user", "entitle", "sarah", "gossip", "--why", "x").err
    )
    assert "Say why" in typed("user", "entitle", "sarah", "hiv", "--why", " ").err
