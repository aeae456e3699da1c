"""A person's notes: write one in a line, make one of what was done, look it over, sign it, add to it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import names_of_holders
from northstar.access.viewer import Viewer
from northstar.casework.notes import asking
from northstar.casework.notes.asking import CAREGIVER, PATIENT, Note
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.notes import (
    copy,
    evidence,
    heard,
    holding,
    line_by_line,
    machine,
    proposing,
    shown,
    tellers,
)
from northstar.desk.offers import Offer, Panel
from northstar.desk.patient.identity import bar
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.desk.when_done import earlier
from northstar.desk.when_done import shown as when_shown
from northstar.doing import noting
from northstar.engines.writing.compose import compose
from northstar.engines.writing.values import Sentence, as_typed
from northstar.record import charts, feeds, panels
from northstar.record.people import card

INVALID = 422
_FEW = 3  # lines of what was done, on the person's own page
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n+")
_TITLES = {"call": "Call", "day": "What was done today"}


@dataclass(slots=True)
class Desk:
    """One person, opened for their notes."""

    row: Any
    chart: Chart
    chips: Chips
    now: datetime


def _desk(request: Asked, patient: UUID) -> Desk:
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    return Desk(row, chart, Chips(feeds.titles(), Calendar(zone(), now.date())), now)


@may("notes", roles.CARE | roles.LEADING)
@require_GET
def notes(request: Asked, patient: UUID) -> HttpResponse:
    """All notes, drafts first, with a line to write the next."""
    return _listed(request, _desk(request, patient))


@may("write-notes", roles.CARE)
@require_POST
def write(request: Asked, patient: UUID) -> HttpResponse:
    """A quick note becomes a draft; what it tells is proposed on the next page."""
    desk, text = _desk(request, patient), request.POST.get("text", "")
    if not text.strip():
        return _listed(request, desk, "Write a word first.")
    about = CAREGIVER if request.POST.get("about") == CAREGIVER else PATIENT
    told_by, relation = tellers.chosen(request.POST, desk.chart, desk.chips)
    if about == CAREGIVER and not told_by:
        return _listed(request, desk, "Which caregiver said this? Choose, or write their name.")
    try:
        covers = earlier(request.POST, desk.chart, desk.now)
    except Refused as sorry:
        return _listed(request, desk, str(sorry))
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
    desk, span = _desk(request, patient), request.POST.get("span", "")
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
        return _listed(request, desk, f"{said} Write a quick note instead.")
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


@may("notes")
@require_http_methods(["GET", "POST"])
def note(request: Asked, patient: UUID, note: UUID) -> HttpResponse:
    """One note: a draft to work on, or a signed one to read and add to."""
    desk = _desk(request, patient)
    one = asking.one(request.viewer, desk.row.pk, note)
    if request.method == "GET":
        return _one(request, desk, one)
    if not request.viewer.may("write-notes"):
        raise Refused("Your role may read notes and not write them.")
    try:
        return _acts(request, desk, one)
    except Refused as refused:
        if refused.status not in (INVALID, 409):
            raise
        return _refused(request, desk, one, refused)


def _acts(request: Asked, desk: Desk, one: asking.Written) -> HttpResponse:
    by, what = request.viewer, request.POST.get("what", "save")
    patient = desk.row.public_id
    if what == "add":
        text = request.POST.get("added", "")
        promised = heard.ticked(_promised(request, desk, text), request.POST)
        noting.add(by=by, patient=desk.row, note=one.row, text=text, at=desk.now, promised=promised)
        messages.success(request, "Added below the note; the note stays as it was signed.")
        return redirect("note", patient, one.id)
    if what == "set-aside":
        why = request.POST.get("why", "")
        noting.set_aside(by=by, patient=desk.row, note=one.row, why=why, at=desk.now)
        messages.success(request, "Set aside. It stays to be read below.")
        return redirect("notes", patient)
    return _keeps(request, desk, one, what)


def _keeps(request: Asked, desk: Desk, one: asking.Written, what: str) -> HttpResponse:
    by, title = request.viewer, request.POST.get("title", "").strip() or one.title
    sentences = _typed(request, one)
    newest = one.versions[-1]
    if one.is_draft and _seen(request, one) is not newest:
        raise Refused(
            f"{newest.by} has changed this draft since you opened it. Yours stands here now, theirs is "
            "under “Every version”: compare, then sign.",
            status=409,
        )
    if what != "sign":
        noting.save(
            by=by, patient=desk.row, note=one.row, title=title, sentences=sentences, at=desk.now
        )
        messages.success(request, "Kept as a draft.")
        return redirect("note", desk.row.public_id, one.id)
    rows = _proposals(request, desk, one, sentences)
    noting.sign(
        by=by, patient=desk.row, note=one.row, title=title, sentences=sentences,
        ticked=proposing.ticked(rows), at=desk.now,
    )  # fmt: skip
    count = sum(row.ticked for row in rows)
    more = f" {count} of what it tells {'is' if count == 1 else 'are'} filed." if count else ""
    messages.success(request, f"Signed.{more}")
    return redirect("note", desk.row.public_id, one.id)


def _refused(request: Asked, desk: Desk, one: asking.Written, refused: Refused) -> HttpResponse:
    """Not done; what was typed is kept: as the newest version of a draft, or ready to be added."""
    by, said = request.viewer, ""
    typed = [] if request.POST.get("what") in ("add", "set-aside") else _typed(request, one)
    again = asking.one(by, desk.row.pk, one.id)
    if typed and again.is_draft:
        title = request.POST.get("title", "").strip() or one.title
        noting.save(
            by=by, patient=desk.row, note=one.row, title=title, sentences=typed, at=desk.now
        )
        again = asking.one(by, desk.row.pk, one.id)
    elif typed:
        stands = {sentence.says for sentence in again.standing.sentences}
        said = "\n".join(s.says for s in typed if s.by == by.name and s.says not in stands)
    return _one(request, desk, again, str(refused), refused.status, said)


def _typed(request: Asked, one: asking.Written) -> list[Sentence]:
    """The note as it came back, held against the version that was on the page."""
    return shown.typed(request.POST, _seen(request, one).sentences, request.viewer, one.row.label)


def _seen(request: Asked, one: asking.Written) -> asking.Version:
    number = request.POST.get("seen", "")
    return next((v for v in one.versions if str(v.number) == number), one.standing)


def _proposals(
    request: Asked, desk: Desk, one: asking.Written, sentences: list[Sentence]
) -> list[proposing.Proposal]:
    """Only from what a person said or wrote: a composed sentence is on file already."""
    text = "\n".join(one.says for one in sentences if one.by)
    # "Tomorrow" is the day after it was said, on whatever day the draft is opened again.
    said = (one.row.happened or (one.versions[0].at,))[0].astimezone(desk.now.tzinfo)
    return proposing.proposals(
        text, desk.now, request.POST.dict(), request.POST.getlist("tick"), said
    )


def _promised(request: Asked, desk: Desk, text: str) -> list[proposing.Proposal]:
    return heard.in_note(text, request.POST, desk.now, by=request.viewer, patient=desk.row.pk)


def _one(
    request: Asked, desk: Desk, one: asking.Written, error: str = "", status: int = 200, said: str = ""
) -> HttpResponse:  # fmt: skip
    sentences = list(one.standing.sentences)
    page = _frame(desk) | {
        "note": one,
        "standing": shown.sentences(sentences, desk.chips),
        "additions": [(v, shown.sentences(v.sentences, desk.chips)) for v in one.additions],
        "title": one.title,
        "typed": request.POST,
        "added": said or request.POST.get("added", ""),
        "asks": error == heard.ASKS,
        "heard": _promised(request, desk, request.POST.get("added", "")),
        "to_whom": names_of_holders(request.viewer),
        "error": error,
        "may_write": request.viewer.may("write-notes"),
        "may_copy": request.viewer.may("note-copy"),
        "may_hear": tellers.may_hear(one.row, desk.chart, desk.now.date()),
    }
    if one.is_draft:
        rows = _proposals(request, desk, one, sentences)
        rows = heard.standing(rows, request.viewer, desk.row.pk, desk.now)
        page |= {
            "groups": proposing.grouped(rows),
            "unsaid": not any(s.by for s in sentences),
            "holds": holding.services(request.viewer, desk.row.pk, one, sentences, desk.now),
            "refused": [row for v in one.versions[:1] for row in v.filed],
        }
    return render(request, "notes/one.html", page, status=status)


def _listed(request: Asked, desk: Desk, error: str = "") -> HttpResponse:
    found = asking.of_patient(request.viewer, desk.row.pk)
    page = (
        _frame(desk)
        | {
            "drafts": [one for one in found if one.is_draft],
            "notes": [
                (one, shown.sentences(one.standing.sentences, desk.chips))
                for one in found
                if one.signed
            ],
            "aside": [one for one in found if one.set_aside],
            "done": line_by_line.done(request.viewer, desk.row.pk, desk.now),
            "error": error,
            "typed": request.POST,
            "began": request.POST.get("began") or desk.now.isoformat(),
            "line": request.POST.get("line") or request.GET.get("line", ""),
            "may_write": request.viewer.may("write-notes"),
            "model": machine.model().is_open,
            "tellers": tellers.offered(desk.chart, desk.chips)
            if request.viewer.may("write-notes")
            else [],
        }
        | when_shown(request.POST, desk.now)
    )
    return render(request, "notes/notes.html", page, status=INVALID if error else 200)


def _frame(desk: Desk) -> dict[str, Any]:
    return {
        "patient": desk.row.public_id, "bar": bar(desk.chart, card(desk.row), [], desk.chips), "now": desk.now
    }  # fmt: skip


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


def _panel(viewer: Viewer, row: Any, chart: Chart, now: datetime) -> dict[str, Any]:
    found = asking.of_patient(viewer, row.pk)
    return {
        "patient": row.public_id, "drafts": [n for n in found if n.is_draft],
        "latest": [n for n in found if n.signed][:3], "count": sum(bool(n.signed) for n in found),
        "done": [one for one in line_by_line.done(viewer, row.pk, now) if not one.gone][:_FEW],
    }  # fmt: skip


def _address(patient: str, line: Any = None) -> str:
    """Beside the line that asks to sign a draft: that draft. Else all notes, to write one from this line."""
    if line is not None and line.signal == asking.BY_HAND and line.key.startswith(asking.ASKS):
        return reverse("note", args=[patient, line.key.removeprefix(asking.ASKS)])
    where = reverse("notes", args=[patient])
    return f"{where}?line={line.public_id}" if line is not None else where


_HERE = "patients/<uuid:patient>/notes/"
urlpatterns = [
    path(_HERE, notes, name="notes"),
    path(f"{_HERE}write/", write, name="notes-write"),
    path(f"{_HERE}make/", make, name="notes-make"),
    path(f"{_HERE}<uuid:note>/", note, name="note"),
    *machine.urlpatterns,
    *copy.urlpatterns,
]
OFFERS = (Offer("Note", "pen", "write-notes", _address, key="n", order=20),)
PANELS = (Panel("notes", "Notes", "notes", "notes/panel.html", _panel, order=40),)
