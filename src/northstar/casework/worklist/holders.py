"""Whose work a new line is: who looks after the person, else the queue; at night, who is on call."""

from datetime import date, datetime

from northstar.access import rota
from northstar.access.models import Staff, Team
from northstar.access.staffing import DEFAULT_TEAM, default_team
from northstar.record import panels

QUEUE = DEFAULT_TEAM


class Holders:
    """Answers for one run of posting; rota and panels are asked once and remembered."""

    def __init__(self) -> None:
        self._panels: dict[int, tuple[int | None, int | None]] = {}
        self._covers: dict[tuple[int | None, int | None], rota.Cover] = {}
        self._queue: int | None = None
        self._covering: dict[tuple[int, date], int] = {}

    def of(
        self, patient: int | None, at: datetime, *, urgent: bool, wants: str
    ) -> tuple[int | None, int | None]:
        """(staff, team), exactly one of them set, for a patient by row number."""
        team, staff = self._panel(patient, at) if patient else (None, None)
        if urgent and not self._at_work(staff, at):
            on_call = rota.on_call(at)
            if on_call:
                return on_call[0].pk, None
        if staff:
            return self._there(staff, at.date()), None
        return None, team or self.queue()

    def next_day(self, staff: int | None, team: int | None, day: date, *, urgent: bool) -> date:
        """The first day from `day` on which the holder is there; today where it cannot wait."""
        return day if urgent else self.cover(staff, team).on_or_after(day)

    def cover(self, staff: int | None, team: int | None) -> rota.Cover:
        """The days a holder is there."""
        if (staff, team) not in self._covers:
            self._covers[(staff, team)] = rota.cover_of(_row(staff, team))
        return self._covers[(staff, team)]

    def queue(self) -> int:
        """The team that takes what belongs to nobody yet."""
        if self._queue is None:
            self._queue = default_team().pk
        return self._queue

    def remember(self, patients: list[int], day: date) -> None:
        """Ask for many patients' panels in one query."""
        found = panels.holders(patients, day)
        self._panels.update({pk: found.get(pk, (None, None)) for pk in patients})

    def _there(self, staff: int, day: date) -> int:
        """The person, or who covers for them on that day."""
        if (staff, day) not in self._covering:
            named = rota.covering(staff, day)
            self._covering[(staff, day)] = named.pk if named else staff
        return self._covering[(staff, day)]

    def _panel(self, patient: int, at: datetime) -> tuple[int | None, int | None]:
        if patient not in self._panels:
            self.remember([patient], at.date())
        return self._panels[patient]

    def _at_work(self, staff: int | None, at: datetime) -> bool:
        if staff is None:
            return False
        row = Staff.objects.filter(pk=staff).first()
        return bool(row and rota.working(at, row))


def _row(staff: int | None, team: int | None) -> Staff | Team:
    if staff is not None:
        return Staff.objects.get(pk=staff)
    assert team is not None, "a line has exactly one holder"
    return Team.objects.get(pk=team)
