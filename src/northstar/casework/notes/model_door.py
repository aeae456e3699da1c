"""The language model's door: which address may hear patients' words, and on whose word."""

import ipaddress
from datetime import datetime
from urllib.parse import urlsplit

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.notes.models import Agreement


def is_open(address: str) -> bool:
    """Whether patients' words may go there: on this machine always, elsewhere only over HTTPS and after an
    administrator has recorded the agreement."""
    if not address or urlsplit(address).scheme not in ("http", "https"):
        return False
    if _is_here(address):
        return True
    newest = latest(address)
    return urlsplit(address).scheme == "https" and bool(newest and newest.allowed)


def latest(address: str) -> Agreement | None:
    """The last word about an address."""
    return Agreement.objects.filter(address=address).order_by("pk").last()


def agreements() -> list[Agreement]:
    """Every word ever recorded, newest first."""
    return list(Agreement.objects.order_by("-pk"))


def record(*, address: str, allowed: bool, paper: str, by: Viewer, at: datetime) -> Agreement:
    """An administrator says that there is an agreement, or that it has ended."""
    if by.staff_id is None:
        raise Refused("A person records an agreement.")
    if not paper.strip():
        raise Refused("Say which agreement: its name, its date and who signed it.", status=422)
    if allowed and urlsplit(address).scheme != "https":
        raise Refused("Beyond this machine words go over HTTPS only.", status=422)
    with writing():
        acted(by=by, what=f"language model {'allowed' if allowed else 'ended'}", at=at)
        return Agreement.objects.create(
            address=address[:300], allowed=allowed, paper=paper.strip()[:400], at=at, by=by.name,
            staff_id=by.staff_id,
        )  # fmt: skip


def _is_here(address: str) -> bool:
    """This machine, by its number or its own name."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name is not asked about: whoever answers for it could say anything
