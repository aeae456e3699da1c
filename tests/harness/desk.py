"""Sarah at her desk, at the sample clinic's hour, with Mrs. Chen in her panel."""

from datetime import timedelta

import pytest


@pytest.fixture
def sarah(db):
    """A coordinator whose clock is held."""
    from northstar.access.models import HeldClock, Role, Staff
    from tests.harness.mrs_chen import NOW

    HeldClock.objects.update_or_create(pk=1, defaults={"at": NOW})
    staff = Staff.objects.create(username="sarah", name="Sarah Okafor")
    Role.objects.create(staff=staff, role="coordinator", start=NOW - timedelta(days=900))
    return staff


@pytest.fixture
def chen(sarah):
    """Mrs. Chen's row, everything about her read in."""
    from northstar.record.patients import rows
    from tests.harness.mrs_chen import everything
    from tests.harness.once import once

    return rows([once(everything, staff=sarah.pk)]).get()
