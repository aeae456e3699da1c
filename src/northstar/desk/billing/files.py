"""The files that leave: a table with what an 837 professional claim asks of the service, the person, the
insurance, the diagnoses and who bills, and FHIR R4 Claims. Numbers and our own labels only. NPI, place of
service and fee are the clinic's own lists'; what those do not say is left empty and named in `verify`."""

import csv
import io
import json
from datetime import datetime
from typing import Any

from northstar.casework.billing.asking import Claimable
from northstar.desk.billing.clinic_list import ClinicList
from northstar.desk.billing.insured import Insured
from northstar.record.people import Card
from northstar.rules.billing.month import Claimed

# Column, and the place of the 837P it feeds.
COLUMNS = (
    "claim", "patient", "family_given", "birth_date", "gender", "rendering", "service_date", "code",
    "units", "label", "program", "evidence", "verify", "payer", "plan", "member", "relationship",
    "also_insured", "diagnoses", "rendering_npi", "billing_npi", "place_of_service", "charge",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NPI = "http://hl7.org/fhir/sid/us-npi"
_PLACES = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
_CPT = "http://www.ama-assn.org/go/cpt"
_HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
_ICD = "http://hl7.org/fhir/sid/icd-10-cm"
_NOT_ON_RECORD = "not on record"
_TYPE = "http://terminology.hl7.org/CodeSystem/claim-type"
_PRIORITY = "http://terminology.hl7.org/CodeSystem/processpriority"


def rows_of(
    ready: list[Claimable], cards: dict[int, Card], insured: dict[int, Insured], clinic: ClinicList
) -> list[dict[str, Any]]:
    """One row a line of a claim. Diagnoses stand without their dots, as segment HI has them."""
    return [
        {
            "claim": f"{one.case.id}-{one.month.first:%Y%m}", "patient": card.id,
            "family_given": card.sort_name or card.name, "birth_date": card.birth_date,
            "gender": card.gender, "rendering": one.month.biller, "service_date": line.on.isoformat(),
            "code": line.number, "units": line.units, "label": line.label, "program": one.case.program,
            "evidence": " ".join(_evidence(one)), "verify": "; ".join((*one.verdict.verify, *who.lacks, *wanting(one, clinic))),
            "payer": who.payer, "plan": who.plan, "member": who.member, "relationship": who.relationship,
            "also_insured": "; ".join(who.others), "diagnoses": " ".join(code for code, _ in who.diagnoses),
            "rendering_npi": biller.npi, "billing_npi": biller.billing_npi, "place_of_service": biller.place,
            "charge": clinic.charge(line.number, line.units),
        }
        for one in ready
        if (card := cards.get(one.patient))
        for who, biller in [(insured.get(one.case.row, Insured()), clinic.biller(one.month.biller))]
        for line in one.verdict.lines
    ]  # fmt: skip


def wanting(one: Claimable, clinic: ClinicList) -> list[str]:
    """What the clinic's own lists do not say of who bills this claim, and of its fees."""
    return clinic.lacks(one.month.biller, [line.number for line in one.verdict.lines])


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
    ready: list[Claimable], cards: dict[int, Card], insured: dict[int, Insured], clinic: ClinicList,
    at: datetime,
) -> str:  # fmt: skip
    """A bundle of Claims: drafts, that a person sends on. Each holds the person and the insurance it names."""
    claims = [
        {"resource": _claim(one, card, insured.get(one.case.row, Insured()), clinic, at)}
        for one in ready
        if (card := cards.get(one.patient))
    ]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": claims}, indent=1)


def _claim(
    one: Claimable, card: Card, who: Insured, clinic: ClinicList, at: datetime
) -> dict[str, Any]:
    month, diagnoses = one.month, _diagnoses(who)
    biller = clinic.biller(month.biller)
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
        "provider": {"display": month.biller, **_identified(biller.billing_npi)},
        "careTeam": [{"sequence": 1, "provider": {"display": month.biller, **_identified(biller.npi)}, "responsible": True}],
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
                **_placed(biller.place),
                **_priced(clinic, line),
            }
            for n, line in enumerate(one.verdict.lines, 1)
        ],
    }  # fmt: skip


def _identified(npi: str) -> dict[str, Any]:
    return {"identifier": {"system": _NPI, "value": npi}} if npi else {}


def _placed(place: str) -> dict[str, Any]:
    return (
        {"locationCodeableConcept": {"coding": [{"system": _PLACES, "code": place}]}}
        if place
        else {}
    )


def _priced(clinic: ClinicList, line: Claimed) -> dict[str, Any]:
    fee, charge = clinic.fees.get(line.number), clinic.charge(line.number, line.units)
    if fee is None:
        return {}
    return {
        name: {"value": float(each), "currency": "USD"}
        for name, each in (("unitPrice", fee), ("net", charge))
    }


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
