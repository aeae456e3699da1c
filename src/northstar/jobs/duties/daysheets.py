"""Before each working day everybody's day sheet lies in a second place, for the day the system is down."""

from datetime import datetime, timedelta

from northstar.access.viewer import system_viewer
from northstar.jobs.daysheets.writing import is_set_up, write
from northstar.jobs.duty import Duty

_NOT_BEFORE = 3  # o'clock: what the night brought is on it, and nobody is at work yet
_AT_ONCE = 3  # sheets; then what has arrived meanwhile is filed first


def _do(clinic_now: datetime, machine_now: datetime) -> None:
    if is_set_up() and clinic_now.hour >= _NOT_BEFORE:
        write(system_viewer("the day sheets"), clinic_now, most=_AT_ONCE)


DUTY = Duty("daysheets", _do, every=timedelta(minutes=1))
