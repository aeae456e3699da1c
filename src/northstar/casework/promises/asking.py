"""What was promised to somebody, and what of it stands, is late, was kept or called off."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import get_default_timezone

from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.casework.promises.acts import KEY, standing_day
from northstar.casework.promises.models import Promise
from northstar.casework.worklist.models import Line
from northstar.record import belonging

KEPT, CALLED_OFF = "Kept", "Called off"
# Outcomes by which Today closes any line that mean that it was not done.
_NOT_DONE = frozenset({CALLED_OFF, "Declined by the person", "Not needed any more"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A promise as it stands on a day. `state`: promised, late, kept, kept late or called off; `on`: the day
    that was last named; `moves`: how often another day was agreed."""

    promise: Promise
    state: str
    on: date
    moves: int
    broken: int

    @property
    def holder(self) -> str:
        """Who has it, by name."""
        return self.promise.line.holder.name


def of_patient(viewer: Viewer, patient: int, today: date) -> list[Standing]:
    """What was promised to a patient (row number), the open ones first, by their days."""
    owners = list(belonging.owners_of([patient]))
    found = [_standing(row, today) for row in _of(owners) if viewer.may_see(row.label)]
    return sorted(found, key=lambda one: (not one.promise.line.is_open, one.on, one.promise.pk))


def of_line(viewer: Viewer, line: Line, today: date) -> Standing | None:
    """The promise that a line keeps, if it is one."""
    if not line.key.startswith(KEY):
        return None
    row = _full(Promise.objects.filter(line=line)).first()
    return _standing(row, today) if row and viewer.may_see(row.label) else None


def one(viewer: Viewer, public_id: str, today: date) -> Standing | None:
    """One promise, if this viewer may see it."""
    row = _full(Promise.objects.filter(public_id=public_id)).first()
    return _standing(row, today) if row and viewer.may_see(row.label) else None


def made_in(act: int, today: date) -> list[Standing]:
    """What was promised in one act (row number)."""
    return [_standing(row, today) for row in _full(Promise.objects.filter(act=act))]


def made_by(staff: int, since: datetime, until: datetime, viewer: Viewer) -> list[Standing]:
    """What somebody promised in a stretch of time, as it stands at its end."""
    rows = _full(Promise.objects.filter(staff=staff, at__gte=since, at__lte=until))
    return [_standing(row, until.date()) for row in rows if viewer.may_see(row.label)]


def due_for(viewer: Viewer, last: date, today: date) -> list[Standing]:
    """The viewer's own open promises whose day is not after `last`."""
    rows = Promise.objects.filter(
        line__staff=viewer.staff_id, line__is_open=True, line__next_on__lte=last
    )
    found = [_standing(row, today) for row in _full(rows) if viewer.may_see(row.label)]
    return sorted(found, key=lambda one: (one.on, one.promise.pk))


def _full(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    related = ("line__staff", "line__team", "line__patient")
    return rows.select_related(*related).prefetch_related("turns", "line__steps").order_by("pk")


_of = worded_once(lambda identities: _full(Promise.objects.filter(identity__in=identities)))


def _standing(row: Promise, today: date) -> Standing:
    on, turns = standing_day(row), list(row.turns.all())
    broken = sum(turn.what == turn.BROKEN for turn in turns)
    return Standing(row, _state(row, on, today), on, len(turns), broken)


def _state(row: Promise, on: date, today: date) -> str:
    if row.line.is_open:
        return "late" if on < today else "promised"
    ended = max(
        (step for step in row.line.steps.all() if step.what == "done" and not step.undone),
        key=lambda step: step.pk, default=None,
    )  # fmt: skip
    if ended is None or ended.outcome in _NOT_DONE:
        return "called off"
    # A day is the clinic's: the evening of one is the next in UTC.
    return "kept late" if ended.at.astimezone(get_default_timezone()).date() > on else "kept"
