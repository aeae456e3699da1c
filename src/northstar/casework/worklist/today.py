"""What a person has to do today, as rows ready to show: one row a person and matter, ranked."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.rows import Row, folded, people_of
from northstar.record.panels import in_panel
from northstar.record.people import people

_WITH = ("patient", "likely", "arrival", "feed", "staff", "team")
BANDS = ("Life or safety", "A clock that ends today", "Harm this week", "The rest")


@dataclass(slots=True)
class Day:
    """Today's rows by band, what sleeps, and what the machine settled since yesterday."""

    bands: list[tuple[str, list[Row]]] = field(default_factory=list)
    asleep: int = 0
    oldest_sleeper: date | None = None
    settled: list[Line] = field(default_factory=list)
    more: bool = False

    @property
    def rows(self) -> list[Row]:
        """All rows in order."""
        return [row for _, rows in self.bands for row in rows]

    @property
    def minutes(self) -> int:
        """The time it will take."""
        return sum(row.minutes for row in self.rows)


def mine(viewer: Viewer) -> QuerySet[Line]:
    """Open lines held by the viewer or the viewer's teams, as far as the viewer may see them."""
    held = Line.objects.filter(Q(staff=viewer.staff_id) | Q(team__in=viewer.teams), is_open=True)
    return allowed(held, viewer)


def allowed(lines: QuerySet[Line], viewer: Viewer) -> QuerySet[Line]:
    """Without lines that rest on facts the viewer is not entitled to."""
    hidden = ~viewer.labels & 0x7FFF
    return lines.extra(where=[f"(worklist_line.label & {hidden:d}) = 0"])


def day(viewer: Viewer, now: datetime, most: int = 200) -> Day:
    """The viewer's day, ranked."""
    today = now.date()
    due = mine(viewer).filter(next_on__lte=today).select_related(*_WITH)
    ranked = list(due.order_by("band", "-pinned", "-score", "due", "opened", "pk")[: most + 1])
    sleeping = mine(viewer).filter(next_on__gt=today)
    rows = folded(ranked[:most], people(viewer, people_of(ranked[:most])))
    return Day(
        more=len(ranked) > most,
        bands=[
            (BANDS[band], [r for r in rows if r.lead.band == band]) for band in range(len(BANDS))
        ],
        asleep=sleeping.count(),
        oldest_sleeper=sleeping.order_by("opened").values_list("opened", flat=True).first(),
        settled=_settled(viewer, now),
    )


def _settled(viewer: Viewer, now: datetime) -> list[Line]:
    """What the facts settled since yesterday morning, so that a person may object."""
    since = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() - 86_400
    steps = Step.objects.filter(
        what="settled", at__gte=datetime.fromtimestamp(since, tz=now.tzinfo), line__is_open=False
    ).filter(Q(line__staff=viewer.staff_id) | Q(line__team__in=viewer.teams))
    why = dict(steps.order_by("-at").values_list("line", "why")[:50])
    lines = list(allowed(Line.objects.filter(pk__in=why), viewer).select_related("patient"))
    for line in lines:
        line.settling = why[line.pk]  # type: ignore[attr-defined]  # shown beside it
    viewer.looks_at([str(line.patient.public_id) for line in lines if line.patient])
    return lines


def line_for(viewer: Viewer, public_id: str, now: datetime) -> Line:
    """One line, if it is the viewer's to see now; notes the look. Who knows its address gains nothing."""
    lines = allowed(Line.objects.filter(public_id=public_id), viewer)
    line = lines.select_related(*_WITH).first()
    if line is None:
        raise Refused("There is no such line here.")
    if not _opens_to(viewer, line, now):
        whom = [one.public_id for one in (line.patient, line.likely) if one]
        raise Refused(
            "This line is neither yours nor about somebody in your panel. Give a purpose to look.",
            patients=whom,
        )
    people(viewer, [pk for pk in (line.patient_id, line.likely_id) if pk])
    return line


def _opens_to(viewer: Viewer, line: Line, now: datetime) -> bool:
    """To who holds it, who looks after the person, and who has said what they look for."""
    if viewer.everyone or viewer.purpose:
        return True
    if viewer.staff_id is not None and line.staff_id == viewer.staff_id:
        return True
    if line.team_id in viewer.teams:
        return True
    who = line.patient_id or line.likely_id
    return bool(who and in_panel(viewer, who, now.date()))


def row_of(viewer: Viewer, line: Line) -> Row:
    """The row a line stands in: with the other open lines of the same person, or caller, and matter."""
    lines = [line, *_others(viewer, line)]
    return folded(lines, people(viewer, people_of(lines)))[0]


def _others(viewer: Viewer, line: Line) -> list[Line]:
    who = line.patient_id or line.likely_id
    if who:
        same = mine(viewer).filter(Q(patient=who) | Q(likely=who), matter=line.matter)
    elif line.caller:
        same = mine(viewer).filter(
            caller=line.caller, matter=line.matter, patient=None, likely=None
        )
    else:
        return []
    others = same.exclude(pk=line.pk).select_related(*_WITH)
    return list(others.order_by("band", "-pinned", "-score", "due", "opened", "pk"))


def last_step(viewer: Viewer, line: Line) -> Step | None:
    """The viewer's own latest act on a line, which undo would take back."""
    latest = (
        line.steps.filter(undone=False)
        .exclude(what__in=["opened", "not right"])
        .order_by("-pk")
        .first()
    )
    return latest if latest and latest.staff_id == viewer.staff_id and latest.before else None


def undoable(viewer: Viewer, since: datetime) -> Step | None:
    """The viewer's latest act since a moment that can still be taken back."""
    return (
        Step.objects.filter(staff=viewer.staff_id, at__gte=since, undone=False)
        .exclude(before={})
        .select_related("line")
        .order_by("-pk")
        .first()
    )


def subjects_with(signal: str) -> int:
    """How many have an open line of a signal."""
    return Line.objects.filter(signal=signal, is_open=True).count()


def held_by(staff: int, most: int = 50) -> list[tuple[str, str]]:
    """Public ids of a person's open lines and of whom they are about."""
    rows = Line.objects.filter(staff=staff, is_open=True, patient__isnull=False)
    return [
        (str(line), str(who))
        for line, who in rows.values_list("public_id", "patient__public_id")[:most]
    ]
