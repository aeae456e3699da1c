"""Lines of a plan, and when the plan of the tests is looked at again."""

from datetime import date

from northstar.access.viewer import system_viewer
from northstar.casework.worklist.asking import lines_of

READER = system_viewer("a test")
FRIDAY = date(2026, 9, 18)


def of_the_plan(chen):
    return [line for line in lines_of(READER, chen.pk) if line.matter == "plan of care"]


def typed(client, at, place, text, seen=0, **headers):
    """What the page's script sends for one field."""
    said = {f"place:{place}": text, f"seen:{place}": seen}
    return client.post(at("save/"), said, headers={"Northstar-Part": "plan"} | headers)
