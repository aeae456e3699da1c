"""What was lent for a time comes home on the first morning its giver is back."""

from datetime import datetime, timedelta

from northstar.doing.handing_over import return_what_is_over
from northstar.jobs.duty import Duty


def _do(clinic_now: datetime, machine_now: datetime) -> None:
    return_what_is_over(clinic_now)


DUTY = Duty("batons", _do, every=timedelta(minutes=1))
