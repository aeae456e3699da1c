"""The names in a list: one query for many patients, copies kept on the patient's row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from northstar.access.viewer import Viewer
from northstar.chart.chart import Chart
from northstar.record.models import Patient
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
    """Cards by row number, and the look noted. For rows the caller was given through the door."""
    found = {}
    for some in batches(pks):
        for row in Patient.objects.filter(pk__in=some):
            found[row.pk] = card(row)
    viewer.looks_at([c.id for c in found.values()])
    return found


def card(row: Patient) -> Card:
    """The card of one row."""
    return Card(str(row.public_id), *(getattr(row, name) for name in _COPIES))


def copies(chart: Chart, died: bool) -> dict[str, object]:
    """What a patient's row repeats of the chart."""
    named = next((p for p in reversed(chart.persons) if p.name), None)
    name = named.name if named else None
    spoken = next((p for p in reversed(chart.persons) if p.language), None)
    asked = next(
        (p.interpreter for p in reversed(chart.persons) if p.interpreter is not None), None
    )
    family = f"{name.family}, {' '.join(name.given)}".strip(", ") if name else ""
    return {
        "name": (name.plain if name else "")[:300],
        "sort_name": (family or (name.plain if name else ""))[:300],
        "own_script": _own_script(chart)[:200],
        "birth_date": chart.birth_date.text[:10] if chart.birth_date else "",
        "gender": chart.gender,
        "language": (spoken.language if spoken else "")[:40],
        "interpreter": asked,
        "died": died,
    }


def _own_script(chart: Chart) -> str:
    """A name written in letters other than Latin, if any source gives one."""
    for person in reversed(chart.persons):
        for name in person.names:
            if any(ord(letter) > 0x24F and letter.isalpha() for letter in name.plain):
                return name.plain
    return ""
