"""What goes with a person wherever the links lead: messages and papers put to them, what our own
staff did, and who looks after them.

A person's word or a merge moves the identities of one patient to another, or back. What hangs on the
patient by hand goes along: a message belongs to whom it was put, not to the number it was put under.
What was put to a patient while they were made of records that are now two people's belongs to neither
until a person says whose it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from northstar.access.worded_once import worded_once
from northstar.record.feeds import OUR_OWN
from northstar.record.models import AT_ONCE, Fact, Link, Panel, Patient

FOLLOWS = "goes with the person"
ASKED = "whose was this?"
DESCRIBED = Q(identity__kind="person") & ~Q(identity__feed__format=OUR_OWN)
_alive = worded_once(
    lambda patients: Link.objects.filter(
        DESCRIBED, patient__in=patients, ended_at=None
    ).values_list("patient", flat=True)
)


@dataclass(frozen=True, slots=True)
class Hanging:
    """What was put to a patient by hand: its last link, the last word of a person or the clinic about
    it, and the patients who are now made of the records that were meant."""

    last: Link
    said: Link
    among: tuple[int, ...]

    @property
    def is_undecided(self) -> bool:
        """Whether the records that were meant are several people's now."""
        return len(self.among) > 1


def follow(patients: Iterable[int], at: datetime) -> set[int]:
    """Bring after them what belongs to these patients' people. Gives the patients touched."""
    patients = set(patients)
    touched = _papers(patients, at)
    _panels(patients, at)
    return touched


def undecided(patients: Iterable[int]) -> list[Hanging]:
    """What was put to these patients' people and may now be one's or another's."""
    return [one for one in _hanging(set(patients)) if one.is_undecided]


def nobodys() -> set[int]:
    """What was taken off a parted chart and stands on none since."""
    asked = Link.objects.filter(ended_by=ASKED).values_list("identity", flat=True)
    standing = Link.objects.filter(identity__in=asked, ended_at=None)
    taken_off = Link.objects.filter(identity__in=asked, pk__in=_last_links(asked))
    last = taken_off.filter(ended_by=ASKED).values_list("identity", flat=True)
    return set(last) - set(standing.values_list("identity", flat=True))


def _last_links(identities: QuerySet) -> QuerySet:
    rows = Link.objects.filter(identity__in=identities).values("identity")
    return rows.annotate(last=Max("pk")).values("last")


def now_at(patients: Iterable[int]) -> dict[int, int]:
    """Where the people of emptied patient numbers are found now; others are not in it."""
    patients = set(patients)
    alive = set(_alive(list(patients)))
    if alive == patients:
        return {}
    found: dict[int, int] = {}
    gone = Link.objects.filter(DESCRIBED, patient__in=patients - alive).order_by("identity", "pk")
    rows = list(gone.values_list("patient", "identity"))
    where = owners({identity for _, identity in rows})
    for patient, identity in rows:
        if identity in where:
            found.setdefault(patient, where[identity])
    return found


def owners(identities: Iterable[int]) -> dict[int, int]:
    """Whose each identity is now, by row numbers."""
    links = Link.objects.filter(identity__in=list(identities), ended_at=None)
    return dict(links.values_list("identity", "patient"))


def owner_of(identity: str) -> Subquery:
    """The same inside a question: whose the identity in this column is now."""
    links = Link.objects.filter(identity=OuterRef(identity), ended_at=None)
    return Subquery(links.values("patient")[:1])


def told_of(arrivals: Iterable[str]) -> set[int]:
    """The records of people that these arrivals (public ids) tell of."""
    facts = Fact.objects.filter(DESCRIBED, arrival__public_id__in=list(arrivals))
    return set(facts.values_list("identity", flat=True).distinct())


def anchor(patient: int) -> int | None:
    """The oldest record that a patient consists of now, or, where emptied, consisted of."""
    links = Link.objects.filter(DESCRIBED, patient=patient).order_by("identity")
    current = links.filter(ended_at=None).values_list("identity", flat=True).first()
    return current or links.values_list("identity", flat=True).first()


def _papers(patients: set[int], at: datetime) -> set[int]:
    touched: set[int] = set()
    for one in _hanging(patients):
        now = one.last.patient_id if one.last.ended_at is None else None
        target = None if one.is_undecided else one.among[0]
        if now == target:
            continue
        if now:
            one.last.ended_at, one.last.ended_by = at, FOLLOWS if target else ASKED
            one.last.ended_reason = one.last.ended_by
            one.last.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        if target:
            Link.objects.create(
                identity_id=one.last.identity_id,
                patient_id=target,
                at=at,
                by=FOLLOWS,
                reason=one.said.reason,
            )
        touched |= {patient for patient in (now, target) if patient}
    Patient.objects.filter(pk__in=touched).update(look_again=AT_ONCE)
    return touched


def _hanging(patients: set[int]) -> Iterator[Hanging]:
    """Everything that hangs by hand on the people these patients are, or were ever, made of; what a
    person has taken off again hangs on nobody."""
    people = Link.objects.filter(DESCRIBED, patient__in=patients).values("identity")
    numbers = Link.objects.filter(identity__in=people).values("patient")
    hanging = Link.objects.filter(~DESCRIBED, patient__in=numbers).values("identity")
    words: dict[int, list[Link]] = defaultdict(list)
    for link in Link.objects.filter(identity__in=hanging).order_by("pk"):
        words[link.identity_id].append(link)
    if not words:
        return
    said = {pk: [one for one in links if one.by != FOLLOWS][-1] for pk, links in words.items()}
    made_of = _made_of({link.patient_id for link in said.values()})
    for pk, links in words.items():
        among = _owners_of(_meant(said[pk], made_of), made_of)
        if among and (links[-1].ended_at is None or links[-1].ended_by == ASKED):
            yield Hanging(links[-1], said[pk], among)


_History = dict[
    int, list[tuple[int, int, bool]]
]  # identity: (link, patient, is open), oldest first


def _made_of(patients: set[int]) -> _History:
    """The whole way of every record that was ever one of these patients'."""
    people = Link.objects.filter(DESCRIBED, patient__in=patients).values("identity")
    history: _History = defaultdict(list)
    rows = Link.objects.filter(identity__in=people).order_by("pk")
    for pk, identity, patient, ended in rows.values_list("pk", "identity", "patient", "ended_at"):
        history[identity].append((pk, patient, ended is None))
    return history


def _meant(said: Link, history: _History) -> list[int]:
    """The records that the patient consisted of when this was put to them."""
    found = []
    for identity, way in history.items():
        before = [patient for pk, patient, _ in way if pk < said.pk]
        if before and before[-1] == said.patient_id:
            found.append(identity)
    return found


def _owners_of(identities: list[int], history: _History) -> tuple[int, ...]:
    """Whose these records are now, the owner of the oldest first."""
    now = [way[-1][1] for pk in sorted(identities) if (way := history[pk])[-1][2]]
    return tuple(dict.fromkeys(now))


def _panels(patients: set[int], at: datetime) -> None:
    """Who looked after either looks after both, for as long as they are one."""
    day = at.date()
    moved = now_at(patients)
    running = Panel.objects.filter(Q(end=None) | Q(end__gte=day))
    lent: dict[int, list[Panel]] = defaultdict(list)
    for row in running.filter(came_with__in=patients):
        if row.came_with_id is not None:
            lent[row.came_with_id].append(row)
    for patient, rows in lent.items():
        for row in rows:
            if moved.get(patient) != row.patient_id:
                row.end = day - timedelta(days=1)
                row.save(update_fields=["end"])
    held = set(running.values_list("patient", "team", "staff").filter(patient__in=moved.values()))
    for row in running.filter(patient__in=moved, came_with=None):
        target = moved[row.patient_id]
        if (target, row.team, row.staff) not in held:
            held.add((target, row.team, row.staff))
            Panel.objects.create(
                patient_id=target, team=row.team, staff=row.staff, start=day,
                came_with_id=row.patient_id,
            )  # fmt: skip
