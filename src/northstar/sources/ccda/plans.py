"""What is hoped for and who helps: goals, care teams, payers, directives, and papers kept as they are."""

from northstar.chart.clinical import Flag
from northstar.chart.coverage import Coverage
from northstar.chart.value import Concept
from northstar.chart.words import CareTeam, Consent, Goal
from northstar.sources.ccda.document import (
    Document,
    code_of,
    every,
    headline,
    local_name,
    negated,
    one,
    statements,
    templates,
)
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.procedures import named
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
    name = Concept(said[:200] or headline(text), code.codings) if said or text else code
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
        for act in every(component, "act"):
            for performer in every(act, "performer"):
                who = member_of(doc, performer)
                if who:
                    members.append(who)
    title = next(
        (doc.said(one(e, "text"))[0] for _, e in parts(organizer) if _T + "500.3" in templates(e)),
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


def parts(organizer):
    """The statements inside an organizer."""
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
    fields: dict = {"code": code, "status": "active", "start": start, "end": end}
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
    for _, inner in parts(organizer):
        if local_name(inner.tag) == "observation":
            directive(entry, inner, within=organizer)


TEMPLATES = {
    _T + "121": goal,
    _T + "500": team,
    _T + "60": coverage,
    "2.16.840.1.113883.10.20.22.60": coverage,
    "2.16.840.1.113883.10.20.1.20": coverage,
    _T + "48": directive,
    "2.16.840.1.113883.10.20.1.17": directive,
    _T + "108": directives,
}
