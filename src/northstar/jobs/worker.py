"""The worker: files what was kept, reviews what changed, keeps the audit chain and its anchor.

Everything it does can be done again: a worker that is killed at any moment loses and doubles nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from northstar import spine
from northstar.access import audit
from northstar.casework.worklist import escalation
from northstar.record import inbox, patients
from northstar.rules import version

_SWEEP = timedelta(minutes=10)
_SLICE = 50


@dataclass(slots=True)
class Worker:
    """One unattended hand. `now` tells the clinic's time, `machine_now` the machine's."""

    now: Callable[[], datetime]
    machine_now: Callable[[], datetime]
    swept: datetime | None = None

    def turn(self) -> bool:
        """One round of duties; True where there was something to do, so come back at once."""
        now = self.now()
        busy = self._file(now)
        busy = self._review(now) or busy
        escalation.pass_on(now)
        self._sweep(now)
        audit.relay(1000)
        audit.anchor(self.machine_now())
        return busy

    def _file(self, now: datetime) -> bool:
        done = spine.file_waiting(now)
        spine.review_items(done.items, now)
        # What has just arrived is judged first: a discharge is on Today within the second.
        for start in range(0, len(done.patients), _SLICE):
            spine.review(sorted(done.patients)[start : start + _SLICE], now)
        return bool(done.kept)

    def _review(self, now: datetime) -> bool:
        ripe = patients.due(now, version(), most=_SLICE)
        if ripe:
            spine.review(ripe, now)
        return bool(ripe)

    def _sweep(self, now: datetime) -> None:
        """What changes by time alone: silent feeds, messages that wait."""
        if self.swept and timedelta(0) <= now - self.swept < _SWEEP:
            return
        self.swept = now
        spine.review_feeds(now)
        spine.review_items(inbox.waiting(now), now)
