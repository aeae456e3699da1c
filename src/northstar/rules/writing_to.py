"""By which roads may we write to this person? Their own wishes decide; the safe way wins.

A confidential address or number closes every other one of its kind (45 CFR 164.522(b)). Texts and
e-mail go only where the person has said yes. A word of theirs is a `Consent` of source "staff", made by
`wish()`; the newest word about an address counts, and a no wins over a yes of the same moment.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import phonenumbers

from northstar.chart.chart import Chart
from northstar.chart.people import Address, ContactPoint
from northstar.chart.value import Coding, Concept, Source
from northstar.chart.when import When
from northstar.chart.words import Consent
from northstar.rules.death import has_died

CITES = "45 CFR 164.522(b); 47 CFR 64.1200(a)"
CHANNELS = {
    "letter": "letter", "email": "e-mail", "text": "text message", "fax": "fax", "portal": "portal message",
}  # fmt: skip
NEEDS_A_YES = frozenset({"text", "email"})
TO_OFFICES = frozenset({"letter", "email", "fax"})
_ASKED = "contact"  # the system of our own codes of wishes: yes, no, only-here
_ONE_OF = {"text": ("sms", "phone"), "email": ("email",), "fax": ("fax",)}


@dataclass(frozen=True, slots=True)
class Way:
    """One address of somebody's. `address` is as it is sent to (E.164, an e-mail address, the lines of
    an envelope); `closed` says in a sentence why nothing may go there, or ""."""

    channel: str
    address: str
    use: str = ""
    closed: str = ""
    safe: bool = False  # the person asked that we use this one
    wants_yes: bool = False  # nobody has asked the person yet
    source: Source | None = None

    @property
    def words(self) -> str:
        """The address in one line, with its use."""
        return ", ".join(self.address.splitlines()) + (f" ({self.use})" if self.use else "")


def one(channel: str) -> str:
    """a letter, an e-mail."""
    words = CHANNELS[channel]
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def wish(
    channel: str, decision: str, at: When, *, address: str = "", only: bool = False
) -> Consent:
    """What a person has said about writing to them: `decision` permit or deny, for one address or for
    the whole road; `only`: here and nowhere else."""
    code = Coding(_ASKED, "only-here" if only else "wish")
    return Consent(
        code=Concept(f"{'only here: ' if only else ''}{CHANNELS[channel]}", (code,)), status="active",
        scope=channel, decision=decision, actor=as_sent(channel, address), start=at,
    )  # fmt: skip


def ways(chart: Chart, now: datetime, stopped: Iterable[tuple[str, str]] = ()) -> list[Way]:
    """Every address of the person by road, the best first; closed ones with why. `stopped`: (channel,
    address) from which somebody has asked us to stop."""
    found = list(_addresses(chart))
    only = _only_here(chart, now)
    safe = {way.channel for way in found if way.safe} | only.keys()
    gone, told = set(stopped), _wishes(chart, now)
    dead = has_died(chart)
    judged = [_judged(way, safe, only, gone, told, dead) for way in found]
    return sorted(judged, key=lambda way: (bool(way.closed), not way.safe, way.wants_yes))


def relatives(chart: Chart) -> dict[tuple[str, str], str]:
    """The addresses of those around the person: (channel, address) with their name."""
    found = {}
    for near in chart.related:
        name = near.names[0].plain if near.names else near.relationship.words
        for channel, address, _, _ in _of(near.telecoms, near.addresses):
            found[channel, address] = name or "a relative"
    return found


def as_sent(channel: str, address: str) -> str:
    """An address as it is sent to; "" where it cannot be one."""
    if channel in ("text", "fax"):
        return _number(address)
    if channel == "email":
        word = address.strip().lower()
        return word if _is_email(word) else ""
    if channel == "letter":
        lines = [" ".join(line.split()) for line in address.replace("\r", "").split("\n")]
        return "\n".join(line for line in lines if line)
    return address.strip()


def place(channel: str, address: str) -> tuple[str, str]:
    """One place is one, also where a source leaves out the state or the county."""
    lines = address.splitlines()
    if channel != "letter" or not lines:
        return channel, address
    postal = re.sub(r"\D", "", lines[-1])[-9:][:5]
    street = re.sub(r"[^a-z0-9]", "", "".join(lines[:-1]).lower())
    return channel, f"{street} {postal or lines[-1].lower()}"


def _judged(
    way: Way, safe: set[str], only: dict[str, tuple[str, str]], gone: set[tuple[str, str]],
    told: dict[tuple[str, str], str], dead: bool,
) -> Way:  # fmt: skip
    here = place(way.channel, way.address)
    is_safe = way.safe or only.get(way.channel) == here
    word = told.get(here) or told.get((way.channel, ""), "")
    closed = ""
    if dead:
        closed = "This person has died: nothing is written to them."
    elif (way.channel, way.address) in gone:
        closed = "Somebody at this address asked us to stop."
    elif word == "deny":
        closed = f"They asked for no {CHANNELS[way.channel]} here."
    elif way.channel in safe and not is_safe:
        closed = "They asked to be reached at their confidential address only."
    elif way.use == "old":
        closed = "This is an old address."
    wants = way.channel in NEEDS_A_YES and word != "permit"
    return Way(way.channel, way.address, way.use, closed, is_safe, wants, way.source)


def _addresses(chart: Chart) -> Iterator[Way]:
    """Each address once, as the newest word has it; last the portal, which has no address but theirs."""
    seen: dict[tuple[str, str], Way] = {}
    for person in reversed(chart.persons):
        for channel, address, use, safe in _of(person.telecoms, person.addresses):
            way = Way(channel, address, use, safe=safe, source=person.source)
            before = seen.get(place(channel, address))
            if before is None or (len(address) > len(before.address) and not before.safe):
                # Once confidential, confidential: a source that does not know it must not undo it.
                seen[place(channel, address)] = replace(
                    way, safe=safe or (before is not None and before.safe)
                )
            elif safe and not before.safe:
                seen[place(channel, address)] = way
    yield from seen.values()
    yield Way("portal", "portal")


def _of(
    telecoms: Iterable[ContactPoint], addresses: Iterable[Address]
) -> Iterator[tuple[str, str, str, bool]]:
    """(channel, address, use, confidential) of each."""
    for channel, systems in _ONE_OF.items():
        for point in telecoms:
            if point.system in systems and (sent := as_sent(channel, point.value)):
                yield channel, sent, point.use, point.use == "confidential"
    for home in addresses:
        if home.lines and (home.city or home.postal_code):
            town = " ".join(filter(None, (home.city, home.state, home.postal_code)))
            lines = as_sent("letter", "\n".join((*home.lines, town)))
            yield "letter", lines, home.use, home.use == "confidential"


def _wishes(chart: Chart, now: datetime) -> dict[tuple[str, str], str]:
    """The newest decision by road and address; of one moment the no."""
    told = [c for c in _said(chart, now) if c.code.has(_ASKED, ("wish",))]
    return {place(c.scope, c.actor): c.decision for c in told}


def _only_here(chart: Chart, now: datetime) -> dict[str, tuple[str, str]]:
    told = [c for c in _said(chart, now) if c.code.has(_ASKED, ("only-here",))]
    newest = {c.scope: c for c in told}
    return {scope: place(scope, c.actor) for scope, c in newest.items() if c.decision == "permit"}


def _said(chart: Chart, now: datetime) -> list[Consent]:
    """What is in force, the oldest first; of one moment the no last."""
    told: list[tuple[datetime, bool, int, Consent]] = []
    for turn, consent in enumerate(chart.consents):
        ended = consent.end is not None and consent.end.start <= now
        if consent.status == "active" and consent.start and not ended:
            told.append((consent.start.start, consent.decision == "deny", turn, consent))
    return [consent for *_, consent in sorted(told, key=lambda one: one[:3])]


def _number(text: str) -> str:
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_email(word: str) -> bool:
    """One name, one at-sign, a domain with a dot, nothing that could begin another header."""
    name, _, domain = word.partition("@")
    plain = all(sign.isprintable() and sign not in ' ,;<>()"\\' for sign in word)
    return bool(name) and plain and "@" not in domain and "." in domain.strip(".")
