"""The desk of a browser test and the test itself take turns.

On SQLite both work on one connection, which can be in one transaction only. What a page asks in the
background comes at any moment, on a slow machine while the test looks into the store or another request
is answered. So the desk answers one request at a time, and only while the test waits for its browser. What
the last page of a test still asks comes too late: the store is being emptied, and the desk is closed.
"""

import time
from collections.abc import Callable
from functools import wraps
from threading import RLock

import greenlet
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse

PATIENCE = 120_000  # milliseconds; a machine with other work to do is slow, not wrong
_LOOK = 50
_TURN = RLock()
_open_for: object | None = None  # the test whose pages are answered


@pytest.fixture
def turns():
    """Playwright runs in this thread beside the test; when the test gives way to it, so it does to the desk."""
    global _open_for
    is_opened()
    test = greenlet.getcurrent()

    def changes(_, between):
        if between[0] is test:
            _TURN.release()
        elif between[1] is test:
            _TURN.acquire()

    with _TURN:
        _open_for = object()
        before = greenlet.settrace(changes)
        yield
        greenlet.settrace(before)
        _open_for = None


def comes_true(page, look: Callable[[], object]) -> None:
    """Looks, into the browser or the store, until it is so."""
    until = time.monotonic() + PATIENCE / 1000
    while not look():
        assert time.monotonic() < until, f"It did not come true: {look.__name__}"
        page.wait_for_timeout(_LOOK)


def is_opened():
    """From now on, every live server of this process."""
    answers = WSGIHandler.get_response
    if hasattr(answers, "__wrapped__"):
        return

    @wraps(answers)
    def in_turn(self, request):
        asked_by = _open_for
        with _TURN:
            if asked_by is None or asked_by is not _open_for:
                return HttpResponse(status=503)
            return answers(self, request)

    WSGIHandler.get_response = in_turn
