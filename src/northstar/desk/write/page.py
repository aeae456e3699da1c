"""Write to a person: words to begin with, where it may go, how hard it reads, and into the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import names_of_holders
from northstar.access.viewer import Viewer
from northstar.casework.outbox import asking, roads
from northstar.casework.outbox.envelope import letter
from northstar.casework.worklist.today import line_for
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk import sensitive
from northstar.desk.notes import heard
from northstar.desk.offers import Offer, Panel
from northstar.desk.outbox.page import pdf
from northstar.desk.patient.identity import bar
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.desk.templatetags.desk import moment
from northstar.desk.write import form as forms
from northstar.desk.write.form import Form
from northstar.doing.promising import Promised
from northstar.doing.sending import replaced, send, worded
from northstar.doing.wishing import wishes
from northstar.record import charts, panels
from northstar.record.feeds import titles
from northstar.record.people import card
from northstar.rules.call_consents import warnings
from northstar.rules.death import has_died
from northstar.rules.stop_words import way_out
from northstar.rules.wording import counted
from northstar.rules.writing_to import CHANNELS, TO_OFFICES, as_sent

INVALID = 422
_SHOWN = 8
_LATELY = timedelta(hours=24)


@dataclass(slots=True)
class Desk:
    """One person, opened to write to."""

    row: Any
    chart: Chart
    whole: Chart
    now: datetime


def _desk(request: Asked, patient: UUID) -> Desk:
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    return Desk(row, chart, forms.whole_chart(row, now), now)


@may("write", roles.CARE | roles.LEADING)
@require_http_methods(["GET", "POST"])
def write(request: Asked, patient: UUID) -> HttpResponse:
    """The page; a POST begins with other words, measures again, or puts it into the outbox."""
    desk = _desk(request, patient)
    form = forms.typed((request.POST if request.method == "POST" else request.GET).dict())
    do = request.POST.get("do", "begin" if form.about else "")
    if do == "begin":
        forms.begun(form, desk.chart, request.viewer.name, desk.now)
    if form.instead and request.method == "GET":
        _as_before(request, desk, form)
    if do != "send":
        return _shown(request, desk, _with_a_way(form, desk))
    try:
        promised = _promised(request, desk, form)
        sent = _send(request, desk, form, promised)
        _let_go(request, desk, form)
    except Refused as sorry:
        return _shown(request, desk, form, str(sorry))
    letters = sent.channel == roads.BY_HAND
    told = (
        "It waits to be printed."
        if letters
        else "It leaves in about a minute; until then it can be recalled."
    )
    lines = (
        f" {counted(len(promised), 'line' if any(one.of for one in promised) else 'promise')} on the list."
        if promised
        else ""
    )
    messages.success(request, f"In the outbox. {told}{lines}")
    return redirect("outbox-message", sent.public_id)


def _promised(request: Asked, desk: Desk, form: Form) -> tuple[Promised, ...]:
    """What it promises and somebody left ticked; asked last, when all else is as it should be."""
    forms.require(form)
    _not_the_same_again(form, desk)
    return heard.ticked(_heard(request, desk, form), request.POST, heard.ASKS_BEFORE_SENDING)


def _heard(request: Asked, desk: Desk, form: Form) -> list[heard.Proposal]:
    by, patient = request.viewer, desk.row.pk
    return heard.in_note(form.text, request.POST, desk.now, by=by, patient=patient)


def _send(request: Asked, desk: Desk, form: Form, promised: tuple[Promised, ...]) -> Any:
    line = _line(request, form, desk)
    before = _before(request, desk, form)
    label = sensitive.chosen(request.viewer, form.label) | (line.label if line else 0)
    label |= before.label if before else 0
    detail = {"checked": form.checked.strip()[:120]} if form.needs_checking else {}
    return send(
        by=request.viewer, patient=desk.row, channel=form.channel, address=form.address,
        text=form.text, subject=form.subject[:200], language=form.language[:20], purpose=form.purpose[:160],
        at=desk.now, key=_key(form), line=line, detail=detail, label=label,
        recipient=forms.whose(form, desk.chart)[:160],
        attachments=forms.read_files(request.FILES.getlist("files"), form.channel), promised=promised,
    )  # fmt: skip


def _before(request: Asked, desk: Desk, form: Form) -> Any:
    """The message that did not come and is written again by another road; None where it is not theirs."""
    if not form.instead:
        return None
    row = asking.message_for(request.viewer, form.instead, desk.now)
    return row.message if str(row.card.id) == str(desk.row.public_id) else None


def _as_before(request: Asked, desk: Desk, form: Form) -> None:
    if before := _before(request, desk, form):
        form.subject, form.text = before.subject, before.text
        form.purpose, form.language = before.purpose, before.language


def _let_go(request: Asked, desk: Desk, form: Form) -> None:
    """It goes by the other road now."""
    if before := _before(request, desk, form):
        replaced(by=request.viewer, message=before, at=desk.now)


def _not_the_same_again(form: Form, desk: Desk) -> None:
    """Another tab or the way back shows a form that was sent already; a second copy is sent knowingly."""
    if form.again or asking.with_key(_key(form)):
        return
    address = as_sent(form.channel, form.address)
    since = desk.now - _LATELY
    words = worded(form.channel, form.text, form.language)
    told = asking.same_words(desk.row.pk, form.channel, address, words, since)
    if told:
        form.again = "yes"
        raise Refused(
            f"The same words went into the outbox {moment(told.at)}, by {told.by}. Press once more to send "
            "them a second time."
        )


def _key(form: Form) -> str:
    return f"desk:{form.key}"


def _line(request: Asked, form: Form, desk: Desk) -> Any:
    """The line it is written for, if it is this person's and the viewer's to see."""
    if not form.line:
        return None
    line = line_for(request.viewer, form.line, desk.now)
    return line if line.patient_id == desk.row.pk else None


def _with_a_way(form: Form, desk: Desk) -> Form:
    """The best open address, where none is chosen yet."""
    if not form.way:
        fits = form.wording.channels if form.wording else tuple(CHANNELS)
        known = forms.seen_ways(desk.chart, desk.whole, desk.now)
        way = next(
            (w for w in known if not w.closed and not w.wants_yes and w.channel in fits), None
        )
        form.way = f"{way.channel}|{way.address}" if way else ""
    return form


def _shown(request: Asked, desk: Desk, form: Form, error: str = "") -> HttpResponse:
    chips = Chips(titles(), Calendar(zone(), desk.now.date()))
    found = _heard(request, desk, form)
    page = {
        "patient": desk.row.public_id,
        "bar": bar(desk.chart, card(desk.row), [], chips),
        "form": form,
        "error": error,
        "ways": forms.seen_ways(desk.chart, desk.whole, desk.now),
        "around": forms.around(desk.chart, desk.whole, desk.row, desk.now),
        "failed": asking.did_not_come(request.viewer, desk.row.pk),
        "roads": [(code, CHANNELS[code]) for code in CHANNELS if code != "portal" and roads.is_set_up(code)],
        "languages": forms.languages(desk.chart, form),
        "hint": forms.hint(desk.chart, form),
        "restricts": sensitive.offered(request.viewer),
        "had_files": bool(request.FILES),
        "practice": roads.only_for_practice(),
        "adding": request.POST if request.POST.get("is_new") and error else {},
        "died": has_died(desk.whole),
        "warnings": [words for words, _ in warnings(desk.chart)],
        "wordings": forms.offered(request.viewer),
        "offices": [(code, CHANNELS[code]) for code in CHANNELS if code in TO_OFFICES and roads.is_set_up(code)],
        "measured": forms.measured(form.text, form.language),
        "way_out": way_out(form.language),
        "heard": found,
        "asks": error == heard.ASKS_BEFORE_SENDING,
        "to_whom": names_of_holders(request.viewer) if found else (),
    }  # fmt: skip
    return render(request, "write/page.html", page, status=INVALID if error else 200)


@may("write")
@require_POST
def preview(request: Asked, patient: UUID) -> HttpResponse:
    """The letter as it would be printed."""
    desk, form = _desk(request, patient), forms.typed(request.POST.dict())
    name = forms.whose(form, desk.chart) or card(desk.row).name
    return pdf(
        letter(
            name=name, address=form.address if form.channel == roads.BY_HAND else "", title=form.subject,
            text=form.text, language=form.language, by=request.viewer.name, at=desk.now,
        )
    )  # fmt: skip


@may("write")
@require_POST
def reads(request: Asked) -> HttpResponse:
    """How hard these words read. Nobody's chart is opened."""
    told = forms.measured(request.POST.get("text", "")[:40_000], request.POST.get("language", "en"))
    return render(request, "write/grade.html", {"measured": told})


@may("write")
@require_POST
def wish(request: Asked, patient: UUID) -> HttpResponse:
    """What the person has said about being written to here."""
    desk = _desk(request, patient)
    told = request.POST
    try:
        act = wishes(
            by=request.viewer, patient=desk.row, channel=told.get("channel", ""), at=desk.now,
            address=told.get("address", ""), said=told.get("said", ""), how=told.get("how", ""),
            is_new=bool(told.get("is_new")),
        )  # fmt: skip
    except Refused as sorry:
        return _shown(request, desk, _with_a_way(Form(), desk), str(sorry))
    messages.success(request, f"Noted: {act.says}.")
    return redirect("write", patient)


def _address(patient: str, line: Any) -> str:
    about = f"?line={line.public_id}" if line is not None else ""
    return f"{reverse('write', args=[patient])}{about}" if patient and patient != "None" else ""


def _written(viewer: Viewer, row: Any, chart: Chart, now: datetime) -> dict[str, Any] | None:
    """What our people wrote to or about the person, newest first."""
    found = [m for m in reversed(chart.written) if m.status != "recalled"]
    return {"written": found[:_SHOWN], "more": max(0, len(found) - _SHOWN)} if found else None


OFFERS = (Offer("Write", "msg", "write", _address, key="l", order=30),)
PANELS = (Panel("written", "Written by us", "write", "write/panel.html", _written, order=60),)

urlpatterns = [
    path("patients/<uuid:patient>/write/", write, name="write"),
    path("patients/<uuid:patient>/write/letter.pdf", preview, name="write-letter"),
    path("patients/<uuid:patient>/write/wish/", wish, name="write-wish"),
    path("write/grade/", reads, name="write-grade"),
]
