"""Every address of the house, tried by a stranger, by somebody without a role and by every role."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from northstar.access import roles
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Role, Staff
from northstar.config import settings as written

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

# What belongs to a person and not to a role: their own account, the lock, why they look.
THEIR_OWN = ("sign-in", "sign-out", "locked", "lock", "purpose", "account")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
IN_PLACE = {"uuid": str(uuid4()), "int": "1"}


def pages(patterns=None, before="/"):
    """(address, view, name) of every page."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        address = before + re.sub(
            r"<(?:(\w+):)?\w+>", lambda m: IN_PLACE.get(m[1], "x"), str(found.pattern)
        )
        if isinstance(found, URLPattern):
            yield address, found.callback, found.name or ""
        else:
            yield from pages(found.url_patterns, address)


def is_open(address):
    return address.startswith(settings.OPEN_ADDRESSES)


def test_a_stranger_is_asked_to_sign_in_at_every_address(client):
    let_in = [
        address
        for address, _, _ in pages()
        if not is_open(address)
        and not client.get(address).headers.get("Location", "").startswith("/sign-in/?next=")
    ]
    assert not let_in
    assert not AuditEntry.objects.exists()


def test_a_strangers_form_is_answered_nowhere(client):
    taken = [a for a, _, _ in pages() if not is_open(a) and client.post(a).status_code != 401]
    assert not taken


def test_passwords_are_hashed_with_argon2():
    # The settings as written; what the tests use meanwhile is quick.
    assert written.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.mark.parametrize("signed_in", [True, False])
def test_every_form_needs_its_own_token(signed_in):
    strict = Client(enforce_csrf_checks=True)
    if signed_in:
        staff = Staff.objects.create(username="dana", name="Dana")
        Role.objects.create(staff=staff, role="coordinator", start=LONG_AGO)
        strict.force_login(staff)
    taken = [a for a, _, _ in pages() if strict.post(a).status_code not in (401, 403)]
    assert not taken
    assert "Nothing was saved" in strict.post("/sign-in/").content.decode()


def test_an_address_that_is_none_is_told_in_our_words(client):
    client.force_login(Staff.objects.create(username="dana", name="Dana"))
    answer = client.get("/nobody-has-this/<script>")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
    assert "nobody-has-this" not in answer.content.decode()


def test_what_breaks_is_told_without_a_word_of_what_was_at_hand(client, monkeypatch):
    client.force_login(Staff.objects.create(username="dana", name="Dana"))
    client.raise_request_exception = False
    monkeypatch.setattr("northstar.desk.sign_in.account.render", lambda *_: {}["Mei-Ling Chen"])
    answer = client.get("/account/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "Chen" not in answer.content.decode()


def test_a_form_that_is_too_large_is_told_in_our_words(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = client.post("/sign-in/", {"username": "d" * 200, "password": "x"})
    assert answer.status_code == 400
    assert "cannot be taken as it was sent" in answer.content.decode()


def test_who_has_no_role_sees_nobody_anywhere(client):
    client.force_login(Staff.objects.create(username="dana", name="Dana"))
    for address, _, name in pages():
        if name.startswith(THEIR_OWN):
            continue
        for send in (client.get, client.post):
            status = send(address).status_code
            assert status in (302, 403, 404, 405), f"{address} answers {status}"
    assert not AuditEntry.objects.exclude(action="refused").exists()


def test_every_page_says_who_may_open_it():
    """`@may(name)` of northstar.access.door; a page that forgets it is open to every role."""
    forgot = [
        f"{address} ({view.__module__})"
        for address, view, name in pages()
        if not is_open(address) and not name.startswith(THEIR_OWN) and not guarded(view)
    ]
    assert not forgot


@pytest.mark.parametrize("role", list(roles.ROLES))
def test_each_role_opens_what_it_may_and_a_look_is_one_entry(client, settings, role):
    settings.REQUIRE_SECOND_STEP = False
    staff = Staff.objects.create(username="dana", name="Dana")
    Role.objects.create(staff=staff, role=role, start=LONG_AGO)
    client.force_login(staff)
    for address, view, _ in pages():
        name = guarded(view)
        if not name:
            continue
        before = AuditEntry.objects.count()
        status = client.get(address).status_code
        assert AuditEntry.objects.count() - before <= 1, address
        if role not in roles.MAY[name]:
            # The bare address leads whoever has no Today to a place of theirs.
            assert status == (302 if address == "/" else 403), f"{role} opens {address}"
        elif "x" not in address.split("/") and str(IN_PLACE["uuid"]) not in address:
            assert status in (200, 302, 405), f"{role} gets {status} at {address}"


def guarded(view):
    """The name in `@may(name)`, through whatever else is wrapped around the view."""
    while view is not None:
        if hasattr(view, "may"):
            return view.may
        view = getattr(view, "__wrapped__", None)
    return None
