"""A copy of the plan: for the person in plain words, for others as far as they may, by the outbox."""

import re

import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.plans import READER

from northstar.access.viewer import viewer_of
from northstar.casework.outbox.models import Message
from northstar.casework.plans import asking
from northstar.casework.plans.readiness import readiness
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.doing import printing, wanting
from northstar.doing.acting import did

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_a_copy_in_plain_words_and_the_act_of_giving_it(client, at, reads, begun, chen):
    assert client.get(at("copy/")).status_code == 409
    client.post(at("sign/"))
    shown = reads("copy/")
    assert "What matters most to you" in shown
    assert "Reading grade" in shown
    client.post(at("copy/given/"), {"for": "person", "how": "by hand"})
    assert "by hand" in reads()
    assert [one.to for one in asking.current(READER, chen.pk).signed.copies] == ["Mei-Ling Chen"]


def test_a_copy_for_her_son_asks_how_we_know_she_allows_it(client, at, reads, begun, chen):
    client.post(at("sign/"))
    key = re.search(r'<option value="(\w+)">Wei Chen', reads("copy/"))[1]
    assert "Plan of care for Mei-Ling Chen" in reads(f"copy/?for={key}")
    refused = client.post(at("copy/given/"), {"for": key, "how": "by hand"})
    assert refused.status_code == 422
    said = {"for": key, "how": "by hand", "allowed": "she said so at the table"}
    client.post(at("copy/given/"), said)
    [copy] = asking.current(READER, chen.pk).signed.copies
    assert (copy.kind, copy.to) == ("caregiver", "Wei Chen")


def test_a_copy_goes_through_the_outbox_and_counts_as_given_once_it_has_left(
    client, at, reads, begun, chen, sarah
):
    client.post(at("sign/"))
    way = re.search(r'<option value="(letter\|[^"]+)"', reads("copy/"))[1]
    said = {"for": "person", "way": way, "text": "Here is your plan.", "key": "one"}
    for _ in range(2):
        assert client.post(at("copy/send/"), said).status_code == 302
    letter = Message.objects.get()
    [paper] = letter.attachments.all()
    assert (letter.channel, paper.name) == ("letter", "plan-of-care.pdf")
    assert b"/StructTreeRoot" in bytes(paper.data)
    assert not asking.current(READER, chen.pk).signed.copies
    me = viewer_of(sarah, NOW)
    printing.take_letters(by=me, messages=[letter], at=NOW, machine_now=NOW)
    wanting.posted(by=me, messages=[letter], at=NOW, sent=True)
    [copy] = asking.current(READER, chen.pk).signed.copies
    assert (copy.kind, copy.how, copy.by) == ("person", "sent by letter", "Sarah Okafor")
    assert readiness([chen.pk])[chen.pk].copy_given == NOW.date()


def test_a_copy_for_somebody_else_asks_where_to_and_keeps_what_was_typed(
    client, at, reads, begun, chen
):
    client.post(at("sign/"))
    key = re.search(r'<option value="(\w+)">Wei Chen', reads("copy/"))[1]
    said = {"for": key, "way": "letter", "text": "For you, Wei.", "allowed": "she said so"}
    answer = client.post(at("copy/send/"), said)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Write where it goes", "For you, Wei.", "she said so"):
        assert words in shown
    assert not Message.objects.exists()


def test_no_copy_is_sent_to_the_dead(client, at, begun, chen, sarah):
    client.post(at("sign/"))
    told = Communication(medium="call", status="deceased", sent=when(NOW.isoformat()))
    me = viewer_of(sarah, NOW)
    did(
        by=me,
        patient=chen,
        kind="call",
        says="told of her death",
        at=NOW,
        states=[("Communication", told)],
    )
    said = {"for": "person", "way": "letter", "text": "Here is your plan.", "key": "one"}
    answer = client.post(at("copy/send/"), said)
    assert answer.status_code == 422
    assert "has died" in answer.content.decode()
    assert not Message.objects.exists()


def test_a_copy_says_where_it_is_not_in_her_language_and_how_hard_it_is(client, at, reads, begun):
    client.post(at("sign/"))
    shown = reads("copy/")
    assert "speaks Chinese, and this copy is in English" in shown
    assert re.search(r"Version 1, .*Reading grade \d", shown)
