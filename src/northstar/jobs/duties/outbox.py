"""The outbox: what may leave, leaves; who asks us to stop is heard, and what comes back is noticed."""

from datetime import datetime, timedelta
from functools import partial

from northstar.access.viewer import system_viewer
from northstar.access.writing import writing
from northstar.casework.outbox import stopping
from northstar.doing.leaving import send_due
from northstar.doing.returning import came_back
from northstar.jobs.duty import Duty


def do(clinic_now: datetime, machine_now: datetime) -> None:
    """First the words to stop, so that nothing goes out against one that is here already."""
    with writing():
        stopping.listen(
            by=system_viewer("the outbox"), at=clinic_now, also=partial(came_back, at=clinic_now)
        )
    send_due(clinic_now, machine_now)


DUTY = Duty("outbox", do, timedelta(seconds=2))
