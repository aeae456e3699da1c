"""What is hoped for and who helps: goals, care teams, payers, directives, and papers kept as they are."""

from northstar.chart.clinical import Flag
from northstar.chart.coverage import Coverage
from northstar.chart.value import Concept
from northstar.chart.words import Attachment, CareTeam, Consent, DocumentReference, Goal, Kept
from northstar.sources.ccda.document import (
    Document,
    code_of,
    every,
    local_name,
    negated,
    one,
    statements,
    templates,
)
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.problems import note_of
from northstar.sources.ccda.procedures import named, procedure
from northstar.sources.ccda.visits import id_of

_T = "2.16.840.1.113883.10.20.22.4."


def goal(entry: Entry, observation, within=None) -> None:
    """A goal, with the value aimed at where there is one."""
    doc = entry.doc
    code = doc.concept(one(observation, "code"), "loinc")
    value = one(observation, "value")
    aim = doc.concept(value) if value is not None else Concept()
    text, at = doc.said(one(observation, "text"))
    said = words(value) if value is not None and not aim.words else aim.words
    name = Concept((said or text)[:200], code.codings) if said or text else code
    if not name.words:
        return
    start, due = doc.interval(one(observation, "effectiveTime"))
    low, high = one(value, "low"), one(value, "high")
    exact = doc.number(value) if value is not None and value.get("unit") else None
    _, author = doc.wrote(observation, within)
    unit = next((e.get("unit") for e in (value, low, high) if e is not None and e.get("unit")), "")
    entry.add(
        Goal,
        observation,
        (at, value, one(observation, "code")),
        within=within,
        key=f"{entry.part.code}|{name.token}|{name.words[:60].lower()}|{start.text[:10] if start else ''}",
        code=name,
        status={"completed": "completed", "cancelled": "cancelled", "aborted": "cancelled"}.get(
            code_of(observation, "statusCode"), "active"
        ),
        start=start,
        due=due,
        measure=(said or text)[:500],
        low=exact if exact is not None else doc.number(low),
        high=exact if exact is not None else doc.number(high),
        unit=unit,
        author=author,
    )


def team(entry: Entry, organizer) -> None:
    """A care team and its members."""
    doc = entry.doc
    members = []
    for component in every(organizer, "component"):
        for act in component.iterchildren("{*}act"):
            for performer in every(act, "performer"):
                who = member_of(doc, performer)
                if who:
                    members.append(who)
    title = next(
        (doc.said(one(e, "text"))[0] for _, e in _parts(organizer) if _T + "500.3" in templates(e)),
        "",
    )
    start, end = doc.interval(one(organizer, "effectiveTime"))
    code = doc.concept(one(organizer, "code"), "loinc")
    if members or code.words:
        entry.add(
            CareTeam, organizer, (one(organizer, "code"),), code=Concept(title[:200], code.codings) if title else code,
            status="active" if code_of(organizer, "statusCode") == "active" else "inactive", start=start, end=end,
            members=tuple(members),
        )  # fmt: skip


def _parts(organizer):
    for component in every(organizer, "component"):
        for inner in component.iterchildren("*"):
            yield "COMP", inner


def member_of(doc: Document, performer) -> tuple[str, str, str] | None:
    """(role, name, phone) of a performer."""
    entity = one(performer, "assignedEntity")
    if entity is None:
        return None
    name = doc.actor(entity)
    role = (
        doc.concept(one(performer, "functionCode")).words or doc.concept(one(entity, "code")).words
    )
    phone = next(
        (
            t.get("value", "")
            for t in every(entity, "telecom")
            if t.get("value", "").startswith("tel:")
        ),
        "",
    )
    return (role, name, phone.removeprefix("tel:")) if name else None


def coverage(entry: Entry, act) -> None:
    """The insurances, in the order they pay."""
    doc = entry.doc
    for link in every(act, "entryRelationship"):
        policy = one(link, "act")
        if policy is None:
            continue
        order = doc.number(one(link, "sequenceNumber"))
        _policy(entry, policy, act, int(order) if order is not None and 0 <= order < 100 else 0)


def _policy(entry: Entry, policy, act, order: int) -> None:
    doc = entry.doc
    payer, group, member, relation, start, end = "", "", "", "", None, None
    for performer in every(policy, "performer"):
        entity = one(performer, "assignedEntity")
        if entity is not None and (not payer or _T + "87" in templates(performer)):
            payer = doc.actor(entity) or payer
    for participant in every(policy, "participant"):
        role = one(participant, "participantRole")
        if role is not None and participant.get("typeCode") == "COV":
            member = id_of(role).rpartition("|")[2]
            relation = doc.concept(one(role, "code")).words
            start, end = doc.interval(one(participant, "time"))
    group = id_of(policy).rpartition("|")[2]
    kind = doc.concept(one(policy, "code"))
    plan = next(
        (
            doc.said(one(inner, "text"))[0]
            for _, inner in statements(policy)
            if one(inner, "text") is not None
        ),
        "",
    )
    if payer or kind.words or plan:
        entry.add(
            Coverage, policy, (one(policy, "code"),), within=act, code=kind, status="active", payer=payer,
            plan=plan[:200], member=member, group=group, relationship=relation, order=order, start=start, end=end,
        )  # fmt: skip


def directive(entry: Entry, observation, within=None) -> None:
    """An advance directive: the paper, and a standing flag where it says what is wanted."""
    doc = entry.doc
    code, value = named(doc, observation), one(observation, "value")
    wish = doc.concept(value) if value is not None else Concept()
    if not code.words:
        return
    start, end = doc.interval(one(observation, "effectiveTime"))
    agent = next(
        (
            words(n)
            for p in every(observation, "participant")
            for n in _names(p)
            if p.get("typeCode") == "CST"
        ),
        "",
    )
    fields = {"code": code, "status": "active", "start": start, "end": end}
    cites = (value, one(observation, "code"))
    entry.add(
        Consent, observation, cites, within=within, scope="advance directive", actor=agent,
        decision="deny" if negated(observation) else wish.words[:100], **fields,
    )  # fmt: skip
    if wish.words and not negated(observation):
        entry.add(
            Flag,
            observation,
            cites,
            within=within,
            category="advance-directive",
            **{**fields, "code": wish},
        )


def _names(participant):
    for entity in participant.iter("{*}playingEntity"):
        yield from every(entity, "name")


def directives(entry: Entry, organizer) -> None:
    """Several advance directives in one organizer."""
    for _, inner in _parts(organizer):
        if local_name(inner.tag) == "observation":
            directive(entry, inner, within=organizer)


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
    for _, inner in _parts(organizer):
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
    for _, inner in _parts(organizer):
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
    _T + "121": goal,
    _T + "500": team,
    _T + "60": coverage,
    "2.16.840.1.113883.10.20.22.60": coverage,
    "2.16.840.1.113883.10.20.1.20": coverage,
    _T + "48": directive,
    "2.16.840.1.113883.10.20.1.17": directive,
    _T + "108": directives,
    _T + "202": note,
    _T + "45": family,
    "2.16.840.1.113883.10.20.1.23": family,
    _T + "135": equipment,
    _T + "50": supplied,
    _T + "20": kept,
    _T + "141": kept,
    _T + "64": kept,
}
