"""A call that was written to the wrong person, written again for the right one: what was typed goes along,
and nothing else of the first person does."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from northstar.access import drafts, roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.acts import asking as acts
from northstar.casework.worklist.today import day
from northstar.config.clock import clinic_now, machine_now
from northstar.desk.call import typed
from northstar.doing.taking_back import CALLS
from northstar.record import finding, panels
from northstar.record.callers import holders_of, near_holders_of
from northstar.record.people import Card, card, people

_MOST = 9  # as many as there are keys
_PERSON = (
    "note", "taught", "interpreter", "outcome", "promise", "promise_on", "keep_on", "emergency",
    "voicemail", "incoming", "heard",
)  # fmt: skip
_OFFICE = ("office", "number", "representative", "reference", "outcome", "incoming")
_JOINED = ("note", "taught")


@may("call", roles.CARE | roles.LEADING)
@require_http_methods(["GET", "POST"])
def again(request: Asked, patient: UUID, act: UUID) -> HttpResponse:
    """Who was it in truth? Those who share the number, those of today's list, or whoever is sought."""
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    made = acts.one(viewer, row.pk, act)
    if made.kind not in CALLS or made.staff_id != viewer.staff_id:
        raise Refused("Only who wrote a call writes it again.", status=404)
    if getattr(made, "taken_back", None) is None:
        raise Refused("Take the call back first; then it is written for somebody else.", status=409)
    if chosen := typed.uuid(request.POST.get("patient", "")):
        return _begun(request, made, chosen, now)
    sought = request.POST.get("q", "").strip()
    page = {
        "patient": row.public_id, "who": card(row), "act": made, "sought": sought, "now": now,
        "found": _sought(request, sought, row.pk, now) if sought else _likely(request, made, row.pk, now),
        "taken": _in_words(made, now),
    }  # fmt: skip
    return render(request, "call/again.html", page)


_SHOWN = {
    "note": "Note",
    "taught": "In their own words",
    "promise": "Promise",
    "outcome": "How it ended",
}


def _in_words(made: Any, now: datetime) -> list[tuple[str, str]]:
    told = [(name, words) for name, words in _rows(made, "", now) if name in _SHOWN]
    return [
        (_SHOWN[name], typed.label_of(words) if name == "outcome" else words)
        for name, words in told
    ]


def _begun(request: Asked, made: Any, chosen: UUID, now: datetime) -> HttpResponse:
    """The call screen of the right person, with everything typed in it as a draft."""
    other = panels.patient_for(request.viewer, chosen, now)
    office = made.kind != "call"
    place = f"office call {other.public_id} " if office else f"call {other.public_id} -"
    rows = [["call", name, words] for name, words in _rows(made, str(other.public_id), now)]
    rows = _with(drafts.take(staff=request.user, place=place, at=machine_now()), rows)
    drafts.keep(staff=request.user, place=place, typed=rows, at=machine_now())
    messages.success(
        request, "Here is what you typed. Ask for two things again, then write it down."
    )
    if office:
        return redirect(f"{reverse('call-office')}?patient={other.public_id}")
    return redirect("call", other.public_id)


def _rows(made: Any, other: str, now: datetime) -> list[tuple[str, str]]:
    """(field of the form, words) of what was typed. How the first person was identified, their number and who
    of their family was on the line stay behind; when it was goes along."""
    told, names = made.detail, _PERSON if made.kind == "call" else _OFFICE
    rows = [
        (name, str(one))
        for name in names
        for one in (told[name] if isinstance(told.get(name), list) else [told.get(name, "")])
        if one
    ]
    if made.kind != "call":
        rows += [(f"note-{other}", told["note"])] if told.get("note") else []
    rows = [(name, "1" if name == "incoming" else words) for name, words in rows]
    minutes = round((made.ended - made.began).total_seconds() / 60)
    rows += [("held", str(told["held_minutes"]))] if told.get("held_minutes") else []
    began = made.began.astimezone(now.tzinfo)
    return [*rows, ("when", f"{began:%Y-%m-%dT%H:%M}"), ("minutes", str(minutes))]


def _with(before: list[list[str]], rows: list[list[str]]) -> list[list[str]]:
    """What stood in the form of the right person already is not lost either."""
    texts = {name: words for _, name, words in before if name in _JOINED}
    both = [
        [form, name, f"{texts.pop(name)}\n{words}" if name in texts else words]
        for form, name, words in rows
    ]
    known = {name for _, name, _ in both}
    return [*both, *(row for row in before if row[1] not in known)]


def _likely(request: Asked, made: Any, first: int, now: datetime) -> list[Card]:
    """Who shares the number that was dialled, whose relative has it, then who stands on today's list."""
    viewer, number = request.viewer, str(made.detail.get("number", ""))
    rows: list[Any] = list(holders_of(viewer, number, now.date())) if number else []
    rows += [row for row, _ in near_holders_of(viewer, number, now.date())] if number else []
    pks = [row.pk for row in rows]
    pks += [row.lead.patient_id for row in day(viewer, now).rows if row.lead.patient_id]
    return _cards(request, pks, first)


def _sought(request: Asked, said: str, first: int, now: datetime) -> list[Card]:
    hits, _ = finding.search(request.viewer, said, now.date(), _MOST)
    return _cards(request, [hit.patient.pk for hit in hits], first)


def _cards(request: Asked, pks: list[int], first: int) -> list[Card]:
    wanted = [pk for pk in dict.fromkeys(pks) if pk != first][:_MOST]
    found = people(request.viewer, wanted)
    return [found[pk] for pk in wanted if pk in found]


urlpatterns = [path("patients/<uuid:patient>/call/<uuid:act>/again/", again, name="call-again")]
