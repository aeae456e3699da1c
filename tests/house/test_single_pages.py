"""The page of one note, case, message, promise, hand-over, plan: each opens, and a look is one entry."""

import pytest

from northstar.access.audit.models import AuditEntry
from northstar.access.models import HeldClock, Role, Staff
from tests.harness.mrs_chen import NOW
from tests.harness.work_done import addresses

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_each_opens_with_a_real_id_and_a_look_is_one_entry(client, sarah, chen):
    HeldClock.objects.update(at=NOW)
    marcus = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=marcus, role="coordinator", start=NOW.replace(year=2025))
    client.force_login(sarah)
    for name, address in addresses(sarah, marcus, chen, NOW).items():
        before = AuditEntry.objects.count()
        assert client.get(address).status_code == 200, name
        assert AuditEntry.objects.count() - before == 1, name


def test_a_biller_opens_none_of_them(client, sarah, chen):
    marcus = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=marcus, role="coordinator", start=NOW.replace(year=2025))
    bill = Staff.objects.create(username="bill", name="Bill Ames")
    Role.objects.create(staff=bill, role="biller", start=NOW.replace(year=2025))
    there = addresses(sarah, marcus, chen, NOW)
    client.force_login(bill)
    opened = [name for name, address in there.items() if client.get(address).status_code == 200]
    assert not opened
