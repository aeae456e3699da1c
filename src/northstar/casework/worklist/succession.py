"""Somebody leaves: whatever they hold goes to a colleague or a queue in the same transaction.

Each kind of casework whose work has holders joins in by a file `departing.py` in its folder that declares
`DEPARTING`: how much somebody holds, and how it is handed on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from northstar.access import roles, staffing
from northstar.access.models import Role, Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer, viewer_of
from northstar.access.writing import writing
from northstar.discover import within
from northstar.record import panels


@dataclass(frozen=True, slots=True)
class Departing:
    """`held(staff, viewer)`: (words, count) for each kind of work, as far as the viewer may know of it;
    `hand_on(staff, heir, by, at)`: gives everything on, each piece to whom `heir(label)` names."""

    held: Callable[[Staff, Viewer], list[tuple[str, int]]]
    hand_on: Callable[..., int]


def held_by(staff: Staff, viewer: Viewer, at: datetime) -> list[tuple[str, int]]:
    """What somebody holds, counted by kind and without anybody's name: an administrator reads it."""
    found = [row for one in _kinds() for row in one.held(staff, viewer)]
    cared_for = panels.size(staff=staff.pk, day=at.date())
    return [*found, ("people on their panel", cared_for)] if cared_for else found


@writing()
def has_left(*, staff: Staff, to: Staff | Team, by: Viewer, at: datetime) -> int:
    """They sign in no more, and nothing of theirs is without a holder. Gives how many pieces went on."""
    if to == staff:
        raise Refused("Choose somebody else, or a team.")
    heir = Heirs(to, staff, at)
    moved = sum(one.hand_on(staff=staff, heir=heir, by=by, at=at) for one in _kinds())
    team, person = (None, to.pk) if isinstance(to, Staff) else (to.pk, None)
    panels.pass_on(staff=staff.pk, to_team=team, to_staff=person, day=at.date())
    staffing.deactivate(staff=staff, by=by, at=at)
    return moved


class Heirs:
    """Who takes a piece of work: the one who was chosen, or whoever may see what it rests on."""

    def __init__(self, to: Staff | Team, leaving: Staff, at: datetime) -> None:
        self.to, self._leaving, self._at = to, leaving, at
        self._labels: dict[int, int] = {}
        self._by_label: dict[int, Staff | Team] = {0: to}

    def __call__(self, label: int) -> Staff | Team:
        """Work that its new holder could not see would be nobody's."""
        if label not in self._by_label:
            self._by_label[label] = self._entitled(label)
        return self._by_label[label]

    def _entitled(self, label: int) -> Staff | Team:
        mine = [self.to] if isinstance(self.to, Staff) else self._members(self.to)
        if any(self._sees(one, label) for one in mine):
            return self.to
        others = (one for one in _at_work(self._at, self._leaving) if self._sees(one, label))
        return next(others, self.to)

    def _members(self, team: Team) -> list[Staff]:
        return [one for one in _at_work(self._at, self._leaving) if team.pk in viewer_of(one, self._at).teams]  # fmt: skip

    def _sees(self, staff: Staff, label: int) -> bool:
        if staff.pk not in self._labels:
            self._labels[staff.pk] = int(viewer_of(staff, self._at).labels)
        return label & ~self._labels[staff.pk] == 0


def _at_work(at: datetime, leaving: Staff) -> list[Staff]:
    cares = Role.objects.filter(Role.holding(at), role__in=roles.CARE | roles.LEADING)
    everyone = Staff.objects.filter(is_active=True, pk__in=cares.values("staff"))
    return list(everyone.exclude(pk=leaving.pk).order_by("name", "pk"))


def _kinds() -> tuple[Departing, ...]:
    return within("northstar.casework", "departing", "DEPARTING")
