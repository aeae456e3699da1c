"""A chip says who told something and when, and no hour that nobody told."""

from datetime import datetime

import pytest

from northstar.desk.templatetags.desk import source_chip
from northstar.rules.example_dates import ZONE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("at", "told"),
    [((2020, 8, 17, 0, 0), "Mon 17 Aug 2020<"), ((2020, 8, 17, 9, 4), "Mon 17 Aug 2020, 9:04<")],
)
def test_a_day_without_an_hour_shows_none(settings, at, told):
    settings.TIME_ZONE = str(ZONE)
    assert told in source_chip("The pharmacies", "a1", "row 2", datetime(*at, tzinfo=ZONE))
