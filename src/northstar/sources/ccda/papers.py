"""Papers: clinicians' notes, and what is kept by name because it has no kind of its own here."""

from northstar.chart.value import Concept
from northstar.chart.words import Attachment, DocumentReference, Kept
from northstar.sources.ccda.document import Document, code_of, every, local_name, negated, one
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.plans import parts
from northstar.sources.ccda.problems import note_of
from northstar.sources.ccda.procedures import named, procedure

_T = "2.16.840.1.113883.10.20.22.4."


def note(entry: Entry, act, within=None) -> None:
    """A clinician's note."""
    doc = entry.doc
    code, text = doc.concept(one(act, "code"), "loinc"), one(act, "text")
    said, at = doc.said(text)
    when, _ = doc.interval(one(act, "effectiveTime"))
    written, author = doc.wrote(act, within)
    media = text.get("mediaType", "") if text is not None else ""
    binary = bool(text is not None and text.get("representation") == "B64")
    if not (said or code.words):
        return
    entry.add(
        DocumentReference,
        act,
        (at if not binary else None, one(act, "code")),
        within=within,
        code=code,
        status="current",
        title=(code.words or entry.part.title)[:200],
        date=when or written,
        author=author,
        text="" if binary else said[:8000],
        attachments=(
            Attachment(media or "application/octet-stream", locator=f"{doc.paths.of(text)}#"),
        )
        if binary
        else (),
    )


def kept(entry: Entry, statement, kind: str = "", within=None) -> None:
    """What has no kind of its own here is kept by name so that it is found."""
    doc = entry.doc
    code = named(doc, statement)
    text, at = doc.said(one(statement, "text"))
    detail = note_of(doc, statement) or "; ".join(_told(doc, statement))
    if not detail and (not code.words or (code.codings and code.codings[0].code in _SAYS_NOTHING)):
        return
    when, _ = doc.interval(one(statement, "effectiveTime"))
    entry.add(
        kind or _KEPT.get(local_name(statement.tag), "Basic"),
        statement,
        (at, one(statement, "code")),
        within=within,
        shape=Kept,
        code=code,
        title=(code.words or text)[:200],
        status=code_of(statement, "statusCode"),
        date=when,
        detail=detail[:2000],
    )


# Codes of wrappers: a concern, an assertion, a list of payers.
_SAYS_NOTHING = frozenset(("CONC", "ASSERTION", "48768-6"))
_KEPT = {"supply": "SupplyDelivery", "observationMedia": "Media"}


def _told(doc: Document, statement):
    """The coded values inside, in reading order, for a person who opens it."""
    for value in statement.iter("{*}value"):
        if value.get("displayName") or value.get("value"):
            yield " ".join(
                filter(None, (value.get("displayName") or value.get("value"), value.get("unit")))
            )


def family(entry: Entry, organizer) -> None:
    """The health of a relative."""
    doc = entry.doc
    relative = doc.concept(one(organizer, "subject", "relatedSubject", "code"))
    told = []
    for _, inner in parts(organizer):
        found = doc.concept(one(inner, "value"))
        if found.text:
            told.append(("no " if negated(inner) else "") + found.text)
    if relative.words or told:
        entry.add(
            "FamilyMemberHistory", organizer, (one(organizer, "subject", "relatedSubject", "code"),), shape=Kept,
            code=relative, title=relative.words, status=code_of(organizer, "statusCode"), detail="; ".join(told)[:2000],
        )  # fmt: skip


def equipment(entry: Entry, organizer) -> None:
    """Medical equipment in an organizer: each piece by itself."""
    for _, inner in parts(organizer):
        if local_name(inner.tag) == "supply":
            supplied(entry, inner, within=organizer)
        elif local_name(inner.tag) == "procedure":
            procedure(entry, inner, within=organizer)


def supplied(entry: Entry, supply, within=None) -> None:
    """A non-medicinal supply, such as a walker."""
    doc = entry.doc
    device = next((p for p in every(supply, "participant")), None)
    code = (
        doc.concept(one(device, "participantRole", "playingDevice", "code"))
        if device is not None
        else Concept()
    )
    if not code.words:
        kept(entry, supply, "SupplyDelivery", within)
        return
    when, _ = doc.interval(one(supply, "effectiveTime"))
    entry.add(
        "SupplyDelivery", supply, (one(device, "participantRole", "playingDevice", "code"),), within=within, shape=Kept,
        code=code, title=code.words, status=code_of(supply, "statusCode"), date=when, detail=note_of(doc, supply),
    )  # fmt: skip


TEMPLATES = {
    _T + "202": note,
    _T + "45": family,
    "2.16.840.1.113883.10.20.1.23": family,
    _T + "135": equipment,
    _T + "50": supplied,
    _T + "20": kept,
    _T + "141": kept,
    _T + "64": kept,
}
