"""What reaches the sample clinic after its morning: let in when somebody has moved the held clock past it."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from northstar import spine
from northstar.demo import cast
from northstar.demo.build import receive, rows


def deliver(after: datetime, until: datetime) -> int:
    """Let in what arrived in between, in order; gives how many files. Doing it twice changes nothing."""
    due = sorted(
        (e for e in cast.envelopes() if after < e.received <= until),
        key=lambda e: (e.received, e.feed, e.name),
    )
    for _, together in groupby(due, key=lambda e: (e.received, e.feed)):
        receipt = receive(list(together), rows())
        spine.review(receipt.patients, until)
        spine.review_items(receipt.items, until)
    return len(due)


def keep_delivering(now: Callable[[], datetime], wait: Callable[[], None]) -> None:
    """Look at the clock again and again, for as long as the clinic is served."""
    done = cast.NOW
    while True:
        at = now()
        if at > done:
            deliver(done, at)
            done = at
        wait()
