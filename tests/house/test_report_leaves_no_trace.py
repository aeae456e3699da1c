"""A report of suspected abuse: who is not entitled sees every address exactly as if it did not exist."""

import re

import pytest

from northstar.access.models import Entitlement, Role, Staff
from northstar.access.viewer import viewer_of
from northstar.casework.reports.models import LABEL, Report
from northstar.casework.worklist.models import Line
from northstar.doing import reporting
from northstar.doing.acting import did
from northstar.knowledge.reporting import Agency
from tests.house.test_canary import LONG_AGO, NOW, addresses, clinic, somebody

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
__all__ = ["clinic"]
WORDS = "Zaunkoenig"
# What differs at every look: tokens of the session, and the keys by which a form is taken once.
CHANGES = re.compile(
    r'(csrfmiddlewaretoken|name="key)" value="[^"]*"|nonce="[^"]*"|X-CSRFToken[^}]*}|data-csrf="[^"]*"|'
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{32}"
)


def told(client):
    """Every address with what it answers, without what differs at every look."""
    return {
        address: CHANGES.sub("", text.decode("utf-8", "replace"))
        for address in addresses(client)
        for answer in [client.get(address)]
        for text in [b"".join(answer.streaming_content) if answer.streaming else answer.content]
    }


def reported(patient):
    robert = Staff.objects.create(username="robert", name="Robert")
    Role.objects.create(staff=robert, role="social-worker", start=LONG_AGO)
    Entitlement.objects.create(staff=robert, labels=LABEL, reason="reports", start=LONG_AGO)

    def write():
        report = reporting.notice(
            by=viewer_of(robert, NOW), patient=patient, about="adult", state="CA", says=WORDS,
            noticed=NOW, at=NOW, to=Agency(WORDS, "415-555-0190", 24),
        )  # fmt: skip
        reporting.go_on(
            by=viewer_of(robert, NOW), patient=patient, report=report.public_id, what="told",
            detail={"who": WORDS}, at=NOW,
        )  # fmt: skip

    return robert, write


@pytest.mark.parametrize("role", ["coordinator", "manager"])
def test_no_word_count_or_trace_is_left(client, settings, clinic, role):
    somebody(client, settings, role)
    _, write = reported(clinic)
    _something_ordinary(clinic)
    told(client)  # the first look at a chart is remembered: "since you last looked"
    before = told(client)
    write()
    after = told(client)
    differ = {at for at in before if at in after and before[at] != after[at]}
    assert len(before.keys() & after.keys()) > 40
    assert not [address for address, text in after.items() if WORDS in text]
    assert not differ, [(at, _parting(before[at], after[at])) for at in sorted(differ)]


def _something_ordinary(patient):
    """Our own people have written about this person before: their record is there already."""
    dana = viewer_of(Staff.objects.get(username="dana0"), NOW)
    did(by=dana, patient=patient, kind="note", says="Asked for the eye clinic.", at=NOW)


def _parting(one, other):
    """Where two texts part."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    return one[max(0, at - 60) : at + 80], other[max(0, at - 60) : at + 80]


def test_who_is_entitled_finds_it_at_its_page_and_on_their_list(client, settings, clinic):
    robert, write = reported(clinic)
    somebody(client, settings, "coordinator", labels=LABEL)
    write()
    text = client.get(f"/patients/{clinic.public_id}/report/").content.decode()
    assert WORDS in text
    client.force_login(robert)
    line = Line.objects.get(key__contains=str(Report.objects.get().public_id))
    assert line.staff == robert
    assert line.says in client.get("/").content.decode()
