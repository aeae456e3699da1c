"""One office by two names, and two offices by nearly one."""

import pytest

from northstar.rules.same_office import one_office


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Cardiology", "Bay Cardiology follow-up"),
        ("Bay Cardiology", "Cardiology"),
        ("Dr. Paul Osei", "Osei, Paul MD"),
        ("Dr. Osei", "Paul Osei, MD"),
        ("Vascular surgery", "Vascular surgery, fistula revision"),
        ("Orthopedics", "Orthopaedic surgery follow up"),
        ("Nephrology", "Nephrologist visit"),
        ("Pediatric cardiology", "Cardiology"),
        ("Physical therapy", "PHYSICAL THERAPY EVALUATION"),
        ("General surgery", "general surgery"),
    ],
)
def test_one(asked, said):
    assert one_office((asked, ""), ("", said))
    assert one_office((asked, ""), (said,))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Dr. Paul Osei", "Dr. Ruth Osei"),
        ("Physical therapy", "Occupational therapy"),
        ("General surgery", "General medicine"),
        ("Vascular surgery", "General surgery"),
        ("Oakland Cardiology", "Oakland Hospital"),
        ("Neurology", "Neurosurgery"),
        ("Cardiology", "Cardiac rehab"),
        ("Pediatric cardiology", "Pediatrics"),
        ("Consult", "Consultation note"),
        ("Cardiology", ""),
        ("", ""),
    ],
)
def test_another(asked, said):
    assert not one_office((asked,), (said,))
