"""Medicines: said to be taken, ordered, handed over; and vaccinations."""

import re

from northstar.chart.clinical import Immunization, ServiceRequest
from northstar.chart.medicines import MedicationDispense, MedicationRequest, MedicationStatement
from northstar.chart.value import Concept
from northstar.sources.ccda.document import (
    Document,
    code_of,
    headline,
    local_name,
    negated,
    one,
    statements,
    templates,
)
from northstar.sources.ccda.dosage import course, dosage
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.problems import note_of, said_status
from northstar.sources.ccda.tables import ORDERED, TAKEN

_T = "2.16.840.1.113883.10.20.22.4."
_NO_MEDICINES = re.compile(
    r"\s*(?:no\b|none\b|not (?:on|taking) any|patient (?:is|has) (?:not|no)\b|denies)",
    re.IGNORECASE,
)
_ANY_DRUG = frozenset(("410942007", "182904002", "787481004", "763158003"))
_STOPPED = {"inactive": "stopped", "on-hold": "on-hold", "resolved": "completed"}


def medicine(entry: Entry, dose, within=None) -> None:
    """A medication activity: what the list says, with the orders and hand-outs inside it."""
    mood = dose.get("moodCode") or "EVN"
    supplies = [e for _, e in statements(dose) if local_name(e.tag) == "supply"]
    if mood in _ASKED:
        # The order for a supply inside an order is the same prescription, told in more detail.
        same = [e for e in supplies if e.get("moodCode") in _ASKED]
        supplies = [e for e in supplies if e not in same]
        _ordered(entry, dose, within, same, draft=_T + "42" in templates(dose))
    else:
        _taken(entry, dose, within)
    for each in supplies:
        supply(entry, each, within=dose)


_ASKED = frozenset(("INT", "RQO", "PRMS", "PRP", "ARQ", "APT"))


def wrapper(entry: Entry, act) -> None:
    """Discharge and admission medications are an act around medication activities."""
    for _, inner in statements(act):
        if local_name(inner.tag) == "substanceAdministration":
            medicine(entry, inner, within=act)


def _taken(entry: Entry, dose, within) -> None:
    doc = entry.doc
    product, code = _product(doc, dose)
    start, end = course(doc, dose)
    note = note_of(doc, dose)
    none = _none(dose, code, note)
    if none:
        code = Concept("No known medications", code.codings)
    elif not code.words:
        code = Concept(headline(note))
        if not code.words:
            return
    status = TAKEN.get(code_of(dose, "statusCode"), "")
    recorded, author = doc.wrote(dose, within)
    entry.add(
        MedicationStatement,
        dose,
        (product, one(dose, "text")),
        within=within,
        start=start,
        code=code,
        status="not-taken"
        if negated(dose) and not none
        else _STOPPED.get(said_status(dose), status),
        end=end,
        asserted=recorded if recorded is not doc.written else None,
        dosage=dosage(doc, dose),
        reason=_indication(doc, dose),
        informant=_informant(doc, dose) or author,
        note=note,
        absent=none,
    )


def _ordered(entry: Entry, dose, within, supplies, *, draft: bool) -> None:
    doc = entry.doc
    product, code = _product(doc, dose)
    start, end = course(doc, dose)
    note = note_of(doc, dose)
    none = _none(dose, code, note)
    if none:
        _taken(entry, dose, within)
        return
    if not code.words:
        code = Concept(headline(note))
        if not code.words:
            return
    status = _STOPPED.get(said_status(dose)) or _order_status(dose)
    recorded, author = doc.wrote(dose, within)
    entry.add(
        MedicationRequest,
        dose,
        (product, one(dose, "text")),
        within=within,
        start=start,
        code=code,
        status="cancelled" if negated(dose) else _drafted(status) if draft else status,
        intent="proposal" if draft else "order",
        end=end,
        authored=recorded if recorded is not doc.written else None,
        dosage=dosage(doc, dose),
        reason=_indication(doc, dose),
        status_reason=note if status in ("stopped", "cancelled") else "",
        requester=author,
        note=note,
        **_quantities(doc, (dose, *supplies)),
    )


def _drafted(status: str) -> str:
    return "draft" if status in ("active", "") else status


def _quantities(doc: Document, told) -> dict:
    """Refills, quantity and days of an order: the first place that says them."""

    def first(values):
        return next((v for v in values if v is not None), None)

    return {
        "refills": first(_refills(doc, one(e, "repeatNumber")) for e in told),
        "quantity": first(doc.number(one(e, "quantity")) for e in told),
        "days_supply": first(_days(doc, e) for e in told),
    }


def _order_status(el) -> str:
    status = ORDERED.get(code_of(el, "statusCode"), "")
    return (
        "stopped"
        if status == "revoked" and code_of(el, "statusCode") == "aborted"
        else ("cancelled" if status == "revoked" else status)
    )


def supply(entry: Entry, given, within=None) -> None:
    """An order for a supply, or a hand-out by a pharmacy."""
    doc = entry.doc
    product, code = _product(doc, given)
    if not code.words and within is not None:
        product, code = _product(doc, within)
    if not code.words:
        return
    quantity, at = one(given, "quantity"), one(given, "effectiveTime")
    begun, ended = doc.interval(at)
    fields = {"code": code, "quantity": doc.number(quantity)}
    days = _days(doc, given)
    recorded, author = doc.wrote(given, within)
    if (given.get("moodCode") or "EVN") == "EVN":
        performer = one(given, "performer", "assignedEntity")
        entry.add(
            MedicationDispense,
            given,
            (product,),
            within=within,
            status={"aborted": "stopped"}.get(code_of(given, "statusCode"), "completed"),
            handed_over=begun,
            pharmacy=doc.actor(performer),
            days_supply=days,
            **fields,
        )
        return
    entry.add(
        MedicationRequest,
        given,
        (product,),
        within=within,
        start=begun,
        status=_order_status(given),
        intent="order",
        authored=recorded if recorded is not doc.written else None,
        end=ended,
        requester=author,
        days_supply=days,
        refills=_refills(doc, one(given, "repeatNumber")),
        note=note_of(doc, given),
        **fields,
    )


def vaccination(entry: Entry, dose, within=None) -> None:
    """A vaccination given, refused, or planned."""
    doc = entry.doc
    product, code = _product(doc, dose, "cvx")
    if not code.words:
        code = Concept(headline(note_of(doc, dose)))
        if not code.words:
            return
    at = one(dose, "effectiveTime")
    when, _ = doc.interval(at)
    _recorded, author = doc.wrote(dose, within)
    if (dose.get("moodCode") or "EVN") != "EVN":
        entry.add(
            ServiceRequest, dose, (product,), code=code, status="draft", intent="plan",
            category="immunization", occurrence=when, requester=author,
        )  # fmt: skip
        return
    done = code_of(dose, "statusCode") in ("completed", "active", "") and not negated(dose)
    lot = one(dose, "consumable", "manufacturedProduct", "manufacturedMaterial", "lotNumberText")
    entry.add(
        Immunization,
        dose,
        (product, one(dose, "text")),
        within=within,
        code=code,
        status="completed" if done else "not-done",
        occurrence=when,
        lot=words(lot) if lot is not None else "",
        performer=doc.actor(one(dose, "performer", "assignedEntity")),
        reason=_refusal(doc, dose) if not done else "",
    )


def _product(doc: Document, el, first: str = "rxnorm"):
    """The element that names the product, and the product."""
    for path in (("consumable", "manufacturedProduct"), ("product", "manufacturedProduct")):
        product = one(el, *path)
        if product is None:
            continue
        for material in ("manufacturedMaterial", "manufacturedLabeledDrug"):
            thing = one(product, material)
            if thing is not None:
                code, name = one(thing, "code"), one(thing, "name")
                found = doc.concept(code, first)
                if not found.text and name is not None:
                    found = Concept(words(name)[:200], found.codings)
                return (code if found.codings or name is None else name), found
    return None, Concept()


def _none(dose, code: Concept, note: str) -> bool:
    if code.code("snomed") in _ANY_DRUG and (negated(dose) or code.code("snomed") == "787481004"):
        return True
    if code.words:
        return bool(not code.codings and _NO_MEDICINES.match(code.words))
    return negated(dose) or bool(_NO_MEDICINES.match(note))


def _days(doc: Document, given) -> float | None:
    for _, inner in statements(given):
        quantity = one(inner, "quantity")
        if quantity is not None and quantity.get("unit") == "d":
            return doc.number(quantity)
    use = one(given, "expectedUseTime", "width")
    return doc.number(use) if use is not None and use.get("unit") == "d" else None


def _refills(doc: Document, el) -> int | None:
    number = doc.number(el)
    return int(number) if number is not None and 0 <= number < 1000 else None


def _indication(doc: Document, dose) -> str:
    for kind, inner in statements(dose):
        if kind == "RSON" or _T + "19" in templates(inner):
            found = doc.concept(one(inner, "value")).words or doc.said(one(inner, "text"))[0]
            if found:
                return found[:500]
    return ""


def _informant(doc: Document, dose) -> str:
    informant = one(dose, "informant")
    if informant is None:
        return ""
    return doc.actor(one(informant, "assignedEntity")) or doc.actor(one(informant, "relatedEntity"))


def _refusal(doc: Document, dose) -> str:
    for kind, inner in statements(dose):
        if kind == "RSON" or _T + "53" in templates(inner):
            return (doc.concept(one(inner, "code")).words or doc.said(one(inner, "text"))[0])[:500]
    return ""


TEMPLATES = {
    _T + "16": medicine,
    _T + "42": medicine,
    _T + "35": wrapper,
    _T + "36": wrapper,
    _T + "17": supply,
    _T + "18": supply,
    _T + "43": supply,
    _T + "52": vaccination,
    _T + "120": vaccination,
    "2.16.840.1.113883.10.20.1.24": medicine,
    "2.16.840.1.113883.10.20.1.34": supply,
}
