"""Invented lives for the benchmarks, as FHIR bundles: the same seed gives the same bytes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import orjson

from northstar.config.bench.words import (
    FAMILIES,
    GIVEN,
    LABS,
    MEDICINES,
    PROBLEMS,
    PROCEDURES,
    STREETS,
    VACCINES,
)

MORNING = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)  # when the benchmarks look at these lives
_LAST = date(2026, 9, 7)


def bundles(count: int, seed: int = 1, start: int = 0) -> Iterator[bytes]:
    """One transaction bundle of 100 resources a person."""
    for number in range(start, start + count):
        yield bundle(number, seed)


def bundle(number: int, seed: int = 1) -> bytes:
    """The life of one person."""
    life = _Life(number, seed)
    return orjson.dumps(
        {"resourceType": "Bundle", "type": "transaction", "entry": list(life.entries())}
    )


class _Life:
    """A hundred resources about one person, with the weights they have in real records."""

    def __init__(self, number: int, seed: int):
        self.dice = Random(seed * 1_000_003 + number)
        self.number = number
        self.me = self.uuid()
        self.visits = [(self.uuid(), self.day()) for _ in range(12)]

    def entries(self) -> Iterator[dict[str, Any]]:
        """Patient first, then what happened."""
        yield self._entry(self._patient(), self.me)
        yield from (self._entry(self._encounter(day), uid) for uid, day in self.visits)
        for make, times in (
            (self._condition, 6), (self._observation, 48), (self._report, 6), (self._order, 9),
            (self._vaccine, 6), (self._procedure, 6), (self._claim, 5), (self._allergy, 1),
        ):  # fmt: skip
            for _ in range(times):
                yield self._entry(make(), self.uuid())

    def uuid(self) -> str:
        """A random identifier of this life's own dice."""
        bits = f"{self.dice.getrandbits(128):032x}"
        return "-".join((bits[:8], bits[8:12], bits[12:16], bits[16:20], bits[20:]))

    def day(self) -> str:
        """A moment of the last ten years."""
        at = _LAST - timedelta(days=int(3650 * self.dice.random() ** 2))
        return f"{at}T{self.dice.randrange(7, 20):02}:{self.dice.randrange(60):02}:00-07:00"

    def _entry(self, resource: dict[str, Any], uid: str) -> dict[str, Any]:
        kind = resource["resourceType"]
        return {
            "fullUrl": f"urn:uuid:{uid}",
            "resource": {"id": uid} | resource,
            "request": {"method": "POST", "url": kind},
        }

    def _about(self, kind: str, *, who: str = "subject", **more: Any) -> dict[str, Any]:
        uid, self.at = self.dice.choice(self.visits)
        return {
            "resourceType": kind,
            who: {"reference": f"urn:uuid:{self.me}"},
            "encounter": {"reference": f"urn:uuid:{uid}"},
        } | more

    def _patient(self) -> dict[str, Any]:
        dice = Random(self.number)  # the same person, whichever part of the life is told
        born = date(1930, 1, 1) + timedelta(days=dice.randrange(28_000))
        return {
            "resourceType": "Patient",
            "identifier": [
                {
                    "type": _concept("http://terminology.hl7.org/CodeSystem/v2-0203", "MR", "MRN"),
                    "system": "http://hospital.example/mrn",
                    "value": f"{self.number:08}",
                }
            ],
            "name": [
                {
                    "use": "official",
                    "family": dice.choice(FAMILIES),
                    "given": [dice.choice(GIVEN), dice.choice(GIVEN)[0]],
                }
            ],
            "gender": dice.choice(("female", "male")),
            "birthDate": str(born),
            "telecom": [
                {"system": "phone", "value": f"555-{dice.randrange(10_000_000):07}", "use": "home"}
            ],
            "address": [
                {
                    "line": [f"{dice.randrange(1, 9999)} {dice.choice(STREETS)}"],
                    "city": "Oakridge",
                    "state": "CA",
                    "postalCode": f"9{dice.randrange(9999):04}",
                }
            ],
        }

    def _encounter(self, day: str) -> dict[str, Any]:
        return {
            "resourceType": "Encounter",
            "status": "finished",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
            "type": [_concept(_SNOMED, "185345009", "Encounter for symptom")],
            "subject": {"reference": f"urn:uuid:{self.me}"},
            "period": {"start": day, "end": day},
            "serviceProvider": {"display": "Oakridge Primary Care"},
        }

    def _condition(self) -> dict[str, Any]:
        code, name = self.dice.choice(PROBLEMS)
        return self._about("Condition", code=_concept(_SNOMED, code, name)) | {
            "clinicalStatus": _concept(f"{_HL7}/condition-clinical", "active"),
            "verificationStatus": _concept(f"{_HL7}/condition-ver-status", "confirmed"),
            "onsetDateTime": self.at,
            "recordedDate": self.at,
        }

    def _observation(self) -> dict[str, Any]:
        code, name, unit, low, high = self.dice.choice(LABS)
        value = round(self.dice.uniform(low, high), 1)
        quantity = {"value": value, "unit": unit, "system": _UCUM, "code": unit}
        return self._about("Observation", status="final", code=_concept(_LOINC, code, name)) | {
            "category": [_concept(f"{_HL7}/observation-category", "laboratory")],
            "effectiveDateTime": self.at,
            "issued": self.at,
            "valueQuantity": quantity,
        }

    def _report(self) -> dict[str, Any]:
        panel = _concept(_LOINC, "51990-0", "Basic metabolic panel")
        return self._about("DiagnosticReport", status="final", code=panel) | {
            "effectiveDateTime": self.at,
            "issued": self.at,
            "result": [{"reference": f"urn:uuid:{self.uuid()}", "display": "Glucose"}],
        }

    def _order(self) -> dict[str, Any]:
        code, name = self.dice.choice(MEDICINES)
        drug = {"medicationCodeableConcept": _concept(_RXNORM, code, name)}
        return self._about("MedicationRequest", status="stopped", intent="order") | drug | {
            "authoredOn": self.at,
            "requester": {"display": "Dr. Example"},
            "dosageInstruction": [
                {
                    "text": "1 tablet daily",
                    "timing": {"repeat": {"frequency": 1, "period": 1.0, "periodUnit": "d"}},
                }
            ],
        }  # fmt: skip

    def _vaccine(self) -> dict[str, Any]:
        code, name = self.dice.choice(VACCINES)
        shot = _concept("http://hl7.org/fhir/sid/cvx", code, name)
        told = self._about("Immunization", who="patient", status="completed", vaccineCode=shot)
        return told | {"occurrenceDateTime": self.at, "primarySource": True}

    def _procedure(self) -> dict[str, Any]:
        code, name = self.dice.choice(PROCEDURES)
        told = self._about("Procedure", status="completed", code=_concept(_SNOMED, code, name))
        return told | {"performedPeriod": {"start": self.at, "end": self.at}}

    def _claim(self) -> dict[str, Any]:
        told = self._about("Claim", who="patient", status="active", use="claim")
        del told["encounter"]
        return told | {
            "type": _concept(f"{_HL7}/claim-type", "professional"),
            "created": self.at,
            "billablePeriod": {"start": self.at, "end": self.at},
            "provider": {"display": "Oakridge Primary Care"},
            "insurance": [
                {"sequence": 1, "focal": True, "coverage": {"display": "Plan of Example"}}
            ],
            "item": [{"sequence": 1, "productOrService": _concept(_SNOMED, "185345009", "Visit")}],
            "total": {"value": 129.16, "currency": "USD"},
        }

    def _allergy(self) -> dict[str, Any]:
        told = self._about("AllergyIntolerance", who="patient", type="allergy")
        return told | {
            "clinicalStatus": _concept(f"{_HL7}/allergyintolerance-clinical", "active"),
            "code": _concept(_RXNORM, "7980", "penicillin G"),
            "criticality": "low",
            "recordedDate": self.at,
        }


_HL7 = "http://terminology.hl7.org/CodeSystem"
_SNOMED = "http://snomed.info/sct"
_LOINC = "http://loinc.org"
_RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
_UCUM = "http://unitsofmeasure.org"


def _concept(system: str, code: str, display: str = "") -> dict[str, Any]:
    told = {"system": system, "code": code} | ({"display": display} if display else {})
    return {"coding": [told]} | ({"text": display} if display else {})
