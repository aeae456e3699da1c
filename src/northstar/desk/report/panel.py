"""The button that leads to a report. It stands on everybody's page alike, so it tells nothing."""

from typing import Any

from django.urls import reverse

from northstar.desk.offers import Offer


def _address(patient: str, line: Any) -> str:
    return reverse("report", args=[patient]) if line is None or line.matter == "report" else ""


OFFERS = (Offer("Suspected abuse or neglect", "alert", "report", _address, order=99, folded=True),)
