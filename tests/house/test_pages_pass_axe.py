"""Every page that answers a coordinator, in a browser: axe, the policy, the network, the narrow screen."""

import re

import pytest

from northstar.access.models import Staff
from northstar.casework.inbox.models import Piece
from northstar.casework.worklist.models import Line
from northstar.demo import cast, clinic
from northstar.record.models import Arrival, Patient
from tests.harness.accessible import SMALLEST, complaints, too_wide
from tests.harness.work_done import addresses as single_pages
from tests.house.test_doors import is_open, pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
UUID_IN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# What ends the session, or wants something that this person does not have.
NOT_HERE = ("sign-out", "lock", "account-app-remove", "account-recovery-codes", "source-raw")


@pytest.fixture
def sarah(settings, page, live_server, sample_clinic):
    """The coordinator of the sample clinic, signed in, with the people and messages of its cast."""
    settings.AXES_ENABLED = False
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Name you sign in with").fill("sarah")
    page.get_by_label("Password", exact=True).fill(clinic.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    return Staff.objects.get(username="sarah")


def addresses(client, sarah):
    """One of every page that shows itself to this person."""
    line = Line.objects.filter(is_open=True, arrival=None).order_by("band", "-score").first()
    ids = {
        "line": [line.public_id, Line.objects.filter(signal="urgent-words").first().public_id],
        "patients": [Patient.objects.get(pk=line.patient_id).public_id],
        "inbox": [
            Piece.objects.filter(sort=sort, is_open=True).first().public_id
            for sort in Piece.objects.filter(is_open=True).values_list("sort", flat=True).distinct()
        ],
        "source": [
            Arrival.objects.filter(format=name).first().public_id
            for name in Arrival.objects.values_list("format", flat=True).distinct()
        ],
    }
    for address, _, name in pages():
        if is_open(address) or name in NOT_HERE:
            continue
        for uid in ids.get(address.split("/")[1], [""]):
            one = UUID_IN.sub(str(uid), address)
            answer = client.get(one)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                yield one
    quiet = Patient.objects.exclude(pk=line.patient_id).filter(died=False).order_by("pk").first()
    yield from single_pages(sarah, Staff.objects.get(username="marcus"), quiet, cast.NOW).values()


def test_every_page_passes(page, client, sarah, live_server):
    client.force_login(sarah)
    wrong = []
    for address in addresses(client, sarah):
        page.goto(live_server.url + address)
        wrong += complaints(page)
        wrong += too_wide(page, *SMALLEST)
    assert not wrong, "\n".join(wrong)
