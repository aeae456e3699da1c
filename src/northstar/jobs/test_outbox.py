"""The outbox as a duty of the worker: what waits leaves by itself, a word to stop is heard first."""

import pytest
from tests.harness.mrs_chen import NOW, arrives

from northstar.access.viewer import viewer_of
from northstar.casework.outbox.asking import with_key
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.doing.sending import send
from northstar.jobs.worker import Worker
from northstar.rules.writing_to import wish

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DAY = NOW.replace(hour=9)
STOP = b"""From: Text gateway <gate@carrier.example>
To: desk@clinic.example
Date: Tue, 08 Sep 2026 07:20:00 -0700
Subject: Text message from +14155550132
Message-ID: <sms-1@carrier.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

STOP
"""


@pytest.mark.parametrize(("asked", "state"), [(False, "delivered"), (True, "withheld")])
def test_it_leaves_by_itself_unless_somebody_said_stop(sarah, chen, asked, state):
    by = viewer_of(sarah, NOW)
    yes = wish("text", "permit", when("2026-09-01"))
    did(by=by, patient=chen, kind="consent", says="said yes", at=NOW, states=[("Consent", yes)])
    send(
        by=by,
        patient=chen,
        channel="text",
        address="",
        text="Please call us.",
        purpose="x",
        at=DAY,
        key="k",
    )
    if asked:
        arrives("voicemail", "sms.eml", STOP)
    Worker(clock=lambda: DAY, machine_clock=lambda: DAY).keep_up()
    assert with_key("k").state == state
