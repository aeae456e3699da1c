"""A copy of a signed note for one reader: shown as it will be, printed, and written down once it is given."""

from hashlib import blake2s
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.notes import asking
from northstar.casework.notes.giving import OFFICE, RELATIVE, THE_PERSON, Reader, for_reader
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.patient.circle import circle
from northstar.desk.patient.identity import bar
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.doing.giving_notes import HOW, given
from northstar.record import charts, feeds, panels
from northstar.record.people import card
from northstar.rules.call_consents import word_about

INVALID = 422


@may("note-copy", roles.CARE)
@require_GET
def copy(request: Asked, patient: UUID, note: UUID) -> HttpResponse:
    """The copy on the screen, without what this reader may not see."""
    return _shown(request, patient, note)


@may("note-copy")
@require_POST
def give(request: Asked, patient: UUID, note: UUID) -> HttpResponse:
    """It was given: one act in the person's record."""
    now = clinic_now()
    row: Any = panels.patient_for(request.viewer, patient, now)
    chart = charts.charts(request.viewer, [row.pk], now)[row.pk]
    written = asking.one(request.viewer, row.pk, note)
    try:
        given(
            by=request.viewer, patient=row, note=written,
            reader=_chosen(request, _readers(written, row, chart, _chips(now))), how=request.POST.get("how", ""), at=now,
        )  # fmt: skip
    except Refused as sorry:
        return _shown(request, patient, note, str(sorry))
    messages.success(request, "Written down: the copy was given.")
    return redirect("note", patient, note)


def _shown(request: Asked, patient: UUID, note: UUID, error: str = "") -> HttpResponse:
    now, viewer = clinic_now(), request.viewer
    row: Any = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    written, chips = asking.one(viewer, row.pk, note), _chips(now)
    readers = _readers(written, row, chart, chips)
    reader, made = _chosen(request, readers), None
    try:
        made = for_reader(written, reader)
    except Refused as sorry:
        error = error or str(sorry)
    page = {
        "patient": row.public_id, "bar": bar(chart, card(row), [], chips), "note": written, "made": made,
        "readers": [(_key(row, one), one) for one in readers],
        "chosen": _key(row, reader), "reader": reader, "error": error, "how": HOW,
        "clinic": settings.CLINIC_NAME, "phone": settings.CLINIC_PHONE, "now": now,
    }  # fmt: skip
    return render(request, "notes/copy.html", page, status=INVALID if error else 200)


def _chips(now: Any) -> Chips:
    return Chips(feeds.titles(), Calendar(zone(), now.date()))


def _readers(note: asking.Written, row: Any, chart: Chart, chips: Chips) -> list[Reader]:
    """The person, those around them, and the practices that take part; of a caregiver's own note only
    those around them."""
    around, today = circle(chart, chips), chips.calendar.today
    # Whom the person has forbidden to be told is no reader.
    near = []
    for one in (*around.decides, *around.near):
        word = word_about(chart, one.name, today)
        allowed = bool(word and word.allows)
        if word is None or allowed:
            near.append(Reader(RELATIVE, one.name, allowed))
    if note.row.about == asking.CAREGIVER:
        if not near:
            raise Refused(
                "No source names anybody near this person, so there is nobody to give it to."
            )
        return near
    offices = [Reader(OFFICE, one.name) for one in around.team]
    return [Reader(THE_PERSON, row.name), *near, *offices]


def _chosen(request: Asked, readers: list[Reader]) -> Reader:
    asked = request.POST if request.method == "POST" else request.GET
    wanted = asked.get("for", "")
    if not wanted:
        return readers[0]
    row = request.resolver_match.kwargs["patient"]  # type: ignore[union-attr]
    found = [one for one in readers if _named(row, one) == wanted]
    if not found:
        raise Refused("This reader is not here, or the person has forbidden it.", status=404)
    return found[0]


def _key(row: Any, reader: Reader) -> str:
    return _named(row.public_id, reader)


def _named(patient: Any, reader: Reader) -> str:
    """A mark for the address that names nobody."""
    said = f"{patient} note {reader.kind} {reader.name}".encode()
    return blake2s(said, key=settings.SECRET_KEY.encode()[:32], digest_size=6).hexdigest()


_HERE = "patients/<uuid:patient>/notes/<uuid:note>/copy/"
urlpatterns = [
    path(_HERE, copy, name="note-copy"),
    path(f"{_HERE}given/", give, name="note-copy-given"),
]
