"""Who may be calling from a number: everybody we know who holds it, as far as the viewer may know of them."""

from datetime import date

from northstar.access.viewer import Viewer
from northstar.record.finding import find
from northstar.record.models import Patient

_ENOUGH = 7  # digits: fewer are no telephone number


def holders_of(viewer: Viewer, number: str, day: date) -> list[Patient]:
    """The patients under whose number it is on record; a shared telephone gives each of them."""
    digits = "".join(c for c in number if c.isdigit())[-10:]
    return find(viewer, digits, day, most=8)[0] if len(digits) >= _ENOUGH else []
