"""The sample clinic as it is, or varied: other names, another order, other dates, a sentence less."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from northstar.demo import background, cast
from northstar.demo.arrivals import Envelope
from northstar.demo.other_names import families, givens, own_scripts
from northstar.demo.retold import Retold

_WEEKS = [weeks for weeks in range(-20, 27) if weeks]


@dataclass(frozen=True, slots=True)
class Clinic:
    """What arrives, and the moment at which the clinic stands."""

    envelopes: list[Envelope]
    now: datetime


@dataclass(frozen=True, slots=True)
class Variation:
    """How a seed changes the clinic: `removed` is a row of `removable.json`, or empty."""

    retold: Retold = field(default_factory=Retold)
    removed: dict[str, Any] = field(default_factory=dict)
    shuffled: Random | None = None


def clinic(seed: int | None = None) -> Clinic:
    """The clinic for a seed; without one, as written."""
    how = variation(seed)
    now = how.retold.moment(cast.NOW)
    own = [_changed(envelope, how) for envelope in cast.envelopes()]
    return Clinic([*own, *background.envelopes(now)], now)


@cache
def variation(seed: int | None) -> Variation:
    """What a seed changes; without one, nothing."""
    if not seed:
        return Variation()
    dice = Random(f"vary/{seed}")
    sentences = removable()
    removed = sentences[(seed - 1) % len(sentences)]
    names = dict(_names(dice))
    retold = Retold(weeks=dice.choice(_WEEKS), names=names, without=(removed["sentence"],))
    return Variation(retold, removed, dice)


def removable() -> list[dict[str, Any]]:
    """Sentences that may be left out, each with what follows from it in the key."""
    return json.loads((resources.files("northstar.demo") / "data" / "removable.json").read_text("utf-8"))  # fmt: skip


def _names(dice: Random) -> Iterator[tuple[str, str]]:
    """Each name of the cast with another; two that are one name stay one."""
    people = cast.names()
    for old, new in ((people.families, families()), (people.givens, givens()), (people.own, own_scripts())):  # fmt: skip
        yield from zip(old, dice.sample(new, len(old)), strict=True)


def _changed(envelope: Envelope, how: Variation) -> Envelope:
    at = how.retold.moment(envelope.received)
    if how.shuffled:  # what came within the same twenty minutes may have come the other way round
        at -= timedelta(minutes=how.shuffled.randrange(20))
    data = how.retold.file(envelope.name, envelope.data)
    return Envelope(at, envelope.feed, envelope.name, data)
