"""One act: written once, shown everywhere, taken back without loss."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.harness.mrs_chen import NOW

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking, recording
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.doing.acting import did
from northstar.record import charts

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a test")


@pytest.fixture
def calls(sarah, chen):
    def calls(**more):
        said = Communication(
            medium="call", status="reached", sent=when(NOW.isoformat()), text="She feels well."
        )
        return did(
            by=viewer_of(sarah, NOW), patient=chen, kind="call", says="reached her, she feels well",
            at=NOW, began=NOW - timedelta(minutes=8), states=[("Communication", said)], **more,
        )  # fmt: skip

    return calls


def test_an_act_is_a_note_line_a_fact_and_an_entry(calls, chen):
    act = calls()
    assert [one.says for one in asking.of_patient(READER, chen.pk)] == [
        "reached her, she feels well"
    ]
    told = charts.charts(READER, [chen.pk], NOW)[chen.pk].messages
    assert any(m.medium == "call" and m.source.identity == act.identity_id for m in told)
    relay(1000)
    assert AuditEntry.objects.filter(what="act: call").count() == 1


def test_it_counts_for_whoever_did_it(calls, sarah):
    calls()
    start = NOW - timedelta(hours=1)
    assert [act.kind for act in asking.of_staff(sarah.pk, start, NOW)] == ["call"]


def test_only_its_author_takes_it_back_and_says_why(calls, sarah, chen):
    act, person = calls(), str(chen.public_id)
    by = viewer_of(sarah, NOW)
    with pytest.raises(Refused, match="why"):
        recording.take_back(act=act, person=person, by=by, at=NOW, why=" ")
    with pytest.raises(Refused):
        recording.take_back(act=act, person=person, by=READER, at=NOW, why="not hers")
    recording.take_back(act=act, person=person, by=by, at=NOW, why="another Mrs. Chen")
    [still] = asking.of_patient(READER, chen.pk)
    assert still.taken_back.why == "another Mrs. Chen"
    with pytest.raises(Refused, match="already"):
        recording.take_back(act=act, person=person, by=by, at=NOW, why="again")


def test_the_database_refuses_to_change_an_act(calls):
    act = calls()
    act.says = "something else"
    with pytest.raises(DatabaseError), transaction.atomic():
        act.save()


def test_what_is_restricted_is_not_shown(calls, chen, sarah):
    calls(label=1)
    assert asking.of_patient(viewer_of(sarah, NOW), chen.pk) == []
    assert len(asking.of_patients(READER, [chen.pk])[chen.pk]) == 1
