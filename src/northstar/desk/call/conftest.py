"""Sarah at the call screen of Mrs. Chen."""

import pytest
from tests.harness.mrs_chen import NOW

from northstar.casework.worklist import by_hand


@pytest.fixture
def line(chen, sarah):
    line = by_hand.new(patient=chen.pk, key="a test", at=NOW, to=sarah)
    line.says = "wants a call about her pill"
    return by_hand.keep(line, at=NOW)


@pytest.fixture
def at(client, sarah, chen):
    client.force_login(sarah)
    return lambda part="": f"/patients/{chen.public_id}/call/{part}"
