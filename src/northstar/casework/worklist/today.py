"""What a person has to do today, as rows ready to show: one row a person and matter, ranked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.worded_once import in_all, worded_once
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.rows import RANKED, Row, folded, people_of, place_of
from northstar.casework.worklist.seen import held, hidden_from, mine, standing, without
from northstar.record.asked_once import once
from northstar.record.panels import in_panel
from northstar.record.people import people

_WITH = ("arrival", "feed", "staff", "team")
# What a row shows of those: no more is read, and whoever wants more asks for it.
_SHOWN = (
    *(column.name for column in Line._meta.concrete_fields),
    "arrival__public_id", "feed__name", "feed__title", "staff__name", "staff__is_active", "team__name",
)  # fmt: skip
_MOST_SETTLED = 200
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


def day(viewer: Viewer, now: datetime, most: int = 200) -> Day:
    """The viewer's day, ranked."""
    ranked = _due(most + 1)(*standing(viewer), now.date())
    asleep, oldest = _asleep(*standing(viewer), now.date())[0]
    rows = folded(ranked[:most], people(viewer, people_of(ranked[:most])))
    return Day(
        more=len(ranked) > most,
        bands=[
            (BANDS[band], [r for r in rows if r.lead.band == band]) for band in range(len(BANDS))
        ],
        asleep=asleep,
        oldest_sleeper=oldest,
        settled=_settled(viewer, now),
    )


@lru_cache
def _due(most: int) -> Callable[..., list[Line]]:
    return worded_once(
        lambda staff, teams, hidden, on: _shown(
            held(staff, teams, hidden, "is_open AND next_on <= %s", on)
        ).order_by(*RANKED)[:most]
    )


_asleep = worded_once(
    lambda staff, teams, hidden, on: in_all(
        held(staff, teams, hidden, "is_open AND next_on > %s", on),
        count=Count("pk"), oldest=Min("opened"),
    )
)  # fmt: skip


def in_order(viewer: Viewer, now: datetime, most: int = 200) -> list[list[tuple[int, UUID]]]:
    """The rows of the viewer's day in their order: row number and public id of each of their lines, the
    leading one first. Nothing of what they say is read, so nobody is looked at."""
    rows: dict[object, list[tuple[int, UUID]]] = {}
    for pk, public_id, *where in _places_of(most)(*standing(viewer), now.date()):
        rows.setdefault(place_of(pk, *where), []).append((pk, public_id))
    return list(rows.values())


@lru_cache
def _places_of(most: int) -> Callable[..., list[tuple]]:
    return worded_once(
        lambda staff, teams, hidden, on: (
            held(staff, teams, hidden, "is_open AND next_on <= %s", on)
            .order_by(*RANKED)
            .values_list("pk", "public_id", "patient", "likely", "caller", "joined", "matter")[
                :most
            ]
        )
    )


def rows_until(viewer: Viewer, last: date, most: int = 200) -> list[Row]:
    """The viewer's open rows whose next date is no later than a day, ranked: what a sheet for bad days holds."""
    found = _shown(mine(viewer, "is_open AND next_on <= %s", _day(last)))
    ranked = list(found.order_by(*RANKED)[:most])
    return folded(ranked, people(viewer, people_of(ranked)))


def people_in_order(viewer: Viewer, now: datetime, most: int = 200) -> list[str]:
    """Public ids of whom the viewer's lines of today are about, in the order of the day."""
    due = mine(viewer, "is_open AND next_on <= %s", _day(now.date()))
    ranked = due.filter(patient__isnull=False).order_by(*RANKED)
    found = ranked.values_list("patient__public_id", flat=True)[:most]
    return list(dict.fromkeys(map(str, found)))


def _shown(lines: QuerySet[Line]) -> QuerySet[Line]:
    """Lines with as much of what they hang on as a row shows."""
    return lines.select_related(*_WITH).only(*_SHOWN)


def _settled(viewer: Viewer, now: datetime) -> list[Line]:
    """What the facts settled since yesterday morning, the latest first, so that a person may object. What
    is asked again, because the fact that had settled it was taken back, is not among it."""
    since = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    lines = _closed(*standing(viewer), since)
    why = _settling(lines, since) if lines else {}
    lines = [line for line in lines if line.pk in why]
    cards = people(viewer, {line.patient_id for line in lines if line.patient_id})
    for line in lines:
        who = cards.get(line.patient_id or 0)
        line.whose = who.name if who else ""  # type: ignore[attr-defined]  # shown beside it
        line.settling = why[line.pk]  # type: ignore[attr-defined]
    return lines


_again = Line.objects.filter(
    is_open=True, patient=OuterRef("patient"), signal=OuterRef("signal"), key=OuterRef("key")
)
_closed = worded_once(
    lambda staff, teams, hidden, since: (
        held(staff, teams, hidden, "NOT is_open AND NOT touched AND closed >= %s", since)
        .exclude(Exists(_again))
        .order_by("-closed")[:_MOST_SETTLED]
    )
)


def _settling(lines: list[Line], since: datetime) -> dict[int, str]:
    """Why the machine settled these, by line; who settled any other is not in it."""
    steps = Step.objects.filter(line__in=[line.pk for line in lines], what="settled", at__gte=since)
    return dict(steps.order_by("pk").values_list("line", "why"))


def line_for(viewer: Viewer, public_id: str, now: datetime) -> Line:
    """One line, if it is the viewer's to see now; notes the look. Who knows its address gains nothing."""
    line = _line_for(viewer, public_id, now)
    people(viewer, [pk for pk in (line.patient_id, line.likely_id) if pk])
    return line


def row_for(viewer: Viewer, public_id: str, now: datetime) -> Row:
    """The row that a line leads, if it is the viewer's to see now; notes the look at everybody in it."""
    return row_of(viewer, _line_for(viewer, public_id, now))


def _line_for(viewer: Viewer, public_id: str, now: datetime) -> Line:
    line = _named(public_id, viewer)
    if line is None:
        raise Refused("There is no such line here.")
    if not _opens_to(viewer, line, now):
        whom = [one.public_id for one in (line.patient, line.likely) if one]
        raise Refused(
            "This line is neither yours nor about somebody in your panel. Give a purpose to look.",
            patients=whom,
        )
    return line


def _named(public_id: str, viewer: Viewer) -> Line | None:
    try:
        uid = UUID(public_id)
    except ValueError:
        return None
    return next(iter(_with_id(uid, hidden_from(viewer))), None)


_with_id = worded_once(
    lambda public_id, hidden: _shown(without(Line.objects.filter(public_id=public_id), hidden))
)


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


_ABOUT = (
    "worklist_line.id IN (SELECT id FROM worklist_line WHERE is_open AND patient_id = %s "
    "UNION ALL SELECT id FROM worklist_line WHERE is_open AND likely_id = %s)"
)


def _others(viewer: Viewer, line: Line) -> list[Line]:
    if who := line.patient_id or line.likely_id:
        same = _about(viewer, who)
    elif line.caller:
        same = _from_caller(*standing(viewer), line.caller)
    else:
        return []
    return [one for one in same if one.belongs == line.belongs and one.pk != line.pk]


def _about(viewer: Viewer, who: int) -> list[Line]:
    """The viewer's open lines about one person. A page asks twice: for the row, and for what it could join."""
    staff, teams, hidden = standing(viewer)
    question = "lines about", staff, tuple(teams), hidden, who
    return once(question, lambda: _open_about(staff, teams, hidden, who))


_open_about = worded_once(
    lambda staff, teams, hidden, who: _shown(
        without(
            Line.objects.extra(where=[_ABOUT], params=[who, who]).filter(
                Q(staff=staff) | Q(team__in=teams)
            ),
            hidden,
        )
    ).order_by(*RANKED)
)
_from_caller = worded_once(
    lambda staff, teams, hidden, caller: _shown(
        held(staff, teams, hidden, "is_open").filter(caller=caller, patient=None, likely=None)
    ).order_by(*RANKED)
)


def other_work(viewer: Viewer, line: Line) -> list[Line]:
    """The leading lines of the same person's other rows, which this one could be joined to."""
    who = line.patient_id or line.likely_id
    rows: dict[str, Line] = {}
    for one in _about(viewer, who) if who else ():
        rows.setdefault(one.belongs, one)
    rows.pop(line.belongs, None)
    return list(rows.values())


def _day(on: date) -> Any:
    return connection.ops.adapt_datefield_value(on)


def subjects_with(signal: str) -> int:
    """How many have an open line of a signal."""
    return Line.objects.filter(signal=signal, is_open=True).count()


def held_by(staff: int, most: int = 50) -> list[tuple[str, str]]:
    """Public ids of a person's open lines and of whom they are about."""
    rows = Line.objects.filter(staff=staff, is_open=True, patient__isnull=False).order_by("pk")
    return [
        (str(line), str(who))
        for line, who in rows.values_list("public_id", "patient__public_id")[:most]
    ]
