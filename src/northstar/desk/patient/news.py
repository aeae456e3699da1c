"""Since you last looked: what is new, what changed, and what no longer holds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import judged, said
from northstar.record.changes import Gone

# In the order a coordinator would want to hear of them; what is not here is only counted.
_HEARD = (
    "Communication", "Encounter", "AllergyIntolerance", "MedicationRequest", "MedicationDispense",
    "MedicationStatement", "Appointment", "ClaimResponse", "Observation", "DiagnosticReport",
    "Condition", "ServiceRequest", "Coverage", "Flag", "DocumentReference", "Procedure",
    "RelatedPerson", "Patient", "QuestionnaireResponse", "CarePlan", "Goal", "Consent", "Task",
    "Immunization", "CareTeam",
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_HEARD)}
_GLYPHS = {
    "Communication": "i-msg", "Encounter": "i-hosp", "AllergyIntolerance": "i-alert",
    "Observation": "i-drop", "Appointment": "i-cal", "ClaimResponse": "i-shield",
    "Coverage": "i-shield", "DocumentReference": "i-pen", "DiagnosticReport": "i-drop",
}  # fmt: skip
_ENDED = frozenset(
    {"stopped", "cancelled", "entered-in-error", "noshow", "completed", "resolved", "inactive"}
)
# A fill that is completed, or a result that is final, is no end of anything.
_CAN_END = frozenset(
    {
        "MedicationRequest", "MedicationStatement", "Appointment", "Condition", "Coverage", "Flag",
        "AllergyIntolerance", "CarePlan", "Goal", "ServiceRequest",
    }
)  # fmt: skip
MOST = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One line: `how` is New, Changed or Ended; `tone` its colour; `was` what stood there before."""

    how: str
    glyph: str
    tone: str
    title: str
    detail: str
    was: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class News:
    """The changes to show, how many there are, and the rest by kind in words."""

    changes: list[Change]
    count: int
    rest: list[tuple[str, int]]


def news(chart: Chart, gone: Iterable[Gone], since: datetime, chips: Chips) -> News:
    """What came into this chart, or left it, after a moment."""
    replaced = {one.by_fact: one for one in gone if one.by_fact}
    fresh = [
        (kind, value, replaced.get(value.source.fact))
        for kind in chart.kinds()
        for value in chart.of(kind)
        if value.source and value.source.received and value.source.received > since
    ]
    # Who a new source says she is stands under Records; here only what it changed.
    fresh = [
        (kind, value, old)
        for kind, value, old in fresh
        if (_differ(kind, value, old, chips) if old else kind != "Patient")
    ]
    ended = [one for one in gone if not one.by_fact and one.kind in _RANK]
    heard = sorted((f for f in fresh if f[0] in _RANK), key=_weight)
    told = [_ended(one, chips) for one in ended] + [_change(*one, chips) for one in heard]
    rest = Counter(kind for kind, _, _ in heard[max(0, MOST - len(ended)) :])
    rest.update(kind for kind, _, _ in fresh if kind not in _RANK)
    return News(
        told[:MOST], len(fresh) + len(ended), [(_plural(k), n) for k, n in rest.most_common()]
    )


def _weight(found: tuple[str, Value, Gone | None]) -> tuple:
    kind, value, _ = found
    flat = kind == "Observation" and not judged(value)  # type: ignore[arg-type]
    at = value.began.start.timestamp() if value.began else 0
    return (_RANK[kind] + 10 * flat, -at)


def _differ(kind: str, value: Value, old: Gone, chips: Chips) -> bool:
    """A new version that says the same words again is no news."""
    return said(kind, value, chips.calendar) != said(old.kind, old.value, chips.calendar)


def _change(kind: str, value: Value, old: Gone | None, chips: Chips) -> Change:
    words = said(kind, value, chips.calendar)
    over = str(getattr(value, "status", "") or getattr(value, "clinical_status", "")) in _ENDED
    how = "Ended" if over and kind in _CAN_END else "Changed" if old else "New"
    high = kind == "Observation" and bool(judged(value))  # type: ignore[arg-type]
    tone = (
        "c-due"
        if high or kind == "AllergyIntolerance"
        else "c-clash"
        if how == "Ended"
        else "c-ok"
        if how == "New"
        else "c-acc"
    )
    glyph = "i-undo" if how == "Ended" else _GLYPHS.get(kind, "i-plus" if how == "New" else "i-pen")
    was = said(old.kind, old.value, chips.calendar) if old else None
    before = (was.title if was.title != words.title else was.detail) if was else ""
    return Change(how, glyph, tone, words.title, words.detail, before, chips.of(value))


def _ended(one: Gone, chips: Chips) -> Change:
    words = said(one.kind, one.value, chips.calendar)
    return Change("Ended", "i-undo", "c-clash", words.title, one.why, "", chips.of(one.value))


def _plural(kind: str) -> str:
    return _MANY.get(kind, "other facts")


_MANY = {
    "Observation": "results", "MedicationRequest": "prescriptions", "MedicationDispense": "fills",
    "MedicationStatement": "medicines said to be taken", "Encounter": "visits and stays",
    "Condition": "problems", "Procedure": "procedures", "Immunization": "immunizations",
    "DocumentReference": "documents", "Section": "sections of documents",
    "DiagnosticReport": "reports", "Communication": "messages", "Appointment": "appointments",
    "ServiceRequest": "orders", "AllergyIntolerance": "allergies",
}  # fmt: skip
