"""The worker: files what was kept, reviews what changed, keeps the audit chain and its anchor.

Everything it does can be done again: a worker that is killed at any moment loses and doubles nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import OperationalError

from northstar import spine
from northstar.access import audit
from northstar.casework.worklist import escalation
from northstar.discover import declared
from northstar.jobs.duty import Duty
from northstar.record import inbox, patients, reindex
from northstar.rules import version

log = logging.getLogger(__name__)
_SWEEP = timedelta(minutes=10)
_UPKEEP = timedelta(seconds=1)
_SLICE = 50
_LATER = timedelta(hours=1)  # when a chart is looked at again that the rules failed on


@dataclass(slots=True)
class Worker:
    """One unattended hand. `clock` tells the clinic's time, `machine_clock` the machine's."""

    clock: Callable[[], datetime]
    machine_clock: Callable[[], datetime]
    swept: datetime | None = None
    kept_up: datetime | None = None
    duties: dict[str, datetime] = field(default_factory=dict)  # when each was last done
    caught_up: bool = False  # what an older version left has been brought into the search

    def turn(self) -> bool:
        """One round of duties; True where there was something to do, so come back at once."""
        now = self.clock()
        busy = self._file(now)
        busy = self._review(now) or busy
        at = self.machine_clock()
        if self.kept_up is None or not timedelta(0) <= at - self.kept_up < _UPKEEP:
            self.keep_up()
        return busy

    def keep_up(self) -> None:
        """What need not be done at once, but every second: on-call, audit chain, its anchor."""
        now = self.clock()
        escalation.pass_on(now)
        self._sweep(now)
        self._duties(now)
        while audit.relay(1000) == 1000:
            pass
        audit.anchor(self.machine_clock())
        self.caught_up = self.caught_up or reindex.catch_up() == 0
        self.kept_up = self.machine_clock()

    def _file(self, now: datetime) -> bool:
        done = spine.file_waiting(now)
        if done.items:
            spine.review_items(done.items, now)
        # What has just arrived is judged first: a discharge is on Today within the second.
        touched = sorted(done.patients)
        for start in range(0, len(touched), _SLICE):
            _judge(touched[start : start + _SLICE], now)
        return bool(done.kept)

    def _review(self, now: datetime) -> bool:
        ripe = patients.due(now, version(), most=_SLICE)
        if ripe:
            _judge(ripe, now)
        return bool(ripe)

    def _sweep(self, now: datetime) -> None:
        """What changes by time alone: silent feeds, messages that wait."""
        if self.swept and timedelta(0) <= now - self.swept < _SWEEP:
            return
        self.swept = now
        spine.review_feeds(now)
        spine.review_items(inbox.waiting(now), now)

    def _duties(self, now: datetime) -> None:
        """What the files of `duties` declare; one that fails holds up no other."""
        at = self.machine_clock()
        for duty in declared("northstar.jobs.duties", "DUTY"):
            last = self.duties.get(duty.code)
            if last is None or not timedelta(0) <= at - last < duty.every:
                self.duties[duty.code] = at
                _do(duty, now, at)


def _do(duty: Duty, now: datetime, at: datetime) -> None:
    try:
        duty.do(now, at)
    except OperationalError:
        raise  # the store, not the duty
    except Exception as trouble:
        log.error("The duty %s failed: %s", duty.code, type(trouble).__name__)


def _judge(pks: list[int], now: datetime) -> None:
    """Review charts; one that a rule fails on is put off, so that it holds up nobody else's."""
    try:
        spine.review(pks, now)
        return
    except OperationalError:
        raise  # the store, not a chart
    except Exception as trouble:
        log.error("A slice of charts could not be reviewed: %s", type(trouble).__name__)
    for pk in pks:
        try:
            spine.review([pk], now)
        except OperationalError:
            raise
        except Exception as trouble:
            log.error("A chart could not be reviewed: %s", type(trouble).__name__)
            patients.put_off([pk], now + _LATER, version())
