"""The names in a list: one query for many patients, copies kept on the patient's row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_

from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.chart.chart import Chart
from northstar.chart.kinds import decoder
from northstar.chart.people import Patient
from northstar.chart.value import Value
from northstar.record.models import Patient as Row
from northstar.record.store import batches, holes, select
from northstar.rules.interpreter import LANGUAGE, NEEDED, wanted

_COPIES = (
    "name", "sort_name", "own_script", "birth_date", "gender", "language", "interpreter", "died",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """A person as a row of a list shows them. `birth_date` is ISO text of any precision."""

    id: str
    name: str
    sort_name: str
    own_script: str
    birth_date: str
    gender: str
    language: str
    interpreter: bool | None
    died: bool

    def age(self, on: date) -> int | None:
        """Whole years on a day."""
        if len(self.birth_date) < 10:
            return on.year - int(self.birth_date[:4]) if self.birth_date else None
        born = date.fromisoformat(self.birth_date)
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def people(viewer: Viewer, pks: Iterable[int]) -> dict[int, Card]:
    """Cards by row number, and the look noted. For rows the caller was given through the door.

    Whom the viewer may not know of at all has no card.
    """
    found = {}
    for some in batches(pks):
        for pk, label, uid, *shown in _rows(some):
            if viewer.may_see(label):
                found[pk] = Card(str(uid), *shown)
    viewer.looks_at([c.id for c in found.values()])
    return found


_rows = worded_once(
    lambda pks: Row.objects.filter(pk__in=pks).values_list("pk", "label", "public_id", *_COPIES)
)


def cards_now(viewer: Viewer, rows: list[Row]) -> list[Card]:
    """Cards in order; of those nobody has judged yet, from what their sources call them."""
    unnamed = [row.pk for row in rows if not row.name]
    called = described(viewer, unnamed)
    for row in rows:
        if persons := called.get(row.pk):
            for name, value in _copied(persons).items():
                setattr(row, name, value)
    viewer.looks_at(row.public_id for row in rows)
    return [card(row) for row in rows]


def described(viewer: Viewer, pks: Iterable[int]) -> dict[int, list[Patient]]:
    """How each source that the viewer may know of describes these patients, the newest word last."""
    found: dict[int, list[Patient]] = {}
    for some in batches(pks):
        rows = select(
            "SELECT l.patient_id, f.body FROM record_fact f "
            "JOIN record_link l ON l.identity_id = f.identity_id AND l.ended_at IS NULL "
            "LEFT JOIN record_supersession s ON s.fact_id = f.id "
            f"WHERE l.patient_id IN ({holes(some)}) AND f.kind = 'Patient' AND s.id IS NULL "
            "AND (f.label & %s) = 0 ORDER BY f.recorded, f.sequence, f.digest",
            [*some, ~viewer.labels & 0x7FFF],
        )
        for pk, body in rows:
            found.setdefault(pk, []).append(decoder("Patient")(body))
    return found


def card(row: Row) -> Card:
    """The card of one row."""
    return Card(str(row.public_id), *(getattr(row, name) for name in _COPIES))


def copies(chart: Chart, died: bool) -> dict[str, object]:
    """What a patient's row repeats of the chart."""
    label = common_label(chart)
    persons = [p for p in chart.persons if _is_common(p, label)]
    asked = [one for one in chart.observed(NEEDED, LANGUAGE) if _is_common(one, label)]
    wants = {"interpreter": wanted(persons, asked)}
    return _copied(persons) | wants | {"died": died, "label": label}


def _is_common(value: Value, label: int) -> bool:
    """Whether all may see it who may know of the person at all."""
    return value.source is None or not value.source.label & ~label


def _copied(persons: list[Patient]) -> dict[str, object]:
    named = next((p for p in reversed(persons) if p.name), None)
    name = named.name if named else None
    spoken = next((p for p in reversed(persons) if p.language), None)
    asked = next((p.interpreter for p in reversed(persons) if p.interpreter is not None), None)
    born = next((p.birth_date.text for p in reversed(persons) if p.birth_date), "")
    family = f"{name.family}, {' '.join(name.given)}".strip(", ") if name else ""
    return {
        "name": (name.plain if name else "")[:300],
        "sort_name": (family or (name.plain if name else ""))[:300],
        "own_script": _own_script(persons)[:200],
        "birth_date": born[:10],
        "gender": next((p.gender for p in reversed(persons) if p.gender), ""),
        "language": (spoken.language if spoken else "")[:40],
        "interpreter": asked,
    }


def common_label(chart: Chart) -> int:
    """The sensitivity that everything known of a person has in common; 0 for nearly everyone."""
    labels = [v.source.label for kind in chart.kinds() for v in chart.of(kind) if v.source]
    return reduce(and_, labels) if labels else 0


def _own_script(persons: list[Patient]) -> str:
    """A name written in letters other than Latin, if any source gives one."""
    for person in reversed(persons):
        for name in person.names:
            if any(ord(letter) > 0x24F and letter.isalpha() for letter in name.plain):
                return name.plain
    return ""
