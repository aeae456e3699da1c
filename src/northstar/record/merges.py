"""A feed's own merges: it says that two of its numbers are one person, or takes that back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from northstar.access.viewer import Viewer
from northstar.chart.chart import Chart
from northstar.chart.kinds import decoder
from northstar.chart.people import Merge
from northstar.chart.value import Source
from northstar.record.charts import values_of
from northstar.record.models import Decision, Identity
from northstar.record.store import batches, holes, moment, select

FEED_ITSELF = "the feed itself"


@dataclass(frozen=True, slots=True)
class Merged:
    """One merge that a source sent: its name, both of its numbers, when, and where it stands.
    `decision` is what taking it back concerns; `against` who has taken it back, if anybody."""

    title: str
    kept: str
    old: str
    at: datetime | None
    source: Source
    decision: int | None
    against: str


def obey_merges(identities: set[int], at: datetime) -> None:
    """A feed says that two of its own numbers are one person (A34, A40), or takes it back. Of what it
    says about two numbers, whichever of them it calls the survivor, its latest word counts."""
    said = _said(identities)
    if not said:
        return
    said += _said({old for _, old, _, _ in said} - identities)
    latest = {
        frozenset((survivor, old)): undone for survivor, old, _, undone in sorted(said, key=_when)
    }
    for pair, undone in latest.items():
        if len(pair) == 2:
            _note_merge(min(pair), max(pair), "different" if undone else "same", at)


_Word = tuple[int, int, tuple, bool]  # survivor, old, when it was said, whether taken back


def _said(identities: set[int]) -> list[_Word]:
    read = decoder("Merge")
    found: list[_Word] = []
    for some in batches(identities):
        rows = select(
            "SELECT f.identity_id, i.feed_id, f.body, f.recorded, f.id FROM record_fact f "
            "JOIN record_identity i ON i.id = f.identity_id "
            "LEFT JOIN record_supersession s ON s.fact_id = f.id "
            f"WHERE f.identity_id IN ({holes(some)}) AND f.kind = 'Merge' AND s.id IS NULL",
            some,
        )
        for survivor, feed, body, recorded, number in rows:
            merge = read(body)
            old, _ = Identity.objects.get_or_create(feed_id=feed, key=merge.old[:300])
            at = moment(recorded)
            found.append((survivor, old.pk, (at is not None, at or number, number), merge.undone))
    return found


def _when(word: _Word) -> tuple:
    return word[2]


def _note_merge(one: int, other: int, verdict: str, at: datetime) -> None:
    last = Decision.objects.filter(one=one, other=other).order_by("at", "pk").last()
    if last is None or (last.verdict != verdict and last.by == FEED_ITSELF):
        Decision.objects.create(
            one_id=one, other_id=other, verdict=verdict, by=FEED_ITSELF, at=at,
            reason="the source merged its own numbers" if verdict == "same" else "the source took its merge back",
        )  # fmt: skip


def merged(viewer: Viewer, chart: Chart) -> list[Merged]:
    """The merges by which sources have joined records of this person, the newest first, as far as the
    viewer, whose chart this is, may see them; what a person has taken back is told with it while the
    source holds to it."""
    return _told(
        viewer, [(m.source.identity, m) for m in chart.of("Merge") if m.source and not m.undone]
    )


def merges_of(viewer: Viewer, identities: Iterable[int]) -> list[Merged]:
    """The same for records, by row number."""
    values = values_of(viewer, sorted(identities), kind="Merge")
    return _told(
        viewer,
        [(pk, one) for pk, _, _, one in values if isinstance(one, Merge) and not one.undone],
    )


def _told(viewer: Viewer, told: list[tuple[int, Merge]]) -> list[Merged]:
    if not told:
        return []
    keys = {
        row.pk: row
        for row in Identity.objects.filter(pk__in={pk for pk, _ in told}).select_related("feed")
    }
    found = [_merged(keys[pk], value) for pk, value in told if viewer.may_see(keys[pk].feed.label)]
    return sorted(found, key=lambda one: one.source.received or one.source.written, reverse=True)  # type: ignore[arg-type, return-value]


def _merged(survivor: Identity, merge: Merge) -> Merged:
    old = Identity.objects.filter(feed=survivor.feed, key=merge.old[:300]).first()
    pair = sorted((survivor.pk, old.pk)) if old else [0, 0]
    last = Decision.objects.filter(one=pair[0], other=pair[1]).order_by("at", "pk").last()
    source = merge.source
    assert source is not None, "what the record gives back says where it stands"
    stands = last is not None and last.verdict == "same"
    return Merged(
        title=survivor.feed.title or survivor.feed.name,
        kept=_number(survivor.key),
        old=_number(merge.old),
        at=merge.at.start if merge.at else source.written or source.received,
        source=source,
        decision=last.pk if last and stands else None,
        against="" if stands or last is None else last.by,
    )


def _number(key: str) -> str:
    """The number itself, without its assigner."""
    return key.rpartition("|")[2] or key
