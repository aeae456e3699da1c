"""Sarah writes to Mrs. Chen, at nine."""

import pytest
from tests.harness.letters import DAY

from northstar.access.models import HeldClock


@pytest.fixture
def desk(client, sarah, chen):
    """Sarah at the page of writing to Mrs. Chen, at nine."""
    HeldClock.objects.update(at=DAY)
    client.force_login(sarah)
    return client


@pytest.fixture
def address(chen):
    return f"/patients/{chen.public_id}/write/"
