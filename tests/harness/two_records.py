"""Two records that may be one person, and who is asked about them."""

from datetime import UTC, datetime

import pytest

from northstar import spine
from northstar.access.models import HeldClock, Membership, Role, Staff
from northstar.access.staffing import default_team
from northstar.access.viewer import system_viewer
from northstar.chart.clinical import AllergyIntolerance
from northstar.chart.medicines import MedicationRequest
from northstar.chart.people import ContactPoint, HumanName, Identifier, Patient
from northstar.chart.value import Concept
from northstar.chart.when import when
from northstar.record import feeds
from northstar.record.people import people
from northstar.sources.reading import Found, Reading

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READER = system_viewer("a test")


def arrive(
    feed, given="Ana", phone="", allergy="penicillin", label=0, gender="female", drug="", use="",
    who="1", key="a", only=0, hour=10,
):  # fmt: skip
    used = (HumanName(family="Rio", given=(use,), use="usual"),) if use else ()
    known = Patient(
        names=(*used, HumanName(family="Rio", given=(given,), use="official" if use else "")),
        birth_date=when("1950-02-01"),
        gender=gender,
        telecoms=(ContactPoint("phone", phone),) if phone else (),
        identifiers=(Identifier("SSA", "123456789", "SS"),) if phone else (),
    )
    reading = Reading(format="test", version="1", written=when(f"2026-09-01T{hour}:00:00Z"))
    reading.found = [
        Found(who, "Patient", "Patient", known, "PID[1]#5", label=label, recorded=reading.written),
        Found(
            who, "AllergyIntolerance", key, AllergyIntolerance(code=Concept(allergy)), "AL1#3",
            label=only,
        ),
    ]  # fmt: skip
    if drug:
        taken = MedicationRequest(code=Concept(drug), status="active")
        reading.found.append(Found(who, "MedicationRequest", "m", taken, "RXE#2"))
    message = (repr((feed, known, allergy, drug, key)).encode(), reading, "a file")
    done = spine.arrived([message], feeds.feed(feed), by=READER, at=NOW)
    spine.review(done.patients, NOW)
    [pk] = done.patients
    return people(READER, [pk])[pk].id


@pytest.fixture
def sarah(client):
    HeldClock.objects.create(pk=1, at=NOW)
    staff = Staff.objects.create(username="sarah", name="Sarah")
    Role.objects.create(staff=staff, role="coordinator", start=LONG_AGO)
    Membership.objects.create(staff=staff, team=default_team(), start=LONG_AGO)
    client.force_login(staff)
    return staff


@pytest.fixture
def two(sarah):
    return arrive("A", phone="4155550101"), arrive("B", allergy="latex")


def at(people, act=""):
    return f"/who/{people[0]}/{act}"


def allergies(client, uid):
    from northstar.record.charts import chart_of

    return {a.code.text for a in chart_of(READER, uid, NOW).allergies}
