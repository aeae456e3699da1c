"""Handing over one person, or a whole day: built from the record, offered, read back, returned."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from northstar.access import rostering, rota, staffing
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer, system_viewer, viewer_of
from northstar.access.writing import writing
from northstar.casework.acts import recording
from northstar.casework.batons import acts as batons
from northstar.casework.batons import asking
from northstar.casework.batons.models import Baton
from northstar.casework.batons.sheet import told
from northstar.casework.worklist import covering
from northstar.casework.worklist.held import held_lines
from northstar.casework.worklist.models import Line
from northstar.doing.acting import ours
from northstar.record import charts, panels, patients
from northstar.record.models import Identity, Patient
from northstar.record.people import people

KIND = "hand-over"


@dataclass(frozen=True, slots=True)
class Draft:
    """One person as a hand-over would tell of them, and the lines that would go."""

    row: Patient
    tells: dict[str, Any]
    lines: list[Line]

    @property
    def id(self) -> str:
        """The public id."""
        return str(self.row.public_id)

    @property
    def label(self) -> int:
        """As sensitive as all of its lines."""
        return reduce(or_, (line.label for line in self.lines), 0)


def drafted(
    *, by: Viewer, giver: Staff, to: Staff | Team | None, patient: Patient | None, at: datetime
) -> list[Draft]:
    """What would be handed over: each person with what is told of them, as far as both may see it.
    `patient`: this one; without, everybody whose work the giver holds."""
    seen = _seen_by_both(by, to, at)
    return _told_of(held_lines(seen, giver.pk, patient.pk if patient else None), seen, at)


def _told_of(lines: list[Line], seen: Viewer, at: datetime) -> list[Draft]:
    by_person: dict[int, list[Line]] = {}
    for line in lines:
        by_person.setdefault(line.patient_id or line.likely_id or 0, []).append(line)
    pks = [pk for pk in by_person if pk]
    rows = {row.pk: row for row in patients.rows(pks)}
    cards, found = people(seen, pks), charts.charts(seen, pks, at)
    return [
        Draft(rows[pk], told(cards[pk], found[pk], by_person[pk], at), by_person[pk])
        for pk in pks
        if pk in cards
    ]


def of_nobody(
    *, by: Viewer, giver: Staff, to: Staff | Team | None, drafts: list[Draft], at: datetime
) -> list[Line]:
    """What goes with a whole day and is told of none of its people: nobody knows yet whose it is."""
    told_of = {line.pk for draft in drafts for line in draft.lines}
    lines = held_lines(_seen_by_both(by, to, at), giver.pk, None)
    return [line for line in lines if line.pk not in told_of]


def left_behind(
    *, by: Viewer, giver: Staff, to: Staff | Team, patient: Patient | None, at: datetime
) -> int:
    """How many lines stay with the giver because whoever takes over may not see what they rest on; the
    giver, who holds them, is told so."""
    pk = patient.pk if patient else None
    mine = held_lines(by, giver.pk, pk)
    return len(mine) - len(held_lines(_seen_by_both(by, to, at), giver.pk, pk))


def offer(
    *,
    by: Viewer,
    giver: Staff,
    to: Staff | Team,
    at: datetime,
    patient: Patient | None = None,
    until: date | None = None,
    says: str = "",
    ill: dict[str, str] | None = None,
) -> Baton:
    """Offer somebody a person's open work, or all of a day's. The giver holds it until it is read back
    and accepted. `ill`: how ill each is in the giver's word, by public id."""
    if by.staff_id != giver.pk and not by.may("hand-over-for"):
        raise Refused(f"Only {giver.name}, or who leads the team, can hand this over.")
    with writing():
        seen = _seen_by_both(by, to, at)
        lines = held_lines(seen, giver.pk, patient.pk if patient else None)
        return _offered(lines, seen, giver, to, by, at, until=until, says=says, ill=ill)


def _offered(
    lines: list[Line], seen: Viewer, giver: Staff, to: Staff | Team, by: Viewer, at: datetime, *,
    until: date | None, says: str, ill: dict[str, str] | None = None, by_rota: bool = False,
) -> Baton:  # fmt: skip
    with writing():
        drafts = _told_of(lines, seen, at)
        sheets = [
            (_identity(one.row, at), one.tells | {"ill": (ill or {}).get(one.id, one.tells["ill"])}, one.label)
            for one in drafts
        ]  # fmt: skip
        return batons.offer(
            giver=giver, to=to, lines=lines, sheets=sheets, people=[one.id for one in drafts],
            says=says, until=until, by=by, at=at, by_rota=by_rota,
        )  # fmt: skip


def offer_lines(
    *, by: Viewer, giver: Staff, to: Staff | Team, lines: Iterable[Line], until: date | None, says: str,
    at: datetime,
) -> Baton:  # fmt: skip
    """Offer somebody just these lines of one's own: what cannot wait, for a night."""
    seen = _seen_by_both(by, to, at)
    theirs = [line for line in lines if seen.may_see(line.label)]
    return _offered(theirs, seen, giver, to, by, at, until=until, says=says)


def goes_away(
    *,
    staff: Staff,
    first: date,
    last: date,
    why: str,
    cover: Staff | None,
    by: Viewer,
    at: datetime,
) -> int:
    """Somebody is away. What falls on these days goes to who covers, who reads it back, and comes home
    by itself after the last day. Gives how many lines went on."""
    if cover:
        staffing.require_at_work(cover)
    with writing():
        moving = covering.falling_on(staff, first, last, at.date(), waits=cover is None)
        asked = {line.pk for line in moving}
        for baton in asking.offered_of(staff):
            if asked & batons.lines_of(baton):
                batons.lapse(baton=baton, by=by, at=at, why=f"{staff.name} is away")
        if cover:
            _lend(staff, cover, moving, last, by, at)
        return covering.goes_away(
            staff=staff, first=first, last=last, why=why, cover=cover, by=by, at=at
        )


def there_after_all(*, absence: int, by: Viewer, at: datetime) -> int:
    """The days away are taken back: what went to the cover comes home now, not after the last day. Gives how
    many lines; where nobody is there today, it comes home after that day as before."""
    with writing():
        row = rostering.not_away(absence=absence, by=by, at=at)
        if row.staff is None or row.cover is None or not rota.covered(at.date(), row.staff):
            return 0
        lent = asking.lent_by_rota(row.staff, row.cover, row.last)
        return sum(give_back(baton=baton, by=by, at=at) for baton in lent)


def _lend(
    giver: Staff, cover: Staff, lines: list[Line], last: date, by: Viewer, at: datetime
) -> None:
    """What the cover may see of it becomes a baton. Whoever keeps the rota reads nothing of it."""
    seen = replace(system_viewer("hand-over"), labels=viewer_of(cover, at).labels)
    if theirs := [line for line in lines if seen.may_see(line.label)]:
        says = f"Away until {last:%a} {last.day} {last:%b}"
        _offered(theirs, seen, giver, cover, by, at, until=last, says=says, by_rota=True)


def give_back(*, baton: Baton, by: Viewer, at: datetime) -> int:
    """Back to whoever gave it, with what came to their people meanwhile."""
    reader = system_viewer("hand-over")
    return batons.give_back(baton=baton, by=by, at=at, meanwhile=asking.came(baton, reader))


def return_what_is_over(now: datetime) -> int:
    """The morning after a cover ends, on the first day its giver is there: home it goes."""
    count = 0
    for baton in asking.over(now.date()):
        if rota.covered(now.date(), baton.giver):
            give_back(baton=baton, by=system_viewer("worker"), at=now)
            count += 1
    return count


def accept(*, baton: Baton, by: Viewer, at: datetime, read_back: str) -> tuple[int, int]:
    """Read back and mine: the work and, where it is for good, the people, so that what comes about
    them from now on comes here too. Gives how many lines came over, and how many had gone elsewhere."""
    with writing():
        counts = batons.accept(baton=baton, by=by, at=at, read_back=read_back)
        if baton.until is None:
            team, staff = (
                (None, baton.to.pk) if isinstance(baton.to, Staff) else (baton.to.pk, None)
            )
            for pk in asking.people_of(baton):
                panels.move(
                    patient=pk, from_staff=baton.giver_id, team=team, staff=staff, day=at.date()
                )
            _tell_each(baton, by, at)
        return counts


def _tell_each(baton: Baton, by: Viewer, at: datetime) -> None:
    """Whoever looks after somebody from now on stands in that person's notes. What was read back does not:
    it may speak of several people."""
    says = f"Took over from {baton.giver.name}: {baton.to.name} looks after them from now on."
    for person, identity, label in asking.told_of(baton):
        recording.record(
            identity=identity, person=person, kind=KIND, says=says, by=by, at=at, label=label
        )  # fmt: skip


def takers(viewer: Viewer, giver: Staff) -> list[tuple[str, str]]:
    """Whom it can be offered to: public id and name, without the giver."""
    return [one for one in staffing.names_of_holders(viewer) if one[0] != str(giver.public_id)]


def _seen_by_both(by: Viewer, to: Staff | Team | None, at: datetime) -> Viewer:
    """Nobody is told in a hand-over what they are not entitled to."""
    labels = by.labels
    if isinstance(to, Staff):
        labels &= viewer_of(to, at).labels
    elif to is not None:
        labels = 0
    return replace(by, labels=labels)


def _identity(row: Patient, at: datetime) -> Identity:
    return ours(row, kind="baton", key=f"baton:{row.pk}:{at.isoformat()}", at=at)
