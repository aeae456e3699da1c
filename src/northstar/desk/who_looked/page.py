"""Every look at one person and every act about them, from the audit chain."""

from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from northstar.access.asked import Asked
from northstar.access.audit import asking
from northstar.access.door import may
from northstar.config.clock import zone

INVALID, MOST = 422, 500


class Whose(forms.Form):
    patient = forms.UUIDField(
        label="The person’s id",
        help_text="It stands in the address of the person’s page.",
        error_messages={
            "required": "write the id.",
            "invalid": "an id looks like 0b5e1c0a-… with five groups.",
        },
    )


@may("who-looked")
def ask(request: Asked) -> HttpResponse:
    form = Whose(request.GET if "patient" in request.GET else None)
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(f"/who-looked/{form.cleaned_data['patient']}/")
    status = INVALID if form.errors else 200
    return render(request, "who_looked/ask.html", {"form": form}, status=status)


@may("who-looked")
def who_looked(request: Asked, patient: UUID) -> HttpResponse:
    """Asking who looked is itself a look, and noted as one."""
    request.viewer.looks_at([patient])
    looks = asking.told(asking.about(patient, MOST), zone())
    shown = {"patient": patient, "looks": looks, "most": MOST}
    return render(request, "who_looked/looks.html", shown)


urlpatterns = [
    path("who-looked/", ask, name="who-looked"),
    path("who-looked/<uuid:patient>/", who_looked, name="who-looked-at"),
]
