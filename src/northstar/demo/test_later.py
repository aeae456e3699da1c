"""What comes later in the day comes when the clock has been moved past it, once."""

from datetime import timedelta

import pytest

from northstar.demo import cast, later
from northstar.demo.clinic import found
from northstar.record import holdings


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_the_discharge_summary_comes_at_eleven():
    found(cast.NOW, "America/Los_Angeles")
    eleven = cast.NOW.replace(hour=11, minute=0)
    assert later.deliver(cast.NOW, eleven - timedelta(minutes=1)) == 0
    assert later.deliver(cast.NOW, eleven) == 1
    assert later.deliver(cast.NOW, eleven) == 1
    assert holdings.arrived("hospital-b", cast.NOW) == 1
    assert holdings.not_filed() == []
