"""What machines told, brought into the inbox within a second of its filing."""

from datetime import datetime, timedelta

from northstar import spine
from northstar.jobs.duty import Duty


def _sweep(now: datetime, at: datetime) -> None:
    spine.sweep_the_inbox(now)


DUTY = Duty(code="inbox", do=_sweep, every=timedelta(seconds=1))
