"""Kept at every review of a chart: is this person in hospital or newly home?"""

from datetime import date, datetime

from northstar.casework.transitions.models import UnderWay
from northstar.chart.chart import Chart
from northstar.rules.passages import seen_until


def keep(charts: dict[int, Chart], now: datetime) -> None:
    """Make the rows of these patients (by row number) agree with their charts; two questions at most
    where nothing has changed."""
    wanted = {pk: span for pk, chart in charts.items() if (span := seen_until(chart, now))}
    standing = dict(_standing(list(charts)))
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


def _standing(pks: list[int]) -> list[tuple[int, tuple[date, date]]]:
    rows = UnderWay.objects.filter(pk__in=pks).values_list("pk", "since", "until")
    return [(pk, (since, until)) for pk, since, until in rows]
