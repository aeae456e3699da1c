"""A call is taken back on its own page, from the call screen or from one's minutes."""

from uuid import uuid4

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Role, Staff
from northstar.access.viewer import system_viewer
from northstar.casework.acts import asking as acts

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def act(client, sarah, chen):
    client.force_login(sarah)
    told = {"key": uuid4(), "number": "(415) 555-0132", "outcome": "reached", "checked": ["full name", "birth date"],
            "note": "Her sister is well.", "promise": "send the form", "promise_on": "2026-09-10"}  # fmt: skip
    client.post(f"/patients/{chen.public_id}/call/finish/", told)
    return acts.of_patient(system_viewer("a test"), chen.pk, kinds=["call"])[0]


@pytest.fixture
def at(chen, act):
    return f"/patients/{chen.public_id}/call/{act.public_id}/back/"


def test_it_says_what_goes_and_what_stays_before_it_is_done(client, at, chen):
    for page in (f"/patients/{chen.public_id}/call/", f"/time/?day={NOW:%Y-%m-%d}"):
        assert at in client.get(page).content.decode(), page
    page = client.get(at).content.decode()
    for words in ("Take back the call about", "Her sister is well.", "What goes with it", "What stays",
                  "The promise “send the form”: called off here."):  # fmt: skip
        assert words in page, words


def test_it_is_taken_back_with_a_reason_and_shown_struck_through(client, at, chen):
    refused = client.post(at, {"why": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    answer = client.post(at, {"why": "wrong person"}, follow=True)
    assert "The call is taken back" in answer.content.decode()
    assert "<s>Your call" in answer.content.decode()
    page = client.get(at).content.decode()
    assert "Taken back by Sarah Okafor" in page
    assert "<form class" not in page


def test_a_colleague_reads_who_may(client, at, chen):
    vera = Staff.objects.create(username="vera", name="Vera Lind")
    Role.objects.create(staff=vera, role="manager", start=NOW.replace(year=2020))
    client.force_login(vera)
    answer = client.get(at)
    if answer.status_code == 200:
        assert "Only Sarah Okafor can take it back" in answer.content.decode()
    assert client.post(at, {"why": "not hers"}).status_code in (403, 404, 422)


def test_one_look_is_one_entry_and_other_acts_are_not_here(client, at, chen, act):
    relay(1000)
    before = AuditEntry.objects.count()
    client.get(at)
    relay(1000)
    assert AuditEntry.objects.count() == before + 1
    assert client.get(at.replace(str(act.public_id), str(uuid4()))).status_code == 404
