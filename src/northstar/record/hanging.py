"""What of our own work and of messages may be one person's or another's, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from northstar.access.viewer import system_viewer
from northstar.chart.value import Value
from northstar.chart.words import Communication
from northstar.record import following
from northstar.record.charts import values_of
from northstar.record.models import Link

_WORDS = {
    "Communication": "message", "Observation": "note", "Procedure": "act", "CarePlan": "plan",
    "DocumentReference": "document", "QuestionnaireResponse": "answered form",
}  # fmt: skip
_LEADING = ("Communication", "DocumentReference", "QuestionnaireResponse", "CarePlan", "Procedure")


@dataclass(frozen=True, slots=True)
class Thing:
    """One act of ours, message or paper, by the identity it hangs on; `among` whose it may be."""

    identity: int
    says: str
    detail: str
    at: datetime
    by: str
    among: tuple[int, ...]
    label: int
    feed: str
    arrival: str
    locator: str


def undecided(patients: Iterable[int]) -> list[Thing]:
    """Everything of these patients' people that nobody has given to one of them."""
    found = following.undecided(patients)
    values: dict[int, list[Value]] = {}
    for identity, _, _, value in values_of(system_viewer("whose was this"), _identities(found)):
        values.setdefault(identity, []).append(value)
    return [_thing(one, values.get(one.last.identity_id, [])) for one in found]


def count_since(patients: Iterable[int], met: datetime) -> int:
    """How many acts, messages and papers were put to these patients since a moment of the machine's time."""
    links = Link.objects.filter(~following.DESCRIBED, patient__in=list(patients), made__gte=met)
    return links.filter(ended_at=None).count()


def _identities(found: list[following.Hanging]) -> list[int]:
    return sorted(one.last.identity_id for one in found)


def _thing(one: following.Hanging, values: list[Value]) -> Thing:
    first = min(values, key=_leads, default=None)
    source = first.source if first else None
    label = 0
    for value in values:
        label |= value.source.label if value.source else 0
    by = getattr(first, "sender", "") or one.said.by
    return Thing(
        identity=one.last.identity_id,
        says=f"the {_called(first)}{f' by {by}' if by else ''}"[:200],
        detail=_text(first)[:300],
        at=one.said.at,
        by=by,
        among=one.among,
        label=label,
        feed=source.feed if source else "",
        arrival=source.arrival if source else "",
        locator=source.locator if source else "",
    )


def _leads(value: Value) -> int:
    """Which of the facts of one act names it: a signed list is a document, not its first allergy."""
    kind = value.source.kind if value.source else ""
    return _LEADING.index(kind) if kind in _LEADING else len(_LEADING)


def _called(value: Value | None) -> str:
    if isinstance(value, Communication):
        return value.medium or "message"
    kind = value.source.kind if value and value.source else ""
    return _WORDS.get(kind, kind or "act")


def _text(value: Value | None) -> str:
    said = getattr(value, "text", "") or (value.main.words if value and value.main else "")
    return said or "nothing is written in it"
