"""Is this the same person? The questions that linking leaves to people: two records, or several."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.chart.chart import Chart
from northstar.chart.people import Patient as Person
from northstar.engines.linking.policy import DOUBTED, HELD, JOINING, newly_agrees
from northstar.record import charts, panels, seeing
from northstar.record.comparing import Field, as_last_said, called, side_by_side
from northstar.record.following import DESCRIBED
from northstar.record.models import Decision, Fact, Feed, Link, Match, Patient
from northstar.record.people import Card, card
from northstar.record.seeing import Seeing
from northstar.record.store import batches

ANSWERED = "There is no such question here: it has been answered, or new facts have answered it."
MOST_BESIDE = 6  # as many as fit side by side; the others are asked about afterwards


@dataclass(frozen=True, slots=True)
class Asked:
    """Patients that may be one person; `why` in the model's words, `pairs` the patients (row numbers)
    between whom it is asked, `rows` all of them, `new` what has come since somebody kept them apart."""

    people: tuple[Card, ...]
    why: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    rows: tuple[int, ...]
    label: int = 0  # whoever may not know of one of them may not know of the question
    new: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for every order."""
        return ("records:" + ":".join(sorted(one.id for one in self.people)))[:200]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the patients: how to call them, and the name in law where it is another."""

    who: Card
    name: str
    legal: str
    records: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question with everything a person needs to answer it."""

    asked: Asked
    sides: tuple[Side, ...]
    fields: tuple[Field, ...]
    charts: tuple[Chart, ...]
    seeing: Seeing

    def needs_reason(self, verdict: str) -> bool:
        """Where the evidence speaks against the answer."""
        against = any(field.conflicts for field in self.fields)
        return against if verdict == "same" else not against


def questions(viewer: Viewer, now: datetime, most: int = 100) -> tuple[list[Asked], bool]:
    """The open questions about the viewer's people, the likeliest first, and whether there are more."""
    pairs = list(_open(viewer, now).order_by("-weight", "pk")[: 4 * most])
    groups = _together(_visible(viewer, pairs))
    rows = Patient.objects.in_bulk(
        {pk for group in groups[:most] for m in group for pk in _both(m)}
    )
    found = [_asked(group, rows) for group in groups[:most]]
    viewer.looks_at(who.id for one in found for who in one.people)
    return found, len(groups) > most or len(pairs) == 4 * most


def question(viewer: Viewer, patient: str, now: datetime) -> Question:
    """The open question about a patient, side by side. Raises Refused where there is none for this viewer."""
    row = Patient.objects.filter(public_id=patient).first()
    matches = _around(viewer, row.pk, now) if row else []
    if not matches:
        raise Refused(ANSWERED, status=404)
    rows = Patient.objects.in_bulk({pk for m in matches for pk in _both(m)})
    asked = _asked(matches, rows)
    asked = replace(
        asked, label=asked.label | sensitivity(pk for m in matches for pk in (m.one_id, m.other_id))
    )
    each = charts.charts(viewer, asked.rows, now)
    sides = tuple(each[pk] for pk in asked.rows)
    return Question(
        asked,
        tuple(_side(who, chart) for who, chart in zip(asked.people, sides, strict=True)),
        side_by_side([chart.persons for chart in sides]),
        sides,
        seeing.would_see(viewer, [rows[pk] for pk in asked.rows], sides, now),
    )


def sensitivity(records: Iterable[int]) -> int:
    """As guarded as what these records (row numbers) say of their people."""
    said = Fact.objects.filter(identity__in=set(records), kind="Patient")
    label = 0
    for fact, feed in said.values_list("label", "identity__feed__label").distinct():
        label |= fact | feed
    return label


def pairs_for(rows: Iterable[int], verdict: str) -> list[tuple[int, int]]:
    """The pairs of records that an answer about these patients speaks of. Kept apart: each record of one
    from each of another. The same: so many that all hold together by this word alone."""
    links = Link.objects.filter(DESCRIBED, patient__in=list(rows), ended_at=None)
    records: dict[int, list[int]] = defaultdict(list)
    for patient, identity in links.order_by("identity").values_list("patient", "identity"):
        records[patient].append(identity)
    if verdict == "different":
        sides = list(records.values())
        return [
            pair for at, side in enumerate(sides) for other in sides[at + 1 :]
            for pair in product(side, other)
        ]  # fmt: skip
    everyone = sorted(pk for side in records.values() for pk in side)
    return [(everyone[0], pk) for pk in everyone[1:]]


def _both(match: Match) -> tuple[int, int]:
    return match.first, match.second  # type: ignore[attr-defined]  # annotated by _open


def _together(matches: list[Match]) -> list[list[Match]]:
    """Pairs that share somebody are one question, the likeliest first; no more than fit on a page."""
    of: dict[int, int] = {}
    groups: dict[int, list[Match]] = {}
    people: dict[int, set[int]] = {}
    for number, match in enumerate(matches):
        homes = sorted({of[pk] for pk in _both(match) if pk in of})
        everyone = set(_both(match)).union(*(people[home] for home in homes))
        if len(everyone) > MOST_BESIDE:
            continue
        home = homes[0] if homes else number
        groups.setdefault(home, []).append(match)
        for other in homes[1:]:
            groups[home] += groups.pop(other)
            people.pop(other)
        people[home] = everyone
        of |= dict.fromkeys(everyone, home)
    return list(groups.values())


def _around(viewer: Viewer, patient: int, now: datetime) -> list[Match]:
    """The pairs of the question that this patient stands in: outwards, from asked to asked."""
    found: dict[int, Match] = {}
    edge, seen = {patient}, {patient}
    while edge and len(seen) <= MOST_BESIDE:
        records = list(Link.objects.filter(DESCRIBED, patient__in=edge, ended_at=None)
                       .values_list("identity", flat=True))  # fmt: skip
        near = _open(viewer, now, records)
        fresh = {m.pk: m for m in _visible(viewer, list(near)) if m.pk not in found}
        found |= fresh
        edge = {pk for m in fresh.values() for pk in _both(m)} - seen
        seen |= edge
    ranked = sorted(found.values(), key=lambda m: (-m.weight, m.pk))
    mine = [g for g in _together(ranked) if any(patient in _both(m) for m in g)]
    return mine[0] if mine else []


def _visible(viewer: Viewer, matches: list[Match]) -> list[Match]:
    known = described(viewer, {pk for m in matches for pk in (m.one_id, m.other_id)})
    return [m for m in matches if m.one_id in known and m.other_id in known]


def _asked(matches: list[Match], rows: dict[int, Patient]) -> Asked:
    pairs = dict.fromkeys((min(_both(m)), max(_both(m))) for m in matches)
    members = tuple(sorted({pk for pair in pairs for pk in pair}))
    label = 0
    for pk in members:
        label |= rows[pk].label
    return Asked(
        tuple(card(rows[pk]) for pk in members),
        tuple(dict.fromkeys(word for match in matches for word in match.why)),
        tuple(pairs),
        members,
        label,
        _new(matches),
    )


def _new(matches: list[Match]) -> tuple[str, ...]:
    kept_apart = [m.pk for m in matches if m.said == "different"]  # type: ignore[attr-defined]
    if not kept_apart:
        return ()
    again = asked_again([pk for m in matches for pk in (m.one_id, m.other_id)])
    return tuple(dict.fromkeys(word for pk in kept_apart for word in again.get(pk, ())))


def _side(who: Card, chart: Chart) -> Side:
    name, legal = called(chart.persons)
    records = {p.source.identity for p in chart.persons if p.source}
    return Side(who, name or who.name, legal, len(records))


def _open(viewer: Viewer, now: datetime, records: list[int] | None = None) -> QuerySet:
    """Pairs that are asked, nobody has answered or something new has come since, and the viewer may
    know of on both sides; of everybody, or of these records."""
    said = Decision.objects.filter(one=OuterRef("one"), other=OuterRef("other"))
    found = Match.objects.annotate(
        said=Subquery(said.order_by("-at", "-pk").values("verdict")[:1]),
        first=owner("one"),
        second=owner("other"),
    )
    if records is not None:
        found = found.filter(Q(one__in=records) | Q(other__in=records))
    unanswered = Q(said=None) | Q(said="withdrawn")
    open_now = Q(unanswered, verdict="ask")
    if held := _held(records):
        open_now |= Q(unanswered, pk__in=held)
    if again := asked_again(records):
        open_now |= Q(pk__in=again)
    found = found.filter(open_now, first__isnull=False, second__isnull=False)
    return allowed(found.exclude(first=F("second")), viewer, now)


def _held(records: list[int] | None) -> list[int]:
    """Pairs that would stand together, were it not for a third who contradicts."""
    found = Match.objects.filter(verdict=HELD) | Match.objects.filter(verdict=DOUBTED)
    if records is not None:
        found = found.filter(Q(one__in=records) | Q(other__in=records))
    return list(found.values_list("pk", flat=True))


def asked_again(records: list[int] | None = None) -> dict[int, list[str]]:
    """Pairs that somebody has kept apart and for which something new speaks since: by match, what."""
    apart = Decision.objects.filter(verdict="different")
    if records is not None:
        apart = apart.filter(Q(one__in=records) | Q(other__in=records))
    knew = {(d.one_id, d.other_id): d.knew for d in apart.order_by("at", "pk")}
    found: dict[int, list[str]] = {}
    for some in batches({one for one, _ in knew}):
        for match in Match.objects.filter(one__in=some, verdict__in=["ask", *JOINING]):
            pair = (match.one_id, match.other_id)
            if pair in knew and (new := _fresh(match, knew[pair])) and _stands(pair):
                found[match.pk] = new
    return found


def _fresh(match: Match, knew: dict) -> list[str]:
    """What speaks for a pair now and did not then; words of another model cannot be compared."""
    if knew.get("model") != match.model:
        return []
    return newly_agrees(match.why, knew["why"])


def _stands(pair: tuple[int, int]) -> bool:
    latest = Decision.objects.filter(one=pair[0], other=pair[1]).order_by("-at", "-pk").first()
    return latest is not None and latest.verdict == "different"


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
    return {identity: as_last_said(persons) for identity, persons in found.items()}
