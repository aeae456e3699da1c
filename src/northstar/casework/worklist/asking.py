"""Questions about the open lines of one person, or of many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.posting import BY_HAND
from northstar.casework.worklist.rows import RANKED
from northstar.casework.worklist.seen import allowed, hidden_from, without


@dataclass(frozen=True, slots=True)
class OpenLines:
    """How many lines are open about a person, and what the first of them says."""

    count: int
    band: int
    says: str


def lines_of(viewer: Viewer, patient: int) -> list[Line]:
    """Every open line about a person (by row number) that the viewer may see, whoever holds it."""
    return _lines(patient, hidden_from(viewer))


_lines = worded_once(
    lambda patient, hidden: (
        without(Line.objects.filter(patient=patient, is_open=True), hidden)
        .select_related("staff", "team")
        .order_by(*RANKED)
    )
)


def leading(viewer: Viewer, patients: Iterable[int]) -> dict[int, Line]:
    """The first open line that the viewer may see about each of these, by patient's row number."""
    lines = Line.objects.filter(patient__in=list(patients), is_open=True).order_by(*RANKED)
    found: dict[int, Line] = {}
    for line in allowed(lines, viewer):
        found.setdefault(line.patient_id or 0, line)
    return found


def perhaps_about(viewer: Viewer, patient: int) -> list[Line]:
    """Open lines of messages that are probably about a person, which nobody has confirmed yet."""
    return _perhaps(patient, hidden_from(viewer))


_perhaps = worded_once(
    lambda patient, hidden: without(
        Line.objects.filter(likely=patient, is_open=True, arrival__isnull=False), hidden
    ).order_by(*RANKED)[:12]
)


def finished(arrivals: Iterable[int]) -> set[int]:
    """Which of these arrivals (by row number) a person has dealt with: every line closed by hand."""
    lines = Line.objects.filter(arrival__in=list(arrivals)).exclude(signal=BY_HAND)
    closed = lines.filter(is_open=False, touched=True).values_list("arrival", flat=True)
    standing = lines.filter(is_open=True).values_list("arrival", flat=True)
    return {pk for pk in closed if pk} - {pk for pk in standing if pk}


def open_lines(viewer: Viewer, patients: Iterable[int]) -> dict[int, OpenLines]:
    """The open lines of a list's people, in one query; who has none is not in it."""
    lines = allowed(Line.objects.filter(patient__in=list(patients), is_open=True), viewer)
    found: dict[int, OpenLines] = {}
    for pk, band, says in lines.order_by(*RANKED).values_list("patient", "band", "says"):
        first = found.get(pk)
        found[pk] = (
            OpenLines(first.count + 1, first.band, first.says)
            if first
            else OpenLines(1, band, says)
        )
    return found


def done_with(line: Line, *, staff: int, at: datetime) -> Step | None:
    """What somebody's act of this moment did to a line, if that has not been taken back."""
    found = Step.objects.filter(line=line, staff=staff, at=at, undone=False).exclude(before={})
    return found.select_related("line").order_by("-pk").first()


def done_since(line: Line, since: Step | None = None) -> bool:
    """Whether anybody has acted on a line since it was opened, or since a step."""
    found = Step.objects.filter(line=line, undone=False).exclude(before={})
    return (found.filter(pk__gt=since.pk) if since else found).exists()


def latest_act() -> datetime | None:
    """When something was last done about any line: no day may be asked for before it."""
    return Step.objects.order_by("-at").values_list("at", flat=True).first()
