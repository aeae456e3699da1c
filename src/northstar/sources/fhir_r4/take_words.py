"""What people wrote, planned and agreed: documents, messages, plans, goals, teams, tasks, consents."""

from northstar.chart.value import Concept
from northstar.chart.words import (
    Attachment,
    CarePlan,
    CareTeam,
    Communication,
    Consent,
    DocumentReference,
    Goal,
    Task,
)
from northstar.sources.fhir_r4.arrival import Arrival, human
from northstar.sources.fhir_r4.attached import decoded
from northstar.sources.fhir_r4.fields import (
    code_of,
    concept,
    concepts,
    moment,
    names,
    notes,
    number,
    part,
    parts,
    period,
    pointed,
    text,
    unit_of,
    whole,
)

_MEDIA = {"PHONE": "voicemail", "FAXWRIT": "fax", "EMAILWRIT": "email", "SMSWRIT": "text"}
_MEDIA |= {"WRITTEN": "letter", "MAILWRIT": "letter", "DICTATE": "voicemail"}


def document(on: Arrival, raw: dict) -> DocumentReference:
    """A document about the person; text inside it becomes readable."""
    files = [
        (at, part(on, one, "attachment", "content"))
        for at, one in enumerate(parts(on, raw, "content"))
    ]
    context = part(on, raw, "context")
    return DocumentReference(
        code=concept(on, raw, "type"),
        status=text(on, raw, "status"),
        title=text(on, raw, "description")
        or next((words for _, one in files if (words := text(on, one, "title", "content"))), ""),
        date=moment(on, raw, "date") or period(on, context, "period")[0],
        author=names(on, raw, "author"),
        custodian=names(on, raw, "custodian"),
        text=next((words for _, one in files if (words := decoded(on, one))), ""),
        encounter=on.key_of(part(on, context, "encounter")),
        replaces=_replaced(on, raw),
        confidentiality=code_of(on, raw, "securityLabel"),
        attachments=tuple(
            attachment(on, one, f"content/{at}/attachment") for at, one in files if one
        ),
    )


def attachment(on: Arrival, one: dict, path: str) -> Attachment:
    """A file that travels inside the resource, or a link to it that is not followed."""
    data = one.get("data")
    inside = isinstance(data, str)
    return Attachment(
        content_type=text(on, one, "contentType", path),
        title=text(on, one, "title", path),
        locator=f"{on.locator}#/{path}/{'data' if inside else 'url'}",
        size=len(data) * 3 // 4 if isinstance(data, str) else whole(on, one, "size", path) or 0,
    )


def _replaced(on: Arrival, raw: dict) -> str:
    for one in parts(on, raw, "relatesTo"):
        if one.get("code") == "replaces":
            return on.key_of(one.get("target"))
    return ""


def communication(on: Arrival, raw: dict) -> Communication:
    """A message, with what it says."""
    payload = list(enumerate(parts(on, raw, "payload")))
    said = [text(on, one, "contentString", "payload") for _, one in payload]
    files = [(at, part(on, one, "contentAttachment")) for at, one in payload]
    medium = code_of(on, raw, "medium")
    return Communication(
        code=concept(on, raw, "category"),
        medium=_MEDIA.get(medium, medium),
        status=text(on, raw, "status"),
        sent=moment(on, raw, "sent"),
        received=moment(on, raw, "received"),
        sender=names(on, raw, "sender"),
        recipient=names(on, raw, "recipient"),
        subject=concept(on, raw, "topic").words or concept(on, raw, "reasonCode").words,
        text="\n".join([words for words in said if words] or [notes(on, raw)]),
        thread=on.key_of(part(on, raw, "inResponseTo")),
        attachments=tuple(
            attachment(on, one, f"payload/{at}/contentAttachment") for at, one in files if one
        ),
    )


def care_plan(on: Arrival, raw: dict) -> CarePlan:
    """A plan of care, with its activities in words."""
    start, end = period(on, raw, "period")
    kinds = concepts(on, raw, "category")
    return CarePlan(
        code=next((one for one in reversed(kinds) if one.words), Concept()),
        status=text(on, raw, "status"),
        title=text(on, raw, "title"),
        start=start or moment(on, raw, "created"),
        end=end,
        author=names(on, raw, "author"),
        activities=tuple(filter(None, (_activity(on, one) for one in parts(on, raw, "activity")))),
        text=text(on, raw, "description") or notes(on, raw),
    )


def _activity(on: Arrival, one: dict) -> str:
    detail = part(on, one, "detail", "activity")
    if detail:
        return concept(on, detail, "code", "activity").words or text(on, detail, "description")
    return pointed(on, part(on, one, "reference", "activity")).words


def goal(on: Arrival, raw: dict) -> Goal:
    """What is to be reached, by when, measured how."""
    target = part(on, raw, "target")
    low, high, unit = _aim(on, target)
    return Goal(
        code=concept(on, raw, "description"),
        status=text(on, raw, "lifecycleStatus"),
        start=moment(on, raw, "startDate") or moment(on, raw, "statusDate"),
        due=moment(on, target, "dueDate", "target"),
        measure=concept(on, target, "measure", "target").words,
        low=low,
        high=high,
        unit=unit,
        author=names(on, raw, "expressedBy"),
    )


def _aim(on: Arrival, target: dict) -> tuple[float | None, float | None, str]:
    if "detailQuantity" in target:
        aim = part(on, target, "detailQuantity", "target")
        amount, unit = number(on, aim, "value", "target"), unit_of(on, aim, "target")
        sign = text(on, aim, "comparator", "target")
        low = None if sign in ("<", "<=") else amount
        return low, None if sign in (">", ">=") else amount, unit
    aim = part(on, target, "detailRange", "target")
    least, most = part(on, aim, "low", "target"), part(on, aim, "high", "target")
    unit = unit_of(on, least, "target") or unit_of(on, most, "target")
    return number(on, least, "value", "target"), number(on, most, "value", "target"), unit


def care_team(on: Arrival, raw: dict) -> CareTeam:
    """Who looks after the person: role, name, phone."""
    start, end = period(on, raw, "period")
    return CareTeam(
        code=concept(on, raw, "category") if "category" in raw else Concept(text(on, raw, "name")),
        status=text(on, raw, "status"),
        start=start,
        end=end,
        members=tuple(_member(on, one) for one in parts(on, raw, "participant")),
    )


def _member(on: Arrival, one: dict) -> tuple[str, str, str]:
    who = part(on, one, "member", "participant")
    resource = on.of(who)[2] or {}
    name = on.named(who) or human(resource.get("name"))
    return concept(on, one, "role", "participant").words, name, phone(on, resource)


def phone(on: Arrival, raw: dict) -> str:
    """The first phone number of a resource."""
    reached = parts(on, raw, "telecom")
    return next((text(on, one, "value") for one in reached if one.get("system") == "phone"), "")


def task(on: Arrival, raw: dict) -> Task:
    """Work asked of somebody, also the state of a referral."""
    asked = part(on, raw, "restriction")
    done_by = period(on, asked, "period") if asked else (None, None)
    return Task(
        code=concept(on, raw, "code") if "code" in raw else Concept(text(on, raw, "description")),
        status=text(on, raw, "status"),
        intent=text(on, raw, "intent"),
        focus=on.key_of(part(on, raw, "focus")),
        authored=moment(on, raw, "authoredOn"),
        due=done_by[1] or period(on, raw, "executionPeriod")[1],
        requester=names(on, raw, "requester"),
        owner=names(on, raw, "owner"),
        note="; ".join(
            words
            for words in (
                concept(on, raw, "businessStatus").words,
                concept(on, raw, "statusReason").words,
                text(on, raw, "description"),
                notes(on, raw),
            )
            if words
        ),
    )


def consent(on: Arrival, raw: dict) -> Consent:
    """What the person permits or forbids, to whom, about what."""
    rule = part(on, raw, "provision")
    start, end = period(on, rule, "period")
    actors = [names(on, one, "reference") for one in parts(on, rule, "actor", "provision")]
    return Consent(
        code=concept(on, raw, "category"),
        status=text(on, raw, "status"),
        scope=concept(on, raw, "scope").words,
        decision=text(on, rule, "type", "provision"),
        actor="; ".join(name for name in actors if name) or names(on, raw, "organization"),
        covers=tuple(
            words
            for one in parts(on, rule, "securityLabel", "provision")
            if (words := text(on, one, "code", "provision"))
        ),
        start=start or moment(on, raw, "dateTime"),
        end=end,
    )
