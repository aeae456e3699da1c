"""One booking out of its messages, also where a later one gives only the number of whoever asked for it.

A scheduler numbers its booking (the filler's number); whoever asked for it has a number too (the placer's). A
message with both and one with the placer's alone tell of the same booking.
"""

from collections import defaultdict
from datetime import UTC, datetime

from msgspec.structs import replace

from northstar.chart.visits import Appointment

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def folded(told: list[Appointment]) -> list[Appointment]:
    """The bookings in their order; a message with the placer's number alone is not one of its own where it
    can only mean a booking that is known: the later word decides."""
    by_placer: dict[tuple, list[Appointment]] = defaultdict(list)
    for a in told:
        if a.placer:
            by_placer[a.source.feed if a.source else "", a.placer].append(a)
    instead: dict[int, Appointment | None] = {}
    for alike in by_placer.values():
        _fold(alike, instead)
    found = [one for a in told if (one := instead.get(id(a), a))]
    return sorted(found, key=_begins) if instead else told


def _fold(alike: list[Appointment], instead: dict[int, Appointment | None]) -> None:
    numbered = [a for a in alike if a.filler]
    for bare in (a for a in alike if not a.filler):
        meant = _meant(bare, numbered)
        for one in meant:
            instead[id(one)] = _later(one, bare)
        if meant:
            instead[id(bare)] = None


def _meant(bare: Appointment, numbered: list[Appointment]) -> list[Appointment]:
    """The only booking of that number; of a series only the one at that hour."""
    if len(numbered) < 2:
        return numbered
    return [a for a in numbered if bare.start and a.start and a.start.start == bare.start.start]


def _later(one: Appointment, bare: Appointment) -> Appointment:
    if _said(bare) < _said(one):
        return one
    words = {name: getattr(bare, name) for name in ("start", "end", "minutes", "cancel_reason")}
    said = {name: value for name, value in words.items() if value}
    return replace(one, status=bare.status, source=bare.source, quote=bare.quote, **said)


def _begins(a: Appointment) -> datetime:
    return a.start.start if a.start else _LONG_AGO


def _said(a: Appointment) -> datetime:
    return (a.source.written or a.source.received or _LONG_AGO) if a.source else _LONG_AGO
