"""A person's own way in: password, authenticator app, recovery codes."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from northstar.access import second_step, signing
from northstar.access.asked import Asked
from northstar.config.clock import clinic_now, machine_now
from northstar.desk.sign_in.forms import Code, NewPassword, Unlock, not_theirs, typed
from northstar.desk.sign_in.qr import qr_path

INVALID = 422


@never_cache
def account(request: Asked) -> HttpResponse:
    has_app = second_step.is_set_up(request.user)
    return render(request, "sign_in/account.html", {"has_app": has_app})


@sensitive_post_parameters()
@never_cache
def password(request: Asked) -> HttpResponse:
    form = NewPassword(typed(request), request=request)
    if request.method == "POST" and form.is_valid():
        request.user.set_password(form.cleaned_data["chosen"])
        request.user.save(update_fields=["password"])
        update_session_auth_hash(request, request.user)  # signs the person out everywhere else
        _note(request, "password changed")
        return render(request, "sign_in/password_changed.html")
    status = INVALID if form.errors else 200
    return render(request, "sign_in/password.html", {"form": form}, status=status)


@sensitive_post_parameters()
@never_cache
def app(request: Asked) -> HttpResponse:
    """Connect an authenticator app: the square, the secret in letters, and the first code."""
    staff = request.user
    if second_step.is_set_up(staff):
        return HttpResponseRedirect("/account/")
    form = Code(typed(request))
    if request.method == "POST" and form.is_valid():
        codes = second_step.confirm(
            staff=staff, code=form.cleaned_data["code"], machine_now=machine_now()
        )
        if codes:
            _note(request, "authenticator app connected")
            return render(request, "sign_in/recovery_codes.html", {"codes": codes})
        form.add_error("code", "this code does not fit. Wait for the next one and write that.")
    secret = second_step.begin(staff=staff)
    size, square = qr_path(second_step.address_of(staff, secret))
    shown = {"form": form, "size": size, "square": square, "secret": _in_fours(secret)}
    return render(request, "sign_in/app.html", shown, status=INVALID if form.errors else 200)


@sensitive_post_parameters()
@never_cache
def recovery_codes(request: Asked) -> HttpResponse:
    """New recovery codes; the ones until now no longer open. Asks for the password again."""
    if not second_step.is_set_up(request.user):
        return HttpResponseRedirect("/account/")
    form = Unlock(typed(request))
    if request.method == "POST" and _is_password(request, form):
        codes = second_step.new_recovery_codes(staff=request.user)
        _note(request, "recovery codes renewed")
        return render(request, "sign_in/recovery_codes.html", {"codes": codes})
    shown = {"form": form, "does": "Make new recovery codes"}
    return render(request, "sign_in/sure.html", shown, status=INVALID if form.errors else 200)


@sensitive_post_parameters()
@never_cache
def without_app(request: Asked) -> HttpResponse:
    """Disconnects the app, for instance before a new phone. Asks for the password again."""
    form = Unlock(typed(request))
    if request.method == "POST" and _is_password(request, form):
        second_step.take_away(staff=request.user, by=request.viewer, at=clinic_now())
        return HttpResponseRedirect("/account/")
    shown = {"form": form, "does": "Disconnect the authenticator app"}
    return render(request, "sign_in/sure.html", shown, status=INVALID if form.errors else 200)


def _is_password(request: Asked, form: Unlock) -> bool:
    if not form.is_valid():
        return False
    complaint = not_theirs(request, form.cleaned_data["password"], "this is not your password.")
    if complaint:
        form.add_error("password", complaint)
    return not complaint


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _note(request: Asked, what: str) -> None:
    signing.note(
        request,
        request.user,
        action="admin",
        outcome="done",
        what=what,
        now=clinic_now(),
        machine_now=machine_now(),
    )


urlpatterns = [
    path("account/", account, name="account"),
    path("account/password/", password, name="account-password"),
    path("account/app/", app, name="account-app"),
    path("account/app/remove/", without_app, name="account-app-remove"),
    path("account/recovery-codes/", recovery_codes, name="account-recovery-codes"),
]
