"""What a note can be made of: what was done and what came in during a stretch, each with its marks."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from northstar.access.viewer import Viewer
from northstar.casework.acts import asking
from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.when import When
from northstar.desk.source.chip import Chips
from northstar.desk.source.wording import said
from northstar.engines.writing.values import Support, Told

# What belongs into a note of a stretch; who she is, and plans as such, stand elsewhere on her page.
_HEARD = (
    "Communication", "Encounter", "AllergyIntolerance", "MedicationRequest", "MedicationDispense",
    "MedicationStatement", "Appointment", "Observation", "Condition", "ServiceRequest",
    "DocumentReference", "Procedure",
)  # fmt: skip
_CAN_END = frozenset(
    (
        "MedicationRequest",
        "MedicationStatement",
        "Condition",
        "AllergyIntolerance",
        "ServiceRequest",
    )
)
_OVER = frozenset(
    (
        "stopped",
        "completed",
        "cancelled",
        "revoked",
        "resolved",
        "inactive",
        "remission",
        "not-taken",
        "ended",
    )
)
_OURS = "staff"
SPANS = ("call", "day", "month", "last-month")


def stretch(
    span: str, viewer: Viewer, patient: int, now: datetime
) -> tuple[datetime, datetime] | None:
    """From when to when: the last call of this person's today, today, this month so far, or the month
    before, which is written up when it is over. None where there was no call."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if span == "month":
        return midnight.replace(day=1), now
    if span == "last-month":
        first = midnight.replace(day=1)
        return (first - timedelta(days=1)).replace(day=1), first - timedelta(microseconds=1)
    if span == "day":
        return midnight, now
    calls = asking.of_patient(
        viewer, patient, since=midnight - timedelta(hours=8), kinds=("call", "calls")
    )
    mine = [act for act in calls if act.staff_id == viewer.staff_id and not _is_back(act)]
    return (mine[0].began, now) if mine else None


def told(
    viewer: Viewer, patient: int, chart: Chart, covers: tuple[datetime, datetime], chips: Chips
) -> list[Told]:
    """Acts and facts of the stretch, as this viewer may see them."""
    start, end = covers
    acts = [
        act for act in asking.of_patient(viewer, patient, since=start)
        if act.began <= end and act.kind != "note" and not _is_back(act)
    ]  # fmt: skip
    return [*(of_act(act, chips) for act in acts), *_facts(chart, start, end, chips)]


def of_act(act: asking.Act, chips: Chips) -> Told:
    """What one of us did, with when, who and how long."""
    minutes = round((act.ended - act.began).total_seconds() / 60)
    marks = (
        chips.calendar.moment(act.began),
        act.by,
        act.kind,
        f"{minutes} min" if minutes else "",
    )
    support = Support(f"act:{act.public_id}", title=f"{act.by}, {act.kind}", label=act.label)
    return Told(
        f"act:{act.public_id}", act.began, act.says, marks, support, minutes, act.kind, act.by,
        tuple(str(why.get("quote") or why.get("says") or "") for why in act.because),
    )  # fmt: skip


def _facts(chart: Chart, start: datetime, end: datetime, chips: Chips) -> Iterator[Told]:
    for kind in _HEARD:
        for value in chart.of(kind):
            source = value.source
            if (
                source
                and source.received
                and source.feed != _OURS
                and start <= source.received <= end
            ):
                yield of_fact(kind, value, chips)


def of_fact(kind: str, value: Value, chips: Chips) -> Told:
    """What a source says, with its day and the source's name."""
    source = value.source
    assert source is not None
    assert source.received is not None, "what a chart holds was received"
    words = said(kind, value, chips.calendar)
    at = _when(kind, value)
    day = chips.calendar.short(at) if at else ""
    support = Support(
        f"fact:{source.fact}", title=f"{chips.title(source)}, {day}" if day else chips.title(source), feed=source.feed, arrival=source.arrival,
        locator=source.locator, quote=value.quote[:200], label=source.label,
    )  # fmt: skip
    text = f"{words.title}, {words.detail}" if words.detail else words.title
    return Told(
        f"fact:{source.fact}", source.received, text[:600],
        (day, chips.title(source)), support, kind=kind, also=_also(value),
    )  # fmt: skip


def _when(kind: str, value: Value) -> When | None:
    """The day of what it says: of a medicine that was stopped the day it was stopped, not the day it was
    begun; none where the source does not tell."""
    status = str(getattr(value, "status", "") or getattr(value, "clinical_status", ""))
    return value.ended if kind in _CAN_END and status in _OVER else value.began


def _also(value: Value) -> tuple[str, ...]:
    words: Iterable[Any] = (value.quote, getattr(value, "text", ""), getattr(value, "note", ""))
    return tuple(str(one)[:4000] for one in words if one)


def _is_back(act: asking.Act) -> bool:
    return getattr(act, "taken_back", None) is not None
