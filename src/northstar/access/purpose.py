"""Why somebody looks outside their panel: stated once, good for an hour, noted at every look."""

from datetime import datetime, timedelta

from django.http import HttpRequest

GOOD_FOR = timedelta(minutes=60)
KEY = "purpose"
EMERGENCY = "emergency"

PURPOSES = {
    "covering": "I am covering for a colleague",
    "asked": "The person, or someone caring for them, contacted me",
    "handed-over": "Someone is handing their care over to me",
    EMERGENCY: "An emergency",
    "privacy-review": "A privacy review",
}


def state(request: HttpRequest, purpose: str, machine_now: datetime) -> None:
    request.session[KEY] = [purpose[:300], (machine_now + GOOD_FOR).timestamp()]


def stated(request: HttpRequest, machine_now: datetime) -> str:
    """The purpose in force, or nothing."""
    text, until = request.session.get(KEY) or ("", 0)
    return text if machine_now.timestamp() < until else ""


def end(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
