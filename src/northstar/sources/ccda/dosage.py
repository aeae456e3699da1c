"""How and when a medicine is taken, in words."""

from northstar.chart.when import When
from northstar.sources.ccda.document import (
    Document,
    code_of,
    every,
    kind_of,
    one,
    statements,
    templates,
)

_T = "2.16.840.1.113883.10.20.22.4."


def dosage(doc: Document, dose) -> str:
    """How it is taken: the prescriber's own words if given, else amount, route and frequency."""
    for _, inner in statements(dose):
        if _T + "147" in templates(inner):
            free = doc.said(one(inner, "text"))[0]
            if free:
                return free[:500]
    parts = [_amount(one(dose, "doseQuantity")), doc.concept(one(dose, "routeCode")).words]
    parts += [_frequency(time) for time in every(dose, "effectiveTime")]
    if one(dose, "precondition") is not None:
        parts.append("as needed")
    most = one(dose, "maxDoseQuantity")
    if most is not None and (least := _amount(one(most, "numerator"))):
        parts.append(f"at most {least} in {_amount(one(most, 'denominator')) or '1 d'}")
    return ", ".join(filter(None, parts))


def _amount(quantity) -> str:
    if quantity is None:
        return ""
    low, high = code_value(quantity, "low"), code_value(quantity, "high")
    span = f"{low} to {high}" if low and high and low != high else low or high
    number = quantity.get("value") or span
    units = (code_value(quantity, end, "unit") for end in ("low", "high"))
    unit = (quantity.get("unit") or next(filter(None, units), "")).strip("{}")
    return " ".join(filter(None, (number, "" if unit == "1" else unit)))


def code_value(el, name: str, attribute: str = "value") -> str:
    """An attribute of a child, or ''."""
    found = one(el, name)
    return "" if found is None else (found.get(attribute) or "")


_UNITS = {"h": "hours", "d": "days", "wk": "weeks", "mo": "months", "min": "minutes", "a": "years"}


def _frequency(time) -> str:
    period = one(time, "period")
    if period is not None and period.get("value"):
        unit = period.get("unit") or ""
        return f"every {period.get('value')} {_UNITS.get(unit, unit)}".strip()
    event = code_of(time, "event")
    return {"AC": "before meals", "PC": "after meals", "HS": "at bedtime"}.get(event, event.lower())


def course(doc: Document, dose) -> tuple[When | None, When | None]:
    """From when to when: the first effectiveTime that is not a frequency."""
    for time in every(dose, "effectiveTime"):
        if kind_of(time) not in ("PIVL_TS", "EIVL_TS") and time.get("operator") != "A":
            return doc.interval(time)
    return None, None
