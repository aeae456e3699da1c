"""Whatever is done to the chain behind its back, verify names the entry."""

import json
import random
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.harness.flush import unguarded

from northstar.access import audit
from northstar.access.audit import entry, head, proof
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Pending
from northstar.access.viewer import Viewer

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
WHO = Viewer(7, str(uuid4()), "Sarah", frozenset({"nurse"}))


@pytest.fixture(autouse=True)
def chain(settings, tmp_path):
    """Ten entries, every third an act; anchored at the eighth."""
    settings.AUDIT_ANCHOR = str(tmp_path / "head.json")
    for number in range(1, 11):
        add_one(is_act=number % 3 == 0)
        if number == 8:
            audit.anchor(NOW)


def add_one(is_act=False):
    if not is_act:
        audit.viewed(WHO, "patient", NOW, NOW, patients=[uuid4()])
        return
    with transaction.atomic():
        audit.acted(by=WHO, what="call recorded", at=NOW, patients=[uuid4()])
    audit.relay()


def behind_its_back(sql, *values, alias="audit"):
    with unguarded(connections[alias]), connections[alias].cursor() as cursor:
        cursor.execute(sql, values)


def test_a_whole_chain_has_no_problem():
    found = proof.proof()
    assert (found.problems, found.entries, found.after_anchor) == ([], 10, 2)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("who", "somebody else"),
        ("what", "x"),
        ("outcome", "refused"),
        ("purpose", "care"),
        ("patients", "[]"),
        ("patients", "not json"),
        ("arrivals", '["x"]'),
        ("address", "1"),
        ("roles", ""),
        ("version", "9"),
        ("machine_at", "2026-09-08 14:30:00.000001+00:00"),
        ("clinic_at", "2025-09-08 14:30:00+00:00"),
    ],
)
def test_an_edit_is_named(column, value):
    behind_its_back(f"UPDATE audit_auditentry SET {column} = %s WHERE sequence = 4", value)
    assert audit.verify() == ["Entry 4 was changed after it was written."]


def test_an_edit_with_a_new_hash_is_named_by_its_neighbour():
    row = AuditEntry.objects.get(sequence=4)
    row.who = "somebody else"
    said = entry.canonical(entry.said_by(row))
    forged = entry.bound(row.sequence, row.previous, said)
    behind_its_back(
        "UPDATE audit_auditentry SET who = %s, hash = %s WHERE sequence = 4", row.who, forged
    )
    [problem] = audit.verify()
    assert problem.startswith("Entry 5 does not follow entry 4")


def test_a_whole_chain_forged_to_its_end_is_named_by_the_anchor():
    rows = list(AuditEntry.objects.order_by("sequence"))
    previous = entry.BEFORE_THE_FIRST
    for row in rows:
        row.who = "somebody else"
        row.previous = previous
        row.hash = previous = entry.bound(
            row.sequence, row.previous, entry.canonical(entry.said_by(row))
        )
        behind_its_back(
            "UPDATE audit_auditentry SET who = %s, previous = %s, hash = %s WHERE sequence = %s",
            row.who,
            row.previous,
            row.hash,
            row.sequence,
        )
    problems = audit.verify()
    assert "Entry 8 is not the one anchored 2026-09-08T14:30:00+00:00." in problems
    assert "Entry 3 and the record tell different things about the same act." in problems


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(1, 1, "Entry 1 is"), (4, 4, "Entry 4 is"), (4, 5, "Entries 4 to 5 are")],
)
def test_a_removal_is_named(first, last, said):
    behind_its_back("DELETE FROM audit_auditentry WHERE sequence BETWEEN %s AND %s", first, last)
    assert f"{said} missing." in audit.verify()


def test_an_exchange_is_named():
    behind_its_back("UPDATE audit_auditentry SET sequence = 0 WHERE sequence = 4")
    behind_its_back("UPDATE audit_auditentry SET sequence = 4 WHERE sequence = 5")
    behind_its_back("UPDATE audit_auditentry SET sequence = 5 WHERE sequence = 0")
    problems = " ".join(audit.verify())
    assert "Entry 4 was changed" in problems
    assert "Entry 5 was changed" in problems


def test_one_put_in_is_named():
    """Between two entries there is no number free; whoever moves the rest up breaks them all."""
    for number in range(10, 4, -1):
        behind_its_back(
            "UPDATE audit_auditentry SET sequence = %s WHERE sequence = %s", number + 1, number
        )
    row = AuditEntry.objects.get(sequence=4)
    row.sequence, row.previous, row.pending = 5, row.hash, None
    row.hash = entry.bound(5, row.previous, entry.canonical(entry.said_by(row)))
    row.save(force_insert=True)
    problems = audit.verify()
    assert any(problem.startswith("Entry 6 does not follow entry 5") for problem in problems)


def test_a_cut_tail_is_named_against_the_anchor():
    behind_its_back("DELETE FROM audit_auditentry WHERE sequence > 6")
    assert (
        "The chain ends at entry 6, but entry 8 was anchored at 2026-09-08T14:30:00+00:00: "
        "the last 2 are missing."
    ) in audit.verify()


def test_everything_cut_away_is_named():
    behind_its_back("DELETE FROM audit_auditentry")
    assert any("the last 8 are missing" in problem for problem in audit.verify())


def test_a_tail_cut_after_the_anchor_shows_where_it_held_an_act():
    behind_its_back("DELETE FROM audit_auditentry WHERE sequence > 8")
    [problem] = audit.verify()
    assert problem.startswith("An act in the record says it is entry 9")


def test_a_cut_tail_grown_again_is_named():
    behind_its_back("DELETE FROM audit_auditentry WHERE sequence > 6")
    for _ in range(4):
        add_one()
    assert "Entry 8 is not the one anchored 2026-09-08T14:30:00+00:00." in audit.verify()


def test_the_anchor_is_not_moved_onto_a_cut_chain_and_the_log_says_so_once(caplog):
    behind_its_back("DELETE FROM audit_auditentry WHERE sequence > 6")
    for _ in range(3):
        assert audit.anchor(NOW) is None
    assert head.read().sequence == 8
    assert caplog.messages == ["The audit chain no longer holds entry 8 as it was anchored."]


def test_a_missing_and_an_unreadable_anchor_are_named():
    head.path().write_text("{}")
    assert "cannot be read as an anchor" in audit.verify()[0]
    head.path().unlink()
    assert "There is no anchor file" in audit.verify()[0]


def test_an_entry_whose_act_was_taken_out_of_the_record_is_named():
    behind_its_back("DELETE FROM access_pending WHERE sequence = 3", alias="default")
    assert audit.verify() == [
        "Entry 3 tells of an act of which the record holds no trace.",
    ]


def test_an_act_whose_trace_was_changed_is_named():
    behind_its_back("UPDATE access_pending SET digest = 'x' WHERE sequence = 3", alias="default")
    assert audit.verify() == [
        "Entry 3 and the record tell different things about the same act.",
    ]


def test_an_act_that_says_it_is_in_the_chain_and_is_not_is_named():
    behind_its_back("DELETE FROM audit_auditentry WHERE sequence = 6")
    problems = audit.verify()
    assert "Entry 6 is missing." in problems
    assert any("says it is entry 6" in problem for problem in problems)


def test_an_act_not_yet_relayed_is_no_problem_and_counted():
    with transaction.atomic():
        audit.acted(by=WHO, what="call recorded", at=NOW)
    found = proof.proof()
    assert (found.problems, found.waiting) == ([], 1)


COLUMNS = ["who", "what", "action", "patients", "arrivals", "purpose", "previous", "hash"]


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(seed=st.integers(0, 2**32), column=st.sampled_from(COLUMNS), number=st.integers(1, 10))
def test_no_random_change_goes_unseen(seed, column, number):
    dice = random.Random(seed)
    with transaction.atomic(using="audit"):
        forged = "".join(dice.choices("0123456789abcdef", k=12))
        behind_its_back(
            f"UPDATE audit_auditentry SET {column} = %s WHERE sequence = %s", forged, number
        )
        assert any(f"ntry {number}" in problem for problem in audit.verify())
        transaction.set_rollback(True, using="audit")


def test_entries_and_acts_stay_equal_over_random_work():
    dice = random.Random(5)
    for _ in range(60):
        kind = dice.choice(["view", "act", "undone", "relay", "anchor"])
        if kind == "relay":
            audit.relay(limit=dice.randint(1, 5))
        elif kind == "anchor":
            audit.anchor(NOW)
        elif kind == "view":
            audit.viewed(WHO, "patient", NOW, NOW, patients=[uuid4()])
        else:
            with transaction.atomic():
                audit.acted(by=WHO, what=kind, at=NOW)
                transaction.set_rollback(kind == "undone")
    while audit.relay():
        pass
    assert audit.verify() == []
    acts = AuditEntry.objects.filter(action="act").count()
    assert acts == Pending.objects.count()
    assert not AuditEntry.objects.filter(what="undone").exists()
    assert all(json.loads(row.patients) is not None for row in AuditEntry.objects.all())
