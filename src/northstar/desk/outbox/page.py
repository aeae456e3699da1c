"""The outbox: what waits, what left, what could not; recall, answer, send again; letters printed and posted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import looks_for, may
from northstar.access.refuse import Refused
from northstar.casework.outbox import asking, roads
from northstar.casework.outbox.envelope import letter_of
from northstar.config.clock import clinic_now, machine_now
from northstar.desk.offers import Offer
from northstar.doing import printing, sending, wanting
from northstar.engines.letters.paper import is_pdf
from northstar.rules.writing_to import CHANNELS

INVALID = 422
PLACE = ("Outbox", "outbox", "msg", "u", "outbox")


@may("outbox", roles.CARE | roles.LEADING)
@require_GET
def outbox(request: Asked) -> HttpResponse:
    """Everything on its way out, what wants a person first."""
    now = clinic_now()
    shown = asking.outbox(request.viewer, now)
    return render(
        request,
        "outbox/page.html",
        {
            "box": shown,
            "now": now,
            "practice": [CHANNELS[one] for one in roads.only_for_practice()],
        },
    )


@may("outbox")
@require_GET
def message(request: Asked, public_id: UUID) -> HttpResponse:
    """One message: what it says, what became of it, what can be done."""
    return _shown(request, public_id)


def _shown(request: Asked, public_id: UUID, error: str = "", who: str = "") -> HttpResponse:
    row = asking.message_for(request.viewer, public_id, clinic_now())
    page = {
        "row": row, "m": row.message, "history": asking.history(row.message), "error": error,
        "files": row.message.attachments.order_by("pk"), "practice": roads.only_for_practice(), "who": who, "channel": CHANNELS[row.message.channel], "now": clinic_now(),
    }  # fmt: skip
    return render(request, "outbox/message.html", page, status=INVALID if error else 200)


@may("outbox")
@require_GET
def letter(request: Asked, public_id: UUID) -> HttpResponse:
    """The message on paper."""
    row = asking.message_for(request.viewer, public_id, clinic_now())
    return pdf(letter_of(row.message))


@may("outbox")
@require_GET
def file(request: Asked, public_id: UUID, number: int) -> HttpResponse:
    """What goes with a message, the first is 1: a PDF is shown, anything else saved."""
    row = asking.message_for(request.viewer, public_id, clinic_now())
    found = list(row.message.attachments.order_by("pk"))[number - 1 : number]
    if not found:
        raise Refused("No such file goes with this message.", status=404)
    data = bytes(found[0].data)
    if is_pdf(data):
        return pdf(data)
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = 'attachment; filename="enclosed"'
    return answer


@may("write", roles.CARE | roles.LEADING)
@require_POST
def act(request: Asked, public_id: UUID, what: str) -> HttpResponse:
    """Recall it, say that it came, or send it again."""
    row = asking.message_for(request.viewer, public_id, clinic_now())
    who = request.POST.get("who", "")
    try:
        said = _ACTS[what](request, row.message, who)
    except Refused as sorry:
        return _shown(request, public_id, str(sorry), who)
    messages.success(request, said)
    return redirect("outbox-message", public_id)


def _recall(request: Asked, message: Any, who: str) -> str:
    sending.recall(by=request.viewer, message=message, at=clinic_now())
    return "Recalled. It does not leave."


def _came(request: Asked, message: Any, who: str) -> str:
    wanting.it_was_sent(by=request.viewer, message=message, at=clinic_now(), who=who)
    return "Noted: it was sent."


def _again(request: Asked, message: Any, who: str) -> str:
    wanting.send_again(by=request.viewer, message=message, at=clinic_now())
    return "It waits to be sent again, and is judged once more before it leaves."


_ACTS: dict[str, Callable[[Asked, Any, str], str]] = {
    "recall": _recall,
    "came": _came,
    "again": _again,
}


@may("write")
@require_POST
def print_all(request: Asked) -> HttpResponse:
    """Take all letters that wait, for one printing."""
    now = clinic_now()
    letters = [row.message for row in asking.outbox(request.viewer, now).letters]
    try:
        mark = printing.take_letters(
            by=request.viewer, messages=letters, at=now, machine_now=machine_now()
        )
    except Refused as sorry:
        messages.error(request, str(sorry))
        return redirect("outbox")
    return redirect("outbox-printing", mark)


@may("outbox")
@require_GET
def batch(request: Asked, mark: UUID) -> HttpResponse:
    """One printing: the letters, and the question whether they are in the post."""
    return render(request, "outbox/printing.html", {"rows": _taken(request, mark), "mark": mark})


@may("outbox")
@require_GET
def batch_pdf(request: Asked, mark: UUID) -> HttpResponse:
    """All letters of one printing."""
    looks_for(request, "letters to print", "print")
    return pdf(printing.paper(row.message for row in _taken(request, mark)))


@may("write")
@require_POST
def posted(request: Asked, mark: UUID, sent: bool) -> HttpResponse:
    """They are in the post, or were not printed after all."""
    letters = [row.message for row in _taken(request, mark)]
    wanting.posted(by=request.viewer, messages=letters, at=clinic_now(), sent=sent)
    count = f"{len(letters)} letter{'' if len(letters) == 1 else 's'}"
    told = f"{count} in the post." if sent else f"{count} waiting to be printed again."
    messages.success(request, told)
    return redirect("outbox")


def _taken(request: Asked, mark: UUID) -> list[asking.Row]:
    rows = asking.batch(request.viewer, mark, clinic_now())
    if not rows:
        raise Refused("There is no such printing here; its letters may be in the post.", status=404)
    return rows


def pdf(data: bytes) -> HttpResponse:
    """A PDF to be shown; its name tells nobody whose it is."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return answer


def _address(patient: str, line: Any) -> str:
    """Beside a line that asks about a message: that message."""
    if line is None or not str(line.key).startswith("message:"):
        return ""
    return reverse("outbox-message", args=[line.key.removeprefix("message:")])


OFFERS = (
    Offer("Look in the outbox", "arrow", "outbox", _address, where=("line",), order=5, first=True),
)

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("outbox/print/", print_all, name="outbox-print"),
    path("outbox/printing/<uuid:mark>/", batch, name="outbox-printing"),
    path("outbox/printing/<uuid:mark>/letters.pdf", batch_pdf, name="outbox-letters"),
    path("outbox/printing/<uuid:mark>/posted/", posted, {"sent": True}, name="outbox-posted"),
    path(
        "outbox/printing/<uuid:mark>/not-printed/",
        posted,
        {"sent": False},
        name="outbox-not-printed",
    ),
    path("outbox/<uuid:public_id>/", message, name="outbox-message"),
    path("outbox/<uuid:public_id>/file/<int:number>/", file, name="outbox-file"),
    path("outbox/<uuid:public_id>/letter.pdf", letter, name="outbox-letter"),
    *(
        path(f"outbox/<uuid:public_id>/{what}/", act, {"what": what}, name=f"outbox-{what}")
        for what in _ACTS
    ),
]
