"""Keep what arrived, byte for byte, once: the first transaction of a fact's way."""

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import msgspec
import zstandard
from django.db.models import QuerySet

from northstar.record import tallies
from northstar.record.feeds import as_source
from northstar.record.models import Arrival, Feed, Verdict
from northstar.record.store import change, holes, insert, new_ids, select, stamper, uids
from northstar.sources.reading import Reading, Trouble, refused
from northstar.sources.recognise import formats, recognise, why_not

_MOST_TROUBLES = 200
CLASH = "Another message came under the same control number with other bytes."


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
    return keep_many([(data, reading, name)], feed, received=received)[0]


def keep_many(
    items: list[tuple[bytes, Reading, str]],
    feed: Feed,
    *,
    received: datetime,
    answer: Callable[[Arrival, Reading], bytes] | None = None,
) -> list[Kept]:
    """Keep a slice with few queries: (bytes, account, name) each. `answer` is what the sender of a
    new message is told; it is stored with it, and whoever sends the message again hears it again.

    Other bytes under a known control number are a doubt. A sender who waits for an answer is told,
    and a person decides. From a file both are filed: which of the two lay first must not matter.
    """
    digests = [hashlib.sha256(data).digest() for data, _, _ in items]
    known = _known(feed, digests)
    taken = _taken(feed, {_number(reading) for _, reading, _ in items if reading.control})
    out, fresh = [], []
    for digest, (data, reading, name) in zip(digests, items, strict=True):
        if digest in known:
            out.append(Kept(known[digest], repeat=True))
            continue
        number = _number(reading)
        clash = bool(reading.control) and number in taken
        arrival = _arrival(data, digest, reading, feed, received, name, clash)
        arrival.verdict = _verdict(reading, held_back=clash and answer is not None)
        arrival.answer = answer(arrival, reading) if answer else None
        taken.add(number)
        known[digest] = arrival
        fresh.append((arrival, data))
        out.append(Kept(arrival, repeat=False, clash=clash))
    _insert(fresh)
    tallies.add(arrival for arrival, _ in fresh if arrival.verdict != Verdict.KEPT)
    return out


def _known(feed: Feed, digests: list[bytes]) -> dict[bytes, Arrival]:
    """What came before with the same bytes; nearly always nothing, so asked without model objects."""
    rows = select(
        f"SELECT id FROM record_arrival WHERE feed_id = %s AND sha256 IN ({holes(digests) or 'NULL'})",
        [feed.pk, *digests],
    )
    if not rows:
        return {}
    return {bytes(a.sha256): a for a in Arrival.objects.filter(pk__in=[pk for (pk,) in rows])}


def _number(reading: Reading) -> tuple[str, str]:
    """Who sent it, and under which control number of theirs."""
    return reading.sender[:200], reading.control[:200]


def _taken(feed: Feed, numbers: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these numbers came before. `NOT (control = '')` is the index's own condition, word for
    word: said in any other way, SQLite goes through everything that the feed has ever sent."""
    if not numbers:
        return set()
    senders, controls = ({number[place] for number in numbers} for place in (0, 1))
    rows = select(
        "SELECT sender, control FROM record_arrival WHERE feed_id = %s AND NOT (control = '') "
        f"AND sender IN ({holes(senders)}) AND control IN ({holes(controls)})",
        [feed.pk, *senders, *controls],
    )
    return {(sender, control) for sender, control in rows}


_COLUMNS = (
    "feed_id", "sha256", "size", "name", "title", "format", "reader", "sender", "control", "verdict",
    "answer", "report",
)  # fmt: skip


def _insert(fresh: list[tuple[Arrival, bytes]]) -> None:
    stamp, rows = stamper(), []
    public = uids(arrival.public_id for arrival, _ in fresh)
    ids = new_ids("record_arrival", len(fresh))
    for (arrival, _), pk, uid in zip(fresh, ids, public, strict=True):
        arrival.pk = pk
        plain = [getattr(arrival, name) for name in _COLUMNS]
        rows.append((pk, uid, stamp(arrival.received), stamp(arrival.written), *plain))
    insert("record_arrival", ("id", "public_id", "received", "written", *_COLUMNS), rows)
    originals = [(arrival.pk, compress(data)) for arrival, data in fresh]
    insert("record_original", ("arrival_id", "content"), originals)


def _arrival(data, digest, reading, feed, received, name, clash) -> Arrival:
    sender, control = _number(reading)
    row = {
        "id": None,
        "public_id": uuid4(),
        "feed_id": feed.pk,
        "sha256": digest,
        "size": len(data),
        "name": name[-300:],
        "title": reading.title[:300],
        "received": received,
        "written": reading.written.start if reading.written else None,
        "format": reading.format,
        "reader": reading.version,
        "sender": sender,
        "control": control,
        "verdict": "",
        "answer": None,
        "report": report(reading, clash),
    }
    # As a row from the store: the usual constructor takes as long as all the rest of keeping.
    arrival = Arrival.from_db("default", _FIELDS, [row[field] for field in _FIELDS])
    Arrival.feed.field.set_cached_value(arrival, feed)
    return arrival


_FIELDS = [field.attname for field in Arrival._meta.concrete_fields]


def _verdict(reading: Reading, held_back: bool) -> str:
    if reading.refused:
        return Verdict.REFUSED
    return Verdict.QUARANTINED if held_back else Verdict.KEPT


def report(reading: Reading, clash: bool = False) -> str:
    """The reader's account as JSON: kept by kind, doubted, dropped, refused, unmapped."""
    doubted = [_trouble(t) for t in reading.doubted[:_MOST_TROUBLES]]
    if clash:
        doubted.insert(0, {"locator": "", "what": reading.control[:200], "why": CLASH})
    return _json(
        {
            "sort": reading.sort,
            "kept": dict(reading.kept),
            "doubted": doubted,
            "doubted_count": len(reading.doubted) + clash,
            "doubted_elements": reading.doubted_elements,
            "dropped": [_trouble(t) for t in reading.dropped[:_MOST_TROUBLES]],
            "dropped_count": len(reading.dropped),
            "unmapped": dict(unmapped(reading).most_common(_MOST_TROUBLES)),
            "refused": reading.refused,
        }
    ).decode()


_json = msgspec.json.Encoder().encode


def unmapped(reading: Reading) -> Counter[str]:
    """What inside the elements has no place in a fact, counted as `Type.path`."""
    paths = reading.unmapped.items()
    return Counter({p if isinstance(p, str) else ".".join(map(str, p)): n for p, n in paths})


def _trouble(trouble: Trouble) -> dict[str, str]:
    return {"locator": trouble.locator, "what": trouble.what[:200], "why": trouble.why}


def compress(data: bytes) -> bytes:
    """zstd level 3: about 25 times smaller for FHIR, 8 for C-CDA."""
    return _compressor().compress(data)


def _compressor() -> zstandard.ZstdCompressor:
    # One a thread: a new one costs more than a message takes to be compressed.
    if not hasattr(_tools, "compressor"):
        _tools.compressor = zstandard.ZstdCompressor(level=3)
    return _tools.compressor


_tools = threading.local()


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
    tallies.add([arrival])


def mark_filed(fresh: list[tuple[Arrival, Reading]]) -> None:
    """Their facts are in the record now, and count in the report of their feed."""
    for arrival, reading in fresh:
        arrival.verdict = Verdict.REFUSED if reading.refused else Verdict.FILED
    change(
        "UPDATE record_arrival SET verdict = %s WHERE id = %s",
        [(arrival.verdict, arrival.pk) for arrival, _ in fresh],
    )
    tallies.add(arrival for arrival, _ in fresh)


def account(fresh: list[tuple[Arrival, Reading]]) -> None:
    """What was kept after a glance gets its whole report, now that it was read."""
    for arrival, reading in fresh:
        arrival.report = report(reading)
    change(
        "UPDATE record_arrival SET report = %s WHERE id = %s",
        [(arrival.report, arrival.pk) for arrival, _ in fresh],
    )


def read_again(arrival: Arrival) -> Reading:
    """What the reader of its format says of the stored bytes today."""
    data = original(arrival)
    fmt = formats().get(arrival.format) or recognise(data[:4096], arrival.name)
    if fmt is None:
        return refused(arrival.format, "", why_not(data[:4096], arrival.name))
    return fmt.read(data, as_source(arrival.feed), arrival.name)


def judge_again(arrival: Arrival, reading: Reading) -> None:
    """Put today's account of an arrival in place of the earlier one; what is readable is kept anew."""
    if arrival.verdict != Verdict.KEPT:
        tallies.take_off([arrival])
    arrival.format, arrival.reader = reading.format or arrival.format, reading.version
    arrival.title = reading.title[:300] or arrival.title
    arrival.verdict = Verdict.REFUSED if reading.refused else Verdict.KEPT
    arrival.report = report(reading)
    arrival.save(update_fields=["format", "reader", "title", "verdict", "report"])
    if reading.refused:
        tallies.add([arrival])


def counted(arrival: Arrival, what: str) -> int:
    """A number of an arrival's report, such as `doubted_count`."""
    return int(json.loads(arrival.report or "{}").get(what, 0))
