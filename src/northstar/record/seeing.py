"""Who would newly see what if patients were one: asked before anybody decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from northstar.access.models import Membership, Staff
from northstar.access.viewer import Viewer, viewer_of
from northstar.chart.chart import Chart
from northstar.record import panels
from northstar.record.models import Panel, Patient


@dataclass(frozen=True, slots=True)
class Sight:
    """Colleagues who look after some of these patients and would newly see the charts of `others`
    (places in the patients' order)."""

    names: tuple[str, ...]
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seeing:
    """Who sees all already; who would newly see what; and, for those who may know, how many facts stay
    with whom (`kept`: count, names of those entitled among them)."""

    all_along: tuple[str, ...]
    newly: tuple[Sight, ...]
    kept: tuple[int, tuple[str, ...]] | None


def would_see(
    viewer: Viewer, rows: Sequence[Patient], charts: Sequence[Chart], now: datetime
) -> Seeing:
    """By the panels of the day. Restricted facts are counted only for a viewer who sees them."""
    sees: dict[int, set[int]] = {}
    for place, row in enumerate(rows):
        for staff in _staff_of(row, now):
            sees.setdefault(staff, set()).add(place)
    staff_rows = {s.pk: s for s in Staff.objects.filter(pk__in=sees, is_active=True)}
    groups: dict[tuple[int, ...], list[str]] = {}
    for pk in sorted(staff_rows, key=lambda pk: staff_rows[pk].name):
        others = tuple(place for place in range(len(rows)) if place not in sees[pk])
        groups.setdefault(others, []).append(staff_rows[pk].name)
    return Seeing(
        all_along=tuple(groups.pop((), [])),
        newly=tuple(Sight(tuple(names), others) for others, names in sorted(groups.items())),
        kept=_kept(charts, list(staff_rows.values()), now),
    )


def _staff_of(row: Patient, now: datetime) -> set[int]:
    held = Panel.objects.filter(panels.on(now.date()), patient=row)
    members = Membership.objects.filter(
        Membership.holding(now), team__in=held.filter(~Q(team=None)).values("team")
    )
    alone = held.filter(~Q(staff=None)).values_list("staff", flat=True)
    return {pk for pk in (*alone, *members.values_list("staff", flat=True)) if pk}


def _kept(
    charts: Sequence[Chart], staff: list[Staff], now: datetime
) -> tuple[int, tuple[str, ...]] | None:
    labels = [
        v.source.label
        for chart in charts
        for kind in chart.kinds()
        for v in chart.of(kind)
        if v.source and v.source.label
    ]
    if not labels:
        return None
    entitled = []
    for one in staff:
        who = viewer_of(one, now)
        if any(who.may_see(label) for label in set(labels)):
            entitled.append(one.name)
    return len(labels), tuple(sorted(entitled))
