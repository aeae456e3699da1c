"""A copy of the plan for one recipient: shown as it will be, printed, and written down once it is given."""

from dataclasses import dataclass
from hashlib import blake2s
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.plans.standing import Signed
from northstar.config.clock import zone
from northstar.desk.patient.circle import circle
from northstar.desk.plan.going import roads_for, words_with_it
from northstar.desk.plan.whole import Desk, desk_of
from northstar.desk.plan.worded import names
from northstar.doing import agreeing
from northstar.doing.copying import send_copy
from northstar.engines.letters.handout import Handout, pdf
from northstar.engines.letters.paper import CannotSet
from northstar.knowledge.languages import language_name
from northstar.rules.plans.as_fhir import bundle
from northstar.rules.plans.contradicted import Contradiction, contradictions
from northstar.rules.plans.in_plain_words import (
    CAREGIVER,
    OFFICE,
    THE_PERSON,
    Part,
    as_text,
    for_recipient,
    parts,
)
from northstar.rules.plans.shape import labels, plan_of
from northstar.rules.reading_grade import PROMISED, grade

_GONE = 404
INVALID = 422
HOW = (
    "by hand", "by post", "on the portal", "by fax", "read aloud with an interpreter",
    "in a qualified translator's words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a copy may be for. `key` stands in the address instead of a name; `never`: the person forbade
    telling them; `told` is what a consent says."""

    key: str
    kind: str
    name: str
    told: str = ""
    never: bool = False


@dataclass(slots=True)
class Copy:
    """One copy as it will be."""

    desk: Desk
    signed: Signed
    recipient: Recipient
    parts: list[Part]
    can_be_whole: bool
    whole: bool
    plan_id: UUID

    @property
    def text(self) -> str:
        return as_text(self.parts)


def recipients(desk: Desk) -> list[Recipient]:
    """The person, those around them, and the practices that take part."""
    around = circle(desk.chart, desk.chips)
    near = [
        Recipient(_key(desk, CAREGIVER, one.name), CAREGIVER, one.name, one.told, one.never)
        for one in (*around.decides, *around.near)
    ]
    offices = [Recipient(_key(desk, OFFICE, one.name), OFFICE, one.name) for one in around.team]
    return [Recipient("person", THE_PERSON, desk.person), *near, *offices]


def _key(desk: Desk, kind: str, name: str) -> str:
    said = f"{desk.row.public_id} {kind} {name}".encode()
    return blake2s(said, key=settings.SECRET_KEY.encode()[:32], digest_size=6).hexdigest()


@may("plan-copy", roles.CARE)
@require_GET
def copy(request: Asked, patient: UUID) -> HttpResponse:
    """The copy on the screen, with how hard it is to read, ready to print."""
    return _shown(request, _copy(request, patient))


def _shown(request: Asked, made: Copy, error: str = "") -> HttpResponse:
    kind, typed = made.recipient.kind, request.POST
    told = {
        "error": error, "typed": typed, "key": typed.get("key") or uuid4(),
        "roads": roads_for(made.desk, kind), "with_it": typed.get("text") or words_with_it(made.desk, kind),
        "may_send": request.viewer.may("write"),
        "patient": made.desk.row.public_id, "bar": made.desk.bar, "copy": made, "grade": grade(made.text),
        "promised": PROMISED, "how": HOW, "recipients": recipients(made.desk),
        "clinic": settings.CLINIC_NAME, "phone": settings.CLINIC_PHONE, "now": made.desk.now,
        "against": [one.says for one in _against(made)], "speaks": _speaks(made.desk),
    }  # fmt: skip
    return render(request, "plan/copy.html", told, status=INVALID if error else 200)


@may("plan-copy")
@require_GET
def copy_pdf(request: Asked, patient: UUID) -> HttpResponse:
    """The copy as a tagged PDF, for a screen reader as for a printer."""
    made = _copy(request, patient)
    answer = HttpResponse(_set(made), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="plan-of-care.pdf"'
    return answer


@may("plan-copy")
@require_GET
def as_data(request: Asked, patient: UUID) -> HttpResponse:
    """The plan in force for another system: FHIR R4, without what is restricted."""
    made = _copy(request, patient)
    signed, words = made.signed, for_recipient(made.signed.words, OFFICE)
    told = bundle(
        plan_of(words), plan_id=made.plan_id, patient=str(made.desk.row.public_id),
        person=made.desk.person, number=signed.number, signed=signed.at.astimezone(zone()),
        by=signed.by, names=names(), gender=made.desk.chart.gender,
        born=made.desk.chart.birth_date.text[:10] if made.desk.chart.birth_date else "",
    )  # fmt: skip
    answer = JsonResponse(told, content_type="application/fhir+json")
    answer["Content-Disposition"] = 'attachment; filename="plan-of-care.json"'
    return answer


@may("plan-copy")
@require_POST
def send(request: Asked, patient: UUID) -> HttpResponse:
    """Into the outbox with it: as a letter, e-mail or fax with the PDF, on the portal in words."""
    made, said = _copy(request, patient), request.POST
    whom, (channel, _, address) = made.recipient, said.get("way", "").partition("|")
    try:
        if not request.viewer.may("write"):
            raise Refused(
                "You may show and print a copy; sending it is for who may write to people."
            )
        allowed = _allowed(made, said.get("allowed", ""))
        message = send_copy(
            by=request.viewer, patient=made.desk.row, version=made.signed.id, kind=whom.kind, to=whom.name,
            channel=channel, address=address or _typed_address(made, said.get("address", "")),
            text=said.get("text", ""), paper=_set(made), whole=made.text, allowed=allowed,
            label=_label(made), at=made.desk.now, key=f"plan-copy:{said.get('key', '')[:60]}",
        )  # fmt: skip
    except Refused as sorry:
        return _shown(request, made, str(sorry))
    messages.success(request, "In the outbox. That the copy was given is written once it has left.")
    return redirect("outbox-message", message.public_id)


def _typed_address(made: Copy, typed: str) -> str:
    if made.recipient.kind != THE_PERSON and not typed.strip():
        raise Refused(
            "Write where it goes: a number, an e-mail address, or the lines of an envelope."
        )
    return typed


def _allowed(made: Copy, said: str) -> str:
    """How we know that a relative may have it; an office takes part in the care."""
    whom = made.recipient
    if whom.kind == CAREGIVER and not (whom.told or said.strip()):
        raise Refused(
            f"Say how you know that {made.desk.person} allows {whom.name} to have it.",
            status=INVALID,
        )
    return said.strip()


def _label(made: Copy) -> int:
    """How carefully it must travel: as what stands in it."""
    whole = 0
    for label in labels(made.signed.words).values() if made.whole else ():
        whole |= label
    return whole


@may("plan-copy")
@require_POST
def given(request: Asked, patient: UUID) -> HttpResponse:
    """It was given: one act, and the month's evidence."""
    made = _copy(request, patient)
    whom, said = made.recipient, request.POST
    how = said.get("how", "")
    known = _allowed(made, said.get("allowed", ""))
    allowed = f"; allowed: {known}" if known else ""
    agreeing.copy_given(
        by=request.viewer, patient=made.desk.row, kind=whom.kind, to=whom.name,
        how=f"{how}{allowed}", at=made.desk.now,
    )  # fmt: skip
    messages.success(request, "Written down: the copy was given.")
    return redirect("plan", patient)


def _copy(request: Asked, patient: UUID) -> Copy:
    desk = desk_of(request, patient)
    signed = desk.standing.signed if desk.standing else None
    if signed is None or desk.standing is None:
        raise Refused("Sign the plan first; a copy is of what is in force.", status=409)
    plan_id = desk.standing.row.public_id
    asked = request.POST if request.method == "POST" else request.GET
    wanted = asked.get("for", "person")
    whom = next((one for one in recipients(desk) if one.key == wanted), None)
    if whom is None:
        raise Refused("Choose whom the copy is for.", status=_GONE)
    if whom.never:
        raise Refused(
            f"{desk.person} has said that {whom.name} is not to be told. No copy is made."
        )
    can = whom.kind == THE_PERSON and bool(labels(signed.words))
    whole = can and asked.get("whole") == "1"
    words = for_recipient(signed.words, whom.kind, in_own_hands=whole)
    found = parts(words, names(), desk.person, whom.kind)
    return Copy(desk, signed, whom, found, can, whole, plan_id)


def _speaks(desk: Desk) -> str:
    """The language that the person reads, where it is not the one of the copy."""
    code = next((p.language for p in reversed(desk.chart.persons) if p.language), "")
    return language_name(code) if code and not code.lower().startswith("en") else ""


def _against(made: Copy) -> list[Contradiction]:
    """What the record says against the version that would be given."""
    words = made.signed.words
    return contradictions(made.desk.chart, words, plan_of(words), zone())


def _set(made: Copy) -> bytes:
    signed, phone = made.signed, settings.CLINIC_PHONE
    at = signed.at.astimezone(zone())
    title = (
        f"Your plan, {made.desk.person}"
        if made.recipient.kind == THE_PERSON
        else f"Plan of care for {made.desk.person}"
    )
    level = grade(made.text)
    told = Handout(
        title=title, from_=settings.CLINIC_NAME, date=f"{at:%B} {at.day}, {at.year}",
        parts=tuple((one.heading, one.sentences, one.items) for one in made.parts),
        call=f"Questions? Call {phone}, day or night." if phone else "",
        foot=f"Version {signed.number}, {signed.by}" + (f". Reading grade {level:g}" if level is not None else ""),
    )  # fmt: skip
    try:
        return pdf(told)
    except CannotSet as sorry:
        raise Refused(str(sorry), status=422) from None


_HERE = "patients/<uuid:patient>/plan/copy"
urlpatterns = [
    path(f"{_HERE}/", copy, name="plan-copy"),
    path(f"{_HERE}.pdf", copy_pdf, name="plan-copy-pdf"),
    path(f"{_HERE}.json", as_data, name="plan-copy-data"),
    path(f"{_HERE}/send/", send, name="plan-copy-send"),
    path(f"{_HERE}/given/", given, name="plan-copy-given"),
]
