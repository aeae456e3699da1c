"""Kept at every review of a chart: is this person in hospital or newly home, and does what we asked for
still hold? What was asked of somebody outside is not dropped in silence when a discharge is taken back."""

from datetime import date, datetime

from northstar.access.rota import next_covered_day
from northstar.casework.transitions.asking import EQUIPMENT, PAPERS, WAY_HOME
from northstar.casework.transitions.models import UnderWay
from northstar.casework.worklist.by_hand import BY_HAND, close
from northstar.casework.worklist.models import Line
from northstar.chart.chart import Chart
from northstar.knowledge.transitions import until
from northstar.rules.passages import passage, seen_until


def keep(charts: dict[int, Chart], now: datetime) -> None:
    """Make the rows of these patients (by row number) agree with their charts; two questions where nothing
    has changed."""
    wanted = {pk: span for pk, chart in charts.items() if (span := seen_until(chart, now))}
    standing = dict(_standing(list(charts)))
    _withdraw(charts, {pk for pk, span in standing.items() if _was_home(*span)}, now)
    gone = standing.keys() - wanted.keys()
    if gone:
        UnderWay.objects.filter(pk__in=gone).delete()
    changed = {pk: span for pk, span in wanted.items() if standing.get(pk) != span}
    if changed:
        UnderWay.objects.bulk_create(
            [UnderWay(pk=pk, since=since, until=until) for pk, (since, until) in changed.items()],
            update_conflicts=True, unique_fields=["patient"], update_fields=["since", "until"],
        )  # fmt: skip


WATCHING = keep


def _withdraw(charts: dict[int, Chart], back: set[int], now: datetime) -> None:
    """Papers of a stay that goes on are not asked for; who was asked for a visit or a walker is told. `back`:
    who was home and is in hospital now. What is asked for from the bed, for the way home, stands."""
    asked = Line.objects.filter(patient__in=list(charts), signal=BY_HAND, is_open=True)
    for line in asked.filter(key__startswith=WAY_HOME).select_related("staff", "team"):
        way = passage(charts[line.patient_id or 0], now)
        kind = line.key.removeprefix(WAY_HOME).partition(":")[0]
        if way and (kind == EQUIPMENT or not way.in_hospital or line.patient_id not in back):
            continue
        if kind == PAPERS:
            close(
                line,
                at=now,
                by="northstar",
                outcome="withdrawn",
                why="They are not home after all.",
            )
        elif line.suggests != _TELL:
            line.suggests, line.asleep, line.next_on = (
                _TELL,
                False,
                next_covered_day(now.date(), line.holder),
            )
            line.refreshed = now
            line.save(update_fields=["suggests", "asleep", "next_on", "refreshed"])


def _was_home(since: date, ends: date) -> bool:
    """The row says so by its length: of who has left it ends with the period."""
    return ends <= until("period", since)


_TELL = "They are not home after all, or not on the way any more: tell whoever was asked, then close this."


def _standing(pks: list[int]) -> list[tuple[int, tuple[date, date]]]:
    rows = UnderWay.objects.filter(pk__in=pks).values_list("pk", "since", "until")
    return [(pk, (since, until)) for pk, since, until in rows]
