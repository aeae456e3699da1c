"""The desk locks when nobody has touched it for a while. By the machine's clock."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

SEEN, LOCKED = "seen", "locked"
# Noting every request would write to the store each time; the lock may come this much early.
GRAIN = timedelta(seconds=20)
# A page that refreshes itself says so; nobody sits in front of it.
UNATTENDED = "Northstar-Unattended"


def is_locked(request: HttpRequest, now: datetime) -> bool:
    seen = request.session.get(SEEN)
    if request.session.get(LOCKED):
        return True
    if seen is not None and now.timestamp() - seen > settings.IDLE_LOCK.total_seconds():
        request.session[LOCKED] = True
        return True
    return False


def touch(request: HttpRequest, now: datetime) -> None:
    if request.session.get(LOCKED) or request.headers.get(UNATTENDED):
        return
    seen = request.session.get(SEEN)
    if seen is None or now.timestamp() - seen > GRAIN.total_seconds():
        request.session[SEEN] = now.timestamp()


def lock(request: HttpRequest) -> None:
    request.session[LOCKED] = True


def unlock(request: HttpRequest, now: datetime) -> None:
    request.session.pop(LOCKED, None)
    request.session[SEEN] = now.timestamp()
