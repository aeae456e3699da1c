"""Who may be calling from a number: everybody we know who holds it, as far as the viewer may know of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from northstar.access.viewer import Viewer
from northstar.chart.kinds import decoder
from northstar.engines.linking.normal import phones
from northstar.record.finding import bearing, find
from northstar.record.models import Link, Patient
from northstar.record.panels import reach
from northstar.record.store import holes, select
from northstar.record.words import KIN

_ENOUGH = 7  # digits: fewer are no telephone number
_WHOLE = 10


def holders_of(viewer: Viewer, number: str, day: date) -> list[Patient]:
    """The patients under whose number it is on record; a shared telephone gives each of them."""
    digits = _digits(number)
    return find(viewer, digits, day, most=8)[0] if len(digits) >= _ENOUGH else []


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody near a patient has this number: who, as a source calls them."""

    name: str
    relation: str


def near_holders_of(viewer: Viewer, number: str, day: date) -> list[tuple[Patient, list[Near]]]:
    """The patients of whose relatives or carers it is a number on record, with who that is. It says who
    may be calling, and about whom; never that it is so."""
    digits = _digits(number)
    if len(digits) < _WHOLE:
        return []
    rows = bearing(viewer, f"{KIN}{digits}", day, most=8)
    near = _near(viewer, [row.pk for row in rows], digits, day)
    return [(row, near[row.pk]) for row in rows if row.pk in near]


def _near(viewer: Viewer, pks: list[int], digits: str, day: date) -> dict[int, list[Near]]:
    """Who of them has the number today, as far as the viewer may know; one question for all."""
    rows = select(
        "SELECT l.patient_id, f.body FROM record_link l "
        "JOIN record_fact f ON f.identity_id = l.identity_id AND f.kind = 'RelatedPerson' "
        "LEFT JOIN record_supersession s ON s.fact_id = f.id "
        f"WHERE l.patient_id IN ({holes(pks) or 'NULL'}) AND l.ended_at IS NULL AND s.id IS NULL "
        "AND (f.label & %s) = 0 ORDER BY f.id DESC",
        [*pks, ~viewer.labels & 0x7FFF],
    )
    found: dict[int, dict[str, Near]] = defaultdict(dict)
    read = decoder("RelatedPerson")
    for pk, body in rows:
        kin = read(body)
        if digits in phones(kin) and not (kin.end and kin.end.end.date() < day):
            name = kin.names[0].plain if kin.names else ""
            found[pk].setdefault(name.casefold(), Near(name, kin.relationship.words))
    return {pk: list(some.values()) for pk, some in found.items()}


def shared(viewer: Viewer, numbers: Iterable[str], day: date) -> set[str]:
    """Those of these numbers that more than one person has whom the viewer may see; one question."""
    words = {f"p:{digits}": digits for one in numbers if len(digits := _digits(one)) == _WHOLE}
    held: dict[str, set[int]] = defaultdict(set)
    links = Link.objects.filter(
        ended_at=None, identity__word__word__in=list(words), patient__in=reach(viewer, day).values("pk")
    )  # fmt: skip
    for word, label, patient in links.values_list(
        "identity__word__word", "identity__word__label", "patient"
    ).distinct():
        if word in words and viewer.may_see(label):
            held[words[word]].add(patient)
    return {digits for digits, people in held.items() if len(people) > 1}


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())[-_WHOLE:]
