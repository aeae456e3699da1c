"""One page answers "what is happening with her?", and follows what comes in."""

import pytest

from northstar.access.models import HeldClock
from northstar.record import inbox
from northstar.spine import review_items
from tests.harness.mrs_chen import NOW, VOICEMAIL, arrives

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NEWS = """From: Voicemail <vm@carrier.example>
To: desk@clinic.example
Date: Tue, 08 Sep 2026 06:40:00 -0700
Subject: Voicemail from +14155550132
Message-ID: <vm-2@carrier.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Transcript: This is Mei-Ling Chen. {words}
"""


@pytest.fixture
def page(client, sarah, chen):
    client.force_login(sarah)
    review_items(inbox.waiting(NOW), NOW)
    return lambda: client.get(f"/patients/{chen.public_id}/").content.decode()


def part(shown, name, until):
    return shown[shown.index(f'id="{name}"') : shown.index(f'id="{until}"')]


def test_her_page_says_what_is_happening(page):
    shown = page()
    assert "I feel dizzy and I do not know why they changed my pill." in part(
        shown, "story", "open"
    )
    assert "has both lisinopril" in part(shown, "open", "changes")
    assert "Sources disagree: lisinopril" in shown
    assert "lisinopril stopped" in part(shown, "months", "medicines")
    assert '<b class="c-now">3.4</b> high' in part(shown, "results", "coverage")
    assert "Wei Chen" in part(shown, "people", "who")
    assert "17 Sep" in part(shown, "coming", "results")


def test_another_voicemail_tells_another_story(page):
    before = page()
    words = "The ankles are swollen and I sleep in the chair."
    arrives("voicemail", "second.eml", NEWS.format(words=words).encode())
    review_items(inbox.waiting(NOW), NOW)
    assert words not in before
    assert words in part(page(), "story", "open")
    assert "Transcript" in VOICEMAIL  # the first one stands unchanged beside it
    assert "I feel dizzy" in part(page(), "story", "open")


def test_her_look_is_hers_and_nobody_elses(page, client):
    page()
    HeldClock.objects.update(at=NOW.replace(hour=10))
    assert "Nothing has come in since then" in page()
