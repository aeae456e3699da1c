"""The buttons that lead to a call: beside a row of Today, and on a person's page."""

from typing import Any

from django.urls import reverse

from northstar.desk.offers import Offer
from northstar.knowledge.call_purposes import purpose_of


def _call(patient: str, line: Any = None) -> str:
    address = reverse("call", args=[patient])
    return f"{address}?line={line.public_id}" if line is not None else address


def _office(patient: str, line: Any = None) -> str:
    if line is None:
        return f"{reverse('call-office')}?patient={patient}"
    purpose = purpose_of(line.signal)
    if not (purpose.office or purpose.or_office):
        return ""
    return f"{reverse('call-office')}?line={line.public_id}"


OFFERS = (
    Offer("Call", "phone", "call", _call, key="c", order=10, first=True),
    Offer("Call the office", "phone", "call", _office, key="h", where=("line",), order=11),
    Offer("Call an office", "phone", "call", _office, where=("patient",), order=58, folded=True),
)
