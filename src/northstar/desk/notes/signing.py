"""One note: a draft is looked over and signed, a signed one is read and added to."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import names_of_holders
from northstar.casework.notes import asking
from northstar.desk.notes import heard, holding, proposing, shown, tellers
from northstar.desk.notes.page import INVALID, Desk, frame, opened
from northstar.doing import noting
from northstar.engines.writing.values import Sentence


@may("notes")
@require_http_methods(["GET", "POST"])
def note(request: Asked, patient: UUID, note: UUID) -> HttpResponse:
    """One note: a draft to work on, or a signed one to read and add to."""
    desk = opened(request, patient)
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
    page = frame(desk) | {
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


_HERE = "patients/<uuid:patient>/notes/"
urlpatterns = [
    path(f"{_HERE}<uuid:note>/", note, name="note"),
]
