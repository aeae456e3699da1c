"""Sarah at Mrs. Chen's pages in a browser; `page.chart` is where they begin."""

import pytest
from tests.harness.browser import sits_down
from tests.harness.mrs_chen import everything

from northstar.record.patients import rows


@pytest.fixture
def desk(page, live_server, sarah):
    """Sarah at Mrs. Chen's call screen; `page.chart` is where her pages begin."""
    chen = rows([everything(staff=sarah.pk)]).get()
    sits_down(page, live_server, sarah)
    page.sarah, page.chen = sarah, chen
    page.chart = f"{live_server.url}/patients/{chen.public_id}/"
    return page
