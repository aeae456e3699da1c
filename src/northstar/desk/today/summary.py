"""The sentence at the head of the day: what came, what it became, and whether it fits."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from northstar.access.asked import Asked
from northstar.access.rota import Cover
from northstar.casework.worklist.today import Day
from northstar.knowledge.calendar import is_business_day
from northstar.record.overnight import came

_PLURAL = {"fax": "faxes"}
_LOOK_BACK = 21


@dataclass(frozen=True, slots=True)
class Summary:
    """`left` minutes remain until `ends`; None where the person is not at work."""

    part: str
    first_name: str
    came: str
    since: datetime
    urgent: int
    left: int | None
    shift: tuple[time, time] | None


def summary(request: Asked, day: Day, now: datetime, cover: Cover) -> Summary:
    """Everything the head of Today says. `cover`: the days and hours of whoever looks."""
    shift, since = cover.hours(now.date()), last_close(cover, now)
    return Summary(
        part="morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening",
        first_name=request.viewer.name.removeprefix("Dr. ").split()[0],
        came=_listed([_counted(n, kind) for kind, n in came(request.viewer, since, now)]),
        since=since,
        urgent=sum(1 for row in day.rows if row.lead.band <= 1),
        left=_left(shift, now),
        shift=shift,
    )


def last_close(cover: Cover, now: datetime) -> datetime:
    """When a person's last working day ended, before holidays and days away."""
    for back in range(1, _LOOK_BACK):
        on = now.date() - timedelta(days=back)
        if cover.covers(on) and is_business_day(on):
            ended = cover.hours(on)
            return datetime.combine(on, ended[1] if ended else time(17), tzinfo=now.tzinfo)
    return now - timedelta(days=1)


def _left(shift: tuple[time, time] | None, now: datetime) -> int | None:
    if shift is None:
        return None
    begins = max(now, now.replace(hour=shift[0].hour, minute=shift[0].minute))
    ends = now.replace(hour=shift[1].hour, minute=shift[1].minute)
    return max(0, int((ends - begins).total_seconds() // 60))


def _counted(count: int, kind: str) -> str:
    return f"{count} {kind if count == 1 else _PLURAL.get(kind, kind + 's')}"


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
