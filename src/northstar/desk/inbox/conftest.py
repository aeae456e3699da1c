"""Sarah at the inbox."""

import pytest
from tests.harness.inbox import LONG_AGO, NOW

from northstar.access.models import HeldClock, Membership, Role, Staff
from northstar.access.staffing import default_team


@pytest.fixture
def sarah(client):
    HeldClock.objects.create(pk=1, at=NOW)
    staff = Staff.objects.create(username="sarah", name="Sarah Okafor")
    Role.objects.create(staff=staff, role="coordinator", start=LONG_AGO)
    Membership.objects.create(staff=staff, team=default_team(), start=LONG_AGO)
    client.force_login(staff)
    return staff
