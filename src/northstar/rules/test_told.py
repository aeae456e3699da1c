"""What an arrival told, as a line of the inbox: what stands alone, and what waits for the digest."""

from datetime import UTC

import pytest

from northstar.chart.clinical import DiagnosticReport, Observation
from northstar.chart.value import Concept
from northstar.chart.visits import Appointment, Encounter
from northstar.chart.when import when
from northstar.chart.words import DocumentReference
from northstar.rules.signal import Band
from northstar.rules.told import told

AT = when("2026-09-08T06:00:00+00:00")


def potassium(number, flag=""):
    return Observation(code=Concept("Potassium"), number=number, unit="mmol/L", low=3.5, high=5.1,
                       interpretation=flag, effective=AT)  # fmt: skip


@pytest.mark.parametrize(
    ("values", "sort", "quiet", "says"),
    [
        ([potassium(4.2)], "result", True, "Potassium 4.2 mmol/L"),
        ([potassium(5.6)], "result", False, "Potassium 5.6 mmol/L (high)"),
        ([potassium(3.0)], "result", False, "(low)"),
        ([potassium(5.6, "N")], "result", True, "Potassium"),
        ([potassium(4.2), potassium(5.6, "H")], "result", False, "Potassium 5.6 mmol/L (high)"),
        ([DiagnosticReport(code=Concept("Chest X-ray"), conclusion="A nodule")], "result", False, "A nodule"),
        ([DocumentReference(title="Discharge summary", text="Home.")], "paper", False, "Discharge summary"),
        ([Encounter(event="A03", facility="Hospital B", occurred=AT)], "notice", True, "Left Hospital B"),
        ([Appointment(service="Surgery", status="booked", start=AT)], "notice", True, "Surgery booked"),
    ],
)  # fmt: skip
def test_what_it_says(values, sort, quiet, says):
    found = told(values, UTC)
    assert (found.sort, found.quiet) == (sort, quiet)
    assert says in found.gist


def test_a_critical_result_is_of_today():
    assert told([potassium(6.8, "HH")], UTC).band == Band.CLOCK


def test_what_says_nothing_is_nothing():
    assert told([], UTC) is None
    assert (
        told([Observation(code=Concept("Pulse"), category="vital-signs", number=70)], UTC) is None
    )
    assert told([Observation(code=Concept("x"), status="entered-in-error", number=1)], UTC) is None
