"""Who looks after whom, and so who may see whom without giving a reason."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from northstar.access.refuse import Refused
from northstar.access.staffing import default_team
from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.record.feeds import OUR_OWN
from northstar.record.following import now_at
from northstar.record.models import Feed, Link, Panel, Patient
from northstar.record.store import batches

_NOBODY = "There is no such patient here."
PANEL = "panel"  # the feed's setting that says to whom its people go


def patient_for(viewer: Viewer, patient: str | UUID, now: datetime) -> Patient:
    """The patient's row, if this viewer may see it now; notes the look either way."""
    try:
        uid = patient if isinstance(patient, UUID) else UUID(patient)
    except ValueError:
        raise Refused(_NOBODY) from None
    row = next(iter(_with_id(uid)), None)
    row = _found_now(row) if row and not row.name else row
    if row is None or not viewer.may_see(row.label):
        raise Refused(_NOBODY)
    viewer.looks_at([str(row.public_id)])
    if not (viewer.everyone or viewer.purpose or in_panel(viewer, row.pk, now.date())):
        raise Refused("This person is not in your panel. Give a purpose to look.")
    return row


_with_id = worded_once(lambda uid: Patient.objects.filter(public_id=uid))


def _found_now(row: Patient) -> Patient:
    """Whoever is known under another number now is found under the old one too."""
    where = now_at([row.pk]).get(row.pk)
    return Patient.objects.get(pk=where) if where else row


def in_panel(viewer: Viewer, patient: int, day: date) -> bool:
    """True where one of the viewer's panels holds the patient that day."""
    return bool(_holding(viewer.staff_id, list(viewer.teams), patient, day))


_holding = worded_once(
    lambda staff, teams, patient, day: Panel.objects.filter(
        on(day), Q(team__in=teams) | Q(staff=staff), patient=patient
    ).values_list("pk")[:1]
)


def panel(viewer: Viewer, day: date) -> QuerySet[Patient]:
    """The patients of the viewer's panels that day."""
    known = _known(viewer)
    return known if viewer.everyone else known.filter(pk__in=mine(viewer, day).values("patient"))


def among(viewer: Viewer, day: date, patients: list[int]) -> set[int]:
    """Those of some patients (by row number) who are in the viewer's panel that day, asked about them
    alone: a large panel is not gone through for a few."""
    known = set(_known_among(_seen(viewer), patients))
    if viewer.everyone:
        return known
    return known & set(_held_among(viewer.staff_id, list(viewer.teams), day, patients))


_known_among = worded_once(
    lambda labels, patients: (
        _with_labels(labels).filter(pk__in=patients).values_list("pk", flat=True)
    )
)
_held_among = worded_once(
    lambda staff, teams, day, patients: Panel.objects.filter(
        on(day), Q(team__in=teams) | Q(staff=staff), patient__in=patients
    ).values_list("patient", flat=True)
)


def reach(viewer: Viewer, day: date) -> QuerySet[Patient]:
    """Whom the viewer may open now: the panels' people, or, with a purpose stated, everybody whom
    the viewer may know of."""
    if viewer.purpose:
        return _known(viewer)
    return panel(viewer, day)


def _known(viewer: Viewer) -> QuerySet[Patient]:
    return _with_labels(_seen(viewer))


def _with_labels(labels: Iterable[int]) -> QuerySet[Patient]:
    """Without the numbers whose people are found under another number now."""
    links = Link.objects.filter(patient=OuterRef("pk"))
    emptied = Exists(links.exclude(ended_at=None)) & ~Exists(links.filter(ended_at=None))
    return Patient.objects.filter(label__in=labels).exclude(Q(name="") & emptied)


def listed(viewer: Viewer, day: date, first: int, most: int) -> tuple[list[Patient], bool]:
    """A page of the panel by name, and whether there are more."""
    rows = list(panel(viewer, day).order_by("sort_name", "pk")[first : first + most + 1])
    return rows[:most], len(rows) > most


def neighbour(viewer: Viewer, patient: UUID, day: date, *, forward: bool) -> str | None:
    """Who stands after (or before) somebody in the panel by name; None at its end, and for somebody
    whom the viewer may not see."""
    row = Patient.objects.filter(public_id=patient).first()
    if row is None or not viewer.may_see(row.label):
        return None
    way = "gt" if forward else "lt"
    beyond = Q(**{f"sort_name__{way}": row.sort_name}) | Q(
        sort_name=row.sort_name, **{f"pk__{way}": row.pk}
    )
    order = ("sort_name", "pk") if forward else ("-sort_name", "-pk")
    found = panel(viewer, day).filter(beyond).order_by(*order).first()
    return str(found.public_id) if found else None


def _seen(viewer: Viewer) -> list[int]:
    """The labels of whole persons that there are and that the viewer may see."""
    return [0, *(label for label in _labels() if viewer.may_see(label))]


_labels = worded_once(
    lambda: Patient.objects.exclude(label=0).values_list("label", flat=True).distinct()
)


def holders(patients: list[int], day: date) -> dict[int, tuple[int | None, int | None]]:
    """(team, staff) that looks after each patient that day; staff before team."""
    rows = Panel.objects.filter(on(day), patient__in=patients).order_by("staff", "start")
    found: dict[int, tuple[int | None, int | None]] = {}
    for row in rows:
        if row.patient_id not in found or row.staff:
            found[row.patient_id] = (row.team, row.staff)
    return found


def place(*, patient: int, day: date, team: int | None = None, staff: int | None = None) -> None:
    """Put a patient into a panel from a day on; nothing where already there."""
    if not Panel.objects.filter(on(day), patient=patient, team=team, staff=staff).exists():
        Panel.objects.create(patient_id=patient, team=team, staff=staff, start=day)


def place_all(
    patients: list[int], *, day: date, team: int | None = None, staff: int | None = None
) -> None:
    """The same for many at once."""
    there = {
        pk
        for some in batches(patients)
        for pk in Panel.objects.filter(
            on(day), team=team, staff=staff, patient__in=some
        ).values_list("patient", flat=True)
    }
    Panel.objects.bulk_create(
        Panel(patient_id=pk, team=team, staff=staff, start=day)
        for pk in patients
        if pk not in there
    )


def size(*, staff: int, day: date) -> int:
    """How many people are on somebody's own panel."""
    return Panel.objects.filter(on(day), staff=staff).count()


def pass_on(*, staff: int, to_team: int | None, to_staff: int | None, day: date) -> int:
    """Somebody has left: who was on their panel is on another's from today, and so is whoever a feed
    of theirs tells of from now on. Gives how many people."""
    theirs = list(Panel.objects.filter(on(day), staff=staff).values_list("patient", flat=True))
    place_all(sorted(set(theirs)), day=day, team=to_team, staff=to_staff)
    Panel.objects.filter(on(day), staff=staff, start=day).delete()
    Panel.objects.filter(on(day), staff=staff).update(end=day - timedelta(days=1))
    for feed in Feed.objects.filter(settings__has_key=PANEL):
        if feed.settings[PANEL].get("staff") == staff:
            feed.settings = feed.settings | {PANEL: {"team": to_team, "staff": to_staff}}
            feed.save(update_fields=["settings"])
    return len(set(theirs))


def move(
    *, patient: int, from_staff: int, day: date, team: int | None = None, staff: int | None = None
) -> None:
    """One person goes from somebody's own panel to another's, or to a team's, from a day on; nothing
    where they are not on it."""
    rows = Panel.objects.filter(on(day), patient=patient, staff=from_staff)
    if not rows.exists():
        return
    rows.filter(start=day).delete()
    rows.update(end=day - timedelta(days=1))
    place(patient=patient, day=day, team=team, staff=staff)


def assign_feed(feed: Feed, *, day: date, team: int | None = None, staff: int | None = None) -> int:
    """Whoever this feed tells of, now and later, is looked after here. Gives how many there are now."""
    feed.settings = feed.settings | {PANEL: {"team": team, "staff": staff}}
    feed.save(update_fields=["settings"])
    links = Link.objects.filter(identity__feed=feed, identity__kind="person", ended_at=None)
    there = sorted(set(links.values_list("patient", flat=True)))
    default = default_team().pk
    Panel.objects.filter(on(day), patient__in=links.values("patient"), team=default).exclude(
        team=team
    ).update(end=day - timedelta(days=1))
    place_all(there, day=day, team=team, staff=staff)
    return len(there)


def take_in(patients: Iterable[int], feed: Feed, day: date) -> None:
    """Give those whom nobody looks after yet to whom the feed's people go: else the default team."""
    patients = set(patients)
    if feed.format == OUR_OWN or not patients:
        return
    held = {
        pk
        for some in batches(patients)
        for pk in Panel.objects.filter(patient__in=some).values_list("patient", flat=True)
    }
    if fresh := sorted(patients - held):
        to = feed.settings.get(PANEL) or {"team": default_team().pk, "staff": None}
        place_all(fresh, day=day, **to)


def mine(viewer: Viewer, day: date) -> QuerySet[Panel]:
    return Panel.objects.filter(on(day), Q(team__in=viewer.teams) | Q(staff=viewer.staff_id))


def on(day: date) -> Q:
    return Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))
