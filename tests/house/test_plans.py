"""No question of Today or of a line walks through a table that grows with the clinic."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from northstar.access.models import Membership, Role, Staff, Team
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.worklist import today
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.steps import undoable
from northstar.record.belonging import registration
from northstar.record.charts import values_of
from northstar.record.feeds import feed
from northstar.record.likeness import demographics
from northstar.record.models import Patient
from northstar.record.overnight import came
from northstar.record.people import described
from northstar.record.staying import stays_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
GROW = ("worklist_line", "worklist_step", "record_patient", "record_fact", "record_arrival", "record_link", "record_panel")  # fmt: skip


@pytest.fixture
def viewer():
    staff = Staff.objects.create(username="one", name="One")
    Role.objects.create(staff=staff, role="coordinator", start=datetime(2020, 1, 1, tzinfo=UTC))
    team = Team.objects.create(name="Team")
    Membership.objects.create(staff=staff, team=team, start=datetime(2020, 1, 1, tzinfo=UTC))
    return viewer_of(staff, NOW)


def lines(viewer, count):
    for number in range(count):
        Line.objects.create(
            patient=Patient.objects.create(name=f"Somebody {number}"), signal="s", key="k", matter="m",
            says="s", because=[], band=3, factors={}, score=1, staff_id=viewer.staff_id,
            next_on=NOW.date(), opened=NOW, refreshed=NOW,
        )  # fmt: skip


def asked(viewer):
    with CaptureQueriesContext(connection) as asked:
        found = today.day(viewer, NOW)
        today.row_for(viewer, str(found.rows[0].lead.public_id), NOW)
        undoable(viewer, NOW)
        came(viewer, NOW.replace(day=7), NOW)
    return [query["sql"] for query in asked]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plans")
def test_every_question_finds_an_index(viewer):
    lines(viewer, 3)
    for sql in asked(viewer):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[3] for row in cursor.fetchall()]
        walked = [s for s in steps if s.startswith("SCAN") and s.split()[1] in GROW]
        assert walked == [], sql


def test_more_lines_ask_no_more_questions(viewer):
    lines(viewer, 3)
    few = len(asked(viewer))
    Line.objects.all().delete()
    lines(viewer, 30)
    assert len(asked(viewer)) == few


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plans")
def test_one_persons_facts_of_a_kind_are_found_by_the_person():
    """Without statistics, which a store has none of, a kind alone looks as narrow as a few records."""
    reader, patient = system_viewer("a test"), Patient.objects.create(name="Somebody")
    few = list(range(1, 5))
    with CaptureQueriesContext(connection) as asked:
        demographics(set(few))
        values_of(reader, few, kind="Merge")
        described(reader, few)
        stays_of(reader, few, NOW.date(), NOW.date(), UTC)
        registration(
            patient, feed("staff", title="s", format="staff"), kind="Task", key="k", at=NOW
        )
    facts = [query["sql"] for query in asked if "FROM record_fact" in query["sql"].replace('"', "")]
    assert len(facts) >= len(few)
    for sql in facts:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[3] for row in cursor.fetchall()]
        assert not [step for step in steps if "(kind=?" in step], (sql, steps)
