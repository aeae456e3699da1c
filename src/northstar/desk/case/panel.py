"""The programs of a person on the Patient page, and the button that leads to their cases."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from northstar.access.viewer import Viewer
from northstar.casework.programs import asking
from northstar.chart.chart import Chart
from northstar.desk.offers import Offer, Panel


def _told(viewer: Viewer, row: Any, chart: Chart, now: datetime) -> dict[str, Any]:
    cases = asking.of_patient(viewer, row.pk, now.date())
    return {"patient": row.public_id, "cases": [one for one in cases if one.open]}


def _address(patient: str, line: Any) -> str:
    return reverse("case", args=[patient]) if line is None or line.matter == "case" else ""


OFFERS = (Offer("Case", "leaf", "case", _address, order=70, folded=True),)
PANELS = (Panel("programs", "Programs", "case", "case/panel.html", _told, order=30, side=True),)
