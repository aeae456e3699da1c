"""The plan on the Patient page, and the button that leads to it."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from northstar.access.viewer import Viewer
from northstar.casework.plans import asking
from northstar.casework.plans.stepping import MATTER
from northstar.chart.chart import Chart
from northstar.config.clock import zone
from northstar.desk.offers import Offer, Panel
from northstar.rules.plans.contradicted import contradictions
from northstar.rules.plans.shape import HILL


def _told(viewer: Viewer, row: Any, chart: Chart, now: datetime) -> dict[str, Any]:
    standing = asking.current(viewer, row.pk)
    if standing is None or standing.said.is_empty:
        return {"patient": row.public_id, "plan": None}
    plan = standing.said
    return {
        "patient": row.public_id,
        "plan": plan,
        "goals": [(goal, hill(goal.hill)) for goal in plan.goals],
        "signed": standing.signed,
        "unsigned": len(standing.unsigned),
        "against": contradictions(chart, standing.words, plan, zone()),
    }


def hill(code: str) -> dict[str, Any]:
    """Where a goal stands on the hill: its bars, and in words."""
    names = [one for one, _ in HILL]
    at = names.index(code) if code in names else -1
    bars = [
        "d" if n < at or code == "reached" else "h" if n == at else "" for n in range(len(HILL))
    ]
    said = dict(HILL).get(code, "Not said yet")
    return {"bars": bars, "says": said}


def _address(patient: str, line: Any) -> str:
    """Beside a person, and beside a line that the plan itself made."""
    is_ours = line is None or line.matter == MATTER
    return reverse("plan", args=[patient]) if is_ours else ""


OFFERS = (
    Offer(
        "Plan", "foot", "plan", _address, key="", where=("patient", "line"), order=60, folded=True
    ),
)
PANELS = (Panel("plan", "Plan of care", "plan", "plan/panel.html", _told, order=20, side=True),)
