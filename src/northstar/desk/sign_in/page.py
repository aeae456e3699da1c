"""Sign in, the second step, lock and unlock, sign out."""

from datetime import timedelta

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from northstar.access import idle, second_step, signing
from northstar.access.asked import Asked
from northstar.access.models import Staff
from northstar.access.turned_away import safe_next
from northstar.access.viewer import viewer_of
from northstar.config.clock import clinic_now, machine_now
from northstar.desk.sign_in import account, purpose
from northstar.desk.sign_in.forms import LOCKED_OUT, Code, SignIn, Unlock, typed
from northstar.desk.templatetags.desk import first_place

HALF_WAY, HALF_WAY_FOR = "half_way", timedelta(minutes=5)
INVALID, TOO_MANY = 422, 429
BACKEND = "northstar.access.backend.InTheStore"
NOT_TOGETHER = "This name and this password do not belong together."


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(safe_next(request))
    form = SignIn(typed(request))
    if request.method != "POST":
        return _page(request, "sign_in/sign_in.html", form)
    if not form.is_valid():
        return _page(request, "sign_in/sign_in.html", form, INVALID)
    staff = signing.by_password(request, **form.cleaned_data)
    if staff is None:
        return _not_in(request, form, form.cleaned_data["username"], NOT_TOGETHER)
    if second_step.is_set_up(staff):
        request.session[HALF_WAY] = [staff.pk, machine_now().timestamp(), safe_next(request)]
        return HttpResponseRedirect("/sign-in/code/")
    return _in(request, staff, safe_next(request))


@sensitive_post_parameters("code")
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The second step. Only after it is the session that of a person."""
    staff, wanted = _half_way(request)
    if staff is None:
        return HttpResponseRedirect("/sign-in/")
    form = Code(typed(request))
    if request.method != "POST":
        return _page(request, "sign_in/code.html", form)
    if not form.is_valid():
        return _page(request, "sign_in/code.html", form, INVALID)
    given = form.cleaned_data["code"]
    if signing.is_locked_out(request, staff.username):
        return _page(request, "sign_in/code.html", _with(form, LOCKED_OUT), TOO_MANY)
    if second_step.passes(staff=staff, code=given, machine_now=machine_now()):
        return _in(request, staff, wanted)
    signing.count_wrong(request, staff.username)
    return _not_in(request, form, staff.username, "This code does not open. Each opens once.")


@sensitive_post_parameters("password")
@never_cache
def locked(request: Asked) -> HttpResponse:
    """The desk is locked: the same person unlocks it and finds the place as it was."""
    if not request.session.get(idle.LOCKED):
        return HttpResponseRedirect(safe_next(request))
    form, staff = Unlock(typed(request)), request.user
    if request.method != "POST":
        return _page(request, "sign_in/locked.html", form)
    if not form.is_valid():
        return _page(request, "sign_in/locked.html", form, INVALID)
    found = signing.by_password(request, staff.username, form.cleaned_data["password"])
    if found is None:
        return _not_in(request, form, staff.username, "This is not the password.", "locked desk")
    request.session.cycle_key()
    idle.unlock(request, machine_now())
    _note(request, staff, "sign-in", "done", "locked desk")
    return HttpResponseRedirect(safe_next(request))


@require_POST
def lock(request: Asked) -> HttpResponse:
    """Stepping away: locked at once."""
    idle.lock(request)
    return HttpResponseRedirect("/locked/")


@require_POST
def sign_out(request: Asked) -> HttpResponse:
    _note(request, request.user, "sign-out", "done")
    logout(request)
    answer = HttpResponseRedirect("/sign-in/")
    if request.is_secure():  # elsewhere a browser knows neither this nor a drawer to be emptied
        answer["Clear-Site-Data"] = '"storage"'  # drafts that waited for a connection
    return answer


def _in(request: HttpRequest, staff: Staff, wanted: str) -> HttpResponse:
    _note(request, staff, "sign-in", "done")  # first: who cannot be noted does not come in
    request.session.pop(HALF_WAY, None)
    login(request, staff, backend=BACKEND)  # gives the session a new key
    idle.unlock(request, machine_now())
    return HttpResponseRedirect(_opens_on(staff) if wanted == "/" else wanted)


def _opens_on(staff: Staff) -> str:
    """Today, or the first place that is open to whoever has no Today."""
    viewer = viewer_of(staff, clinic_now())
    return "/" if viewer.may("today") else first_place(viewer)


def _not_in(
    request: HttpRequest, form, username: str, sentence: str, what: str = "the desk"
) -> HttpResponse:
    _note(request, signing.known(username), "sign-in", "failed", what)
    template = {Code: "code", Unlock: "locked"}.get(type(form), "sign_in")
    if signing.is_locked_out(request, username):
        return _page(request, f"sign_in/{template}.html", _with(form, LOCKED_OUT), TOO_MANY)
    return _page(request, f"sign_in/{template}.html", _with(form, sentence), INVALID)


def _half_way(request: HttpRequest) -> tuple[Staff | None, str]:
    """Who has given the right password a moment ago."""
    pk, since, wanted = request.session.get(HALF_WAY) or (None, 0, "")
    if pk is None or machine_now().timestamp() - since > HALF_WAY_FOR.total_seconds():
        return None, ""
    return Staff.objects.filter(pk=pk, is_active=True).first(), wanted


def _with(form, sentence: str):
    form.add_error(None, sentence)
    return form


def _page(request: HttpRequest, template: str, form, status: int = 200) -> HttpResponse:
    return render(request, template, {"form": form, "next": safe_next(request)}, status=status)


def _note(
    request: HttpRequest, staff: Staff | None, action: str, outcome: str, what: str = "the desk"
) -> None:
    signing.note(
        request,
        staff,
        action=action,
        outcome=outcome,
        what=what,
        now=clinic_now(),
        machine_now=machine_now(),
    )


urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/code/", code, name="sign-in-code"),
    path("locked/", locked, name="locked"),
    path("lock/", lock, name="lock"),
    path("sign-out/", sign_out, name="sign-out"),
    path("purpose/", purpose.purpose, name="purpose"),
    *account.urlpatterns,
]
