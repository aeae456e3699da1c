"""The chain says what happened, in order, and notices every change made behind its back."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections, transaction

from northstar.access import audit
from northstar.access.audit import outbox
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Pending
from northstar.access.viewer import Viewer

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
WHO = Viewer(7, str(uuid4()), "Sarah", frozenset({"nurse", "coordinator"}), address="10.0.0.8")


@pytest.fixture(autouse=True)
def anchor_file(settings, tmp_path):
    settings.AUDIT_ANCHOR = str(tmp_path / "anchor" / "head.json")
    return tmp_path / "anchor" / "head.json"


def look(what="patient", patients=()):
    return audit.viewed(WHO, what=what, now=NOW, machine_now=NOW, patients=patients or [uuid4()])


def act(what="call recorded"):
    with transaction.atomic():
        return audit.acted(by=WHO, what=what, at=NOW, machine_at=NOW, patients=[uuid4()])


def test_an_entry_says_who_looked_at_whom_and_from_where():
    patients = [str(uuid4()), str(uuid4())]
    look("today", patients)
    entry = AuditEntry.objects.get()
    assert entry.sequence == 1
    assert (entry.who, entry.roles) == (WHO.public_id, "coordinator nurse")
    assert (entry.action, entry.what, entry.address) == ("view", "today", "10.0.0.8")
    assert json.loads(entry.patients) == sorted(patients)


def test_a_chain_of_looks_and_acts_is_whole(anchor_file):
    for _ in range(3):
        look()
        act()
    assert audit.relay() == 3
    audit.anchor(NOW)
    assert audit.verify() == []
    assert json.loads(anchor_file.read_text())["sequence"] == 6


def test_an_act_outside_a_transaction_is_a_mistake_of_ours(monkeypatch):
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(outbox.NotInATransaction):
        audit.acted(by=WHO, what="call recorded", at=NOW, machine_at=NOW)


def test_an_act_undone_leaves_no_entry():
    with transaction.atomic():
        audit.acted(by=WHO, what="call recorded", at=NOW, machine_at=NOW)
        transaction.set_rollback(True)
    assert not Pending.objects.exists()


@pytest.mark.parametrize("sql", ["UPDATE {} SET {} = 1", "DELETE FROM {}"])
@pytest.mark.parametrize("model", [AuditEntry, Pending])
def test_the_database_itself_refuses_to_change_or_delete(sql, model):
    look()
    act()
    alias = "audit" if model is AuditEntry else "default"
    statement = sql.format(model._meta.db_table, "what" if model is AuditEntry else "digest")
    with pytest.raises(DatabaseError), transaction.atomic(using=alias):
        connections[alias].cursor().execute(statement)


def test_a_crash_before_the_chain_commits_loses_nothing(monkeypatch):
    act()
    monkeypatch.setattr(outbox, "_chained", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        audit.relay()
    monkeypatch.undo()
    assert audit.relay() == 1
    assert AuditEntry.objects.count() == 1


def test_a_crash_between_the_two_stores_doubles_nothing(monkeypatch):
    act()
    monkeypatch.setattr(outbox, "_mark", lambda rows, places: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        audit.relay()
    monkeypatch.undo()
    look()
    act()
    assert audit.relay() == 2
    assert audit.relay() == 0
    assert AuditEntry.objects.count() == 3
    assert Pending.objects.get(sequence=1).body == ""
