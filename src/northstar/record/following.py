"""What goes with a person wherever the links lead: messages and papers put to them, our own
registration, and who looks after them.

A person's word or a merge moves the identities of one patient to another, or back. What hangs on the
patient by hand goes along: a message belongs to whom it was put, not to the number it was put under.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from northstar.record.feeds import OUR_OWN
from northstar.record.models import AT_ONCE, Link, Panel, Patient

FOLLOWS = "goes with the person"
DESCRIBED = Q(identity__kind="person") & ~Q(identity__feed__format=OUR_OWN)


def follow(patients: Iterable[int], at: datetime) -> set[int]:
    """Bring after them what belongs to these patients' people. Gives the patients touched."""
    patients = set(patients)
    touched = _papers(patients, at)
    _panels(patients, at)
    return touched


def now_at(patients: Iterable[int]) -> dict[int, int]:
    """Where the people of emptied patient numbers are found now; others are not in it."""
    patients = set(patients)
    alive = set(Link.objects.filter(DESCRIBED, patient__in=patients, ended_at=None)
                .values_list("patient", flat=True))  # fmt: skip
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


def anchor(patient: int) -> int | None:
    """The oldest record that a patient consists of now, or, where emptied, consisted of."""
    links = Link.objects.filter(DESCRIBED, patient=patient).order_by("identity")
    current = links.filter(ended_at=None).values_list("identity", flat=True).first()
    return current or links.values_list("identity", flat=True).first()


def _papers(patients: set[int], at: datetime) -> set[int]:
    touched: set[int] = set()
    hanging = Link.objects.filter(~DESCRIBED, patient__in=patients, ended_at=None)
    for link in hanging.order_by("pk"):
        target = _where_now(link)
        if target and target != link.patient_id:
            link.ended_at, link.ended_by, link.ended_reason = at, FOLLOWS, FOLLOWS
            link.save(update_fields=["ended_at", "ended_by", "ended_reason"])
            Link.objects.create(
                identity_id=link.identity_id,
                patient_id=target,
                at=at,
                by=FOLLOWS,
                reason=link.reason,
            )
            touched |= {link.patient_id, target}
    Patient.objects.filter(pk__in=touched).update(look_again=AT_ONCE)
    return touched


def _where_now(link: Link) -> int | None:
    """The patient of the oldest record that the person consisted of when this was put to them."""
    said = Link.objects.filter(identity=link.identity_id).exclude(by=FOLLOWS).order_by("pk").last()
    if said is None:
        return None
    there = Link.objects.filter(DESCRIBED, patient=said.patient_id, pk__lt=said.pk)
    latest: dict[int, int] = {}
    before = Link.objects.filter(identity__in=there.values("identity"), pk__lt=said.pk)
    for identity, patient in before.order_by("pk").values_list("identity", "patient"):
        latest[identity] = patient
    meant = [identity for identity, patient in latest.items() if patient == said.patient_id]
    return owners([min(meant)]).get(min(meant)) if meant else None


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
