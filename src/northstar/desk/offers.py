"""How a page joins in on others: a button beside a person or a line, a panel on the Patient page.

A page declares `OFFERS`, a tuple of `Offer`, or `PANELS`, a tuple of `Panel`; nothing else is edited.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from northstar.access import roles
from northstar.access.viewer import Viewer
from northstar.chart.chart import Chart
from northstar.discover import declared


@dataclass(frozen=True, slots=True)
class Offer:
    """A button. `address` gets the patient's public id and, beside a line, the line (else None), and
    answers "" where it does not fit. `may` is the name in the page's `@may`; `where` is "patient" (the
    head of the Patient page) or "line" (beside a row of Today), or both. `first` shows it as the main act;
    `folded` puts it under *More* in the head of the Patient page."""

    label: str
    icon: str
    may: str
    address: Callable[[str, Any], str]
    key: str = ""
    where: tuple[str, ...] = ("patient", "line")
    order: int = 50
    first: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the Patient page. `ask` gets viewer, patient's row, chart and now, and gives what the
    template shows, or None for nothing; it asks few questions, never one a row. `side`: in the right column."""

    anchor: str
    title: str
    may: str
    template: str
    ask: Callable[[Viewer, Any, Chart, datetime], dict[str, Any] | None]
    order: int = 50
    side: bool = False


def offers(viewer: Viewer, where: str, patient: str, line: Any = None) -> list[dict[str, Any]]:
    """The buttons for this person or line that this viewer may press."""
    shown = []
    for offer in _sorted("OFFERS"):
        if where in offer.where and offer.may in roles.MAY and viewer.may(offer.may):
            address = offer.address(patient, line)
            if address:
                shown.append({"offer": offer, "address": address})
    return shown


def panels(viewer: Viewer, row: Any, chart: Chart, now: datetime) -> list[dict[str, Any]]:
    """The parts that other pages add to the Patient page of this person."""
    shown = []
    for panel in _sorted("PANELS"):
        if panel.may in roles.MAY and viewer.may(panel.may):
            told = panel.ask(viewer, row, chart, now)
            if told is not None:
                shown.append({"panel": panel, "told": told})
    return shown


def _sorted(name: str) -> list[Any]:
    found = [one for some in declared("northstar.desk", name) for one in some]
    return sorted(found, key=lambda one: one.order)
