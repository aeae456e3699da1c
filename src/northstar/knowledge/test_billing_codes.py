"""The code table: every meaning dated, our own words only, and nothing known outside the years read."""

from datetime import date, timedelta

import pytest

from northstar.knowledge.billing_codes import ROWS, service, services
from northstar.knowledge.billing_plan import capacities, capacity
from northstar.knowledge.billing_together import OTHERS, against, together
from northstar.knowledge.programs import CODES, LAST, on_offer

DAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("number", "day", "label"),
    [
        ("G0136", date(2025, 12, 31), "Assessment of social needs"),  # section 8
        ("G0136", date(2026, 1, 1), "Assessment of activity and nutrition"),  # section 8
        ("G0511", date(2025, 9, 30), "Care management at FQHC and RHC"),  # section 2, FQHC/RHC
        ("G0511", date(2025, 10, 1), ""),
        ("G0557", date(2024, 12, 31), ""),  # section 5, from 2025-01-01
        ("G0568", date(2025, 12, 31), ""),  # section 1, from 2026-01-01
        ("99445", date(2026, 1, 1), "Home monitoring, device for 2 to 15 days"),  # section 10
        ("99445", date(2025, 12, 31), ""),
        ("G0541", date(2024, 12, 31), ""),  # section 1, from 2025
        ("99490", date(2027, 1, 1), ""),
    ],
)
def test_a_code_means_what_it_meant_on_the_day_of_service(number, day, label):
    row = service(number, day)
    assert (row.value.label if row else "") == label


def test_meanings_of_one_code_do_not_overlap():
    for row in ROWS:
        same = [r for r in ROWS if r.code == row.code and r is not row]
        assert all(
            r.effective_to < row.effective_from or row.effective_to < r.effective_from for r in same
        )


def test_every_program_has_codes_and_every_pair_an_answer():
    assert [row.code for row in on_offer(DAY)] == list(CODES)
    assert on_offer(LAST + timedelta(days=1)) == []
    for one in CODES:
        assert services(one, DAY)
        for other in CODES:
            assert together(one, other, DAY).value == together(other, one, DAY).value


def test_a_code_against_a_program():
    assert against("CCM", "90960", DAY)
    assert against("APCM", "99441", DAY) is None
    assert against("APCM", "99423", date(2024, 9, 1)) is None
    assert all(row.source for row in OTHERS)


def test_a_credential_says_as_whom_somebody_counts_and_only_while_it_is_good():
    assert [capacity(kind) for kind in ("R.N.", "registered Nurse", "NP", "CHW", "driver")] == [
        "staff", "staff", "practitioner", "auxiliary", "",
    ]  # fmt: skip
    held = [("RN", date(2020, 1, 1), date(2026, 8, 31)), ("CHW", DAY, None)]
    assert capacities(held, date(2026, 8, 31)) == {"staff"}
    assert capacities(held, DAY) == {"auxiliary"}
