"""Keep what arrived, byte for byte, once: the first transaction of a fact's way."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import zstandard
from django.db.models import QuerySet

from northstar.record.feeds import as_source
from northstar.record.models import Arrival, Feed, Original, Verdict
from northstar.sources.reading import Reading, Trouble, refused
from northstar.sources.recognise import formats

_MOST_TROUBLES = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the bytes: a new arrival, or the earlier one they repeat.

    `clash` says that a message under the same control number was kept before with other bytes.
    """

    arrival: Arrival
    repeat: bool
    clash: bool = False

    @property
    def quarantined(self) -> bool:
        """True where a person must decide what becomes of it."""
        return self.arrival.verdict == Verdict.QUARANTINED

    @property
    def to_file(self) -> bool:
        """True where its facts have yet to be filed."""
        return not self.repeat and self.arrival.verdict == Verdict.KEPT


def keep(data: bytes, reading: Reading, feed: Feed, *, received: datetime, name: str = "") -> Kept:
    """Store bytes and the reader's verdict. The same bytes from the same feed are stored once."""
    digest = hashlib.sha256(data).digest()
    earlier = Arrival.objects.filter(feed=feed, sha256=digest).first()
    if earlier:
        return Kept(earlier, repeat=True)
    clash = (
        bool(reading.control)
        and Arrival.objects.filter(
            feed=feed, sender=reading.sender, control=reading.control
        ).exists()
    )
    arrival = _arrival(data, digest, reading, feed, received, name, clash)
    arrival.save(force_insert=True)
    Original.objects.create(arrival=arrival, content=compress(data))
    return Kept(arrival, repeat=False, clash=clash)


def keep_many(
    items: list[tuple[bytes, Reading]],
    feed: Feed,
    *,
    received: datetime,
    answer: Callable[[Arrival, Reading], bytes],
) -> list[Kept]:
    """Keep a batch of messages with few queries. `answer` is what the sender of a new one is told;
    it is stored with the arrival, and whoever sends the message again hears it again."""
    digests = [hashlib.sha256(data).digest() for data, _ in items]
    known = {
        bytes(row.sha256): row for row in Arrival.objects.filter(feed=feed, sha256__in=digests)
    }
    controls = {(r.sender[:200], r.control[:200]) for _, r in items if r.control}
    taken = set(
        Arrival.objects.filter(feed=feed, control__in={control for _, control in controls})
        .values_list("sender", "control")
    )  # fmt: skip
    out, fresh = [], []
    for digest, (data, reading) in zip(digests, items, strict=True):
        if digest in known:
            out.append(Kept(known[digest], repeat=True))
            continue
        number = (reading.sender[:200], reading.control[:200])
        clash = bool(reading.control) and number in taken
        arrival = _arrival(data, digest, reading, feed, received, "", clash)
        arrival.answer = answer(arrival, reading)
        taken.add(number)
        known[digest] = arrival
        fresh.append((arrival, data))
        out.append(Kept(arrival, repeat=False, clash=clash))
    Arrival.objects.bulk_create([arrival for arrival, _ in fresh])
    Original.objects.bulk_create(Original(arrival=a, content=compress(data)) for a, data in fresh)
    return out


def _arrival(data, digest, reading, feed, received, name, clash) -> Arrival:
    return Arrival(
        feed=feed,
        sha256=digest,
        size=len(data),
        name=name[-300:],
        title=reading.title[:300],
        received=received,
        written=reading.written.start if reading.written else None,
        format=reading.format,
        reader=reading.version,
        sender=reading.sender[:200],
        control=reading.control[:200],
        verdict=_verdict(reading, clash),
        report=report(reading, clash),
    )


def _verdict(reading: Reading, clash: bool) -> str:
    if reading.refused:
        return Verdict.REFUSED
    return Verdict.QUARANTINED if clash else Verdict.KEPT


def report(reading: Reading, clash: bool = False) -> str:
    """The reader's account as JSON: kept by kind, doubted, dropped, refused, unmapped."""
    doubted = [_trouble(t) for t in reading.doubted[:_MOST_TROUBLES]]
    if clash:
        why = (
            "another message came under the same control number with other bytes; a person decides"
        )
        doubted.insert(0, {"locator": "", "what": reading.control, "why": why})
    return json.dumps(
        {
            "kept": dict(reading.kept),
            "doubted": doubted,
            "doubted_count": len(reading.doubted) + clash,
            "doubted_elements": reading.doubted_elements,
            "dropped": [_trouble(t) for t in reading.dropped[:_MOST_TROUBLES]],
            "dropped_count": len(reading.dropped),
            "unmapped": dict(unmapped(reading).most_common(_MOST_TROUBLES)),
            "refused": reading.refused,
        },
        ensure_ascii=False,
    )


def unmapped(reading: Reading) -> Counter[str]:
    """What inside the elements has no place in a fact, counted as `Type.path`."""
    paths = reading.unmapped.items()
    return Counter({p if isinstance(p, str) else ".".join(map(str, p)): n for p, n in paths})


def _trouble(trouble: Trouble) -> dict[str, str]:
    return {"locator": trouble.locator, "what": trouble.what[:200], "why": trouble.why}


def compress(data: bytes) -> bytes:
    """zstd level 3: about 25 times smaller for FHIR, 8 for C-CDA."""
    return zstandard.ZstdCompressor(level=3).compress(data)


def original(arrival: Arrival) -> bytes:
    """The bytes as they came."""
    return zstandard.ZstdDecompressor().decompress(bytes(arrival.original.content))


def waiting(most: int) -> QuerySet[Arrival]:
    """What was kept but not filed yet, in order of arrival."""
    kept = Arrival.objects.filter(verdict=Verdict.KEPT).select_related("feed", "original")
    return kept.order_by("id")[:most]


def any_waiting() -> bool:
    """Is there anything to file? A quick look that waits for nobody."""
    return Arrival.objects.filter(verdict=Verdict.KEPT).exists()


def set_aside(arrival: Arrival, trouble: str) -> None:
    """It was kept but cannot be filed: a person must look, and the report says so."""
    said = json.loads(arrival.report)
    why = (
        f"it was read and kept, but could not be put into the record ({trouble}); a person decides"
    )
    said["doubted"] = [{"locator": "", "what": "", "why": why}, *said.get("doubted", [])]
    said["doubted_count"] = said.get("doubted_count", 0) + 1
    arrival.verdict, arrival.report = Verdict.QUARANTINED, json.dumps(said, ensure_ascii=False)
    arrival.save(update_fields=["verdict", "report"])


def mark_filed(arrivals: list[Arrival]) -> None:
    """Their facts are in the record now."""
    Arrival.objects.filter(pk__in=[a.pk for a in arrivals]).update(verdict=Verdict.FILED)


def read_again(arrival: Arrival) -> Reading:
    """What the reader of its format says of the stored bytes today."""
    fmt = formats().get(arrival.format)
    if fmt is None:
        return refused(arrival.format, "", "No reader of this format is installed any more.")
    return fmt.read(original(arrival), as_source(arrival.feed), arrival.name)
