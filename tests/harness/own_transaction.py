"""A page that acts opens its own transaction: the one around a test is not there in life.

Django's tests run inside a transaction that is rolled back. Without this, an act whose page forgot
`writing()` passes every test, and breaks with the first press of a real person.
"""

from contextlib import contextmanager
from contextvars import ContextVar

import pytest
from django.test.client import ClientHandler

_ASKED = ContextVar("asked by a test's client", default=False)


@pytest.fixture(scope="session", autouse=True)
def own_transaction():
    from northstar.access.audit import outbox

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "get_response", _asked(ClientHandler.get_response))
        patch.setattr(outbox, "in_a_transaction", _in_its_own)
        yield


def _asked(answer):
    def respond(self, request):
        with _set():
            return answer(self, request)

    return respond


@contextmanager
def _set():
    before = _ASKED.set(True)
    try:
        yield
    finally:
        _ASKED.reset(before)


def _in_its_own(store):
    if not store.in_atomic_block:
        return False
    around = getattr(store.atomic_blocks[-1], "_from_testcase", False)
    return not (around and _ASKED.get())
