"""The door of every page: who comes in, what they may open, and the entry before they see it.

The one file of this room that reads the clocks: the door is part of the face.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import get_script_prefix

from northstar.access import drafts, idle, roles
from northstar.access.asked import Asked
from northstar.access.audit import viewed
from northstar.access.came_from import address_of, device_of
from northstar.access.kept_words import words_of
from northstar.access.models import Staff
from northstar.access.purpose import stated
from northstar.access.refuse import Refused
from northstar.access.second_step import must_enrol
from northstar.access.turned_away import ask_for_code, ask_to_sign_in, ask_to_unlock, place_of
from northstar.access.viewer import Viewer, viewer_of
from northstar.config.clock import clinic_now, machine_now, one_moment

View = Callable[..., Any]
UNCHANGED = 304
_LEADS_ON = (302, 303)


def may(name: str, to: frozenset[str] | None = None) -> Callable[[View], View]:
    """Opens a page, or lets an act happen, to the roles that `roles.MAY` gives that name.

    A page with a name of its own says beside it whom it opens to.
    """
    if to is not None:
        roles.MAY.setdefault(name, to)
    roles.MAY[name]  # a name nobody has decided about must fail when we start, not when it is asked

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.viewer.may(name):
                raise Refused("Your role does not open this. An administrator can say who may.")
            return view(request, *args, **kwargs)

        guarded.may = name  # type: ignore[attr-defined]  # for the test that tries every role
        return guarded

    return guard


def looks_for(request: Asked, what: str, action: str = "view") -> None:
    """What the audit entry of this page will call it, where the address' name does not do."""
    request.looking = (action, what)


class Door:
    """Sign-in, idle lock and the audit entry of every page, in one place that none can pass by."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Asked) -> HttpResponse:
        if _is_open(request.path):
            request.viewer = None  # type: ignore[assignment]  # a page for anybody asks nothing
            return self.get_response(request)
        if not _is_known(request.user):
            return ask_to_sign_in(request)
        now = machine_now()
        if idle.is_locked(request, now) and request.path not in settings.LOCKED_ADDRESSES:
            return ask_to_unlock(request)
        idle.touch(request, now)
        with one_moment():
            return self._seen(request, now)

    def _seen(self, request: Asked, now: datetime) -> HttpResponse:
        request.viewer = _viewer(request, now)
        if must_enrol(request.user, request.viewer) and request.path not in settings.CODE_ADDRESSES:
            return ask_for_code(request)
        response = _noted(request, self.get_response(request))
        _let_go(request, response, now)
        # What a person may not see again after signing out must not lie in the browser's cache.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: Asked, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        request.refused = error
        page = render_to_string("access/refused.html", _told(request, error))
        return HttpResponse(page, status=error.status)


def _let_go(request: Asked, response: HttpResponse, now: datetime) -> None:
    """A form that was taken is a draft no longer: it leads to another page. One that was not taken stays kept."""
    said = request.POST if request.method == "POST" else {}
    if response.status_code not in _LEADS_ON or not said.get("desk_draft"):
        return
    with suppress(DatabaseError):  # what was done is done; at worst it is offered once more
        drafts.let_go(
            staff=request.user, place=said["desk_draft"], form=said.get("desk_form", ""),
            mark=said.get("desk_mark", ""), at=now,
        )  # fmt: skip


def _told(request: Asked, error: Refused) -> dict[str, Any]:
    """The sentence; and where a form was refused because something changed meanwhile, what was written
    in it and the way back."""
    words = words_of(request.POST) if request.method == "POST" else []
    return {
        "sentence": str(error), "words": words, "back": place_of(request), "status": error.status
    }  # fmt: skip


def _is_open(path: str) -> bool:
    return path.removeprefix(get_script_prefix()[:-1]).startswith(settings.OPEN_ADDRESSES)


def _is_known(user: Staff | AnonymousUser) -> bool:
    # Before the door it may be nobody, whatever the signature of a view can rely on behind it.
    return user.is_authenticated


def _viewer(request: Asked, now: datetime) -> Viewer:
    return viewer_of(
        request.user,
        clinic_now(),
        stated(request, now),
        came=now,
        address=address_of(request),
        device=device_of(request),
    )


def _noted(request: Asked, response: HttpResponse) -> HttpResponse:
    """Commits one entry for whoever was in the page; without it the page does not leave."""
    if not _shows(response):
        return response
    refused = getattr(request, "refused", None)
    if refused is None and not request.viewer.has_looked:
        return response
    try:
        _enter(request, response, refused)
    except Exception as error:
        return _unwritten(error, response)
    if response.streaming:
        _hold_to_what_was_declared(request.viewer, response)
    return response


def _shows(response: HttpResponse) -> bool:
    """A redirect carries nobody's data; "unchanged" shows again what the browser kept."""
    return not 300 <= response.status_code < 400 or response.status_code == UNCHANGED


def _enter(request: Asked, response: HttpResponse, refused: Refused | None) -> None:
    action, what = getattr(request, "looking", ("view", _name_of(request)))
    patients = {*request.viewer.looked["patients"], *(refused.patients if refused else ())}
    viewed(
        request.viewer,
        what=what,
        action="refused" if refused else action,
        outcome=_outcome(response, refused),
        patients=patients,
        now=clinic_now(),
        machine_now=machine_now(),
    )


def _name_of(request: Asked) -> str:
    match = request.resolver_match
    return (match.view_name if match else "") or "page"


def _outcome(response: HttpResponse, refused: Refused | None) -> str:
    if refused:
        return "refused"
    return "failed" if response.status_code >= 500 else "done"


def _unwritten(error: Exception, response: HttpResponse) -> HttpResponse:
    import logging

    logging.getLogger(__name__).error("audit entry not written", exc_info=error)
    response.close()
    return HttpResponse(render_to_string("access/unwritten.html"), status=503)


def _hold_to_what_was_declared(viewer: Viewer, response: Any) -> None:
    """A stream's people are named before it begins; one who comes later ends it."""
    declared = {kind: set(ids) for kind, ids in viewer.looked.items()}

    def held(chunks):
        for chunk in chunks:
            if any(viewer.looked[kind] - declared[kind] for kind in declared):
                raise Refused("A stream came upon someone it had not declared, and was ended.")
            yield chunk

    response.streaming_content = held(response.streaming_content)
