"""FHIR R4: resources as plain dicts, and the bundle they travel in."""

import json
from datetime import date, datetime
from typing import Any

CLINIC = "urn:oid:2.16.840.1.113883.3.7777.1"
_TERMS = "http://terminology.hl7.org/CodeSystem/"
SYSTEMS = {
    "icd10cm": "http://hl7.org/fhir/sid/icd-10-cm",
    "loinc": "http://loinc.org",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "snomed": "http://snomed.info/sct",
    "cvx": "http://hl7.org/fhir/sid/cvx",
    "cpt": "http://www.ama-assn.org/go/cpt",
}
Resource = dict[str, Any]


def bundle(resources: list[Resource], at: datetime) -> bytes:
    """A bundle as a nightly export sends it, one resource a line."""
    head = {"resourceType": "Bundle", "type": "collection", "timestamp": stamp(at)}
    lines = ",\n".join(
        json.dumps({"fullUrl": f"urn:{r['resourceType']}:{r['id']}", "resource": r}, ensure_ascii=False)
        for r in resources
    )  # fmt: skip
    return f'{json.dumps(head)[:-1]}, "entry": [\n{lines}\n]}}\n'.encode()


def stamp(at: date | datetime) -> str:
    """A day or a moment with its offset."""
    return at.isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat()


def concept(words: str, *codes: tuple[str, str]) -> Resource:
    """A codeable concept: words, and (system, code) pairs."""
    found = [{"system": SYSTEMS[system], "code": code, "display": words} for system, code in codes]
    return {"coding": found, "text": words} if found else {"text": words}


def patient(who, at: datetime) -> Resource:
    """Demographics of anyone with the fields of `people.Person`."""
    found: Resource = resource("Patient", who.number, at) | {
        "identifier": [{"type": {"coding": [{"system": f"{_TERMS}v2-0203", "code": "MR"}]},
                        "system": CLINIC, "value": who.number}],
        "name": [{"use": "official", "family": who.family, "given": list(who.given)}],
        "telecom": [{"system": "phone", "value": phone, "use": "home"} for phone in who.phones],
        "gender": who.gender,
        "birthDate": who.born.isoformat(),
        "address": [{"line": [who.street], "city": who.city, "state": who.state, "postalCode": who.postal_code}],
    }  # fmt: skip
    if who.former:
        found["name"].append({"use": "maiden", "family": who.former, "given": list(who.given)})
    if who.own_script:
        found["name"].append({"use": "usual", "text": who.own_script})
    if who.language != "en":
        found["communication"] = [
            {
                "language": {"coding": [{"system": "urn:ietf:bcp:47", "code": who.language}]},
                "preferred": True,
            }
        ]
    if who.twin:
        found["multipleBirthBoolean"] = True
    return found


def resource(kind: str, key: str, at: datetime) -> Resource:
    """The beginning of any resource."""
    return {"resourceType": kind, "id": key, "meta": {"lastUpdated": stamp(at)}}


def about(kind: str, key: str, person: str, at: datetime) -> Resource:
    """The beginning of a resource about a patient."""
    field = {"Coverage": "beneficiary", "AllergyIntolerance": "patient", "Claim": "patient",
             "ClaimResponse": "patient", "Immunization": "patient", "RelatedPerson": "patient",
             "ExplanationOfBenefit": "patient", "Consent": "patient"}.get(kind, "subject")  # fmt: skip
    return resource(kind, key, at) | {field: {"reference": f"Patient/{person}"}}


def condition(key, person, at, words, icd, snomed="", *, onset: date) -> Resource:
    """A problem on the list, active."""
    codes = [("icd10cm", icd)] + ([("snomed", snomed)] if snomed else [])
    return about("Condition", key, person, at) | {
        "clinicalStatus": {"coding": [{"system": f"{_TERMS}condition-clinical", "code": "active"}]},
        "verificationStatus": {
            "coding": [{"system": f"{_TERMS}condition-ver-status", "code": "confirmed"}]
        },
        "category": [
            {"coding": [{"system": f"{_TERMS}condition-category", "code": "problem-list-item"}]}
        ],
        "code": concept(words, *codes),
        "onsetDateTime": stamp(onset),
        "recordedDate": stamp(onset),
    }


def prescription(key, person, at, words, rxnorm="", *, on: date, sig: str, by: str) -> Resource:
    """A prescription in force."""
    return about("MedicationRequest", key, person, at) | {
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": concept(words, *([("rxnorm", rxnorm)] if rxnorm else [])),
        "authoredOn": stamp(on),
        "requester": {"display": by},
        "dosageInstruction": [{"text": sig}],
    }


def observation(key, person, at, words, loinc, number, unit, *, when, category="laboratory",
                flag="", low=None, high=None) -> Resource:  # fmt: skip
    """One measured number."""
    found = about("Observation", key, person, at) | {
        "status": "final",
        "category": [{"coding": [{"system": f"{_TERMS}observation-category", "code": category}]}],
        "code": concept(words, ("loinc", loinc)),
        "effectiveDateTime": stamp(when),
        "valueQuantity": {
            "value": number,
            "unit": unit,
            "system": "http://unitsofmeasure.org",
            "code": unit,
        },
    }
    if flag:
        found["interpretation"] = [
            {"coding": [{"system": f"{_TERMS}v3-ObservationInterpretation", "code": flag}]}
        ]
    if low is not None or high is not None:
        edges = {"low": low, "high": high}
        found["referenceRange"] = [
            {side: {"value": v, "unit": unit} for side, v in edges.items() if v is not None}
        ]
    return found


def pressure(key, person, at, systolic, diastolic, *, when) -> Resource:
    """A blood pressure with its two parts."""
    parts = (("Systolic blood pressure", "8480-6", systolic), ("Diastolic blood pressure", "8462-4", diastolic))  # fmt: skip
    return about("Observation", key, person, at) | {
        "status": "final",
        "category": [
            {"coding": [{"system": f"{_TERMS}observation-category", "code": "vital-signs"}]}
        ],
        "code": concept("Blood pressure", ("loinc", "85354-9")),
        "effectiveDateTime": stamp(when),
        "component": [
            {"code": concept(words, ("loinc", code)), "valueQuantity": {"value": value, "unit": "mm[Hg]"}}
            for words, code, value in parts
        ],
    }  # fmt: skip


def visit(key, person, at, words, *, start, end, by, reason="", code="AMB") -> Resource:
    """A finished visit at the clinic."""
    found = about("Encounter", key, person, at) | {
        "status": "finished",
        "class": {"system": f"{_TERMS}v3-ActCode", "code": code},
        "type": [{"text": words}],
        "period": {"start": stamp(start), "end": stamp(end)},
        "participant": [{"individual": {"display": by}}],
        "serviceProvider": {"display": "The clinic"},
    }
    return found | ({"reasonCode": [{"text": reason}]} if reason else {})


def appointment(key, person, at, words, *, start, end, by, status="booked", place="") -> Resource:
    """A booking at the clinic, or one that has passed."""
    actors = [{"actor": {"reference": f"Patient/{person}"}, "status": "accepted"},
              {"actor": {"display": by}, "status": "accepted"}]  # fmt: skip
    if place:
        actors.append({"actor": {"display": place, "type": "Location"}, "status": "accepted"})
    return resource("Appointment", key, at) | {
        "status": status,
        "serviceType": [{"text": words}],
        "start": stamp(start),
        "end": stamp(end),
        "participant": actors,
    }


def coverage(key, person, at, payer, plan, member, *, start: date, end: date | None) -> Resource:
    """An insurance."""
    return about("Coverage", key, person, at) | {
        "status": "active",
        "type": {"text": plan},
        "subscriberId": member,
        "period": {"start": stamp(start)} | ({"end": stamp(end)} if end else {}),
        "payor": [{"display": payer}],
        "class": [
            {
                "type": {"coding": [{"system": f"{_TERMS}coverage-class", "code": "plan"}]},
                "value": plan,
                "name": plan,
            }
        ],
    }


def claim(key, person, at, payer, *, on: date, amount: float, icd: str, words: str) -> Resource:
    """What was billed for a visit."""
    return about("Claim", key, person, at) | {
        "status": "active",
        "use": "claim",
        "type": {"coding": [{"system": f"{_TERMS}claim-type", "code": "professional"}]},
        "created": stamp(on),
        "provider": {"display": "The clinic"},
        "priority": {"coding": [{"code": "normal"}]},
        "insurer": {"display": payer},
        "diagnosis": [
            {"sequence": 1, "diagnosisCodeableConcept": concept(words, ("icd10cm", icd))}
        ],
        "total": {"value": amount, "currency": "USD"},
    }


def vaccine(key, person, at, words, cvx, *, on: date) -> Resource:
    """A shot that was given."""
    return about("Immunization", key, person, at) | {
        "status": "completed",
        "vaccineCode": concept(words, ("cvx", cvx)),
        "occurrenceDateTime": stamp(on),
    }


def allergy(key, person, at, words, *, reaction: str, on: date) -> Resource:
    """An allergy, active."""
    return about("AllergyIntolerance", key, person, at) | {
        "clinicalStatus": {
            "coding": [{"system": f"{_TERMS}allergyintolerance-clinical", "code": "active"}]
        },
        "code": {"text": words},
        "recordedDate": stamp(on),
        "reaction": [{"manifestation": [{"text": reaction}]}],
    }
