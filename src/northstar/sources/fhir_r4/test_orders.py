"""Orders as other systems write them: forbidden, bounded, ranged, for the ward, with a modifier."""

import json

from northstar.sources.fhir_r4 import FORMAT
from northstar.sources.reading import Feed

FEED = Feed("clinic", "fhir_r4", "America/Los_Angeles")


def read(**fields):
    order = {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/1"},
        "medicationCodeableConcept": {"text": "Amoxicillin 500 MG"},
    }
    reading = FORMAT.read(json.dumps(order | fields).encode(), FEED, "")
    (found,) = (f for f in reading.found if f.kind == order["resourceType"])
    return found.value, reading


def timed(**repeat):
    return [{"timing": {"repeat": repeat}}]


def test_an_order_not_to_give_it_is_no_order_to_take_it():
    value, reading = read(doNotPerform=True)
    assert value.status == "cancelled"
    assert not reading.unmapped


def test_a_request_not_to_perform_it_waits_for_no_result():
    value = FORMAT.read(
        b'{"resourceType":"ServiceRequest","id":"s","status":"active","intent":"order",'
        b'"doNotPerform":true,"subject":{"reference":"Patient/1"},"code":{"text":"MRI brain"}}',
        FEED,
        "",
    )
    (found,) = (f.value for f in value.found if f.kind == "ServiceRequest")
    assert found.status == "revoked"


def test_the_course_ends_with_the_last_dose_and_not_with_the_paper():
    valid = {"validityPeriod": {"start": "2026-08-01", "end": "2027-08-01"}}
    doses = timed(boundsPeriod={"start": "2026-08-02", "end": "2026-08-11"})
    value, _ = read(dispenseRequest=valid, dosageInstruction=doses)
    assert (value.start.text, value.end.text) == ("2026-08-02", "2026-08-11")


def test_a_taper_with_an_open_last_step_has_no_end_of_its_own():
    steps = timed(boundsPeriod={"start": "2026-08-01", "end": "2026-08-07"})
    steps += timed(boundsPeriod={"start": "2026-08-08"})
    assert read(dosageInstruction=steps)[0].end is None


def test_every_part_of_an_instruction_without_words_is_told():
    dose = {
        "doseAndRate": [
            {
                "doseRange": {
                    "low": {"value": 1, "unit": "tablet"},
                    "high": {"value": 2, "unit": "tablets"},
                }
            }
        ],
        "timing": {"repeat": {"frequency": 1, "period": 6, "periodUnit": "h"}},
        "asNeededCodeableConcept": {"text": "pain"},
        "maxDosePerPeriod": {
            "numerator": {"value": 8, "unit": "tablets"},
            "denominator": {"value": 1, "unit": "d"},
        },
    }
    said = read(dosageInstruction=[dose])[0].dosage
    assert (
        said
        == "1 tablet to 2 tablets 1 time(s) every 6 h as needed for pain, at most 8 tablets in 1 d"
    )


def test_the_day_of_a_weekly_medicine_is_told():
    weekly = timed(frequency=1, period=1, periodUnit="wk", dayOfWeek=["mon"])
    assert read(dosageInstruction=weekly)[0].dosage == "1 time(s) every 1 wk (mon)"


def test_an_order_for_the_ward_says_so():
    ward = [{"coding": [{"code": "inpatient"}], "text": "Inpatient"}]
    assert read(category=ward)[0].category == "inpatient"


def test_a_modifier_we_do_not_know_is_no_silence():
    _, reading = read(
        modifierExtension=[{"url": "http://example.org/only-if", "valueBoolean": True}]
    )
    (doubt,) = reading.doubted
    assert doubt.what == "http://example.org/only-if"
    assert "may change what this says" in doubt.why
