"""Where a request came from, for the audit chain and the lock-out."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The other end's address; behind our own proxy, the last one that it wrote down itself."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BEHIND_TLS and forwarded:
        return forwarded.rpartition(",")[2].strip()[:60]
    return request.META.get("REMOTE_ADDR", "")[:60]


def device_of(request: HttpRequest) -> str:
    return request.META.get("HTTP_USER_AGENT", "")[:200]
