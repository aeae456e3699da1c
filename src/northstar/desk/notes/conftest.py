"""Sarah at Mrs. Chen's notes."""

import pytest


@pytest.fixture
def desk(client, sarah, chen):
    client.force_login(sarah)
    client.at = f"/patients/{chen.public_id}/notes/"
    return client
