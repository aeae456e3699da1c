"""Who may be calling from a number: everybody we know who holds it, as far as the viewer may know of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from northstar.access.viewer import Viewer
from northstar.record.finding import find
from northstar.record.models import Link, Patient
from northstar.record.panels import reach

_ENOUGH = 7  # digits: fewer are no telephone number
_WHOLE = 10


def holders_of(viewer: Viewer, number: str, day: date) -> list[Patient]:
    """The patients under whose number it is on record; a shared telephone gives each of them."""
    digits = _digits(number)
    return find(viewer, digits, day, most=8)[0] if len(digits) >= _ENOUGH else []


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
