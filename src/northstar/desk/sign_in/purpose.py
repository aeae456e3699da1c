"""Saying why you look outside your panel."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from northstar.access import purpose as purposes
from northstar.access.asked import Asked
from northstar.access.audit import viewed
from northstar.access.turned_away import safe_next
from northstar.config.clock import clinic_now, machine_now
from northstar.desk.sign_in.forms import typed

INVALID = 422


class Purpose(forms.Form):
    why = forms.ChoiceField(
        label="Why do you need to look?",
        choices=list(purposes.PURPOSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "choose one."},
    )
    more = forms.CharField(
        label="In your own words (may stay empty)", max_length=200, required=False
    )


def purpose(request: Asked) -> HttpResponse:
    """Good for an hour; every look within it carries the purpose into the audit chain."""
    form = Purpose(typed(request))
    if request.method == "POST" and "end" in request.POST:
        purposes.end(request)
        return HttpResponseRedirect(safe_next(request))
    if request.method == "POST" and form.is_valid():
        said = " ".join(filter(None, form.cleaned_data.values()))
        _note(request, said)  # first: who cannot be noted does not look
        purposes.state(request, said, machine_now())
        return HttpResponseRedirect(safe_next(request))
    shown = {"form": form, "next": safe_next(request), "stated": request.viewer.purpose}
    return render(request, "sign_in/purpose.html", shown, status=INVALID if form.errors else 200)


def _note(request: Asked, said: str) -> None:
    """An emergency is marked as one: the privacy officer goes through them."""
    viewed(
        request.viewer,
        "purpose stated",
        clinic_now(),
        machine_now(),
        action="break-glass" if said.startswith(purposes.EMERGENCY) else "admin",
        purpose=said,
    )
