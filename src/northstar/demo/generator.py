"""Background people by number: their files in every format, the same for a seed and number, one at a time.

Person `n` needs nobody else to be made, so a million stream by in flat memory. Each system gets its own
part of a life, in its own format and with its own numbers: what it has when it is first connected, and
then what happens, as it happens.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from northstar.demo.arrivals import Envelope
from northstar.demo.lives import Life, Rates, life
from northstar.demo.systems import (  # fmt: skip
    clinic_files,
    dialysis_files,
    documents,
    hospital_messages,
    mail,
    pharmacy_rows,
)
from northstar.demo.writing import fills

HISTORY = timedelta(days=35)  # what is older than this arrives on the day a system is connected


def people(
    seed: int, count: int, now: datetime, *, start: int = 0, rates: Rates | None = None
) -> Iterator[Envelope]:
    """Every file of `count` people from number `start` on."""
    for n in range(start, start + count):
        yield from person_files(seed, n, now, rates)


def person_files(seed: int, n: int, now: datetime, rates: Rates | None = None) -> Iterator[Envelope]:  # fmt: skip
    """The files of one person, pharmacy fills among them as one table."""
    rates = rates or Rates()
    lived = life(seed, n, now, rates)
    yield from without_fills(seed, lived, now, rates)
    rows = [row for _, row in pharmacy_rows(lived, now)]
    if rows:
        yield Envelope(connected(now), "pharmacy", f"fills-{n:07d}.csv", fills.table(rows))


def without_fills(seed: int, lived: Life, now: datetime, rates: Rates) -> Iterator[Envelope]:
    """The same without the pharmacy, whose files hold many people's fills."""
    dice = Random(f"{seed}/files/{lived.who.n}")
    since = connected(now)
    yield from clinic_files(dice, lived, since, now)
    for found in (documents(dice, lived, since), hospital_messages(dice, lived, since, now), dialysis_files(dice, lived, since, now)):  # fmt: skip
        for envelope in found:
            yield from _as_it_goes(dice, envelope, now, rates)
    if dice.random() < rates.writes:
        yield from mail(dice, lived, now)


def connected(now: datetime) -> datetime:
    """When the systems were connected: one night, with their history."""
    return datetime.combine((now - HISTORY).date(), time(2), now.tzinfo)


def _as_it_goes(dice: Random, envelope: Envelope, now: datetime, rates: Rates) -> Iterator[Envelope]:  # fmt: skip
    """On time for the most part; sometimes days late, sometimes twice."""
    if dice.random() < rates.late:
        late = envelope.received + timedelta(days=dice.randrange(1, 4), hours=dice.randrange(10))
        envelope = Envelope(min(late, now - timedelta(days=4)) if late > now - timedelta(days=4) else late,
                            envelope.feed, envelope.name, envelope.data)  # fmt: skip
    yield envelope
    if dice.random() < rates.repeated:
        again = envelope.received + timedelta(minutes=7)
        yield Envelope(again, envelope.feed, envelope.name.replace(".", "-again."), envelope.data)
