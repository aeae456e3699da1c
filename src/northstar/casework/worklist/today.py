"""What a person has to do today, as rows ready to show: one row a person and matter, ranked."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.worklist.models import Line, Step
from northstar.record.people import Card, people

BANDS = ("Life or safety", "A clock that ends today", "Harm this week", "The rest")


@dataclass(frozen=True, slots=True)
class Row:
    """One person's matter: the leading line, and the others it stands for."""

    lead: Line
    lines: tuple[Line, ...]
    who: Card | None
    sure: bool = True

    @property
    def name(self) -> str:
        """Whose it is, in words."""
        if self.who:
            return self.who.name if self.sure else f"Likely {self.who.name}"
        return (
            self.lead.feed.title or self.lead.feed.name
            if self.lead.feed
            else "Somebody not known yet"
        )

    @property
    def because(self) -> list[dict]:
        """Every reason of every line of the row, the lead's first, none twice."""
        seen, found = set(), []
        for line in self.lines:
            for why in line.because:
                mark = (why["says"], why["arrival"], why["locator"])
                if mark not in seen:
                    seen.add(mark)
                    found.append(why)
        return found

    @property
    def by_hand(self) -> bool:
        """To be done by the person herself, never in a batch."""
        return any(line.signal == "bereavement" for line in self.lines)

    @property
    def minutes(self) -> int:
        """The longest of its lines and a little for each further one."""
        return self.lead.minutes + 2 * (len(self.lines) - 1)


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
    due = (
        mine(viewer)
        .filter(next_on__lte=today)
        .select_related("patient", "likely", "arrival", "feed", "staff", "team")
    )
    ranked = list(due.order_by("band", "-pinned", "-score", "due", "opened", "pk")[: most + 1])
    sleeping = mine(viewer).filter(next_on__gt=today)
    cards = people(viewer, {pk for line in ranked if (pk := line.patient_id or line.likely_id)})
    rows = _rows(ranked[:most], cards)
    return Day(
        more=len(ranked) > most,
        bands=[
            (BANDS[band], [r for r in rows if r.lead.band == band]) for band in range(len(BANDS))
        ],
        asleep=sleeping.count(),
        oldest_sleeper=sleeping.order_by("opened").values_list("opened", flat=True).first(),
        settled=_settled(viewer, now),
    )


def _rows(ranked: list[Line], cards: dict[int, Card]) -> list[Row]:
    groups: dict[object, list[Line]] = defaultdict(list)
    for line in ranked:
        who = line.patient_id or line.likely_id
        groups[(who, line.matter) if who else line.pk].append(line)
    return [
        Row(
            lead=lines[0],
            lines=tuple(lines),
            who=cards.get(lines[0].patient_id or lines[0].likely_id or 0),
            sure=_sure(lines[0]),
        )
        for lines in groups.values()
    ]


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


def line_for(viewer: Viewer, public_id: str) -> Line:
    """One line, if this viewer may see it; notes the look."""
    lines = allowed(Line.objects.filter(public_id=public_id), viewer)
    line = lines.select_related("patient", "likely", "arrival", "feed", "staff", "team").first()
    if line is None:
        raise Refused("There is no such line here.")
    people(viewer, [pk for pk in (line.patient_id, line.likely_id) if pk])
    return line


def row_of(viewer: Viewer, line: Line) -> Row:
    """The row a line stands in: with the other open lines of the same person and matter."""
    who = line.patient_id or line.likely_id
    if not who:
        return Row(lead=line, lines=(line,), who=None)
    same = mine(viewer).filter(Q(patient=who) | Q(likely=who), matter=line.matter)
    others = same.exclude(pk=line.pk).select_related(
        "patient", "likely", "arrival", "feed", "staff", "team"
    )
    lines = (line, *others.order_by("band", "-score", "pk"))
    return Row(lead=line, lines=lines, who=people(viewer, [who]).get(who), sure=_sure(line))


def _sure(line: Line) -> bool:
    return line.patient_id is not None or line.sure


def last_step(viewer: Viewer, line: Line) -> Step | None:
    """The viewer's own latest act on a line, which undo would take back."""
    latest = (
        line.steps.filter(undone=False)
        .exclude(what__in=["opened", "not right"])
        .order_by("-pk")
        .first()
    )
    return latest if latest and latest.by == viewer.name and latest.before else None


def undoable(viewer: Viewer, since: datetime) -> Step | None:
    """The viewer's latest act since a moment that can still be taken back."""
    return (
        Step.objects.filter(by=viewer.name, at__gte=since, undone=False)
        .exclude(before={})
        .select_related("line")
        .order_by("-pk")
        .first()
    )


def subjects_with(signal: str) -> int:
    """How many have an open line of a signal."""
    return Line.objects.filter(signal=signal, is_open=True).count()
