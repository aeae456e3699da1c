"""A page of a list kept to a panel: small panels, large ones, and those who see everybody, alike."""

from datetime import date, timedelta

import pytest

from northstar.access.viewer import Viewer
from northstar.casework.loops.asking import open_loops
from northstar.casework.loops.models import OpenLoop
from northstar.casework.transitions.asking import under_way
from northstar.casework.transitions.models import UnderWay
from northstar.record import listing
from northstar.record.models import Panel, Patient

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DAY = date(2026, 9, 8)
SARAH = Viewer(1, "sarah", "Sarah Okafor")
EVERYBODY = Viewer(2, "lead", "Lead", everyone=True)


@pytest.fixture
def people(db):
    """Twelve people, every third on Sarah's panel, each on the way home and with a loop."""
    for number in range(12):
        row = Patient.objects.create(name=f"P {number}", sort_name=f"P {number:02}")
        if number % 3 == 0:
            Panel.objects.create(patient=row, staff=1, start=date(2020, 1, 1))
        UnderWay.objects.create(patient=row, since=DAY - timedelta(days=number), until=DAY)
        OpenLoop.objects.create(
            patient=row, mark=f"m{number}", kind="result", name="Lipid panel", next_on=DAY,
            whom="the laboratory", urgent=2, label=2 if number == 3 else 0, until=DAY + timedelta(days=1),
        )  # fmt: skip
    return list(Patient.objects.order_by("pk"))


@pytest.mark.parametrize("few", [20_000, 0])
def test_both_ways_of_asking_give_the_same(people, monkeypatch, few):
    monkeypatch.setattr(listing, "_FEW", few)
    monkeypatch.setattr(listing, "_SLICE", 5)
    assert under_way(SARAH, DAY) == [people[n].pk for n in (0, 3, 6, 9)]
    assert under_way(SARAH, DAY, first=1, most=2) == [people[n].pk for n in (3, 6)]
    rows, more = open_loops(SARAH, DAY)
    assert [row.patient_id for row in rows] == [people[n].pk for n in (0, 6, 9)]
    assert not more


def test_who_sees_everybody_sees_everybody(people):
    assert len(under_way(EVERYBODY, DAY)) == 12
    assert open_loops(EVERYBODY, DAY, most=5)[1]


def test_what_is_over_is_not_asked_about(people):
    assert under_way(EVERYBODY, DAY + timedelta(days=1)) == []
    assert open_loops(EVERYBODY, DAY + timedelta(days=1)) == ([], False)
