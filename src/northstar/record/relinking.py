"""A new model relinks nothing by itself: it says what it would change, and a person applies it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from northstar.engines.linking.detective import MODEL
from northstar.engines.linking.policy import HELD, JOINING, SAME
from northstar.record import linking
from northstar.record.feeds import OUR_OWN
from northstar.record.histories import words_of
from northstar.record.likeness import demographics, index, judged, made_ready, match
from northstar.record.models import Identity, Link, Match

_SLICE = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """One pair of records: what an earlier model said and what today's says. `joins`: whether it would
    join or part them; else only the question or its weight changes."""

    one: int
    other: int
    before: str
    after: str
    weight: float
    why: tuple[str, ...]

    @property
    def joins(self) -> bool:
        """Whether a link would come or go."""
        return (self.before in JOINING) != (self.after in JOINING)


def outdated() -> int:
    """How many pairs still stand as an earlier model judged them."""
    return Match.objects.exclude(model=MODEL).count()


def changes(progress: Callable[[float], None] = lambda share: None) -> Iterator[Change]:
    """What today's model would judge otherwise, in the order of the records. Reads all of them; changes
    no link, only the words under which records are found."""
    for persons in _slices(progress):
        index(persons, words_of(persons))
    for persons in _slices(progress):
        standing = {
            (m.one_id, m.other_id): m
            for m in Match.objects.filter(one__in=list(persons)).only(
                "one", "other", "verdict", "model"
            )
        }
        for pair, _, now in judged(persons, words_of(persons)):
            if pair[0] not in persons:
                continue
            then = standing.get(pair)
            before = then.verdict if then else "different"
            before = SAME if before == HELD else before
            if now.verdict != before:
                yield Change(*pair, before, now.verdict, now.weight, now.why)


def patients_named(change: Change) -> list[str]:
    """The public numbers of the patients in whose charts the two records stand now."""
    links = Link.objects.filter(identity__in=(change.one, change.other), ended_at=None)
    return [
        str(uid) for uid in links.order_by("identity").values_list("patient__public_id", flat=True)
    ]


def apply(at: datetime, progress: Callable[[float], None] = lambda share: None) -> set[int]:
    """Let today's model judge every pair again and set the links right. Gives the patients touched."""
    everyone: set[int] = set()
    for persons in _slices(progress):
        index(persons, words_of(persons))
        everyone |= persons.keys()
    stale = set(Match.objects.exclude(model=MODEL).values_list("one", flat=True))
    for persons in _slices(progress):
        match(persons, words_of(persons), relearn=True)
    named = Match.objects.filter(Q(model=MODEL)).values_list("one", "other", "verdict")
    moved = stale | {pk for *pair, verdict in named if verdict in JOINING for pk in pair}
    return linking.settle(moved & everyone, at)


def _slices(progress: Callable[[float], None]):
    """All persons, ready to be compared, so many at a time."""
    whole = list(
        Identity.objects.filter(kind="person")
        .exclude(feed__format=OUR_OWN)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for start in range(0, len(whole), _SLICE):
        some = set(whole[start : start + _SLICE])
        yield made_ready({pk: p for pk, p in demographics(some).items() if p is not None})
        progress(min(1.0, (start + _SLICE) / len(whole)))
