"""Who signs in: the password, the lock-out after wrong ones, and the entry for each try."""

from dataclasses import replace
from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django.contrib.auth import authenticate, user_login_failed
from django.http import HttpRequest

from northstar.access.audit import viewed
from northstar.access.came_from import address_of, device_of
from northstar.access.models import Staff
from northstar.access.viewer import Viewer, viewer_of


def by_password(request: HttpRequest, username: str, password: str) -> Staff | None:
    """The person, if name and password belong together; as slow for a name that we do not know."""
    found = authenticate(request, username=username, password=password)
    return found if isinstance(found, Staff) else None


def is_locked_out(request: HttpRequest, username: str) -> bool:
    """Too many wrong tries for that name from that address."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def count_wrong(request: HttpRequest, username: str) -> None:
    """A wrong code, or a wrong password at the locked desk, counts like one at sign-in."""
    user_login_failed.send(__name__, credentials={"username": username}, request=request)


def let_try_again(username: str) -> int:
    """An administrator lifts the lock-out; says how many counts it took away."""
    return reset(username=username)


def note(
    request: HttpRequest,
    staff: Staff | None,
    *,
    action: str,
    outcome: str,
    now: datetime,
    machine_now: datetime,
    what: str = "the desk",
) -> None:
    """One audit entry for one try. What was typed as a name is not kept: it may be a password."""
    viewer = viewer_of(staff, now) if staff else Viewer(None, "unknown", "")
    viewer = replace(viewer, address=address_of(request), device=device_of(request))
    viewed(viewer, what=what, action=action, outcome=outcome, now=now, machine_now=machine_now)


def known(username: str) -> Staff | None:
    """Whoever signs in with that name, still working here or not."""
    return Staff.objects.filter(username=username.strip().casefold()).first()
