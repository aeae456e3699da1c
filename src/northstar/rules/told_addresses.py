"""Addresses and numbers that people told us, which no record holds yet or which are theirs no longer.

Each is a `Consent` of source "staff" with a code of ours, beside the wishes of `writing_to`; the newest
word about an address counts.
"""

from northstar.chart.chart import Chart
from northstar.chart.value import Coding, Concept
from northstar.chart.when import When
from northstar.chart.words import Consent
from northstar.rules.addresses import CHANNELS, as_sent, place

OURS = "contact"  # the system of our own codes: wish, only-here, theirs, landline


def theirs(channel: str, at: When, *, address: str, still: bool = True) -> Consent:
    """This address is the person's, as we were told, or is so no longer."""
    return _told_of("theirs", f"their address: {CHANNELS[channel]}", channel, at, address, still)


def landline(at: When, *, address: str) -> Consent:
    """This number takes no texts."""
    return _told_of("landline", "a landline", "text", at, address, False)


def told_addresses(chart: Chart) -> dict[tuple[str, str], tuple[bool, Consent]]:
    """What people told us of (channel, address), by the newest word: whether it is theirs, and where that stands."""
    words = [c for c in chart.consents if c.code.has(OURS, ("theirs",)) and c.start]
    words.sort(key=lambda c: (c.start.start if c.start else None, c.decision == "deny"))
    newest = {place(c.scope, c.actor): c for c in words}
    return {(c.scope, c.actor): (c.decision == "permit", c) for c in newest.values()}


def _told_of(code: str, words: str, channel: str, at: When, address: str, permits: bool) -> Consent:
    return Consent(
        code=Concept(words, (Coding(OURS, code),)), status="active", scope=channel,
        decision="permit" if permits else "deny", actor=as_sent(channel, address), start=at,
    )  # fmt: skip
