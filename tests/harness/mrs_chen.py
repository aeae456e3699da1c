"""Mrs. Chen as six systems know her, in their own formats: for the tests of the pages."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from northstar.access.viewer import system_viewer
from northstar.record import feeds, panels
from northstar.record.feeds import as_source
from northstar.sources.recognise import formats
from northstar.spine import arrived, review

ZONE = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 9, 8, 7, 30, tzinfo=ZONE)
FEEDS = (
    ("clinic", "Our own record", "fhir_r4"),
    ("hospital-a", "Hospital A", "ccda"),
    ("laboratory", "Bay Laboratory", "hl7v2"),
    ("pharmacy", "Kearny Pharmacy", "fills"),
    ("voicemail", "Voicemail", "mail"),
)


def arrives(feed, name, data, at=NOW, **known):
    """One original comes in through its reader; her chart is judged; she is in every panel given."""
    row = feeds.feed(feed, **{"zone": str(ZONE)} | known)
    reader = formats()[row.format]
    reading = reader.read(data, as_source(row), name)
    receipt = arrived([(data, reading, name)], row, by=system_viewer("test"), at=at)
    review(receipt.patients, NOW)
    return receipt


def everything(team=None, staff=None):
    """All her originals; gives her row number."""
    for name, title, fmt in FEEDS:
        feeds.feed(name, title=title, format=fmt, zone=str(ZONE))
    told = set()
    for feed, name, data, at in originals():
        told |= arrives(feed, name, data, at).patients
    for pk in told:
        panels.place(patient=pk, day=NOW.date(), team=team, staff=staff)
    return min(told)


def originals():
    """(feed, name, bytes, received)."""
    at = lambda day, hour=8, month=9: datetime(2026, month, day, hour, tzinfo=ZONE)  # noqa: E731
    yield "clinic", "chen.json", json.dumps(BUNDLE, ensure_ascii=False).encode(), at(1, month=8)
    yield "hospital-a", "note.xml", NOTE.encode(), at(5)
    yield "laboratory", "oru.hl7", RESULTS.encode(), at(4)
    yield "pharmacy", "fills.csv", FILLS.encode(), at(6)
    yield "voicemail", "voicemail.eml", VOICEMAIL.encode(), at(8, 6)


def _resource(kind, key, **more):
    subject = {} if kind == "Patient" else {"subject": {"reference": "Patient/chen"}}
    if kind in ("AllergyIntolerance", "Immunization", "Coverage", "Appointment", "RelatedPerson"):
        subject = {"patient": {"reference": "Patient/chen"}}
    if kind == "Appointment":
        subject = {}
    if kind == "Coverage":
        subject = {"beneficiary": {"reference": "Patient/chen"}}
    return {"resource": {"resourceType": kind, "id": key, **subject, **more}}


def _measured(key, loinc, words, value, unit, day, low=None, high=None, category="laboratory"):
    bounds = {}
    if low is not None:
        bounds = {"referenceRange": [{"low": {"value": low}, "high": {"value": high}}]}
    return _resource(
        "Observation", key, status="final",
        category=[{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": category}]}],
        code={"coding": [{"system": "http://loinc.org", "code": loinc}], "text": words},
        effectiveDateTime=day, valueQuantity={"value": value, "unit": unit}, **bounds,
    )  # fmt: skip


def _medicine(key, words, dosage, reason, started, status="active"):
    return _resource(
        "MedicationRequest", key, status=status, intent="order", authoredOn=started,
        medicationCodeableConcept={"text": words}, dosageInstruction=[{"text": dosage}],
        reasonCode=[{"text": reason}],
    )  # fmt: skip


BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        _resource(
            "Patient", "chen",
            identifier=[{
                "system": "urn:northstar", "value": "NS-20418",
                "type": {"coding": [{"code": "MR"}]},
            }],
            name=[
                {"use": "official", "family": "Chen", "given": ["Mei-Ling"]},
                {"use": "old", "text": "陈美玲"},
            ],
            gender="female", birthDate="1952-03-14",
            telecom=[{"system": "phone", "value": "(415) 555-0132", "use": "home"}],
            address=[{"line": ["12 Grant Ave"], "city": "San Francisco", "postalCode": "94108"}],
            communication=[{"language": {"coding": [{"code": "zh"}], "text": "Mandarin"}, "preferred": True}],
        ),
        _resource(
            "AllergyIntolerance", "a1", code={"text": "Sulfa drugs"},
            clinicalStatus={"coding": [{"code": "active"}]},
            reaction=[{"manifestation": [{"text": "rash"}]}],
        ),
        _medicine("m1", "Lisinopril 10 mg tablet", "1 tablet daily", "high blood pressure", "2025-10-01"),
        _medicine("m2", "Warfarin 3 mg tablet", "1 tablet in the evening", "irregular heartbeat", "2025-03-01"),
        *(
            _measured(f"i{n}", "34714-6", "INR", value, "{INR}", f"2026-0{n + 1}-04", 2.0, 3.0)
            for n, value in enumerate((2.3, 2.6, 2.2, 2.7, 2.5, 2.9), 1)
        ),
        *(
            _measured(f"w{n}", "29463-7", "Weight", value, "kg", f"2026-0{n + 4}-10", category="vital-signs")
            for n, value in enumerate((57.9, 58.1, 58.4), 1)
        ),
        _resource(
            "Encounter", "e1", status="finished", **{"class": {"code": "AMB"}},
            type=[{"text": "Office visit"}], period={"start": "2026-06-11T10:00:00-07:00"},
        ),
        _resource(
            "Encounter", "e2", status="finished", **{"class": {"code": "IMP"}},
            type=[{"text": "Heart failure"}],
            period={"start": "2026-02-03T22:00:00-08:00", "end": "2026-02-11T11:00:00-08:00"},
        ),
        _resource(
            "Appointment", "b1", status="booked", description="Cardiology",
            start="2026-09-17T10:20:00-07:00", end="2026-09-17T10:50:00-07:00",
            participant=[{"actor": {"reference": "Patient/chen"}, "status": "accepted"}],
        ),
        _resource(
            "Coverage", "c1", status="active", payor=[{"display": "Medicare"}],
            subscriberId="1EG4-TE5-MK73", period={"start": "2017-03-01"},
        ),
        _resource(
            "RelatedPerson", "r1", name=[{"family": "Chen", "given": ["Wei"]}],
            relationship=[{"text": "son"}],
            telecom=[{"system": "phone", "value": "415-555-0177"}],
        ),
        _resource(
            "Flag", "f1", status="active", code={"text": "Full code"},
            category=[{"text": "Advance directive"}], period={"start": "2025-01-05"},
        ),
    ],
}  # fmt: skip

NOTE = """<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc">
<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<templateId root="2.16.840.1.113883.10.20.22.1.1"/>
<id root="2.16.840.1.113883.19.5" extension="note-1"/>
<code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/><title>Cardiology note</title>
<effectiveTime value="20260904153000-0700"/>
<confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
<recordTarget><patientRole><id root="1.2.3.4" extension="A-77"/>
<addr><streetAddressLine>12 Grant Ave</streetAddressLine><city>San Francisco</city><postalCode>94108</postalCode></addr>
<telecom value="tel:+1-415-555-0132" use="HP"/>
<patient><name><given>Mei-Ling</given><family>Chen</family></name>
<administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="19520314"/></patient></patientRole></recordTarget>
<component><structuredBody>
<component><section><templateId root="2.16.840.1.113883.10.20.22.2.1.1"/>
<code code="10160-0" codeSystem="2.16.840.1.113883.6.1"/><title>Medications</title>
<text><paragraph>Ejection fraction 35%.</paragraph><list><item ID="m1">Lisinopril 10 mg: stopped. Change to sacubitril-valsartan for reduced EF.</item>
<item ID="m2">Sacubitril-valsartan 24-26 mg twice a day: started.</item></list></text>
<entry><substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>
<id root="1.2.3.5" extension="s1"/><text><reference value="#m1"/></text><statusCode code="aborted"/>
<effectiveTime xsi:type="IVL_TS" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><low value="20251001"/><high value="20260904"/></effectiveTime>
<consumable><manufacturedProduct><manufacturedMaterial><code nullFlavor="OTH"><originalText>Lisinopril 10 mg</originalText></code></manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>
<entry><substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>
<id root="1.2.3.5" extension="s2"/><text><reference value="#m2"/></text><statusCode code="active"/>
<effectiveTime xsi:type="IVL_TS" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><low value="20260904"/></effectiveTime>
<consumable><manufacturedProduct><manufacturedMaterial><code nullFlavor="OTH"><originalText>Sacubitril-valsartan 24-26 mg</originalText></code></manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>
</section></component></structuredBody></component></ClinicalDocument>
"""

RESULTS = "\r".join(
    (
        r"MSH|^~\&|LAB|BAY|NORTHSTAR|CLINIC|20260904081500||ORU^R01|L-1001|P|2.5.1",
        "PID|1||L555^^^BAY^MR||Chen^Mei-Ling||19520314|F|||12 Grant Ave^^San Francisco^CA^94108||(415)555-0132",
        "OBR|1||77|34714-6^INR^LN|||20260904070000",
        "OBX|1|NM|34714-6^INR^LN||3.4|{INR}|2.0-3.0|H|||F|||20260904070000",
        "OBX|2|NM|2823-3^Potassium^LN||4.3|mmol/L|3.5-5.1|N|||F|||20260904070000",
    )
)

FILLS = """Patient ID,First Name,Last Name,DOB,Gender,Phone,Fill Date,Drug Name,NDC,Quantity,Days Supply,Patient Pay,Pharmacy
P9,Mei-Ling,Chen,1952-03-14,F,4155550132,2026-08-30,Lisinopril 10 mg tablet,00093111301,30,30,4.00,Kearny Pharmacy
P9,Mei-Ling,Chen,1952-03-14,F,4155550132,2026-09-05,Lisinopril 10 mg tablet,00093111301,30,30,4.00,Kearny Pharmacy
P9,Mei-Ling,Chen,1952-03-14,F,4155550132,2026-08-20,Warfarin 3 mg tablet,00056018970,30,30,9.00,Kearny Pharmacy
"""

VOICEMAIL = """From: Voicemail <vm@carrier.example>
To: desk@clinic.example
Date: Tue, 08 Sep 2026 05:52:00 -0700
Subject: Voicemail from +14155550132
Message-ID: <vm-1@carrier.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Transcript: This is Mei-Ling Chen. I feel dizzy and I do not know why they changed my pill.
"""


def a_place(name):
    """(arrival's public id, locator) of a fact in one of her originals."""
    from northstar.record.models import Fact

    fact = Fact.objects.filter(arrival__name=name).exclude(kind="Patient").last()
    return fact.arrival.public_id, fact.locator
