"""The names in a list: one query for many patients, copies kept on the patient's row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_

from northstar.access.viewer import Viewer
from northstar.chart.chart import Chart
from northstar.chart.people import Patient
from northstar.record.models import Patient as Row
from northstar.record.store import batches

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
        for row in Row.objects.filter(pk__in=some):
            if viewer.may_see(row.label):
                found[row.pk] = card(row)
    viewer.looks_at([c.id for c in found.values()])
    return found


def card(row: Row) -> Card:
    """The card of one row."""
    return Card(str(row.public_id), *(getattr(row, name) for name in _COPIES))


def copies(chart: Chart, died: bool) -> dict[str, object]:
    """What a patient's row repeats of the chart."""
    label = common_label(chart)
    persons = [p for p in chart.persons if p.source is None or not p.source.label & ~label]
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
        "died": died,
        "label": label,
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
