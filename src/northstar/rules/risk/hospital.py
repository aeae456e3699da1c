"""HOSPITAL: hemoglobin, oncology, sodium, procedure, type, admissions, length; 0 to 13, high from 7."""

from datetime import tzinfo

from northstar.chart.chart import Chart
from northstar.knowledge.results import plain_unit
from northstar.knowledge.scores import HOSPITAL_ACCURACY, HOSPITAL_ADMISSIONS, VALUES
from northstar.rules.risk.admissions import acute, admissions_before, during
from northstar.rules.risk.score import Part, Score, banded
from northstar.rules.stays import Stay
from northstar.rules.wording import counted

HIGH = VALUES["hospital-high"]
_HEMOGLOBIN = ("718-7", "20509-6", "30313-1", "59260-0")
_SODIUM = ("2951-2", "2947-0")


def hospital(chart: Chart, stay: Stay, zone: tzinfo | None, form: str = "2016") -> Score:
    """The lowest and highest HOSPITAL score; `form` 2013 counts earlier admissions otherwise."""
    parts = (
        _below(chart, stay, "hemoglobin", _HEMOGLOBIN, VALUES["hospital-hemoglobin"]),
        _oncology(stay),
        _below(chart, stay, "sodium", _SODIUM, VALUES["hospital-sodium"]),
        _procedure(chart, stay),
        acute(chart, stay, 1, zone),
        _admissions(chart, stay, zone, form),
        _length(stay, zone),
    )
    return Score("HOSPITAL", parts, HOSPITAL_ACCURACY)


def _below(chart: Chart, stay: Stay, name: str, loincs: tuple[str, ...], cut: float) -> Part:
    """The last value of the stay."""
    start, end = during(stay)
    for found in reversed(chart.observed(*loincs)):
        in_stay = found.began and start <= found.began.start < end
        in_stay = in_stay and found.status not in ("entered-in-error", "cancelled")
        number = _usual_unit(found.number, found.unit)
        if in_stay and number is not None and not found.comparator:
            points = int(number < cut)
            return Part(name, points, points, f"{name} {found.number:g} {found.unit}", found)
    return Part(name, 0, 1, f"{name} at discharge")


def _usual_unit(number: float | None, unit: str) -> float | None:
    """Hemoglobin also comes in grams a litre; an unknown unit is not guessed."""
    plain = plain_unit(unit)
    if number is None or plain == "g/l":
        return None if number is None else number / 10
    return number if plain in ("g/dl", "mmol/l", "meq/l") else None


def _oncology(stay: Stay) -> Part:
    services = [p.service for p in stay.parts if p.service]
    if not services:
        return Part("oncology", 0, 2, "the service that sent them home")
    points = 2 if "oncolog" in services[-1].lower() or services[-1] == "ONC" else 0
    return Part("oncology", points, points, services[-1], stay.last)


def _procedure(chart: Chart, stay: Stay) -> Part:
    start, end = during(stay)
    done = next((p for p in chart.procedures if p.start and start <= p.start.start < end), None)
    if done:
        return Part("procedure", 1, 1, done.code.words, done)
    if stay.left and chart.heard_throughout("Procedure", start, end):
        return Part("procedure", 0, 0, "no procedure")
    return Part("procedure", 0, 1, "whether a procedure was done")


def _admissions(chart: Chart, stay: Stay, zone: tzinfo | None, form: str) -> Part:
    count, heard = admissions_before(chart, stay, 12, zone)
    low = banded(count, HOSPITAL_ADMISSIONS[form])
    if heard or low == 5:
        told = f"{counted(count, 'admission')} in 12 months"
        return Part("earlier admissions", low, low, told)
    return Part("earlier admissions", low, 5, "admissions of the last 12 months elsewhere")


def _length(stay: Stay, zone: tzinfo | None) -> Part:
    nights = stay.nights(zone)
    if nights is None:
        return Part("length of stay", 0, 2, "the day of admission")
    points = 2 if nights >= VALUES["hospital-long"] else 0
    return Part("length of stay", points, points, counted(nights, "day"), stay.last)
