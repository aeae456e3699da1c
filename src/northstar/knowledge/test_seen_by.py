"""Which names of bookings and visits may be the visit after a stay."""

import pytest

from northstar.knowledge.seen_by import sees_clinician


@pytest.mark.parametrize(
    "said",
    ["Hemodialysis", "Haemodialysis", "Dialysis chair 4", "Lab draw", "Chest X-ray", "CT abdomen", "Physical therapy",
     "Echocardiogram", "Iron infusion", "Ride", "Right knee replacement", "Vascular surgery, fistula revision", "Colonoscopy", "Day program"],
)  # fmt: skip
def test_a_treatment_a_test_or_a_ride_is_no_visit(said):
    assert not sees_clinician(said)


@pytest.mark.parametrize(
    "said",
    ["", "Cardiology", "Visit after hospital", "Dialysis follow-up visit", "Office visit", "Family medicine", "Elective",
     "Laboratory follow up", "Collaborative care", "Surgery", "Knee replacement follow-up", "Diabetes visit"],
)  # fmt: skip
def test_everything_else_may_be_one(said):
    assert sees_clinician(said)
