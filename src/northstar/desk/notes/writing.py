"""A note is begun: a quick one, or one made of what was done and what came in."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.notes.asking import CAREGIVER, PATIENT, Note
from northstar.desk.notes import evidence, machine, tellers
from northstar.desk.notes.page import Desk, listed, opened
from northstar.desk.when_done import earlier
from northstar.doing import noting
from northstar.engines.writing.compose import compose
from northstar.engines.writing.values import Sentence, as_typed

_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n+")
_TITLES = {"call": "Call", "day": "What was done today"}


@may("write-notes", roles.CARE)
@require_POST
def write(request: Asked, patient: UUID) -> HttpResponse:
    """A quick note becomes a draft; what it tells is proposed on the next page."""
    desk, text = opened(request, patient), request.POST.get("text", "")
    if not text.strip():
        return listed(request, desk, "Write a word first.")
    about = CAREGIVER if request.POST.get("about") == CAREGIVER else PATIENT
    told_by, relation = tellers.chosen(request.POST, desk.chart, desk.chips)
    if about == CAREGIVER and not told_by:
        return listed(request, desk, "Which caregiver said this? Choose, or write their name.")
    try:
        covers = earlier(request.POST, desk.chart, desk.now)
    except Refused as sorry:
        return listed(request, desk, str(sorry))
    note = noting.draft(
        by=request.viewer, patient=desk.row, kind="quick", title=_title(text), about=about,
        sentences=as_typed(_SENTENCES.split(text), request.viewer.name), at=desk.now,
        began=_began(request), covers=covers, line=_line(request, desk),
        told_by=told_by, relation=relation,
    )  # fmt: skip
    return redirect("note", patient, note.public_id)


@may("write-notes")
@require_POST
def make(request: Asked, patient: UUID) -> HttpResponse:
    """A draft out of what was done and what came in; what is restricted stands in a note of its own."""
    desk, span = opened(request, patient), request.POST.get("span", "")
    covers = (
        evidence.stretch(span, request.viewer, desk.row.pk, desk.now)
        if span in evidence.SPANS
        else None
    )
    found = (
        evidence.told(request.viewer, desk.row.pk, desk.chart, covers, desk.chips) if covers else []
    )
    if not covers or not found:
        said = (
            "No call of yours today is written down."
            if span == "call"
            else "But for what stands in notes already, nothing was done and nothing came in."
        )
        return listed(request, desk, f"{said} Write a quick note instead.")
    by_label = {
        label: [s for s in compose(found) if s.label == label]
        for label in sorted({one.support.label for one in found})
    }
    refused: list[dict[str, str]] = []
    if request.POST.get("model") and 0 in by_label:
        by_label[0], refused = machine.drafted(request, desk.row, found, by_label[0], desk.now)
    made = [
        _drafted(request, desk, span, covers, label, sentences, refused if not label else [])
        for label, sentences in by_label.items()
    ]
    if len(made) > 1:
        messages.info(request, "What is restricted stands in a note of its own.")
    return redirect("note", patient, made[0].public_id)


def _drafted(
    request: Asked, desk: Desk, span: str, covers: tuple[datetime, datetime], label: int, sentences: list[Sentence], refused: list[dict[str, str]]
) -> Note:  # fmt: skip
    day = desk.chips.calendar.moment(covers[0] if span == "call" else desk.now)
    of_month = span not in _TITLES
    title = f"{covers[0]:%B %Y}" if of_month else f"{_TITLES[span]}, {day}"
    return noting.draft(
        by=request.viewer, patient=desk.row, kind="month" if of_month else span, title=title, sentences=sentences,
        at=desk.now, covers=covers, label=label, program=request.POST.get("program", "")[:12],
        line=_line(request, desk), refused=refused,
    )  # fmt: skip


def _line(request: Asked, desk: Desk) -> Any:
    """The line it is written from, if it is an open one about this person that the viewer may see."""
    from northstar.casework.worklist.asking import lines_of

    wanted = request.POST.get("line", "")
    if not wanted:
        return None
    return next(
        (one for one in lines_of(request.viewer, desk.row.pk) if str(one.public_id) == wanted), None
    )


def _began(request: Asked) -> datetime | None:
    try:
        began = datetime.fromisoformat(request.POST.get("began", ""))
    except ValueError:
        return None
    return began if began.tzinfo else None


def _title(text: str) -> str:
    first = " ".join(_SENTENCES.split(text.strip())[0].split())
    return first if len(first) <= 80 else f"{first[:77].rsplit(' ', 1)[0]}…"


_HERE = "patients/<uuid:patient>/notes/"
urlpatterns = [
    path(f"{_HERE}write/", write, name="notes-write"),
    path(f"{_HERE}make/", make, name="notes-make"),
]
