"""Mail that comes back: the message was not delivered, a person is asked, and the report is no letter to answer."""

from datetime import timedelta
from functools import partial

import pytest
from tests.harness.mrs_chen import NOW, arrives

from northstar.access.viewer import system_viewer, viewer_of
from northstar.access.writing import writing
from northstar.casework.inbox.models import Piece
from northstar.casework.outbox import stopping
from northstar.casework.outbox.models import Message
from northstar.casework.worklist.models import Line
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.doing.leaving import send_due
from northstar.doing.returning import came_back
from northstar.doing.sending import send
from northstar.doing.wanting import send_again
from northstar.engines.carrying.carrier import TAKEN, Receipt
from northstar.rules.writing_to import wish
from northstar.spine import review_items

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
ADDRESS = "meiling@example.org"
DAY = NOW.replace(hour=9)
REPORT = """From: Mail Delivery System <MAILER-DAEMON@mail.example>
To: desk@clinic.example
Date: Tue, 08 Sep 2026 09:20:00 -0700
Subject: Undelivered Mail Returned to Sender
Message-ID: <{turn}@mail.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example. Your message could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; meiling@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no mailbox for Mei-Ling Chen

--edge
Content-Type: {kind}

From: desk@clinic.example
To: meiling@example.org
Subject: Please call us
Message-ID: <{number}@clinic.example>

Do you have chest pain? Call 911.
--edge--
"""


class Post:
    """Takes every mail, as a server does that will find out later."""

    name, can_ask = "a mail server", False

    def carry(self, message):
        return Receipt(TAKEN, "the mail server took it")


@pytest.fixture
def sent(sarah, chen):
    by = viewer_of(sarah, NOW)
    yes = wish("email", "permit", when("2026-09-01"), address=ADDRESS)
    did(by=by, patient=chen, kind="consent", says="said yes", at=NOW, states=[("Consent", yes)])
    message = send(
        by=by, patient=chen, channel="email", address=ADDRESS, recipient="Her own mailbox",
        text="Please call us.", purpose="her pills", at=DAY, key="one",
    )  # fmt: skip
    leave(DAY)
    message.refresh_from_db()
    assert message.state == "taken"
    return message


def leave(at):
    send_due(at, at, {"email": Post()})
    send_due(at, at + timedelta(minutes=2), {"email": Post()})


def listen():
    with writing():
        stopping.listen(by=system_viewer("the outbox"), at=DAY, also=partial(came_back, at=DAY))


def back(sent, action="failed", status="5.1.1", kind="message/rfc822", number=None, turn=1):
    words = REPORT.format(
        action=action, status=status, kind=kind, number=number or sent.public_id, turn=turn
    )
    receipt = arrives("voicemail", f"back-{turn}.eml", words.encode(), at=DAY)
    review_items(receipt.items, DAY)
    listen()
    sent.refresh_from_db()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_an_address_that_bounces_becomes_a_line(sent, kind):
    back(sent, kind=kind)
    assert sent.state == "failed"
    assert sent.passages.last().why == "it came back: there is no such address"
    assert sent.line.is_open
    assert "could not be sent" in sent.line.says
    pieces = Piece.objects.filter(gist__contains="mail system")
    assert [piece.is_open for piece in pieces] == [False], "the report is no letter to answer"
    assert not Line.objects.filter(arrival__in=pieces.values("arrival"), is_open=True).exists()


@pytest.mark.parametrize(
    ("status", "says"),
    [("5.2.2", "full"), ("5.7.1", "refuses our mail"), ("5.0.0", "did not deliver it")],
)
def test_why_it_came_back_is_said_in_our_words(sent, status, says):
    back(sent, status=status)
    assert says in sent.passages.last().why
    assert "Mei-Ling" not in sent.passages.last().why


def test_mail_that_is_only_late_is_not_back(sent):
    back(sent, action="delayed", status="4.4.1")
    assert sent.state == "taken"


def test_a_report_about_somebody_elses_mail_stays_in_the_inbox(sent):
    back(sent, number="7f0f3a52-0b1f-4d3c-9b51-6d1f0f3a1c11")
    assert sent.state == "taken"
    assert Piece.objects.filter(gist__contains="mail system", is_open=True).exists()


def test_one_report_fails_it_once_and_the_next_try_may_come_back_too(sent, sarah):
    back(sent)
    send_again(by=viewer_of(sarah, NOW), message=sent, at=DAY)
    leave(DAY)
    listen()
    sent.refresh_from_db()
    assert sent.state == "taken", "the old report was read already"
    back(sent, turn=2)
    assert sent.state == "failed"
    assert Message.objects.count() == 1
