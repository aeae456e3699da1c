"""Staff and roles: take someone on, give and end roles, let them try again, let them go."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from northstar.access import roles, second_step, staffing
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.models import Entitlement, Role, Staff
from northstar.access.passwords import LEAST, LONGEST
from northstar.access.refuse import Refused
from northstar.casework.worklist.succession import has_left, held_by
from northstar.chart.sensitivity import Label
from northstar.config.clock import clinic_now

INVALID = 422
_EVERY = reduce(or_, Label)


class TakeOn(forms.Form):
    username = forms.CharField(label="Name they sign in with", max_length=80)
    name = forms.CharField(label="Name, as colleagues say it", max_length=200)
    role = forms.ChoiceField(label="Role", choices=list(roles.ROLES.items()))
    password = forms.CharField(
        label="First password",
        strip=False,
        max_length=LONGEST,
        help_text=f"At least {LEAST} characters; they change it under “My account”.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


@may("staff")
@sensitive_post_parameters("password")
def everyone(request: Asked) -> HttpResponse:
    """All staff with what they are now, and the form for someone new."""
    form = TakeOn(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (staff := _taken_on(request, form)):
        return HttpResponseRedirect(f"/staff/{staff.public_id}/")
    shown = {"form": form, "everyone": staffing.everyone(at=clinic_now())}
    return render(request, "staff/everyone.html", shown, status=INVALID if form.errors else 200)


@may("staff")
def one(request: Asked, public_id: UUID, sentence: str = "") -> HttpResponse:
    """One colleague: what they are, since when, and what can be done."""
    staff = get_object_or_404(Staff, public_id=public_id)
    held = list(staff.roles.filter(Role.holding(clinic_now())).order_by("start"))
    past = list(staff.roles.exclude(Role.holding(clinic_now())).order_by("-end"))
    names = {row.role for row in held}
    shown = {
        "staff": staff,
        "held": held,
        "past": past,
        "open": [(key, name) for key, name in roles.ROLES.items() if key not in names],
        "entitled": _entitled(staff),
        "certified": list(staff.credentials.order_by("-start")),
        "kinds": [(int(kind), _named(kind)) for kind in Label if kind],
        "now": clinic_now(),
        "typed": request.POST,
        "has_app": second_step.is_set_up(staff),
        "sentence": sentence,
    }
    return render(request, "staff/one.html", shown, status=INVALID if sentence else 200)


def _entitled(staff: Staff) -> list[tuple[Entitlement, str]]:
    rows = staff.entitlements.order_by("-start")
    return [
        (row, ", ".join(_named(kind) for kind in Label if kind and kind & row.labels))
        for row in rows
    ]


def _named(kind: Label) -> str:
    words = (kind.name or "").replace("_", " ").lower()
    return {"part2": "substance use (42 CFR Part 2)", "hiv": "HIV"}.get(words, words)


@may("staff")
@require_POST
def give(request: Asked, public_id: UUID) -> HttpResponse:
    return _done(request, public_id, staffing.give_role, role=request.POST.get("role", ""))


@may("staff")
@require_POST
def end(request: Asked, public_id: UUID) -> HttpResponse:
    return _done(request, public_id, staffing.end_role, role=request.POST.get("role", ""))


@may("staff")
@require_POST
def entitle(request: Asked, public_id: UUID) -> HttpResponse:
    """Leave to see sensitive facts: which, on what it rests, and until when."""
    kinds = [int(kind) for kind in request.POST.getlist("kind") if kind.isdecimal()]
    labels = Label(sum(set(kinds)) & int(_EVERY))
    if not labels:
        return one(request, public_id, "Choose at least one kind.")
    until = _last_moment(request.POST.get("until", ""))
    why = request.POST.get("reason", "")
    return _done(request, public_id, staffing.entitle, labels=labels, reason=why, end=until)


@may("staff")
@require_POST
def not_entitled(request: Asked, public_id: UUID, row: int) -> HttpResponse:
    return _done(request, public_id, staffing.end_entitlement, entitlement=row)


@may("staff")
@require_POST
def certify(request: Asked, public_id: UUID) -> HttpResponse:
    """A licence or certificate, with the day until which it is good."""
    until = _last_moment(request.POST.get("good-until", ""))
    words = {name: request.POST.get(name, "") for name in ("kind", "number")}
    return _done(request, public_id, staffing.certify, end=until, **words)


@may("staff")
@require_POST
def not_certified(request: Asked, public_id: UUID, row: int) -> HttpResponse:
    return _done(request, public_id, staffing.end_credential, credential=row)


def _last_moment(text: str) -> datetime | None:
    """The end of a day; None where none is given."""
    try:
        return datetime.combine(date.fromisoformat(text), time.max, clinic_now().tzinfo)
    except ValueError:
        return None


@may("staff")
@require_POST
def unlock(request: Asked, public_id: UUID) -> HttpResponse:
    return _done(request, public_id, staffing.unlock)


@may("staff")
@require_POST
def without_app(request: Asked, public_id: UUID) -> HttpResponse:
    return _done(request, public_id, second_step.take_away)


@may("staff")
@require_http_methods(["GET", "POST"])
def deactivate(request: Asked, public_id: UUID) -> HttpResponse:
    """What they hold is listed first, and goes to somebody in the same act."""
    staff = get_object_or_404(Staff, public_id=public_id, is_active=True)
    if request.method == "GET":
        return _leaving(request, staff)
    try:
        _not_oneself(request, staff, staffing.deactivate)
        to = staffing.holders().get(request.POST.get("to", ""))
        if to is None:
            raise Refused("Choose who takes what they hold.")
        has_left(staff=staff, to=to, by=request.viewer, at=clinic_now())
    except Refused as refused:
        return _leaving(request, staff, str(refused))
    return HttpResponseRedirect(f"/staff/{public_id}/")


def _leaving(request: Asked, staff: Staff, sentence: str = "") -> HttpResponse:
    others = {k: one for k, one in staffing.holders().items() if k != str(staff.public_id)}
    shown = {
        "staff": staff,
        "held": held_by(staff, request.viewer, clinic_now()),
        "others": others,
        "queue": str(staffing.default_team().public_id),
        "sentence": sentence,
    }
    return render(request, "staff/leaving.html", shown, status=INVALID if sentence else 200)


@may("staff")
@require_POST
@sensitive_post_parameters("password")
def password(request: Asked, public_id: UUID) -> HttpResponse:
    given = request.POST.get("password", "")
    return _done(request, public_id, staffing.new_password, password=given)


def _done(request: Asked, public_id: UUID, act: Callable, **words: Any) -> HttpResponse:
    staff = get_object_or_404(Staff, public_id=public_id)
    try:
        _not_oneself(request, staff, act)
        act(staff=staff, by=request.viewer, at=clinic_now(), **words)
    except Refused as refused:
        return one(request, public_id, str(refused))
    return HttpResponseRedirect(f"/staff/{public_id}/")


def _not_oneself(request: Asked, staff: Staff, act: Callable) -> None:
    """Whoever gives themselves a role, or locks themselves out, needs a second pair of eyes."""
    if staff.pk == request.user.pk and act in (staffing.give_role, staffing.deactivate):
        raise Refused("Another administrator does that for you.")


def _taken_on(request: Asked, form: TakeOn) -> Staff | None:
    try:
        return staffing.take_on_as(**form.cleaned_data, by=request.viewer, at=clinic_now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


urlpatterns = [
    path("staff/", everyone, name="staff"),
    path("staff/<uuid:public_id>/", one, name="staff-one"),
    path("staff/<uuid:public_id>/give/", give, name="staff-give"),
    path("staff/<uuid:public_id>/end/", end, name="staff-end"),
    path("staff/<uuid:public_id>/entitle/", entitle, name="staff-entitle"),
    path("staff/<uuid:public_id>/entitle/<int:row>/end/", not_entitled, name="staff-not-entitled"),
    path("staff/<uuid:public_id>/certify/", certify, name="staff-certify"),
    path(
        "staff/<uuid:public_id>/certify/<int:row>/end/", not_certified, name="staff-not-certified"
    ),
    path("staff/<uuid:public_id>/unlock/", unlock, name="staff-unlock"),
    path("staff/<uuid:public_id>/app/", without_app, name="staff-app"),
    path("staff/<uuid:public_id>/password/", password, name="staff-password"),
    path("staff/<uuid:public_id>/deactivate/", deactivate, name="staff-deactivate"),
]
