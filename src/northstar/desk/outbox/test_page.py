"""The outbox: what waits, what left, what wants a person; letters printed once and posted."""

import io
from datetime import timedelta

import pypdf
import pytest
from tests.harness.mrs_chen import NOW, arrives

from northstar.access.audit.models import AuditEntry
from northstar.access.models import HeldClock, Role, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import viewer_of
from northstar.casework.outbox import asking
from northstar.casework.outbox.envelope import letter
from northstar.casework.outbox.models import Message
from northstar.casework.worklist.models import Line
from northstar.doing.leaving import send_due
from northstar.doing.sending import send
from northstar.engines.carrying.simulator import Simulator
from northstar.record import panels
from northstar.record.patients import rows

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DAY = NOW.replace(hour=9)
ROBERT = b"""MSH|^~\\&|ADT|DIALYSIS|||20260901||ADT^A04|1|P|2.5
PID|1||9^^^DIALYSIS^MR||Hayes^Robert||19580304|M|||5 Bay St^^San Francisco^CA^94110
PV1|1|O
"""


@pytest.fixture
def desk(client, sarah, chen):
    HeldClock.objects.update(at=DAY)
    client.force_login(sarah)
    return client


@pytest.fixture
def writes(sarah, chen):
    def writes(channel="letter", key="one", **more):
        more = {"address": "", "text": "Please call us.", "purpose": "her pills"} | more
        return send(
            by=viewer_of(sarah, DAY), patient=chen, channel=channel, at=DAY, key=key, **more
        )

    return writes


def fax(writes, tmp_path, *script):
    """A fax to an office that the carrier treats so."""
    message = writes("fax", recipient="Dr. Lee’s office", address="415 555 0144")
    road = Simulator(tmp_path, "fax", script)
    for turn in range(6):
        send_due(DAY, DAY + timedelta(hours=2 * turn), {"fax": road})
    message.refresh_from_db()
    return message


def test_an_empty_outbox_says_so(desk):
    page = desk.get("/outbox/").content.decode()
    assert "Nothing waits, nothing failed." in page


def test_a_look_is_one_entry_and_no_query_a_row(desk, writes, django_assert_max_num_queries):
    for number in range(12):
        writes(key=str(number))
    desk.get("/outbox/")
    before = AuditEntry.objects.count()
    with django_assert_max_num_queries(22):
        page = desk.get("/outbox/").content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert page.count("To print") == 12


def test_letters_are_printed_in_one_go_and_posted(desk, writes):
    one, two = writes(), writes(key="two", text="Another letter.")
    there = desk.post("/outbox/print/").headers["Location"]
    paper = pypdf.PdfReader(io.BytesIO(desk.get(f"{there}letters.pdf").content))
    assert ["Please call us." in p.extract_text() for p in paper.pages] == [True, False]
    assert "No letter" not in desk.get(there).content.decode()
    # Somebody else who prints at the same time gets nothing: one letter, one printing.
    assert desk.post("/outbox/print/").headers["Location"] == "/outbox/"
    desk.post(f"{there}posted/")
    assert set(Message.objects.values_list("state", flat=True)) == {"taken"}
    assert "Posted" in desk.get("/outbox/").content.decode()
    assert desk.get(there).status_code == 404
    assert (one.key, two.key) == ("one", "two")


def test_what_was_not_printed_waits_again(desk, writes):
    writes()
    there = desk.post("/outbox/print/").headers["Location"]
    desk.post(f"{there}not-printed/")
    assert Message.objects.get().state == "queued"


def test_printed_and_forgotten_becomes_a_question(desk, writes):
    writes()
    desk.post("/outbox/print/")
    Message.objects.update(claimed=DAY - timedelta(days=1))
    send_due(DAY, DAY, {})
    assert Message.objects.get().state == "unknown"
    assert "sent or not?" in Line.objects.get(key__startswith="message:").says


def test_a_failing_fax_is_a_line_that_leads_to_the_message(desk, writes, tmp_path):
    message = fax(writes, tmp_path, "busy")
    assert message.state == "failed"
    page = desk.get(f"/?line={message.line.public_id}").content.decode()
    assert f"/outbox/{message.public_id}/" in page
    shown = desk.get(f"/outbox/{message.public_id}/").content.decode()
    assert "The line was busy." in shown
    desk.post(f"/outbox/{message.public_id}/again/")
    message.refresh_from_db()
    assert message.state == "queued"


def test_sent_or_not_is_answered_with_who_said_so(desk, writes, tmp_path):
    message = fax(writes, tmp_path, "lost")
    refused = desk.post(f"/outbox/{message.public_id}/came/", {"who": " "})
    assert refused.status_code == 422
    assert "Say who told you" in refused.content.decode()
    desk.post(f"/outbox/{message.public_id}/came/", {"who": "Ana at the desk"})
    page = desk.get(f"/outbox/{message.public_id}/").content.decode()
    assert "it came, says Ana at the desk" in page


def test_what_is_restricted_or_of_another_panel_is_not_there(desk, writes, client, sarah):
    message = writes(label=2)
    page = desk.get("/outbox/").content.decode()
    assert "Nothing waits, nothing failed." in page
    assert desk.get(f"/outbox/{message.public_id}/").status_code == 404
    other = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=other, role="coordinator", start=NOW - timedelta(days=9))
    plain = writes(key="two")
    client.force_login(other)
    assert "Nothing waits" in client.get("/outbox/").content.decode()
    for what in ("", "letter.pdf"):
        assert client.get(f"/outbox/{plain.public_id}/{what}").status_code == 404
    assert client.post(f"/outbox/{plain.public_id}/recall/").status_code == 404
    plain.refresh_from_db()
    assert plain.state == "queued"


def test_what_goes_with_a_letter_is_printed_with_it(desk, writes):
    plan = letter(
        name="x", address="y", title="The plan", text="Walk.", language="en", by="z", at=DAY
    )
    with pytest.raises(Refused, match="PDF files only"):
        writes(attachments=[("a.txt", "text/plain", b"words")])
    writes(attachments=[("plan.pdf", "application/pdf", plan)])
    there = desk.post("/outbox/print/").headers["Location"]
    paper = pypdf.PdfReader(io.BytesIO(desk.get(f"{there}letters.pdf").content))
    assert [
        part in page.extract_text()
        for part, page in zip(("Please call", "Walk."), paper.pages, strict=True)
    ] == [True, True]


def test_what_others_have_open_pushes_nothing_out(desk, writes, client, sarah, monkeypatch):
    monkeypatch.setattr(asking, "_MOST_OPEN", 1)
    other = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=other, role="coordinator", start=NOW - timedelta(days=9))
    robert = arrives("dialysis", "pid.hl7", ROBERT, format="hl7v2").patients
    panels.place(patient=min(robert), day=NOW.date(), staff=other.pk)
    their = viewer_of(other, DAY)
    for key in ("a", "b"):
        send(by=their, patient=rows(robert).get(), channel="letter", address="", text="Come.",
             purpose="his ride", at=DAY - timedelta(hours=1), key=key)  # fmt: skip
    writes()
    page = desk.get("/outbox/").content.decode()
    assert page.count("To print") == 1
    assert "More are open" not in page
    writes(key="two")
    assert "More are open" in desk.get("/outbox/").content.decode()
