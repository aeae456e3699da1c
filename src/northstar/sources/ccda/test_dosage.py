"""How a document says a medicine is taken, where it says so in parts."""

import pytest

from northstar.sources.ccda import FORMAT
from northstar.sources.reading import Feed

_DOSE = """<substanceAdministration xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/><statusCode code="active"/>
 {parts}<consumable><manufacturedProduct><manufacturedMaterial><code code="1049621"
 codeSystem="2.16.840.1.113883.6.88" displayName="Oxycodone 5 MG"/></manufacturedMaterial></manufacturedProduct>
 </consumable></substanceAdministration>"""


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            '<doseQuantity><low value="1" unit="{tablet}"/><high value="2" unit="{tablet}"/></doseQuantity>',
            "1 to 2 tablet",
        ),
        ('<doseQuantity value="5" unit="mg"/>', "5 mg"),
        ('<doseQuantity><low value="1"/></doseQuantity>', "1"),
        (
            '<doseQuantity value="1"/><maxDoseQuantity><numerator value="8"/><denominator value="24" unit="h"/></maxDoseQuantity>',
            "1, at most 8 in 24 h",
        ),
    ],
)
def test_the_whole_range_is_told(parts, expected):
    document = f"""<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="2.999.1"/><component><structuredBody><component>
    <section><code code="10160-0" codeSystem="2.16.840.1.113883.6.1"/><entry>{_DOSE.format(parts=parts)}</entry>
    </section></component></structuredBody></component></ClinicalDocument>"""
    reading = FORMAT.read(document.encode(), Feed("hospital", "ccda"), "")
    (taken,) = (f.value for f in reading.found if f.kind == "MedicationStatement")
    assert taken.dosage == expected
