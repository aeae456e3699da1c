"""Who may see what somebody writes down: everybody who may see the person, or only who is entitled."""

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.chart.sensitivity import Label

LABELS = {
    Label.RESTRICTED: "Only who may see restricted records",
    Label.PART2: "Only who may see substance use treatment",
    Label.SUD_COUNSELING: "Only who may see substance use counselling",
    Label.HIV: "Only who may see HIV records",
    Label.REPRODUCTIVE: "Only who may see reproductive care",
    Label.MINOR_CONFIDENTIAL: "Only who may see a minor's confidences",
    Label.VIOLENCE: "Only who may see what is said of violence",
    Label.BEHAVIORAL: "Only who may see behavioural health",
}


def offered(viewer: Viewer) -> list[tuple[int, str]]:
    """What the viewer may choose: nobody restricts a thing so that they cannot see it themselves."""
    return [(int(label), words) for label, words in LABELS.items() if viewer.may_see(label)]


def chosen(viewer: Viewer, text: str) -> int:
    """The label that was chosen in a form; empty: none."""
    if text in {"", "0"}:
        return 0
    if text not in {str(label) for label, _ in offered(viewer)}:
        raise Refused("Choose who may see it out of those that are offered.")
    return int(text)
