"""What machines have just told: each arrival with the facts it brought, by whom they are about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from northstar.chart.value import Value
from northstar.record.charts import valued
from northstar.record.models import Arrival, Link, Verdict
from northstar.record.store import batches, holes, select

KINDS = ("Observation", "DiagnosticReport", "DocumentReference", "Encounter", "Appointment")
_FORMATS = ("hl7v2", "ccda", "papers")
_FRESH = timedelta(days=14)
_AGAIN = 500  # what another process committed late may lie this far behind the newest


@dataclass(frozen=True, slots=True)
class News:
    """What one arrival told of one identity; `patient` is whose it is now, by row number."""

    arrival: Arrival
    identity: int
    patient: int | None
    is_item: bool
    label: int
    values: tuple[Value, ...]


def newest() -> int:
    """The row number of the latest arrival."""
    return Arrival.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def first_since(moment: datetime) -> int:
    """The row number before everything that was received since a moment."""
    first = (
        Arrival.objects.filter(received__gte=moment)
        .order_by("received")
        .values_list("pk", flat=True)
    )
    return (first.first() or newest() + 1) - 1


def news(after: int, now: datetime, most: int) -> tuple[list[News], int]:
    """What came after an arrival, and how far this looked: never past what is still to be filed. What
    was written long before it reached us is history, and no news."""
    waiting = (
        Arrival.objects.filter(verdict=Verdict.KEPT)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )
    rows = Arrival.objects.filter(pk__gt=max(0, after - _AGAIN)).order_by("pk")
    rows = rows.filter(pk__lt=waiting) if waiting else rows
    seen = list(rows.values_list("pk", flat=True)[: most + _AGAIN])
    if not seen:
        return [], after
    live = Arrival.objects.filter(pk__in=seen, format__in=_FORMATS, received__gte=now - _FRESH)
    fresh = [a for a in live.select_related("feed").order_by("pk") if _is_fresh(a)]
    return list(_news(fresh)), seen[-1]


def _owners(identities: set[int]) -> dict[int, int]:
    """Whose each of these identities is now, by row numbers."""
    return {
        identity: patient
        for some in batches(identities)
        for identity, patient in Link.objects.filter(identity__in=some, ended_at=None).values_list(
            "identity", "patient"
        )
    }


def _is_fresh(arrival: Arrival) -> bool:
    if arrival.format == "papers":
        return True
    return bool(arrival.written and arrival.written >= arrival.received - _FRESH)


def _news(arrivals: list[Arrival]) -> Iterator[News]:
    by_pk = {arrival.pk: arrival for arrival in arrivals}
    told: dict[tuple[int, int], list[Value]] = {}
    for some in batches(by_pk):
        rows = select(
            "SELECT f.id, f.identity_id, f.arrival_id, f.kind, f.key, f.recorded, f.locator, f.label, f.body "
            "FROM record_fact f JOIN record_identity i ON i.id = f.identity_id "
            "LEFT JOIN record_supersession s ON s.fact_id = f.id WHERE s.id IS NULL AND i.kind <> 'directory' "
            f"AND f.arrival_id IN ({holes(some)}) AND f.kind IN ({holes(KINDS)}) ORDER BY f.id",
            [*some, *KINDS],
        )
        for row, (identity, _, _, value) in zip(rows, valued(rows), strict=True):
            told.setdefault((row[2], identity), []).append(value)
    whose = _owners({identity for _, identity in told})
    for (arrival, identity), values in sorted(told.items(), key=lambda one: one[0]):
        label = 0
        for value in values:
            label |= value.source.label if value.source else 0
        came = by_pk[arrival]
        is_item = came.format == "papers"
        yield News(came, identity, whose.get(identity), is_item, label, tuple(values))
