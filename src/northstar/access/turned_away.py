"""What the door answers to whom it does not let through, keeping the place they wanted."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from northstar.access.kept_words import has_secret, is_mark, words_of

SAFE = ("GET", "HEAD")


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    return _ask(request, settings.LOGIN_URL, "You have signed out, or were away too long.")


def ask_to_unlock(request: HttpRequest) -> HttpResponse:
    return _ask(request, settings.UNLOCK_URL, "The desk locked while you were away.")


def ask_for_code(request: HttpRequest) -> HttpResponse:
    return _ask(request, settings.CODE_URL, "Your role needs an authenticator app first.")


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of ours, never somebody else's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else settings.LOGIN_REDIRECT_URL


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page that was opened before its reader signed in again: one press sends it after all. What
    did not come from a page of ours is not taken, and not shown."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    form = request.POST if ours and not has_secret(request.POST) else QueryDict()
    told = {
        "words": words_of(form), "address": request.get_full_path(), "back": place_of(request),
        "fields": [(name, one) for name in form for one in form.getlist(name) if not is_mark(name)],
    }  # fmt: skip
    return render(request, "access/stale.html", told, status=403)


def _ask(request: HttpRequest, address: str, why: str) -> HttpResponse:
    wanted = f"{address}?{urlencode({'next': place_of(request)})}"
    if _is_part(request):
        # A part of a page cannot show another page in its place: the script goes there.
        return HttpResponse(status=401, headers={"Northstar-Go": wanted})
    if request.method in SAFE:
        return HttpResponseRedirect(wanted)
    # What was typed is still in the browser: answer beside it instead of leading away from it.
    page = render_to_string("access/not_sent.html", {"why": why, "address": wanted})
    return HttpResponse(page, status=401)


def _is_part(request: HttpRequest) -> bool:
    return bool(request.headers.get("Northstar-Part"))


def place_of(request: HttpRequest) -> str:
    """The page the person was on: for a part or a form, the page around it, as the form itself says
    where it came back refused once."""
    around = request.headers.get("Referer", "")
    if not around or (request.method in SAFE and not _is_part(request)):
        return request.get_full_path()
    if said := request.POST.get("desk_page", ""):
        return said if url_has_allowed_host_and_scheme(said, allowed_hosts=None) else "/"
    parts = urlsplit(around)
    return parts.path + (f"?{parts.query}" if parts.query else "")
