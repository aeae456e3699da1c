"""A promise follows the chart: its age, a stay in hospital that stands in its way, a death.

Its day is never moved by the machine: that was said to a person, and only a person can take it back.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from northstar.access import rota
from northstar.casework.promises.acts import KEY, standing_day
from northstar.casework.promises.models import Promise
from northstar.casework.promises.words import Told, told
from northstar.casework.worklist.in_review import Reviewed
from northstar.casework.worklist.models import Line, Step
from northstar.chart.chart import Chart
from northstar.rules.death import death_facts
from northstar.rules.in_bed import in_bed
from northstar.rules.stays import Stay

_LONGEST_STAY = timedelta(days=60)  # a stay whose end nobody told is over some day


def _standing(pks: list[int]) -> dict[int, list[Promise]]:
    lines = Line.objects.filter(patient__in=pks, is_open=True, key__startswith=KEY)
    rows = Promise.objects.filter(line__in=lines).select_related("line").prefetch_related("turns")
    found: dict[int, list[Promise]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.line.patient_id or 0].append(row)
    return found


def _follow(chart: Chart, promises: list[Promise], now: datetime) -> datetime | None:
    again, today = [], now.date()
    for promise in promises:
        on, last = standing_day(promise), _last_day(promise, today)
        died = _died(chart, promise)
        here = _in_hospital(chart, promise.line.label, now)
        where = here.facility if here else ""
        _bring(promise, told(promise.says, on, today, last=last, where=where, died=died), now)
        again += [day for day in (promise.line.next_on, on) if day and day > today]
        again.append(max(on, today) + timedelta(days=1))
    return datetime.combine(min(again), time(), tzinfo=now.tzinfo) if again else None


def _last_day(promise: Promise, today: date) -> date:
    """The last day by the promised one on which its holder is there. It is asked for only where it stands on
    the list before its day, which is rare."""
    on, line = standing_day(promise), promise.line
    if line.next_on is None or not line.next_on <= today < on:
        return on
    return rota.cover_of(line.holder).on_or_before(on, today) or on


def _bring(promise: Promise, wanted: Told, now: datetime) -> None:
    line = promise.line
    due = datetime.combine(standing_day(promise), time(23, 59), tzinfo=now.tzinfo)
    columns = {
        "says": wanted.says, "suggests": wanted.suggests, "words": list(wanted.words),
        "factors": wanted.factors, "score": wanted.score, "due": due if wanted.is_clock else None,
        "band": int(wanted.band),
    }  # fmt: skip
    changed = [name for name, value in columns.items() if getattr(line, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(line, name, columns[name])
    line.refreshed = now
    line.save(update_fields=[*changed, "refreshed"])
    if "says" not in changed:
        return  # its day has come: that is no news
    Step.objects.create(line=line, at=now, by="northstar", what="noted", why=line.says, undone=True)


def _died(chart: Chart, promise: Promise) -> bool:
    """Whether a source that the line may speak of told of a death after the promise was made."""
    told_of = [fact.source for fact in death_facts(chart) if fact.source]
    return any(
        not source.label & ~promise.line.label
        and (source.received is None or source.received > promise.at)
        for source in told_of
    )


def _in_hospital(chart: Chart, label: int, now: datetime) -> Stay | None:
    """The stay that lasts, where the line may speak of it: who holds it may not know of every stay."""
    here = in_bed(chart, now, _LONGEST_STAY)
    hidden = here and any(source.label & ~label for source in here.sources)
    return None if hidden else here


ALONGSIDE = Reviewed(standing=_standing, follow=_follow)
