"""Whose time went where: what is attested, and what a day still asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from uuid import UUID

from django.db.models import Exists, OuterRef

from northstar.access.viewer import Viewer
from northstar.casework.acts import asking as acts
from northstar.casework.acts.models import Act
from northstar.casework.programs import asking as programs
from northstar.casework.programs.standing import Enrolment
from northstar.casework.time.free import Stretch, longest_free
from northstar.casework.time.models import Entry
from northstar.knowledge.programs import program
from northstar.knowledge.table import NotKnown
from northstar.record import belonging
from northstar.record.store import batches
from northstar.rules.writing_to import CHANNELS

# Kinds of act that are begun and ended; a short one, or one under a held clock, may have no whole minute.
_TAKES_TIME = frozenset({"call", "office call", "note", "plan signed", "case", *CHANNELS})


@dataclass(slots=True)
class Row:
    """One act of somebody's day: what stands of its time, else what is proposed. `choices` are the
    programs it may count to (code, name); `clipped`: part of it counts elsewhere already."""

    act: Act
    patient: int
    stands: Entry | None
    program: str
    began: datetime
    ended: datetime
    choices: list[tuple[str, str]]
    clipped: bool = False

    @property
    def seconds(self) -> int:
        return int((self.ended - self.began).total_seconds())

    @property
    def minutes(self) -> int:
        return self.seconds // 60

    @property
    def asks(self) -> bool:
        """Several programs are possible: the author must say which."""
        return self.waits and not self.program and len(self.choices) > 1

    @property
    def timed(self) -> bool:
        """It has minutes, or its author has said something of them, or it is of a kind that takes them,
        however quick it was. What was done by a click has none."""
        took = self.act.ended > self.act.began or self.act.kind in _TAKES_TIME
        return took or self.stands is not None

    @property
    def waits(self) -> bool:
        """Its minutes wait for their author's word."""
        return self.stands is None and self.timed


@dataclass(frozen=True, slots=True)
class Counted:
    """Attested time of one act of one patient: `patient` and `staff` by row number."""

    patient: int
    program: str
    began: datetime
    ended: datetime
    staff: int
    name: str
    act: UUID
    kind: str
    label: int

    def day(self, zone: tzinfo) -> date:
        """The day it began on in the clinic's zone."""
        return self.began.astimezone(zone).date()

    @property
    def seconds(self) -> int:
        return int((self.ended - self.began).total_seconds())


def day_of(viewer: Viewer, start: datetime, end: datetime) -> list[Row]:
    """One's own acts of a stretch of time in the clinic's zone, oldest first, each with what stands or is
    proposed."""
    staff = viewer.staff_id or 0
    done = [act for act in acts.of_staff(staff, start, end) if viewer.may_see(act.label)]
    owners = belonging.patients_of_each({act.identity_id for act in done})
    patients = set(owners.values())
    standing = latest(act.pk for act in done)
    taken = [
        (one.began, one.ended) for one in _counting(standing_between(start, end, staff, patients))
    ]
    rows = []
    enrolled = programs.standing(patients, start.date(), viewer)
    for act in done:
        patient = owners.get(act.identity_id)
        if patient is not None:
            on = act.began.astimezone(start.tzinfo).date()
            row = _row(act, patient, standing.get(act.pk), enrolled.get(patient, []), taken, on)
            if row.program and not row.stands:
                taken.append((row.began, row.ended))
            rows.append(row)
    return rows


def _row(
    act: Act, patient: int, stands: Entry | None, cases: list[Enrolment], taken: list[Stretch], day: date
) -> Row:  # fmt: skip
    choices = [(one.program, one.name) for one in cases if counts_minutes(one, day)]
    if stands:
        return Row(act, patient, stands, stands.program, stands.began, stands.ended, choices)
    began, ended = longest_free((act.began, act.ended), taken)
    wanted = act.detail.get("program")
    only = choices[0][0] if len(choices) == 1 else ""
    proposed = wanted if wanted in dict(choices) else only
    clipped = (began, ended) != (act.began, act.ended)
    return Row(
        act, patient, None, proposed if ended > began else "", began, ended, choices, clipped
    )


def counts_minutes(case: Enrolment, day: date) -> bool:
    """Time counts to a case whose program counts minutes, while its consent holds. `day` is the clinic's:
    an evening in California is the next day in UTC."""
    try:
        timed = program(case.program, day).timed
    except NotKnown:
        return False
    return timed and case.consented(day)


def latest(acts: Iterable[int]) -> dict[int, Entry]:
    """The entry that stands for each of these acts, by row number of the act."""
    pks = list(acts)
    found: dict[int, Entry] = {}
    for start in range(0, len(pks), 800):
        rows = Entry.objects.filter(act__in=pks[start : start + 800]).order_by("pk")
        found |= {row.act_id: row for row in rows}
    return found


def standing_between(
    start: datetime, end: datetime, staff: int, patients: Iterable[int]
) -> list[Entry]:
    """What stands in a stretch of time for a colleague or for these patients, whoever did it."""
    owners = list(belonging.owners_of(patients))
    inside = Entry.objects.filter(began__lt=end, ended__gt=start, act__taken_back=None)
    touched = set(inside.filter(staff=staff).values_list("act", flat=True))
    for some in range(0, len(owners), 800):
        theirs = inside.filter(act__identity__in=owners[some : some + 800])
        touched |= set(theirs.values_list("act", flat=True))
    return [one for one in latest(touched).values() if one.began < end and one.ended > start]


def _counting(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (one for one in entries if one.program)


def of_patients(
    patients: Iterable[int], start: datetime, end: datetime
) -> dict[int, list[Counted]]:
    """The attested time of many patients that began in a stretch of time; one question for every few
    hundred of their records, and no row of a model: a month asks of tens of thousands."""
    owners = belonging.owners_of(patients)
    later = Entry.objects.filter(act=OuterRef("act"), pk__gt=OuterRef("pk"))
    told: dict[int, list[Counted]] = {}
    for some in batches(owners):
        rows = Entry.objects.filter(
            ~Exists(later),
            act__identity__in=some,
            act__taken_back=None,
            began__gte=start,
            began__lt=end,
        ).exclude(program="")
        for identity, *said in rows.order_by("began", "pk").values_list("act__identity", *_COUNTED):
            one = Counted(owners[identity], *said)
            told.setdefault(one.patient, []).append(one)
    return told


_COUNTED = ("program", "began", "ended", "staff", "by", "act__public_id", "act__kind", "act__label")
