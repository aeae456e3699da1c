"""The buttons that lead to a call: beside a row of Today, and on a person's page."""

from typing import Any

from django.urls import reverse

from northstar.desk.offers import Offer


def _call(patient: str, line: Any = None) -> str:
    address = reverse("call", args=[patient])
    return f"{address}?line={line.public_id}" if line is not None else address


OFFERS = (Offer("Call", "phone", "call", _call, key="c", order=10, first=True),)
