"""The readiness card: what contradicts before a procedure, in short, wherever a person is shown."""

from collections.abc import Iterable
from typing import Any

from django import template

from northstar.config.clock import clinic_now
from northstar.rules.assess import needs_answer

register = template.Library()


@register.inclusion_tag("readiness/card.html")
def readiness_card(patient: Any, lines: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """`lines` are the person's open lines as their page shows them; asks nothing of the store."""
    found = [line for line, _ in lines if line.signal in needs_answer()]
    found.sort(key=lambda line: (line.due is None, line.due))
    return {"questions": found, "patient": patient, "now": clinic_now()}


@register.filter
def asks_for_evidence(line: Any) -> bool:
    """Whether a line closes on the readiness page."""
    return line.signal in needs_answer()
