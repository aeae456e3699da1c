"""Who of a panel is on the board today, and what we have done for them since they went in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.acts import asking as acts
from northstar.casework.acts.models import Act
from northstar.casework.transitions.models import UnderWay
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.rows import RANKED
from northstar.casework.worklist.seen import allowed
from northstar.record import panels
from northstar.record.listing import of_panel

MATTER = "home from hospital"
WAY_HOME = "way home: "  # how the keys of lines begin that ask after what was asked for
EQUIPMENT, PAPERS, VISIT = "equipment", "papers", "visit"
ASKED, THERE, BOOKED = "asked", "there", "booked"


def under_way(viewer: Viewer, day: date, first: int = 0, most: int = 100) -> list[int]:
    """Row numbers of the viewer's panel who are in hospital or newly home, the latest first. No chart is
    opened, whatever the size of the clinic."""
    rows = UnderWay.objects.filter(until__gte=day).order_by("-since", "patient")
    return [row.patient_id for row in of_panel(viewer, day, rows, first, most)]


@dataclass(frozen=True, slots=True)
class Handled:
    """What we did about one thing: `state` asked, there or booked; `what` in words; `thing` which equipment."""

    state: str
    what: str
    at: datetime
    by: str
    thing: str = ""


def handled(
    viewer: Viewer, patients: Iterable[int], since: datetime
) -> dict[int, list[tuple[str, Handled]]]:
    """(equipment, papers or visit; what was done) of many people since then, the newest first."""
    found = acts.of_patients(viewer, patients, since=since)
    return {pk: [(a.kind, _handled(a)) for a in some if _counts(a)] for pk, some in found.items()}


def holders(viewer: Viewer, patients: Iterable[int], day: date) -> dict[int, str]:
    """Who has each of them, by patient's row number: who holds the work about the way home, else other
    open work, else whose panel they are on."""
    pks = list(patients)
    found = _of_panel(pks, day)
    lines = allowed(Line.objects.filter(patient__in=pks, is_open=True), viewer)
    ranked = list(lines.select_related("staff", "team").order_by(*RANKED))
    best: dict[int, Line] = {}
    for line in ranked:
        now = best.setdefault(line.patient_id or 0, line)
        if line.belongs == MATTER != now.belongs:
            best[line.patient_id or 0] = line
    return found | {pk: line.holder.name for pk, line in best.items()}


def _of_panel(pks: list[int], day: date) -> dict[int, str]:
    held = panels.holders(pks, day)
    staff = Staff.objects.in_bulk({s for _, s in held.values() if s})
    teams = Team.objects.in_bulk({t for t, _ in held.values() if t})
    return {
        pk: staff[s].name if s in staff else teams[t].name if t in teams else ""
        for pk, (t, s) in held.items()
    }


def _counts(act: Act) -> bool:
    return act.kind in (EQUIPMENT, PAPERS, VISIT) and not hasattr(act, "taken_back")


def _handled(act: Act) -> Handled:
    said = act.detail.get
    return Handled(said("state", ""), said("what", ""), act.began, act.by, said("thing", ""))
