"""An agreed list over time: signed anew, taken back, and what becomes of it when records prove to be two people's."""

from datetime import timedelta

import pytest

from northstar import decided, spine
from northstar.access.models import Role, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.reconciliation import asking
from northstar.casework.reconciliation.models import AgreedList
from northstar.casework.worklist.models import Line
from northstar.chart.clinical import AllergyIntolerance
from northstar.chart.people import HumanName, Patient
from northstar.chart.value import Concept
from northstar.chart.when import when
from northstar.record import charts, feeds, hanging
from northstar.record.models import Identity, Link
from northstar.record.patients import rows
from northstar.rules.agreed import OFF, Chosen, draft
from northstar.rules.example_dates import ZONE, moment
from northstar.rules.reconciliation import column_by, table
from northstar.sources.reading import Found, Reading

pytestmark = [pytest.mark.store, pytest.mark.django_db(databases=["default", "audit"])]
NOW = moment("Tue 8 Sep 2026 07:30")
READER = system_viewer("a test")


def arrives(feed, name, allergy):
    reading = Reading(format="test", version="1", written=when("2026-09-01T10:00:00Z"))
    person = Patient(
        names=(HumanName(family="Rio", given=(name,)),),
        birth_date=when("1950-02-01"),
        gender="female",
    )
    value = AllergyIntolerance(code=Concept(allergy), clinical_status="active")
    reading.found = [
        Found("1", "Patient", "Patient", person, "PID"),
        Found("1", "AllergyIntolerance", "a", value, "AL1", when("2026-09-01T10:00:00Z")),
    ]
    done = spine.arrived(
        [(repr((feed, name)).encode(), reading, "")], feeds.feed(feed), by=READER, at=NOW
    )
    spine.review(done.patients, NOW)
    return min(done.patients)


@pytest.fixture
def sarah():
    staff = Staff.objects.create(username="sarah", name="Sarah Okafor")
    Role.objects.create(staff=staff, role="coordinator", start=NOW - timedelta(days=900))
    return viewer_of(staff, NOW)


def sign(pk, by, off=(), at=NOW):
    """Every row kept in its first version, but those left off."""
    chart = charts.charts(by, [pk], at)[pk]
    found = table(chart, at.date(), ZONE, column_by(feeds.our_own(), chart))
    before = asking.latest(by, pk)
    chosen = {
        row.id: Chosen(OFF if row.key in off else row.versions[0].id, "asked her") for row in found
    }
    made = draft(found, chosen, before.items if before else ())
    assert not made.missing
    return decided.reconcile(
        by=by, patient=rows([pk]).get(), items=made.items, answered=(), note="", at=at
    )


def ours(pk):
    """{what: how our own facts hold it}"""
    chart = charts.charts(READER, [pk], NOW)[pk]
    return {a.code.text: a.verification_status for a in chart.allergies if a.source.feed == "staff"}


def test_version_follows_version_and_the_last_can_be_taken_back(sarah):
    pk = arrives("hospital", "Ana", "Latex")
    sign(pk, sarah)
    sign(pk, sarah, off=("latex",))
    assert ours(pk) == {"Latex": "refuted"}
    decided.take_back_list(by=sarah, patient=rows([pk]).get(), why="it was her sister's", at=NOW)
    assert ours(pk) == {"Latex": "confirmed"}
    told = [
        (one.version, one.what, [d.how for d in one.changes]) for one in asking.versions(sarah, pk)
    ]
    assert told == [
        (3, "taken back", ["added"]),
        (2, "signed", ["left off"]),
        (1, "signed", ["added"]),
    ]
    with pytest.raises(Refused, match="no signed list"):
        decided.take_back_list(by=sarah, patient=rows([pk]).get(), why="x", at=NOW)


def test_only_a_person_signs(sarah):
    pk = arrives("hospital", "Ana", "Latex")
    with pytest.raises(Refused, match="signed by a person"):
        sign(pk, READER)
    assert not AgreedList.objects.exists()


def test_the_rows_stay_as_written(sarah):
    from django.db import DatabaseError, transaction

    sign(arrives("hospital", "Ana", "Latex"), sarah)
    for change in (
        lambda: AgreedList.objects.update(by="x"),
        lambda: AgreedList.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("filed", [1, -1], ids=["as filed", "the other way round"])
def test_records_that_prove_to_be_two_peoples_put_the_list_before_a_person(
    sarah, filed, monkeypatch
):
    given = hanging.values_of
    monkeypatch.setattr(hanging, "values_of", lambda *a, **k: given(*a, **k)[::filed])
    one, other = arrives("hospital", "Ana", "Latex"), arrives("clinic", "Bea", "Penicillin")
    pair = tuple(
        Identity.objects.filter(kind="person").order_by("pk").values_list("pk", flat=True)[:2]
    )
    told = {"by": sarah, "pairs": [pair], "reason": "a test", "at": NOW}
    decided.who_is_who(verdict="same", **told)
    [pk] = set(
        Link.objects.filter(identity__in=pair, ended_at=None).values_list("patient", flat=True)
    )
    sign(pk, sarah)
    assert ours(pk) == {"Latex": "confirmed", "Penicillin": "confirmed"}
    decided.who_is_who(verdict="different", **told)
    spine.tell_of_partings(NOW)
    stated = [ours(row) for row in (one, other)]
    assert {} in stated, "nobody's list is guessed to be the other's too"
    asked = [line.says for line in Line.objects.filter(is_open=True) if "document" in line.says]
    assert len(asked) == 1, asked
