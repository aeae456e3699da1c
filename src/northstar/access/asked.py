"""What a request carries once it has come through the door."""

from django.http import HttpRequest

from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer


class Asked(HttpRequest):
    """For a view's signature: the door has put a known person and their viewer here."""

    user: Staff
    viewer: Viewer
    looking: tuple[str, str]  # the entry's action and name, where a page says them itself
    refused: Refused
