"""The same clinic twice, with restricted facts and without: to who is not entitled every page is the same.

No content, no count, no lock, no place in a list and no reason of one may tell that there is something.
"""

import re
from datetime import UTC, datetime

import pytest
from django.db import transaction

from northstar import spine
from northstar.access.models import HeldClock, Staff, Team
from northstar.access.viewer import system_viewer
from northstar.casework.loops.models import OpenLoop
from northstar.casework.worklist.models import Line
from northstar.chart.clinical import Condition, Observation
from northstar.chart.people import HumanName, Patient
from northstar.chart.sensitivity import Label
from northstar.chart.value import Concept
from northstar.chart.visits import Appointment
from northstar.chart.when import when
from northstar.record import feeds, panels
from northstar.record.models import Arrival
from northstar.record.models import Patient as Row
from northstar.sources.reading import Found, Reading
from tests.harness.secrets import secrets
from tests.house import test_canary
from tests.house.test_canary import addresses, somebody

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 15, 30, tzinfo=UTC)
WORD = "Canarybird"
# What is other in every clinic and at every look: ids, tokens, the keys of forms.
_OTHER = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|csrfmiddlewaretoken\W+value\W+\w+|nonce\W+[\w+/=-]+|"
    r"content=\"[\w]{64}\"|[0-9a-f]{16,64}|name=\"key\" value=\"\w+\""
)


class Undone(Exception):
    """Ends a clinic that was only looked at."""


def ordinary():
    """What everybody may see of her: two people are on the panel, so that places in a list tell."""
    return [
        Condition(code=Concept("Eczema"), clinical_status="active", onset=when("2026-08-01")),
        Observation(
            code=Concept("Weight"), number=70, unit="kg", effective=when("2026-09-01"), status="final"
        ),
        Appointment(
            code=Concept("Dermatology"), status="booked", start=when("2026-09-10T18:00:00Z"), filler="o1"
        ),
    ]  # fmt: skip


def founded(extra):
    """A clinic with Mrs. Chen, of whom `extra` are told under a label, and one more person."""
    HeldClock.objects.update_or_create(pk=1, defaults={"at": NOW})
    team = Team.objects.create(name="Clinic")
    feed = feeds.feed("clinic", title="Our own record", format="fhir_r4")
    reading = Reading(format="test", version="1", written=when("2026-09-01T10:00:00Z"))
    for key, given in (("1", "Mei-Ling"), ("2", "Robert")):
        reading.people[key] = Patient(
            names=(HumanName(family="Chen", given=(given,)),), birth_date=when(f"194{key}-03-14")
        )
        reading.found += [
            Found(key, type(value).__name__, f"o{n}", value, f"p{n}")
            for n, value in enumerate(ordinary())
        ]
    reading.found += [
        Found("1", type(value).__name__, f"x{n}", value, f"q{n}", label=Label.BEHAVIORAL.value)
        for n, value in enumerate(extra)
    ]
    spine.arrived([(b"a chart", reading, "chart")], feed, by=system_viewer("a test"), at=NOW)
    rows = list(Row.objects.order_by("pk"))
    for row in rows:
        panels.place(patient=row.pk, day=NOW.date(), team=team.pk)
    spine.review([row.pk for row in rows], NOW)


def seen(client, settings, role, extra):
    """Every page as somebody of this role gets it, in the order of the addresses, without ids."""
    told = []
    try:
        with transaction.atomic():
            founded(extra)
            somebody(client, settings, role)
            for address in addresses(client):
                if address.startswith("/source/"):
                    continue  # what came whole is shown whole or not at all, to who may see all of it
                answer = client.get(address)
                if not answer.streaming:
                    text = _OTHER.sub("#", answer.content.decode("utf-8", "replace"))
                    told.append((_OTHER.sub("#", address), answer.status_code, text))
            raise Undone
    except Undone:
        return told


def test_the_facts_make_work_for_who_may_see_them(client, settings):
    """Else nothing would be proved below."""
    founded(secrets(WORD))
    lines = Line.objects.filter(is_open=True)
    assert lines.count() >= 5
    assert all(line.label for line in lines), [(x.signal, x.says) for x in lines if not x.label]
    assert OpenLoop.objects.count() >= 2
    assert all(loop.label for loop in OpenLoop.objects.all())


@pytest.fixture
def known_ids(monkeypatch):
    """Tries the ids that both clinics have: those of people, papers, staff and ordinary lines."""

    def ids(_address):
        lines = Line.objects.filter(label=0).order_by("pk")
        rows = (
            Row.objects.order_by("name"),
            Arrival.objects.order_by("pk"),
            Staff.objects.all(),
            lines,
        )
        return [str(one.public_id) for some in rows for one in some]

    monkeypatch.setattr(test_canary, "_ids", ids)


@pytest.mark.usefixtures("known_ids")
@pytest.mark.parametrize(
    "role",
    [
        "coordinator",
        *(pytest.param(r, marks=pytest.mark.long) for r in ("nurse", "biller", "manager")),
    ],
)
def test_whoever_is_not_entitled_sees_the_same_clinic(client, settings, role):
    without = seen(client, settings, role, [])
    beside = seen(client, settings, role, secrets(WORD))
    assert len(without) == len(beside) > 50
    differing = [
        (address, before, after)
        for (address, code, before), (_, code_after, after) in zip(without, beside, strict=True)
        if before != after or code != code_after
    ]
    assert not differing, "\n\n".join(_difference(*one) for one in differing[:8])


def _difference(address, before, after):
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return f"{address}\n- {before[max(0, at - 150) : at + 250]}\n+ {after[max(0, at - 150) : at + 250]}"
