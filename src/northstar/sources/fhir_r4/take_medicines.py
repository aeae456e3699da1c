"""Prescribed, said to be taken, handed over."""

from northstar.chart.medicines import MedicationDispense, MedicationRequest, MedicationStatement
from northstar.chart.systems import ELSEWHERE, UNNAMED
from northstar.chart.value import Coding, Concept
from northstar.chart.when import When
from northstar.sources.fhir_r4.arrival import Arrival
from northstar.sources.fhir_r4.fields import (
    NOTHING,
    code_of,
    concept,
    flag,
    measured,
    moment,
    names,
    notes,
    number,
    part,
    parts,
    period,
    pointed,
    reasons,
    strings,
    text,
    timed,
    unit_of,
    whole,
)
from northstar.sources.fhir_r4.take_clinical import none_known

# No current medicines, no known medications.
_NO_MEDICINE = {"182904002", "787481004", "1234435004"}
# UCUM and words for units of a supply's length, in days.
_DAYS = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7, "mo": 30, "month": 30}


def medicine(on: Arrival, raw: dict) -> Concept:
    """Which medicine, also where it is a resource of its own in this arrival."""
    if "medicationCodeableConcept" in raw:
        return concept(on, raw, "medicationCodeableConcept")
    if "medicationReference" not in raw:
        return NOTHING
    reference = part(on, raw, "medicationReference")
    found = pointed(on, reference)
    if found is not NOTHING:
        return found
    resource = on.of(reference)[2]
    if resource is not None:
        return _by_ingredients(on, resource)
    on.doubt(
        "medicationReference", "medicationReference", "names a medicine this arrival does not hold"
    )
    # The record names it where the same feed has sent it in another file.
    key = on.of(reference)[1]
    return Concept("", (Coding(ELSEWHERE, key, UNNAMED),)) if key else NOTHING


def _by_ingredients(on: Arrival, raw: dict) -> Concept:
    """A medicine made up of named ingredients, without a name of its own."""
    named = (
        concept(on, one, "itemCodeableConcept", "ingredient")
        for one in parts(on, raw, "ingredient")
    )
    return Concept(" / ".join(one.words for one in named if one.words))


def request(on: Arrival, raw: dict) -> MedicationRequest:
    """Prescribed."""
    supply = part(on, raw, "dispenseRequest")
    valid_from, valid_until = period(on, supply, "validityPeriod")
    first, last = _course(on, raw)
    forbidden = flag(on, raw, "doNotPerform")  # an order that it be not given
    return MedicationRequest(
        code=medicine(on, raw),
        status="cancelled" if forbidden else text(on, raw, "status"),
        intent=text(on, raw, "intent"),
        authored=moment(on, raw, "authoredOn"),
        start=first or valid_from,
        end=last or valid_until,
        dosage=dosage(on, raw, "dosageInstruction"),
        reason=reasons(on, raw),
        status_reason=concept(on, raw, "statusReason").words,
        category=code_of(on, raw, "category").lower(),
        requester=names(on, raw, "requester"),
        quantity=number(on, part(on, supply, "quantity"), "value", "dispenseRequest"),
        days_supply=days(on, supply, "expectedSupplyDuration"),
        refills=whole(on, supply, "numberOfRepeatsAllowed", "dispenseRequest"),
        encounter=on.key_of(raw.get("encounter")),
        note=notes(on, raw),
    )


def _course(on: Arrival, raw: dict) -> tuple[When | None, When | None]:
    """From the first to the last dose, over all steps of the instruction; open where one step is."""
    steps = parts(on, raw, "dosageInstruction") if "dosageInstruction" in raw else []
    spans = [_bounds(on, step) for step in steps]
    starts, ends = [s for s, _ in spans if s], [e for _, e in spans if e]
    whole = ends and len(ends) == len(spans)
    return min(starts, default=None), max(ends) if whole else None


def _bounds(on: Arrival, step: dict) -> tuple[When | None, When | None]:
    timing = part(on, step, "timing", "dosageInstruction")
    if "repeat" not in timing:
        return None, None
    return period(on, part(on, timing, "repeat", "timing"), "boundsPeriod", "repeat")


def statement(on: Arrival, raw: dict) -> MedicationStatement:
    """Said to be taken."""
    code = medicine(on, raw)
    start, end = timed(on, raw, "effective")
    return MedicationStatement(
        code=code,
        status=text(on, raw, "status"),
        start=start,
        end=end,
        asserted=moment(on, raw, "dateAsserted"),
        dosage=dosage(on, raw, "dosage"),
        reason=reasons(on, raw),
        informant=names(on, raw, "informationSource"),
        note=notes(on, raw),
        absent=code.has("snomed", _NO_MEDICINE) or none_known(code, "medication"),
    )


def dispense(on: Arrival, raw: dict) -> MedicationDispense:
    """Handed over by a pharmacy."""
    performers = parts(on, raw, "performer")
    return MedicationDispense(
        code=medicine(on, raw),
        status=text(on, raw, "status"),
        handed_over=moment(on, raw, "whenHandedOver") or moment(on, raw, "whenPrepared"),
        days_supply=days(on, raw, "daysSupply"),
        quantity=number(on, part(on, raw, "quantity"), "value", "quantity"),
        pharmacy=names(on, raw, "location")
        or next((who for one in performers if (who := names(on, one, "actor"))), ""),
        prescriber=_prescriber(on, raw),
        prescription=on.key_of(part(on, raw, "authorizingPrescription")),
        dosage=dosage(on, raw, "dosageInstruction"),
    )


def _prescriber(on: Arrival, raw: dict) -> str:
    order = on.of(part(on, raw, "authorizingPrescription"))[2]
    return names(on, order, "requester") if order else ""


def days(on: Arrival, owner: dict, key: str) -> float | None:
    """A supply's length in days; a bare number is days."""
    length = part(on, owner, key)
    amount = number(on, length, "value", key)
    each = _DAYS.get((unit_of(on, length, key) or "d").lower())
    return None if amount is None or each is None else amount * each


def dosage(on: Arrival, raw: dict, key: str) -> str:
    """How to take it: the words given, else put together from the parts."""
    if key not in raw:
        return ""
    return "; ".join(words for one in parts(on, raw, key) if (words := _one_dosage(on, one)))


def _one_dosage(on: Arrival, one: dict) -> str:
    said = text(on, one, "text", "dosage") or text(on, one, "patientInstruction", "dosage")
    if said:
        return said
    route = concept(on, one, "route", "dosage").words
    said = " ".join(w for w in (_amount(on, one), route, _often(on, one), _needed(on, one)) if w)
    most = part(on, one, "maxDosePerPeriod", "dosage")
    most_a_day = [measured(on, most, end) for end in ("numerator", "denominator")]
    return f"{said}, at most {' in '.join(most_a_day)}" if all(most_a_day) else said


def _amount(on: Arrival, one: dict) -> str:
    """A quantity, or from the least to the most of a range."""
    dose = part(on, one, "doseAndRate", "dosage")
    if "doseRange" in dose:
        span = part(on, dose, "doseRange", "dosage")
        ends = [measured(on, span, "low"), measured(on, span, "high")]
        return " to ".join(amount for amount in ends if amount)
    amount = measured(on, dose, "doseQuantity", "dosage")
    return f"{amount} unit(s)" if amount.replace(".", "").isdigit() else amount


def _needed(on: Arrival, one: dict) -> str:
    why = concept(on, one, "asNeededCodeableConcept", "dosage").words
    if why:
        return f"as needed for {why}"
    return "as needed" if one.get("asNeededBoolean") is True else ""


def _often(on: Arrival, one: dict) -> str:
    timing = part(on, one, "timing", "dosage")
    said = concept(on, timing, "code", "timing").words
    rhythm = part(on, timing, "repeat", "timing")
    times, every = number(on, rhythm, "frequency"), number(on, rhythm, "period")
    when = ", ".join((*strings(on, rhythm, "dayOfWeek"), *strings(on, rhythm, "timeOfDay")))
    if not said and times is not None and every is not None:
        most = number(on, rhythm, "frequencyMax")
        count = f"{times:g} to {most:g}" if most else f"{times:g}"
        said = f"{count} time(s) every {every:g} {text(on, rhythm, 'periodUnit')}"
    return " ".join(words for words in (said, f"({when})" if when else "") if words)
