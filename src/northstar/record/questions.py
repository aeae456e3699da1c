"""Is this the same person? The questions that linking leaves to people."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.chart.people import Patient as Person
from northstar.record import charts, panels
from northstar.record.comparing import Field, side_by_side
from northstar.record.models import Decision, Feed, Link, Match, Panel, Patient
from northstar.record.people import Card, card

ANSWERED = "There is no such question here: it has been answered, or new facts have answered it."


@dataclass(frozen=True, slots=True)
class Asked:
    """Two patients that may be one person; `why` in the model's words; `pairs` of identities."""

    one: Card
    other: Card
    why: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    rows: tuple[int, int]
    label: int = 0  # whoever may not know of either may not know of the question

    @property
    def key(self) -> str:
        """The same for both orders."""
        return "records:" + ":".join(sorted((self.one.id, self.other.id)))


@dataclass(frozen=True, slots=True)
class Together:
    """How many of a thing each has, so how many would come together."""

    name: str
    one: int
    other: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question with everything a person needs to answer it."""

    asked: Asked
    fields: tuple[Field, ...]
    together: tuple[Together, ...]
    seen_by: tuple[tuple[str, ...], tuple[str, ...]]


def questions(viewer: Viewer, now: datetime, most: int = 100) -> tuple[list[Asked], bool]:
    """The open questions about the viewer's people, the likeliest first, and whether there are more."""
    pairs = list(_open(viewer, now).order_by("-weight", "pk")[: 4 * most])
    known = described(viewer, {pk for m in pairs for pk in (m.one_id, m.other_id)})
    groups: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for match in pairs:
        if match.one_id in known and match.other_id in known:
            groups[tuple(sorted((match.first, match.second)))].append(match)
    chosen = list(groups.items())[:most]
    rows = Patient.objects.in_bulk({pk for both, _ in chosen for pk in both})
    found = [_asked(rows[a], rows[b], matches) for (a, b), matches in chosen]
    viewer.looks_at(who.id for one in found for who in (one.one, one.other))
    return found, len(groups) > most or len(pairs) == 4 * most


def question(viewer: Viewer, one: str, other: str, now: datetime) -> Question:
    """One open question, side by side. Raises Refused where there is none for this viewer."""
    rows = {str(r.public_id): r for r in Patient.objects.filter(public_id__in=[one, other])}
    if len(rows) != 2:
        raise Refused(ANSWERED, status=404)
    first, second = rows[one], rows[other]
    both = [first.pk, second.pk]
    found = _open(viewer, now).filter(Q(first__in=both) & Q(second__in=both))
    matches = list(found.order_by("-weight", "pk"))
    known = described(viewer, {pk for m in matches for pk in (m.one_id, m.other_id)})
    matches = [m for m in matches if m.one_id in known and m.other_id in known]
    if not matches:
        raise Refused(ANSWERED, status=404)
    asked = _asked(first, second, matches)
    each = charts.charts(viewer, both, now)
    sides = each[first.pk], each[second.pk]
    return Question(
        asked,
        side_by_side(sides[0].persons, sides[1].persons),
        tuple(Together(name, count(sides[0]), count(sides[1])) for name, count in _COUNTED),
        (_seen_by(first.pk, now), _seen_by(second.pk, now)),
    )


_COUNTED: tuple[tuple[str, Callable], ...] = (
    ("medicines", lambda c: len(c.prescribed) + len(c.said_taken) + len(c.dispensed)),
    ("allergies", lambda c: len(c.allergies)),
    ("problems", lambda c: len(c.conditions)),
    ("visits", lambda c: len(c.encounters)),
    ("results", lambda c: len(c.observations)),
)


def _asked(first: Patient, second: Patient, matches: list[Match]) -> Asked:
    why = dict.fromkeys(word for match in matches for word in match.why)
    pairs = tuple((m.one_id, m.other_id) for m in matches)
    return Asked(
        card(first),
        card(second),
        tuple(why),
        pairs,
        (first.pk, second.pk),
        first.label | second.label,
    )


def _open(viewer: Viewer, now: datetime) -> QuerySet:
    """Pairs the model asks about, nobody has answered, and the viewer may know of on both sides."""
    said = Decision.objects.filter(one=OuterRef("one"), other=OuterRef("other"))
    asked = Match.objects.filter(verdict="ask").annotate(
        said=Subquery(said.order_by("-at", "-pk").values("verdict")[:1]),
        first=owner("one"),
        second=owner("other"),
    )
    asked = asked.filter(Q(said=None) | Q(said="withdrawn")).exclude(first=F("second"))
    return allowed(asked.filter(first__isnull=False, second__isnull=False), viewer, now)


def owner(side: str) -> Subquery:
    """The patient of `one` or `other`, as a column."""
    links = Link.objects.filter(identity=OuterRef(side), ended_at=None)
    return Subquery(links.values("patient")[:1])


def allowed(pairs: QuerySet, viewer: Viewer, now: datetime) -> QuerySet:
    """Without pairs of which the viewer may not know; `first` and `second` are their patients."""
    hidden = [f.pk for f in Feed.objects.exclude(label=0) if not viewer.may_see(f.label)]
    if hidden:
        pairs = pairs.exclude(Q(one__feed__in=hidden) | Q(other__feed__in=hidden))
    labels = Patient.objects.exclude(label=0).values_list("label", flat=True).distinct()
    if unseen := [label for label in labels if not viewer.may_see(label)]:
        secret = Patient.objects.filter(label__in=unseen).values("pk")
        pairs = pairs.exclude(Q(first__in=secret) | Q(second__in=secret))
    if viewer.everyone or viewer.purpose:
        return pairs
    mine = panels.mine(viewer, now.date()).values("patient")
    return pairs.filter(Q(first__in=mine) | Q(second__in=mine))


def described(viewer: Viewer, identities: Iterable[int]) -> dict[int, list[Person]]:
    """What each record calls its person, as far as the viewer may see it."""
    found: dict[int, list[Person]] = defaultdict(list)
    for identity, _, kind, value in charts.values_of(viewer, sorted(identities)):
        if kind == "Patient":
            found[identity].append(value)  # type: ignore[arg-type]
    return found


def _seen_by(patient: int, now: datetime) -> tuple[str, ...]:
    rows = list(Panel.objects.filter(panels.on(now.date()), patient=patient))
    names = [
        *Staff.objects.filter(pk__in=[r.staff for r in rows if r.staff]).values_list("name", flat=True),
        *Team.objects.filter(pk__in=[r.team for r in rows if r.team]).values_list("name", flat=True),
    ]  # fmt: skip
    return tuple(sorted(set(names)))
