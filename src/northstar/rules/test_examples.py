"""The builders say what they seem to say."""

import pytest

from northstar.rules import examples as ex
from northstar.rules.example_dates import at, moment


def test_a_moment_is_read_in_los_angeles():
    assert moment("Tue 8 Sep 2026 07:30").isoformat() == "2026-09-08T07:30:00-07:00"
    assert moment("8 Dec 2026").isoformat() == "2026-12-08T00:00:00-08:00"


def test_a_wrong_weekday_is_an_error():
    with pytest.raises(ValueError, match="is not a Mon"):
        moment("Mon 8 Sep 2026 07:30")


def test_less_than_a_day_may_be_known():
    assert [at(text).precision for text in ("2026", "Sep 2026", "8 Sep 2026")] == [
        "year",
        "month",
        "day",
    ]


def test_every_value_of_a_chart_has_a_source_of_its_own():
    chart = ex.chart_of(
        ex.patient(born="3 May 1944", gender="female"),
        ex.stay(admitted="Wed 2 Sep 2026 14:00", left="Fri 4 Sep 2026 22:40"),
        ex.fills(lisinopril=("1 Sep 2026, 30 days, rxnorm 29046", "1 Oct 2026, 30 days")),
        ex.call("Tue 8 Sep 2026 09:00"),
        ex.from_feed("dialysis", ex.appointment("Wed 9 Sep 2026 06:00", minutes=270)),
    )()
    assert chart.kinds() == [
        "Appointment",
        "Communication",
        "Encounter",
        "MedicationDispense",
        "Patient",
    ]
    assert chart.dispensed[1].source.key == "medicationdispense-2"
    assert chart.messages[0].source.feed == "staff"
    assert chart.appointments[0].source.feed == "dialysis"
    assert chart.encounters[0].status == "finished"
