"""A colleague of the same role, outside the panel and without a reason stated, tries every act on
everything there is about a person: each is refused, and nothing changes.
"""

import re

import pytest
from django.apps import apps
from django.db import connection

from northstar.access.models import HeldClock, Role, Staff
from tests.harness.mrs_chen import NOW
from tests.harness.work_done import addresses
from tests.house.test_doors import IN_PLACE, is_open, pages

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

# What belongs to everybody who works there, and to nobody's panel.
EVERYBODYS = {"staff", "team", "feed"}
# Each page leaves its entry, and a session notes when it was last seen.
KEPT_BY_THE_DOOR = {"access_pending", "django_session", "sqlite_sequence"}
REFUSED = (403, 404, 405)
# Good enough to be read before it is asked whose it is: one's own time begins with the clock.
TYPED = {"began": "08:05", "ended": "08:17"}
UUID_IN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.fixture
def colleague(sarah, chen):
    """Somebody new; and one of everything that Sarah and Marcus have made for Mrs. Chen."""
    HeldClock.objects.update(at=NOW)
    marcus, ivy = (
        Staff.objects.create(username=name.lower(), name=name) for name in ("Marcus", "Ivy")
    )
    for one in (marcus, ivy):
        Role.objects.create(staff=one, role="coordinator", start=NOW.replace(year=2025))
    there = addresses(sarah, marcus, chen, NOW)
    return ivy, set(UUID_IN.findall(" ".join(there.values())))


def test_no_act_on_anything_of_a_person_outside_the_panel(client, colleague, chen):
    colleague, marks = colleague
    client.force_login(colleague)
    before = _rows()
    answers = {address: client.post(address, TYPED).status_code for address in _about(chen, marks)}
    let_in = {address: code for address, code in answers.items() if code not in REFUSED}
    assert len(answers) > 300
    assert not let_in
    assert _rows() == before


def _about(chen, marks):
    """Every address that takes an id, with one id of every kind in its last place."""
    ids = marks | {
        str(row.public_id)
        for model in apps.get_models()
        if hasattr(model, "public_id") and model._meta.model_name not in EVERYBODYS
        for row in model.objects.all()[:1]
    }
    blank, hers = IN_PLACE["uuid"], str(chen.public_id)
    for address, _, _ in pages():
        if blank not in address or is_open(address) or address.startswith("/staff/"):
            continue
        front, _, rest = address.replace(blank, hers, address.count(blank) - 1).rpartition(blank)
        for one in (hers,) if front == "/patients/" else ids:
            yield f"{front}{one}{rest}"


def _rows():
    """Everything in the store, table by table."""
    with connection.cursor() as cursor:
        found = {}
        for table in set(connection.introspection.table_names(cursor)) - KEPT_BY_THE_DOOR:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found
