"""A feed's own merges: it says that two of its numbers are one person, or takes that back."""

from datetime import datetime

from northstar.chart.kinds import decoder
from northstar.record.models import Decision, Identity
from northstar.record.store import batches, holes, select


def obey_merges(identities: set[int], at: datetime) -> None:
    """A feed says that two of its own numbers are one person (A34, A40), or takes it back."""
    read = decoder("Merge")
    for some in batches(identities):
        rows = select(
            "SELECT f.identity_id, i.feed_id, f.body FROM record_fact f "
            "JOIN record_identity i ON i.id = f.identity_id "
            "LEFT JOIN record_supersession s ON s.fact_id = f.id "
            f"WHERE f.identity_id IN ({holes(some)}) AND f.kind = 'Merge' AND s.id IS NULL "
            "ORDER BY f.recorded",
            some,
        )
        for survivor, feed, body in rows:
            merge = read(body)
            old, _ = Identity.objects.get_or_create(feed_id=feed, key=merge.old[:300])
            _note_merge(survivor, old.pk, "different" if merge.undone else "same", at)


def _note_merge(survivor: int, old: int, verdict: str, at: datetime) -> None:
    if survivor == old:
        return
    one, other = sorted((survivor, old))
    last = Decision.objects.filter(one=one, other=other).order_by("at", "pk").last()
    if last is None or (last.verdict != verdict and last.by == "the feed itself"):
        Decision.objects.create(
            one_id=one, other_id=other, verdict=verdict, by="the feed itself", at=at,
            reason="the source merged its own numbers" if verdict == "same" else "the source took its merge back",
        )  # fmt: skip
