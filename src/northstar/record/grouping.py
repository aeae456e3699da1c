"""Opens, ends and re-points links so that what hangs together is one patient.

Many groups are set right with the same few questions: a busy morning joins hundreds of records.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from northstar.record.following import DESCRIBED
from northstar.record.joins import MODEL_AUTHOR, Join, apart, joins_of
from northstar.record.models import Link, Patient
from northstar.record.sound import hold, parts_of
from northstar.record.store import batches


def regroup(groups: list[set[int]], at: datetime) -> set[int]:
    """Make each group's parts patients. Gives the patients touched."""
    every = {pk for group in groups for pk in group}
    if not every:
        return set()
    joins, kept_apart = joins_of(every), apart(every)
    mine: dict[int, list[Join]] = defaultdict(list)
    for join in joins:
        mine[join[0]].append(join)
        mine[join[1]].append(join)
    standing = _Standing(every, at)
    for group in groups:
        its = list(dict.fromkeys(join for pk in sorted(group) for join in mine[pk]))
        parts = sorted(parts_of(group, its, kept_apart), key=min)
        for part, patient in zip(parts, standing.numbers(parts), strict=True):
            for pk in sorted(part):
                standing.point(pk, patient, _reason(part), _author(mine[pk]))
    hold(joins, standing.now)
    return standing.write()


def _reason(part: set[int]) -> str:
    return "first seen" if len(part) == 1 else "agrees with the others of this patient"


def _author(joins: list[Join]) -> str:
    return joins[0][2] if joins else MODEL_AUTHOR


class _Standing:
    """The links of some records as they stand, changed here first and then written at once."""

    def __init__(self, every: set[int], at: datetime) -> None:
        self.at = at
        self.open: dict[int, Link] = {}
        self.ever: dict[int, list[int]] = defaultdict(list)
        for some in batches(every):
            for link in Link.objects.filter(identity__in=some).order_by("pk"):
                self.ever[link.identity_id].append(link.patient_id)
                if link.ended_at is None:
                    self.open[link.identity_id] = link
        self.now = {pk: link.patient_id for pk, link in self.open.items()}
        self.touched = set(self.now.values())
        self.held = _held({patient for had in self.ever.values() for patient in had})
        self.ended: list[Link] = []
        self.opened: list[Link] = []

    def numbers(self, parts: list[set[int]]) -> list[int]:
        """A patient for each part: the number its people first had, where nobody else has it now, so
        that whoever is taken apart again is called as before; else one it has or had; else a new one."""
        group = {pk for part in parts for pk in part}
        taken = {
            patient
            for pk in group
            for patient in self.ever[pk]
            if self.held.get(patient, set()) - group
        }
        now = [{self.now[pk] for pk in part if pk in self.now} for part in parts]
        first = [{self.ever[pk][0] for pk in part if self.ever[pk]} for part in parts]
        past = [{patient for pk in part for patient in self.ever[pk]} for part in parts]
        chosen: dict[int, int] = {}
        for wanted in ([a & b for a, b in zip(now, first, strict=True)], first, now, past):
            for place, patients in enumerate(wanted):
                if place not in chosen and patients - taken:
                    chosen[place] = min(patients - taken)
                    taken.add(chosen[place])
        return [chosen.get(place) or Patient.objects.create().pk for place in range(len(parts))]

    def point(self, pk: int, patient: int, reason: str, author: str) -> None:
        """This record is this patient's from now on."""
        self.touched.add(patient)
        if self.now.get(pk) == patient:
            return
        if pk in self.open:
            link = self.open[pk]
            link.ended_at, link.ended_by, link.ended_reason = self.at, author, "grouped anew"
            self.ended.append(link)
            self.held[link.patient_id].discard(pk)
        self.held.setdefault(patient, set()).add(pk)
        self.now[pk] = patient
        self.ever[pk].append(patient)
        self.opened.append(
            Link(identity_id=pk, patient_id=patient, at=self.at, by=author, reason=reason)
        )

    def write(self) -> set[int]:
        """Put it in the store; gives the patients touched."""
        Link.objects.bulk_update(self.ended, ["ended_at", "ended_by", "ended_reason"], 200)
        Link.objects.bulk_create(self.opened)
        return self.touched


def _held(patients: Iterable[int]) -> dict[int, set[int]]:
    """Who holds each of these numbers now."""
    held: dict[int, set[int]] = {patient: set() for patient in patients}
    for some in batches(held):
        rows = Link.objects.filter(DESCRIBED, patient__in=some, ended_at=None)
        for pk, patient in rows.values_list("identity", "patient"):
            held[patient].add(pk)
    return held
