"""Calls that were written down, and the number they went to."""

from northstar.access.viewer import system_viewer
from northstar.casework.acts import asking as acts

READER = system_viewer("a test")
PHONE = "(415) 555-0132"


def written(chen):
    return acts.of_patient(READER, chen.pk, kinds=["call"])
