"""Results, papers and notices come into the inbox by themselves, once; small ones may be filed by a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from northstar import spine
from northstar.access.models import Membership, Role, Staff
from northstar.access.staffing import default_team
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.inbox import habits, hearing, sweeping
from northstar.casework.inbox.asking import waiting
from northstar.casework.inbox.models import Piece
from northstar.record import feeds, panels
from northstar.record.feeds import as_source
from northstar.sources.hl7v2 import FORMAT

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
READER = system_viewer("a test")


@pytest.fixture
def rosa():
    staff = Staff.objects.create(username="rosa", name="Rosa")
    since = NOW - timedelta(days=900)
    Role.objects.create(staff=staff, role="coordinator", start=since)
    Membership.objects.create(staff=staff, team=default_team(), start=since)
    return staff


def result(number, flag, control, written="20260908060000"):
    return "\r".join(
        (
            f"MSH|^~\\&|LAB|HOSPZ|NS|CLINIC|{written}||ORU^R01^ORU_R01|{control}|P|2.5.1",
            "PID|1||Z-1^^^HOSPZ^MR||Rio^Ana||19500201|F",
            f"OBR|1|P{control}|F{control}|24323-8^Metabolic panel^LN|||{written}",
            f"OBX|1|NM|2823-3^Potassium^LN||{number}|mmol/L|3.5-5.1|{flag}|||F",
        )
    ).encode()


def send(*messages):
    feed = feeds.feed(
        "hospital-z", title="Hospital Z", format="hl7v2", assigner="HOSPZ", zone="UTC"
    )
    readings = [(data, FORMAT.read(data, as_source(feed), "m.hl7"), "m.hl7") for data in messages]
    done = spine.arrived(readings, feed, by=READER, at=NOW)
    spine.review(done.patients, NOW)
    spine.sweep_the_inbox(NOW)
    return done


def test_a_result_out_of_range_stands_alone_and_the_others_wait_for_the_digest(rosa):
    send(result(5.6, "H", "1"), result(4.2, "N", "2"), result(4.4, "N", "3"))
    rows = waiting(viewer_of(rosa, NOW)).rows
    assert [(row.digest, row.count) for row in rows] == [(False, 1), (True, 2)]
    assert "5.6 mmol/L (high)" in rows[0].lead.gist
    assert rows[0].sure


def test_swept_twice_it_is_there_once(rosa):
    send(result(5.6, "H", "1"))
    sweeping.sweep(NOW)
    assert Piece.objects.count() == 1


def test_what_was_written_long_ago_is_no_news(rosa):
    send(result(5.6, "H", "1", written="20240908060000"))
    assert not Piece.objects.exists()


def test_a_rule_files_small_things_and_never_what_is_out_of_range(rosa):
    done = send(result(4.2, "N", "1"))
    panels.place_all(sorted(done.patients), day=NOW.date(), staff=rosa.pk)
    habits.make(piece=Piece.objects.get(), by=viewer_of(rosa, NOW), at=NOW)
    send(result(4.3, "N", "2"), result(5.9, "H", "3"))
    fresh = Piece.objects.order_by("pk")[1:]
    assert [(piece.quiet, piece.is_open) for piece in fresh] == [(True, False), (False, True)]
    assert fresh[0].handlings.get().outcome == "Filed by a rule of Rosa."


def test_a_rule_is_made_of_small_things_only_and_ends(rosa):
    send(result(5.6, "H", "1"))
    by = viewer_of(rosa, NOW)
    with pytest.raises(Exception, match="Only small notices"):
        habits.make(piece=Piece.objects.get(), by=by, at=NOW)
    send(result(4.2, "N", "2"))
    made = habits.make(piece=Piece.objects.get(quiet=True), by=by, at=NOW)
    habits.end(public_id=str(made.public_id), by=by, at=NOW)
    assert habits.of(by) == []


def test_no_recording_waits_where_there_is_none(rosa):
    send(result(5.6, "H", "1"))
    assert hearing.next_unheard() is None
