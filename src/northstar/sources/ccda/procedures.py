"""What was done, and what is asked to be done: procedures, interventions, orders and referrals."""

from northstar.chart.clinical import Procedure, ServiceRequest
from northstar.chart.value import Concept
from northstar.chart.words import Kept
from northstar.sources.ccda.document import (
    NOTHING,
    Document,
    code_of,
    every,
    headline,
    negated,
    one,
    statements,
    templates,
)
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.problems import note_of
from northstar.sources.ccda.tables import DONE, ORDERED

_T = "2.16.840.1.113883.10.20.22.4."


def procedure(entry: Entry, done, within=None) -> None:
    """A procedure, or a request for one where its mood says so."""
    if (done.get("moodCode") or "EVN") != "EVN":
        requested(entry, done, within)
        return
    doc = entry.doc
    code = named(doc, done)
    if not code.words:
        return
    start, end = doc.interval(one(done, "effectiveTime"))
    status = DONE.get(code_of(done, "statusCode"), "")
    entry.add(
        Procedure,
        done,
        (one(done, "code"), one(done, "text")),
        within=within,
        code=code,
        status="not-done" if negated(done) else status,
        start=start,
        end=end,
        performer=doc.actor(one(done, "performer", "assignedEntity")),
        location=_location(doc, done),
        body_site=doc.concept(one(done, "targetSiteCode")).words,
        reason=_reason(doc, done),
        note=note_of(doc, done),
    )
    for participant in every(done, "participant"):
        if participant.get("typeCode") == "DEV":
            device(entry, participant, done)


def device(entry: Entry, participant, within) -> None:
    """An implanted or used device, named by its UDI where it has one."""
    doc = entry.doc
    role = one(participant, "participantRole")
    code = doc.concept(one(role, "playingDevice", "code")) if role is not None else NOTHING
    ids = (
        [i.get("extension") or i.get("root") or "" for i in every(role, "id")]
        if role is not None
        else []
    )
    if code.words or any(ids):
        start, _ = doc.interval(one(within, "effectiveTime"))
        entry.add(
            "Device", role, (one(role, "playingDevice", "code"), one(role, "id")), within=within, shape=Kept,
            code=code, title=code.words, date=start, detail=" ".join(filter(None, ids))[:300],
        )  # fmt: skip


def requested(entry: Entry, asked, within=None) -> None:
    """An order, plan or referral."""
    doc = entry.doc
    code = named(doc, asked)
    if not code.words:
        return
    occurs, _ = doc.interval(one(asked, "effectiveTime"))
    authored, author = doc.wrote(asked, within)
    entry.add(
        ServiceRequest,
        asked,
        (one(asked, "code"), one(asked, "text")),
        within=within,
        code=code,
        status="revoked" if negated(asked) else ORDERED.get(code_of(asked, "statusCode"), ""),
        intent={"RQO": "order", "PRP": "proposal", "INT": "plan"}.get(
            asked.get("moodCode"), "plan"
        ),
        category=_category(asked, code),
        priority=_PRIORITY.get(code_of(asked, "priorityCode"), ""),
        authored=authored if authored is not doc.written else None,
        occurrence=occurs,
        requester=author,
        performer=doc.actor(one(asked, "performer", "assignedEntity")),
        reason=_reason(doc, asked),
        orders=tuple(i.get("extension") for i in every(asked, "id") if i.get("extension")),
        note=note_of(doc, asked),
    )


_PRIORITY = {
    "R": "routine",
    "UR": "urgent",
    "S": "stat",
    "EM": "stat",
    "A": "asap",
    "EL": "routine",
}


def _category(asked, code: Concept) -> str:
    claimed = templates(asked)
    if _T + "140" in claimed:
        return "referral"
    if _T + "130" in claimed:
        return "nutrition"
    return "laboratory" if code.code("loinc") else "procedure"


def named(doc: Document, el) -> Concept:
    """What was done or asked: the code, else the narrative."""
    code = doc.concept(one(el, "code"))
    if code.words and not code.token.endswith("|ASSERTION"):
        return code
    value = doc.concept(one(el, "value"))
    if value.words:
        return value
    text, _ = doc.said(one(el, "text"))
    return Concept(headline(text), code.codings) if text else NOTHING


def _reason(doc: Document, el) -> str:
    for kind, inner in statements(el):
        if kind == "RSON" or _T + "19" in templates(inner):
            found = doc.concept(one(inner, "value")).words or doc.said(one(inner, "text"))[0]
            if found:
                return found[:500]
    return ""


def _location(doc: Document, el) -> str:
    for participant in every(el, "participant"):
        if participant.get("typeCode") == "LOC":
            role = one(participant, "participantRole")
            name = one(role, "playingEntity", "name")
            return words(name) if name is not None else doc.concept(one(role, "code")).words
    return ""


TEMPLATES = {
    **dict.fromkeys((_T + n for n in ("14", "12", "13", "131")), procedure),
    **dict.fromkeys((_T + n for n in ("39", "41", "44", "130", "140", "146")), requested),
    "2.16.840.1.113883.10.20.1.29": procedure,
    "2.16.840.1.113883.10.20.1.25": requested,
}
