"""Reads the messages of one arrival into people, facts and an account of every segment."""

import re

from northstar.chart.sensitivity import Label
from northstar.chart.when import NotATime, When, when
from northstar.sources.hl7v2 import (
    appointments,
    coverage,
    documents,
    happenings,
    identity,
    immunizations,
    kept,
    medicines,
    merges,
    orders,
    person,
    problems,
    procedures,
    referrals,
    results,
    visits,
)
from northstar.sources.hl7v2.blocks import Block, blocks
from northstar.sources.hl7v2.event import patient, sender
from northstar.sources.hl7v2.message import Message, Parsed, parse
from northstar.sources.hl7v2.scribe import Scribe, bounded
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.reading import Feed, Reading, Trouble, refused

VERSION = "3"
NAME = "hl7v2"
_ORDERS = (
    "ORM",
    "OML",
    "OMG",
    "OMI",
    "OMD",
    "OMP",
    "OMN",
    "OMS",
    "ORL",
    "ORR",
    "ORG",
    "SIU",
    "MDM",
)
_SORT = re.compile(r"[A-Z][A-Z0-9]{2}( [A-Z0-9]{2,3})?")
_NO_FACTS = ("ACK", "NMD", "NMQ", "NMR", "MCF", "QRY", "QBP", "QCK")


def read(data: bytes, feed: Feed, name: str = "") -> Reading:
    """The account of one arrival: usually one message, else all that are in it."""
    parsed = parse(data)
    if not parsed.messages and not parsed.envelope:
        return refused(NAME, VERSION, _why_not(data))
    reading = Reading(format=NAME, version=VERSION)
    _surroundings(reading, parsed)
    for message in parsed.messages:
        _message(reading, feed, message)
    return reading


def _why_not(data: bytes) -> str:
    if not data.strip(b" \t\r\n\x0b\x1c\0"):
        return "The message is empty."
    if b"MSH" in data:
        return "The message has an MSH that does not begin a line, so its delimiters are not known."
    return "The message has no MSH segment, so who sent it and what it is cannot be known."


def _surroundings(reading: Reading, parsed: Parsed) -> None:
    """Envelope lines, continued lines, and lines before the first message."""
    for seg in parsed.envelope:
        reading.kept[seg.name] += 1
    if parsed.continued:
        reading.kept["continued"] += parsed.continued
        why = f"{parsed.continued} lines are no segments; each was read on from the line before."
        reading.doubted.append(Trouble("MSH[1]", "line breaks", why))
    for number, line in parsed.stray:
        why = "The line stands before the first MSH, so it belongs to no message."
        reading.dropped.append(Trouble(f"line[{number}]", line[:3], why))
    if parsed.doubt:
        reading.doubted.append(Trouble("MSH[1]#18", "character set", parsed.doubt))
    _promised(reading, parsed)


def _promised(reading: Reading, parsed: Parsed) -> None:
    """BTS-1 says how many messages the batch holds."""
    trailers = [seg for seg in parsed.envelope if seg.name == "BTS" and seg.text(1).isdigit()]
    if len(trailers) == 1 and parsed.messages and int(trailers[0].text(1)) != len(parsed.messages):
        why = f"The batch promises {trailers[0].text(1)[:9]} messages and holds {len(parsed.messages)}."
        reading.doubted.append(Trouble("BTS[1]#1", "count", why))


def _message(reading: Reading, feed: Feed, message: Message) -> None:
    head = message.head
    written = _written(reading, feed, head)
    reading.written = written
    reading.sender, reading.control = sender(head), head.text(10)
    reading.title = reading.title or f"{message.kind} {message.trigger}".strip()
    reading.sort = reading.sort or (reading.title if _SORT.fullmatch(reading.title) else "")
    scribes = [_scribe(reading, feed, message, group) for group in _groups(message)]
    for scribe in scribes:
        _group(scribe)
    merges.links(scribes)
    lost = {place for scribe in scribes for place in scribe.lost}
    for seg in message.segments:
        if seg.locator in lost:
            reading.doubted_elements += 1
        else:
            reading.kept[seg.name] += 1
    if not head.text(9, 1):
        reading.doubted.append(Trouble(f"{head.locator}#9", "type", "MSH-9 names no message type."))


def _written(reading: Reading, feed: Feed, head: Segment) -> When | None:
    text = head.text(7, 1)
    for tried in (text, text[:14]):
        try:
            return when(tried, feed.zone) if tried else None
        except NotATime as error:
            why = f"{error}; the message has no time of its own"
    reading.doubted.append(Trouble(f"{head.locator}#7", text[:200], why))
    return None


def _groups(message: Message) -> list[list[Segment]]:
    """The segments of each PID, with what stands before the first one before the first."""
    groups: list[list[Segment]] = [[]]
    seen = False
    for seg in message.segments:
        if seg.name == "PID":
            if seen:
                groups.append([])
            seen = True
        groups[-1].append(seg)
    return groups


def _scribe(reading: Reading, feed: Feed, message: Message, segments: list[Segment]) -> Scribe:
    scribe = Scribe(reading, feed, message)
    scribe.segments = segments
    scribe.home = identity.home(message.head, feed.assigner)
    scribe.sequence = _sequence(message.head.text(13))
    scribe.recorded = _recorded(scribe)
    pid = scribe.first("PID")
    if pid:
        scribe.person = bounded(patient(pid, reading.control, scribe.home))
        if "|no number, message " in scribe.person:
            scribe.doubt(pid, 3, "", "No number that tells this person apart; kept for review.")
    scribe.label |= _restricted(scribe)
    return scribe


def _sequence(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _recorded(scribe: Scribe) -> When | None:
    event = scribe.message.first("EVN")
    return (scribe.when(event, 2) if event and event.has(2) else None) or scribe.reading.written


def _restricted(scribe: Scribe) -> int:
    """A VIP (PV1-16), a protected person (PD1-12) or an access restriction (ARV)."""
    pv1, pd1 = scribe.first("PV1"), scribe.first("PD1")
    vip = pv1 and pv1.text(16, 1).upper() not in ("", "N", "NO", "0")
    protected = pd1 and pd1.text(12).upper() in ("Y", "YES", "1")
    barred = any(arv.text(2, 1).upper() != "D" for arv in scribe.all("ARV"))
    return Label.RESTRICTED if vip or protected or barred else 0


def _group(scribe: Scribe) -> None:
    """Each family of segments speaks; what none speaks for is kept by name."""
    if scribe.person:
        for family in (
            visits,
            person,
            merges,
            coverage,
            problems,
            procedures,
            happenings,
            appointments,
            referrals,
        ):
            family.read(scribe)
        _ordered(scribe)
    elif scribe.message.kind not in _NO_FACTS:
        _nobody(scribe)
    kept.read(scribe)


def _nobody(scribe: Scribe) -> None:
    clinical = [s for s in scribe.segments if s.name in kept.MAPPED]
    if clinical:
        scribe.doubt(
            scribe.message.head, 9, "", "No PID segment, so the facts belong to no person."
        )


def _ordered(scribe: Scribe) -> None:
    """Observations at the visit, then the orders one by one."""
    txa = scribe.first("TXA")
    if txa:
        documents.read(scribe)
        head, found = blocks(scribe.segments[: scribe.segments.index(txa)])
    else:
        head, found = blocks(scribe.segments)
    for obx, noted in head.obx:
        results.observation(scribe, obx, noted, None, "")
    for block in found:
        _block(scribe, block)


def _block(scribe: Scribe, block: Block) -> None:
    if "RXA" in block.lead and immunizations.read_block(scribe, block):
        results.read_block(scribe, Block(obx=block.obx))
        return
    if "RXE" in block.lead or "RXO" in block.lead or "RXD" in block.lead:
        medicines.read_block(scribe, block)
        results.read_block(scribe, Block(orc=block.orc, obx=block.obx))
    elif scribe.message.kind in _ORDERS and (block.lead or block.orc):
        orders.read_block(scribe, block)
        results.read_block(scribe, Block(orc=block.orc, obx=block.obx))
    else:
        results.read_block(scribe, block)
