"""A copy of the plan for one recipient: shown as it will be, printed, and written down once it is given."""

from dataclasses import dataclass
from hashlib import blake2s
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.casework.plans.asking import Signed
from northstar.config.clock import zone
from northstar.desk.patient.circle import circle
from northstar.desk.plan.whole import Desk, desk_of
from northstar.doing import planning
from northstar.engines.letters.handout import Handout, pdf
from northstar.engines.letters.paper import CannotSet
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
HOW = ("by hand", "by post", "on the portal", "by fax", "read aloud with an interpreter")


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
    made = _copy(request, patient)
    told = {
        "patient": patient, "bar": made.desk.bar, "copy": made, "grade": grade(made.text),
        "promised": PROMISED, "how": HOW, "recipients": recipients(made.desk),
        "clinic": settings.CLINIC_NAME, "phone": settings.CLINIC_PHONE, "now": made.desk.now,
        "against": [one.says for one in _against(made)],
    }  # fmt: skip
    return render(request, "plan/copy.html", told)


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
        by=signed.by, names=_names(),
    )  # fmt: skip
    answer = JsonResponse(told, content_type="application/fhir+json")
    answer["Content-Disposition"] = 'attachment; filename="plan-of-care.json"'
    return answer


@may("plan-copy")
@require_POST
def given(request: Asked, patient: UUID) -> HttpResponse:
    """It was given: one act, and the month's evidence."""
    made = _copy(request, patient)
    whom, said = made.recipient, request.POST
    how = said.get("how", "")
    if whom.kind == CAREGIVER and not (whom.told or said.get("allowed", "").strip()):
        raise Refused(
            f"Say how you know that {made.desk.person} allows {whom.name} to have it.", status=422
        )
    allowed = f"; allowed: {said['allowed'].strip()}" if said.get("allowed", "").strip() else ""
    planning.copy_given(
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
    found = parts(words, _names(), desk.person, whom.kind)
    return Copy(desk, signed, whom, found, can, whole, plan_id)


def _names() -> dict[str, str]:
    """Who the owners of steps are, by what stands in the plan for them."""
    return {
        f"{'staff' if isinstance(one, Staff) else 'team'}:{uid}": one.name
        for uid, one in holders().items()
    }


def _against(made: Copy) -> list[Contradiction]:
    """What the record says against the version that would be given."""
    words = made.signed.words
    return contradictions(made.desk.chart, words, plan_of(words), zone())


def _set(made: Copy) -> bytes:
    signed, phone = made.signed, settings.CLINIC_PHONE
    at = signed.at.astimezone(zone())
    title = (
        "Your plan" if made.recipient.kind == THE_PERSON else f"Plan of care for {made.desk.person}"
    )
    told = Handout(
        title=title, from_=settings.CLINIC_NAME, date=f"{at:%B} {at.day}, {at.year}",
        parts=tuple((one.heading, one.sentences, one.items) for one in made.parts),
        call=f"Questions? Call {phone}, day or night." if phone else "",
        foot=f"Version {signed.number}, {signed.by}",
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
    path(f"{_HERE}/given/", given, name="plan-copy-given"),
]
