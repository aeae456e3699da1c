"""Sarah at Mrs. Chen's plan of care."""

import pytest
from tests.harness.plans import READER

from northstar.casework.plans import asking


@pytest.fixture
def at(client, sarah, chen):
    client.force_login(sarah)
    return lambda act="": f"/patients/{chen.public_id}/plan/{act}"


@pytest.fixture
def reads(client, at):
    return lambda act="": client.get(at(act)).content.decode()


@pytest.fixture
def begun(client, at, chen):
    """A plan with one goal; gives the goal's place."""
    told = {"matters": "My family at one table", "wants": "Stand to cook", "way": "the third floor"}
    client.post(at("begin/"), told)
    return asking.current(READER, chen.pk).said.goals[0].place
