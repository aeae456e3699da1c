"""What a person has finished stays finished; what the facts settle says which facts."""

from datetime import UTC, datetime, timedelta

import pytest

from northstar import spine
from northstar.access.models import Staff, Team
from northstar.access.viewer import system_viewer
from northstar.casework.worklist import posting
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line
from northstar.chart.value import Source
from northstar.record import feeds
from northstar.record.models import Patient
from northstar.rules.assess import Assessment
from northstar.rules.signal import Band, Because, Finding, Signal

pytestmark = [pytest.mark.django_db, pytest.mark.store]
NOW = datetime(2026, 9, 8, 15, 0, tzinfo=UTC)
RULE = Signal(
    code="a-rule", title="A rule", why="for a test", cites="none",
    reviewed=NOW.date(), find=lambda chart, now: (), band=Band.HARM,
)  # fmt: skip


def finding(*places, band=None, key="k"):
    reasons = tuple(
        Because(
            f"said at {p}", Source("A", arrival="11111111-1111-1111-1111-111111111111", locator=p)
        )
        for p in places
    )
    return Finding(key=key, says="needs a call", because=reasons, band=band)


@pytest.fixture
def patient():
    Team.objects.create(name="Clinic")
    return Patient.objects.create(name="Somebody")


def post(patient, *found, failed=(), at=NOW, **more):
    judged = Assessment(tuple((RULE, f) for f in found), None, frozenset(failed))
    return posting.post(
        posting.Subject(patient=patient.pk), judged, at=at, holders=Holders(), **more
    )


def test_a_line_is_opened_once_and_settled_by_what_came(patient):
    assert len(post(patient, finding("a")).opened) == 1
    assert not post(patient, finding("a")).opened
    assert post(patient, news=lambda line: "Encounter from B").settled == 1
    line = Line.objects.get()
    assert not line.is_open
    assert "Encounter from B" in line.steps.get(what="settled").why


def test_a_rule_that_broke_settles_nothing(patient):
    post(patient, finding("a"))
    assert post(patient, failed={"a-rule"}).settled == 0
    assert Line.objects.get().is_open


def test_what_a_person_finished_comes_back_only_on_new_evidence_or_more_danger(patient):
    post(patient, finding("a"))
    Line.objects.update(is_open=False, touched=True)
    assert not post(patient, finding("a")).opened
    assert post(patient, finding("a", "b")).opened
    Line.objects.update(is_open=False, touched=True)
    assert post(patient, finding("a", band=Band.SAFETY)).opened


def test_a_line_somebody_has_begun_is_never_settled_by_the_machine(patient):
    post(patient, finding("a"))
    Line.objects.update(touched=True)
    assert post(patient).settled == 0
    assert post(patient).settled == 0
    line = Line.objects.get()
    assert line.is_open
    assert line.steps.filter(what="reason gone").count() == 1


def test_a_new_line_is_for_a_day_on_which_the_holder_is_there(patient):
    saturday = datetime(2026, 9, 12, 18, 0, tzinfo=UTC)
    line = post(patient, finding("a"), at=saturday).opened[0]
    assert line.next_on == (saturday + timedelta(days=2)).date()
    urgent = post(patient, finding("z", key="u", band=Band.SAFETY), at=saturday).opened[0]
    assert urgent.next_on == saturday.date()


def test_the_clinics_own_staff_is_never_a_silent_feed():
    feeds.feed("staff", format="staff")
    Staff.objects.create(username="s", name="S")
    assert spine.review_feeds(NOW) == []
    assert system_viewer("x").labels
