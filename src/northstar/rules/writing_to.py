"""By which roads may we write to this person? Their own wishes decide; the safe way wins.

A confidential address or number closes every other one of its kind (45 CFR 164.522(b)). Texts and
e-mail go only where the person has said yes. A word of theirs is a `Consent` of source "staff", made by
`wish()`; the newest word about an address counts, and a no wins over a yes of the same moment. An address
that no record holds yet, one that is theirs no longer and a number that takes no texts stand in `told_addresses`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from northstar.chart.chart import Chart
from northstar.chart.people import Address, ContactPoint
from northstar.chart.value import Coding, Concept, Source
from northstar.chart.when import When
from northstar.chart.words import Consent
from northstar.rules.addresses import CHANNELS, as_sent, place
from northstar.rules.death import has_died
from northstar.rules.telephones import CALL, DEAD, WRONG
from northstar.rules.told_addresses import OURS, told_addresses

CITES = "45 CFR 164.522(b); 47 CFR 64.1200(a)"
NEEDS_A_YES = frozenset({"text", "email"})
TO_OFFICES = frozenset({"letter", "email", "fax"})
LANDLINE, NO_LONGER = "landline", "no longer theirs"
_CLOSED = {
    "old": "This is an old address.",
    NO_LONGER: "We were told that this is no longer theirs.",
    LANDLINE: "We were told that this is a landline: it takes no texts.",
    WRONG: "The last call there reached a wrong number.",
    DEAD: "The last call there found that the number does not work.",
}
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
    code = Coding(OURS, "only-here" if only else "wish")
    return Consent(
        code=Concept(f"{'only here: ' if only else ''}{CHANNELS[channel]}", (code,)), status="active",
        scope=channel, decision=decision, actor=as_sent(channel, address), start=at,
    )  # fmt: skip


def ways(chart: Chart, now: datetime, stopped: Iterable[tuple[str, str]] = ()) -> list[Way]:
    """Every address of the person by road, the best first; closed ones with why. `stopped`: (channel,
    address) from which somebody has asked us to stop."""
    found = list(_addresses(chart))
    only = _only_here(chart, now)
    no_texts = _landlines(chart, now)
    called = _last_calls(chart)
    safe = {way.channel for way in found if way.safe} | only.keys()
    gone, told = set(stopped), _wishes(chart, now)
    dead = has_died(chart)
    judged = [
        _judged(_as_found(way, no_texts, called), safe, only, gone, told, dead) for way in found
    ]
    return sorted(judged, key=lambda way: (bool(way.closed), not way.safe, way.wants_yes))


def relatives(chart: Chart) -> dict[tuple[str, str], str]:
    """The addresses of those around the person: (channel, address) with their name."""
    found = {}
    for near in chart.related:
        name = near.names[0].plain if near.names else near.relationship.words
        for channel, address, _, _ in _of(near.telecoms, near.addresses):
            found[channel, address] = name or "a relative"
    return found


def is_former(chart: Chart, channel: str, address: str, now: datetime) -> bool:
    """Whether everybody around the person who has this address is so no longer."""
    there = [
        near
        for near in chart.related
        if any(one[:2] == (channel, address) for one in _of(near.telecoms, near.addresses))
    ]
    return bool(there) and all(near.end and near.end.start <= now for near in there)


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
    elif way.use in _CLOSED:
        closed = _CLOSED[way.use]
    wants = way.channel in NEEDS_A_YES and word != "permit"
    return Way(way.channel, way.address, way.use, closed, is_safe, wants, way.source)


def _as_found(way: Way, no_texts: set[str], called: dict[str, str]) -> Way:
    """A number as those found it who called there."""
    if way.channel != "text" or way.use in _CLOSED:
        return way
    found = called.get(way.address, "")
    use = LANDLINE if way.address in no_texts else found if found in _CLOSED else way.use
    return replace(way, use=use)


def _landlines(chart: Chart, now: datetime) -> set[str]:
    """Numbers that take no texts, unless they said yes to texts there since."""
    found: set[str] = set()
    for word in _said(chart, now):
        if word.code.has(OURS, ("landline",)):
            found.add(word.actor)
        elif word.decision == "permit" and word.scope == "text" and word.code.has(OURS, ("wish",)):
            found.discard(word.actor)
    return found


def _last_calls(chart: Chart) -> dict[str, str]:
    """How the last call to each number ended."""
    return {
        as_sent("text", m.phone): m.status for m in chart.messages if m.medium == CALL and m.phone
    }


def _addresses(chart: Chart) -> Iterator[Way]:
    """Each address once, as the newest word has it: first what they told us, then what records hold, last
    the portal, which has no address but theirs."""
    seen: dict[tuple[str, str], Way] = {}
    gone: set[tuple[str, str]] = set()
    for (channel, address), (still, word) in told_addresses(chart).items():
        if still:
            seen[place(channel, address)] = Way(channel, address, source=word.source)
        else:
            gone.add(place(channel, address))
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
    for here, way in seen.items():
        yield replace(way, use=NO_LONGER) if here in gone else way
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
    told = [c for c in _said(chart, now) if c.code.has(OURS, ("wish",))]
    return {place(c.scope, c.actor): c.decision for c in told}


def _only_here(chart: Chart, now: datetime) -> dict[str, tuple[str, str]]:
    told = [c for c in _said(chart, now) if c.code.has(OURS, ("only-here",))]
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
