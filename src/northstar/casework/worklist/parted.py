"""After records were parted: the privacy officer's line, and a line for each who saw the joined chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from northstar.access import roles
from northstar.access.audit import asking
from northstar.access.models import Staff
from northstar.access.staffing import default_team, holding
from northstar.access.viewer import Viewer
from northstar.casework.worklist import by_hand, leaving
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.seen import allowed
from northstar.record import parting as partings
from northstar.record.parting import Parting, Span

MOST_TOLD = 30  # beyond these the privacy officer's line names them


@dataclass(frozen=True, slots=True)
class Seen:
    """One colleague who looked at the joined chart: how often, first and last by the machine's time."""

    staff: Staff
    looks: int
    first: datetime
    last: datetime


def tell(parting: Parting, at: datetime) -> None:
    """Open the lines, once. Where nobody parted them by hand, and nobody looked, and nothing left,
    there is nobody to tell."""
    span = partings.span_of(parting)
    seen, left = seen_by(span), leaving.left(span)
    if parting.staff or seen or left:
        _privacy(parting, seen, left, at)
        for one in seen[:MOST_TOLD]:
            if one.staff.pk != parting.staff and one.staff.is_active:
                _notice(parting, one, at)
    partings.mark_told(parting, at)


def seen_by(span: Span) -> list[Seen]:
    """Which colleagues looked at the joined chart, from the audit chain: a list that named many people
    is not a look at one of them, nor is a page about who is who."""
    found: dict[str, list[datetime]] = {}
    for entry in asking.meanwhile(span.numbers, span.met, span.made):
        of_one = entry.patients.count('"') == 2 and not entry.what.startswith("who")
        if of_one and entry.action in ("view", "break-glass"):
            found.setdefault(entry.who, []).append(entry.machine_at)
    staff = {str(row.public_id): row for row in Staff.objects.filter(public_id__in=_ids(found))}
    return sorted(
        (Seen(staff[who], len(at), at[0], at[-1]) for who, at in found.items() if who in staff),
        key=lambda one: one.staff.name,
    )


def _ids(names: Iterable[str]) -> list[str]:
    """Staff are named by UUID, unattended jobs by their names."""
    return [name for name in names if len(name) == 36 and name.count("-") == 4]


def lines_of(viewer: Viewer, parting: Parting) -> list[Line]:
    """The lines that were opened to tell of it, the privacy officer's first."""
    lines = Line.objects.filter(signal=by_hand.BY_HAND, key__startswith=_key(parting, ""))
    return list(allowed(lines, viewer).select_related("staff", "team").order_by("pk"))


def _key(parting: Parting, who: str) -> str:
    return f"parted:{parting.public_id}:{who}"


def _privacy(parting: Parting, seen: list[Seen], left: list[leaving.Left], at: datetime) -> None:
    officers = holding(roles.PRIVACY_OFFICER, at)
    to = officers[0] if officers else default_team()
    line = by_hand.new(patient=parting.kept_id, key=_key(parting, "privacy"), at=at, to=to)
    line.says = (
        f"was one chart with somebody else’s from {_day(parting.since)} to {_day(parting.at)}"
    )
    line.suggests = "Judge whether anybody must be told of what was seen or has left the building."
    line.wants = roles.PRIVACY_OFFICER
    who = ", ".join(f"{one.staff.name} ({one.looks})" for one in seen) or "nobody"
    gone = "; ".join(one.says for one in left) or "nothing"
    line.because = [
        _because(f"Taken apart by {parting.by}: {parting.why}"),
        _because(f"Looked at meanwhile by {who}"),
        _because(f"Left the building meanwhile: {gone}"),
    ]
    _keep(line, parting, at)


def _notice(parting: Parting, one: Seen, at: datetime) -> None:
    key = _key(parting, f"saw:{one.staff.public_id}")
    line = by_hand.new(patient=parting.kept_id, key=key, at=at, to=one.staff)
    often = "once" if one.looks == 1 else f"{one.looks} times"
    line.says = f"was one chart with somebody else’s when you looked, {often}"
    line.suggests = (
        "Look again, and say if anything that you did or passed on rested on the other’s facts."
    )
    line.because = [_because(f"Taken apart by {parting.by}: {parting.why}")]
    _keep(line, parting, at)


def _keep(line: Line, parting: Parting, at: datetime) -> None:
    if Line.objects.filter(patient=line.patient_id, signal=line.signal, key=line.key).exists():
        return  # it was opened before a crash
    line.label = parting.kept.label
    by_hand.keep(line, at=at)


def _because(says: str) -> dict[str, str]:
    return {"says": says[:400], "feed": "", "arrival": "", "locator": "", "quote": ""}


def _day(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b}"
