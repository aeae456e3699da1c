"""The language model at the desk: its draft, checked; and the administrator's word that it may hear."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.notes import model_door
from northstar.config.clock import clinic_now
from northstar.doing.drafting import Model, NoAnswer, draft
from northstar.engines.writing.values import Sentence, Told


def model() -> Model:
    """The one that the settings name; closed where none is named."""
    return Model(settings.MODEL_ADDRESS, settings.MODEL_NAME, settings.MODEL_KEY)


def drafted(
    request: Asked, row: Any, found: Iterable[Told], instead: list[Sentence], now: datetime
) -> tuple[list[Sentence], list[dict[str, str]]]:
    """(sentences, refused) of the model; the plain draft where it gives nothing that stands."""
    try:
        said = draft(by=request.viewer, patient=row, told=found, with_model=model(), at=now)
    except NoAnswer:
        messages.info(request, "The language model did not answer. This draft is made without it.")
        return instead, []
    refused = [{"says": says, "why": why} for says, why in said.refused]
    if not said.sentences:
        messages.info(
            request,
            "No sentence of the language model stood the check. This draft is made without it.",
        )
    return said.sentences or instead, refused


@may("model-agreement", frozenset({roles.ADMINISTRATOR}))
@require_http_methods(["GET", "POST"])
def agreement(request: Asked) -> HttpResponse:
    """Where patients' words may go to be drafted, on whose word, since when."""
    error, address = "", settings.MODEL_ADDRESS
    if request.method == "POST" and address:
        try:
            model_door.record(
                address=address, allowed=request.POST.get("what") == "allow", by=request.viewer,
                paper=request.POST.get("paper", ""), at=clinic_now(),
            )  # fmt: skip
            messages.success(request, "Recorded.")
            return redirect("model-agreement")
        except Refused as refused:
            error = str(refused)
    page = {
        "address": address, "is_open": model().is_open, "rows": model_door.agreements(), "error": error,
        "typed": request.POST,
    }  # fmt: skip
    return render(request, "notes/model.html", page, status=422 if error else 200)


urlpatterns = [path("notes/model/", agreement, name="model-agreement")]
