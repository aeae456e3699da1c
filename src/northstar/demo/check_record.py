"""What the key says of arrivals, records and callers, compared with the record."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from northstar.record import holdings, inbox
from northstar.record.belonging import counts


def arrivals(told: dict[str, Any], zone: tzinfo) -> Iterator[str]:
    """How many of each kind came since the last closing, and none refused."""
    since = datetime.fromisoformat(told["arrived"]["since"]).replace(tzinfo=zone)
    for wanted in told["arrived"]["counts"]:
        found = holdings.arrived(wanted["feed"], since, wanted["names"])
        if found != wanted["count"]:
            yield f"{found} {wanted['what']} came since then, not {wanted['count']}."
    for name in holdings.not_filed():
        yield f"{name} was not filed."


def records(told: dict[str, Any]) -> Iterator[str]:
    """As many people as there should be, and each of the cast one record over its feeds."""
    count = counts().patients
    if not told["patients"]["least"] <= count <= told["patients"]["most"]:
        yield f"There are {count} patients."
    for wanted in told["one_record"]:
        given = wanted["name"].split()[0]
        found = [one for one in holdings.people_born(wanted["born"]) if one.name.startswith(given)]
        if len(found) != 1:
            yield f"{wanted['name']}, born {wanted['born']}, has {len(found)} records."
        elif found[0].feeds - {"staff"} != set(wanted["feeds"]):
            yield f"{wanted['name']}, born {wanted['born']}, is known from {sorted(found[0].feeds)}."


def candidates(told: dict[str, Any], now: datetime) -> Iterator[str]:
    """A shared telephone shows everyone who shares it, and is nobody's until a person says."""
    for wanted in told["candidates"]:
        found = _waiting(wanted["file"], now)
        names = sorted(likely.name for likely in found.item.likely) if found else []
        if names != sorted(wanted["names"]):
            yield f"{wanted['file']} may be from {names}, not from {wanted['names']}."
        if found and found.likely:
            yield f"{wanted['file']} was given to {found.likely.name}."


def callers(told: dict[str, Any], now: datetime) -> Iterator[str]:
    """How many people are behind the voicemails, and whose number nobody knows."""
    phones: dict[str, str] = {}
    for name in holdings.names_of("voicemail"):
        found = _waiting(name, now)
        if not found:
            yield f"{name} is not in the inbox."
            continue
        known = bool(found.item.likely)
        if known == (name in told["callers"]["strangers"]):
            yield f"{name} is {'' if known else 'not '}from a number on record."
        if known:
            phones[found.item.message.phone] = name
    if len(phones) != told["callers"]["people"]:
        yield f"{len(phones)} people called, not {told['callers']['people']}."


def _waiting(name: str, now: datetime) -> inbox.Waiting | None:
    return next(iter(inbox.items(holdings.items_named(name), now)), None)
