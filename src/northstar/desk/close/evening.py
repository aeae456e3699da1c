"""What the close of day asks: a handful of queries, each of its own room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from northstar.access.asked import Asked
from northstar.access.models import Staff
from northstar.access.rota import cover_of, covering, on_call
from northstar.casework.batons import asking as batons
from northstar.casework.batons.acts import lines_of
from northstar.casework.batons.asking import Shown
from northstar.casework.outbox import asking as outbox
from northstar.casework.promises import asking as promises
from northstar.casework.promises.asking import Standing
from northstar.casework.time import asking as minutes
from northstar.casework.worklist.rows import Row
from northstar.casework.worklist.steps import undoable
from northstar.casework.worklist.today import day
from northstar.record.people import Card, people
from northstar.rules.signal import Band

_EVENING = time(20)
_UNDO, _DAY = timedelta(hours=12), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mail:
    """How many messages of one's own did not leave, wait for their hour, or wait to be printed;
    `ready` may leave now, `released` were let go together and have not left."""

    wanted: int
    waiting: int
    letters: int
    ready: int = 0
    released: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.wanted or self.waiting or self.letters)


@dataclass(frozen=True, slots=True)
class Evening:
    """One person's evening. `cannot_wait`: rows about life, or with a clock that ends today; `rest`:
    the other rows of today. `back`: the next day they are there; `until_then`: who covers before that.
    `made`: promises today, `ahead`: those for the next day: each with the person's card."""

    cannot_wait: list[Row]
    rest: list[Row]
    asleep: int
    tonight: list[Staff]
    back: date
    until_then: str
    offered: list[Shown]
    made: list[tuple[Standing, Card]]
    ahead: list[tuple[Standing, Card]]
    acts: int
    unattested: int
    minutes: int
    mail: Mail
    undo: Any

    @property
    def is_empty(self) -> bool:
        """Nothing of today is left."""
        return not (self.cannot_wait or self.rest)


def evening(request: Asked, now: datetime) -> Evening:
    """The state of the day as it ends."""
    viewer, start = request.viewer, now.replace(hour=0, minute=0, second=0, microsecond=0)
    today, back = day(viewer, now, most=500), _back(request.user, now.date())
    made = promises.made_by(viewer.staff_id or 0, start, now, viewer)
    ahead = [one for one in promises.due_for(viewer, back, now.date()) if _is_ahead(one, now)]
    cards = people(viewer, {pk for one in (*made, *ahead) if (pk := one.promise.line.patient_id)})
    done = [row for row in minutes.day_of(viewer, start, start + _DAY) if row.timed]
    acts = [row for row in done if row.waits]
    late = datetime.combine(now.date(), max(_EVENING, now.time()), tzinfo=now.tzinfo)
    return Evening(
        cannot_wait=[row for row in today.rows if row.lead.band <= Band.CLOCK],
        rest=[row for row in today.rows if row.lead.band > Band.CLOCK],
        asleep=today.asleep,
        tonight=on_call(late),
        back=back,
        until_then=_until_then(request.user, now.date(), back),
        offered=[one for one in batons.given_by(viewer, now) if one.state == "offered"],
        made=list(_with_cards(made, cards)),
        ahead=list(_with_cards(ahead, cards)),
        acts=len(done),
        unattested=len(acts),
        minutes=sum(row.minutes for row in acts),
        mail=Mail(**outbox.unfinished_of(viewer), **outbox.own_batch(viewer, now)),
        undo=undoable(viewer, now - _UNDO),
    )


def held_by_me(found: Evening, staff: int | None) -> list[Any]:
    """The lines that cannot wait past today, that the viewer holds and has not offered to anybody yet."""
    offered = {pk for one in found.offered for pk in lines_of(one.baton)}
    return [
        line
        for row in found.cannot_wait
        for line in row.lines
        if line.staff_id == staff and line.pk not in offered
    ]


def _is_ahead(one: Standing, now: datetime) -> bool:
    next_on = one.promise.line.next_on
    return bool(one.on > now.date() or (next_on and next_on > now.date()))


def _with_cards(
    some: Iterable[Standing], cards: dict[int, Card]
) -> Iterable[tuple[Standing, Card]]:
    """Each with its person; whom the viewer may not know of is not in it."""
    for one in some:
        card = cards.get(one.promise.line.patient_id or 0)
        if card:
            yield one, card


def _back(staff: Staff, today: date) -> date:
    return cover_of(staff).on_or_after(today + timedelta(days=1))


def _until_then(staff: Staff, today: date, back: date) -> str:
    """Who covers on the first day the viewer is away, if they are."""
    following = today + timedelta(days=1)
    named = covering(staff.pk, following) if following < back else None
    return named.name if named else ""
