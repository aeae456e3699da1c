"""Names and dates change everywhere alike, and only they."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from northstar.demo.cast import envelopes
from northstar.demo.retold import Retold

A_WEEK_ON = Retold(weeks=1, names={"Maria": "Ελένη", "Delgado": "王"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("born 1972-05-30", "born 1972-06-06"),
        ("2026-09-04T22:40:00-07:00", "2026-09-11T22:40:00-07:00"),
        ("|20260904224000|", "|20260911224000|"),
        ('value="20260826143000-0700"', 'value="20260902143000-0700"'),
        ("DOB: 05/30/1972", "DOB: 06/06/1972"),
        ("Date: Fri, 04 Sep 2026 16:58:00 -0700", "Date: Fri, 11 Sep 2026 16:58:00 -0700"),
        ("on August 26 and on 27 de agosto", "on September 2 and on 3 de septiembre"),
        ("from 4 March to 15 April 2026", "from 11 March to 22 April 2026"),
        ("Maria's, Mariana, DELGADO, Delgado.", "Ελένη's, Mariana, DELGADO, 王."),
        ("5105550134, 2.16.840.1.113883, AC-330981, 1364445", None),
        ("May I call in May?", None),
    ],
)
def test_a_week_later_with_other_names(before, after):
    assert A_WEEK_ON.text(before) == (after or before)


def test_the_same_hour_by_the_clock_in_another_season():
    winter = Retold(weeks=12)
    assert winter.text("2026-09-04T22:40:00-07:00") == "2026-11-27T22:40:00-08:00"
    at = datetime(2026, 9, 8, 7, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert winter.moment(at).isoformat() == "2026-12-01T07:30:00-08:00"


def test_no_date_moves_twice():
    spring = Retold(weeks=-14)  # the month that is written alike in full and in short
    told = "Date: Sat, 05 Sep 2026 09:12:00 -0700"
    assert spring.text(told) == "Date: Sat, 30 May 2026 09:12:00 -0700"
    assert spring.text("born 05 September 2026") == "born 30 May 2026"


def test_there_and_back_is_the_same_bytes():
    there, back = Retold(weeks=9), Retold(weeks=-9)
    for one in envelopes():
        moved = there.file(one.name, one.data)
        assert moved != one.data
        assert back.file(one.name, moved) == one.data, one.name


def test_nothing_varied_is_nothing_changed():
    assert all(Retold().file(one.name, one.data) == one.data for one in envelopes())
