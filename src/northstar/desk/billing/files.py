"""The files that leave: a table with what an 837 professional claim asks of the service, the person, the
insurance and the diagnoses, and FHIR R4 Claims. Numbers and our own labels only. What the clinic's billing
system knows and we do not is not in them: fees, the NPI of who bills, the place of service."""

import csv
import io
import json
from datetime import datetime
from typing import Any

from northstar.casework.billing.asking import Claimable
from northstar.desk.billing.insured import Insured
from northstar.record.people import Card

# Column, and the place of the 837P it feeds.
COLUMNS = (
    "claim", "patient", "family_given", "birth_date", "gender", "rendering", "service_date", "code",
    "units", "label", "program", "evidence", "verify", "payer", "plan", "member", "relationship",
    "also_insured", "diagnoses",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CPT = "http://www.ama-assn.org/go/cpt"
_HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
_ICD = "http://hl7.org/fhir/sid/icd-10-cm"
_NOT_ON_RECORD = "not on record"
_TYPE = "http://terminology.hl7.org/CodeSystem/claim-type"
_PRIORITY = "http://terminology.hl7.org/CodeSystem/processpriority"


def rows_of(
    ready: list[Claimable], cards: dict[int, Card], insured: dict[int, Insured]
) -> list[dict[str, Any]]:
    """One row a line of a claim. Diagnoses stand without their dots, as segment HI has them."""
    return [
        {
            "claim": f"{one.case.id}-{one.month.first:%Y%m}", "patient": card.id,
            "family_given": card.sort_name or card.name, "birth_date": card.birth_date,
            "gender": card.gender, "rendering": one.month.biller, "service_date": line.on.isoformat(),
            "code": line.number, "units": line.units, "label": line.label, "program": one.case.program,
            "evidence": " ".join(_evidence(one)), "verify": "; ".join((*one.verdict.verify, *who.lacks)),
            "payer": who.payer, "plan": who.plan, "member": who.member, "relationship": who.relationship,
            "also_insured": "; ".join(who.others), "diagnoses": " ".join(code for code, _ in who.diagnoses),
        }
        for one in ready
        if (card := cards.get(one.patient))
        for who in [insured.get(one.case.row, Insured())]
        for line in one.verdict.lines
    ]  # fmt: skip


def as_csv(rows: list[dict[str, Any]]) -> str:
    """A table that a spreadsheet opens without running anything that somebody wrote into a name."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: harmless(str(value)) for name, value in row.items()})
    return out.getvalue()


def harmless(text: str) -> str:
    """A cell that would begin a formula begins with an apostrophe instead (OWASP, CSV injection)."""
    return (
        f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text
    )


def as_fhir(
    ready: list[Claimable], cards: dict[int, Card], insured: dict[int, Insured], at: datetime
) -> str:
    """A bundle of Claims: drafts, that a person sends on. Each holds the person and the insurance it names."""
    claims = [
        {"resource": _claim(one, card, insured.get(one.case.row, Insured()), at)}
        for one in ready
        if (card := cards.get(one.patient))
    ]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": claims}, indent=1)


def _claim(one: Claimable, card: Card, who: Insured, at: datetime) -> dict[str, Any]:
    month, diagnoses = one.month, _diagnoses(who)
    return {
        "resourceType": "Claim",
        "contained": [_person(card), _coverage(who)],
        "identifier": [{"system": "urn:northstar:claim", "value": f"{one.case.id}-{month.first:%Y%m}"}],
        "status": "draft",
        "type": {"coding": [{"system": _TYPE, "code": "professional"}]},
        "use": "claim",
        "patient": {"reference": "#person", "display": card.name},
        "billablePeriod": {"start": month.first.isoformat(), "end": month.last.isoformat()},
        "created": at.isoformat(timespec="seconds"),
        "provider": {"display": month.biller},
        "priority": {"coding": [{"system": _PRIORITY, "code": "normal"}]},
        "insurer": {"display": who.payer or _NOT_ON_RECORD},
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"reference": "#coverage", "display": who.payer or _NOT_ON_RECORD}}],
        **({"diagnosis": diagnoses} if diagnoses else {}),
        "supportingInfo": [
            {"sequence": n, "category": {"text": check.name}, "valueString": " ".join((check.says, *check.evidence))}
            for n, check in enumerate(one.verdict.checks, 1)
        ],
        "item": [
            {
                "sequence": n,
                **({"diagnosisSequence": [each["sequence"] for each in diagnoses]} if diagnoses else {}),
                "productOrService": {"coding": [{"system": _system(line.number), "code": line.number}], "text": line.label},
                "servicedDate": line.on.isoformat(),
                "quantity": {"value": line.units},
            }
            for n, line in enumerate(one.verdict.lines, 1)
        ],
    }  # fmt: skip


def _person(card: Card) -> dict[str, Any]:
    told = {"gender": card.gender, "birthDate": card.birth_date}
    return {
        "resourceType": "Patient", "id": "person", "name": [{"text": card.name}],
        "identifier": [{"system": "urn:northstar:patient", "value": card.id}],
        **{name: value for name, value in told.items() if value},
    }  # fmt: skip


def _coverage(who: Insured) -> dict[str, Any]:
    return {
        "resourceType": "Coverage", "id": "coverage", "status": "active" if who.payer else "draft",
        **({"subscriberId": who.member} if who.member else {}),
        "beneficiary": {"reference": "#person"}, "payor": [{"display": who.payer or _NOT_ON_RECORD}],
    }  # fmt: skip


def _diagnoses(who: Insured) -> list[dict[str, Any]]:
    return [
        {
            "sequence": n,
            "diagnosisCodeableConcept": {"coding": [{"system": _ICD, "code": _dotted(code)}], "text": words},
        }
        for n, (code, words) in enumerate(who.diagnoses, 1)
    ]  # fmt: skip


def _dotted(code: str) -> str:
    """I10, E03.9: after the third place, as the classification writes it."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


def _system(number: str) -> str:
    return _CPT if number.isdigit() else _HCPCS


def _evidence(one: Claimable) -> list[str]:
    return list(dict.fromkeys(i for check in one.verdict.checks for i in check.evidence if i))
