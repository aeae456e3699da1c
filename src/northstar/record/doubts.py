"""Is this still one person? Records that stand together, and contradict since a source corrected itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.chart.people import Patient as Person
from northstar.engines.linking.corrected import odds
from northstar.engines.linking.policy import DOUBTED, newly_contradicts
from northstar.engines.linking.traits import of_patient
from northstar.record import changes
from northstar.record.comparing import Changed, Field, changed, side_by_side
from northstar.record.feeds import titles
from northstar.record.following import DESCRIBED
from northstar.record.likeness import demographics
from northstar.record.merges import FEED_ITSELF
from northstar.record.models import AT_ONCE, Decision, Link, Match, Patient, Supersession
from northstar.record.people import Card, card
from northstar.record.questions import ANSWERED, allowed, described, owner, sensitivity
from northstar.record.store import batches

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One patient whose records contradict. `pairs` are those asked about; `sides` all the records, by what
    the corrected one says and what the others say; `why` is what agrees and what does not, in words."""

    who: Card
    row: int
    label: int
    why: tuple[str, ...]
    pairs: tuple[Pair, ...]
    sides: tuple[tuple[int, ...], tuple[int, ...]]

    @property
    def key(self) -> str:
        """By which work about it is found."""
        return f"doubt:{self.who.id}"

    def pairs_for(self, verdict: str) -> list[Pair]:
        """The pairs of records an answer speaks of: one person, those that contradict; two, every record
        of one side with every one of the other."""
        if verdict != "different":
            return list(self.pairs)
        return [(min(pair), max(pair)) for pair in product(*self.sides)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A doubt with everything a person needs to settle it: from where each side is known, what was
    corrected, and field by field what each says."""

    doubt: Doubt
    names: tuple[tuple[str, ...], tuple[str, ...]]
    changed: tuple[Changed, ...]
    fields: tuple[Field, ...]


def doubts(viewer: Viewer, now: datetime, most: int = 100) -> list[Doubt]:
    """The open doubts about the viewer's people, the least likely to be one person first."""
    rows = list(allowed(_open(), viewer, now).order_by("weight", "pk")[: 4 * most])
    found = _doubts(viewer, rows)[:most]
    viewer.looks_at(one.who.id for one in found)
    return found


def doubt(viewer: Viewer, patient: str, now: datetime) -> Asked:
    """The doubt about one patient, side by side. Raises Refused where there is none for this viewer."""
    row = Patient.objects.filter(public_id=patient).first()
    rows = allowed(_open(), viewer, now).filter(first=row.pk) if row else ()
    found = _doubts(viewer, list(rows))
    if not found:
        raise Refused(ANSWERED, status=404)
    [one] = found
    one = replace(one, label=one.label | sensitivity(pk for pair in one.pairs for pk in pair))
    viewer.looks_at([one.who.id])
    said = described(viewer, [pk for side in one.sides for pk in side])
    sides = [[person for pk in side for person in said.get(pk, ())] for side in one.sides]
    return Asked(
        one,
        (_known(sides[0]), _known(sides[1])),
        _corrections(viewer, one, said),
        side_by_side(sides),
    )


def still_open(people: Iterable[str]) -> set[str]:
    """Those of these people (public ids) about whom a doubt is open, whoever asks."""
    owners = Patient.objects.filter(public_id__in=list(people))
    doubted = _open().filter(first__in=owners.values("pk")).values("first")
    return {str(uid) for uid in owners.filter(pk__in=doubted).values_list("public_id", flat=True)}


def _open() -> QuerySet:
    """Pairs that stand together on one chart and contradict, and that nobody has spoken of, or that a
    person has joined before this was known."""
    said = Decision.objects.filter(one=OuterRef("one"), other=OuterRef("other"))
    found = Match.objects.annotate(
        said=Subquery(said.order_by("-at", "-pk").values("verdict")[:1]),
        first=owner("one"),
        second=owner("other"),
    )
    open_now = Q(Q(said=None) | Q(said="withdrawn"), verdict=DOUBTED)
    if since := _since_joined():
        open_now |= Q(pk__in=since, said="same")
    return found.filter(open_now, first=F("second"))


def _since_joined() -> list[int]:
    """Pairs that a person has joined and that contradict in something they did not contradict in then."""
    joined = Decision.objects.filter(verdict="same").exclude(by=FEED_ITSELF).order_by("at", "pk")
    knew = {(d.one_id, d.other_id): d.knew for d in joined}
    return [
        match.pk
        for some in batches({one for one, _ in knew})
        for match in Match.objects.filter(one__in=some)
        if (then := knew.get(_both(match))) and then.get("model") == match.model
        and newly_contradicts(match.why, then["why"])
    ]  # fmt: skip


def _doubts(viewer: Viewer, matches: list[Match]) -> list[Doubt]:
    """One for each patient, without those that rest on a record the viewer may not look into."""
    known = described(viewer, {pk for match in matches for pk in _both(match)})
    of: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        if all(pk in known for pk in _both(match)):
            of[match.first].append(match)  # type: ignore[attr-defined]  # annotated by _open
    rows = Patient.objects.in_bulk(of)
    records = _records(of)
    return [_doubt(rows[pk], its, records[pk]) for pk, its in of.items()]


def _doubt(row: Patient, matches: list[Match], records: list[int]) -> Doubt:
    pairs = tuple(_both(match) for match in matches)
    why = tuple(dict.fromkeys(word for match in matches for word in match.why))
    return Doubt(card(row), row.pk, row.label, why, pairs, _sides(records, pairs))


def _both(match: Match) -> Pair:
    return match.one_id, match.other_id


def _records(patients: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    links = Link.objects.filter(DESCRIBED, patient__in=list(patients), ended_at=None)
    for patient, identity in links.order_by("identity").values_list("patient", "identity"):
        found[patient].append(identity)
    return found


def _sides(records: list[int], pairs: tuple[Pair, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The record that most others contradict, with all that is of its registration or says what it says;
    and the others."""
    counted = Counter(pk for pair in pairs for pk in pair)
    corrected = max(counted, key=lambda pk: (counted[pk], pk in _changed(counted), -pk))
    asked_of = {pk for pair in pairs if corrected in pair for pk in pair} - {corrected}
    traits = {pk: of_patient(p) for pk, p in demographics(set(records)).items() if p is not None}
    one = traits[corrected]
    others = [
        pk
        for pk in records
        if pk in asked_of
        or (pk in traits and one.numbers.isdisjoint(traits[pk].numbers) and odds(one, traits[pk]))
    ]
    return tuple(pk for pk in records if pk not in others), tuple(others)


def _changed(records: Iterable[int]) -> set[int]:
    """Those of these records whose source has corrected itself."""
    gone = Supersession.objects.filter(
        fact__identity__in=list(records), fact__kind="Patient", by_fact__isnull=False
    )
    return set(gone.values_list("fact__identity", flat=True))


def _known(persons: list[Person]) -> tuple[str, ...]:
    named = titles()
    feeds = (person.source.feed for person in persons if person.source)
    return tuple(dict.fromkeys(named.get(feed) or feed for feed in feeds))


def _corrections(viewer: Viewer, one: Doubt, said: dict[int, list[Person]]) -> tuple[Changed, ...]:
    """What the records in question have said before and say otherwise now."""
    asked = {pk for pair in one.pairs for pk in pair}
    before: dict[int, list[Person]] = defaultdict(list)
    row = Patient.objects.get(pk=one.row)
    for gone in changes.gone_since(viewer, row, AT_ONCE, kind="Patient"):
        source = gone.value.source
        if gone.by_fact and source and source.identity in asked and isinstance(gone.value, Person):
            before[source.identity].append(gone.value)
    return tuple(change for pk in sorted(before) for change in changed(before[pk], said[pk]))
