"""The files that leave: a table whose columns stand in the order of an 837 professional claim, and FHIR
R4 Claims. Numbers and our own labels only."""

import csv
import io
import json
from datetime import datetime
from typing import Any

from northstar.casework.billing.asking import Claimable
from northstar.record.people import Card

# Column, and the place of the 837P it feeds.
COLUMNS = (
    "claim", "patient", "family_given", "birth_date", "gender", "rendering", "service_date", "code",
    "units", "label", "program", "evidence", "verify",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CPT = "http://www.ama-assn.org/go/cpt"
_HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
_TYPE = "http://terminology.hl7.org/CodeSystem/claim-type"
_PRIORITY = "http://terminology.hl7.org/CodeSystem/processpriority"


def rows_of(ready: list[Claimable], cards: dict[int, Card]) -> list[dict[str, Any]]:
    """One row a line of a claim."""
    return [
        {
            "claim": f"{one.case.id}-{one.month.first:%Y%m}", "patient": card.id,
            "family_given": card.sort_name or card.name, "birth_date": card.birth_date,
            "gender": card.gender, "rendering": one.month.biller, "service_date": line.on.isoformat(),
            "code": line.number, "units": line.units, "label": line.label, "program": one.case.program,
            "evidence": " ".join(_evidence(one)), "verify": "; ".join(one.verdict.verify),
        }
        for one in ready
        if (card := cards.get(one.patient))
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


def as_fhir(ready: list[Claimable], cards: dict[int, Card], at: datetime) -> str:
    """A bundle of Claims: drafts, that a person sends on."""
    claims = [
        {"resource": _claim(one, card, at)} for one in ready if (card := cards.get(one.patient))
    ]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": claims}, indent=1)


def _claim(one: Claimable, card: Card, at: datetime) -> dict[str, Any]:
    month = one.month
    return {
        "resourceType": "Claim",
        "identifier": [{"system": "urn:northstar:claim", "value": f"{one.case.id}-{month.first:%Y%m}"}],
        "status": "draft",
        "type": {"coding": [{"system": _TYPE, "code": "professional"}]},
        "use": "claim",
        "patient": {"identifier": {"system": "urn:northstar:patient", "value": card.id}, "display": card.name},
        "billablePeriod": {"start": month.first.isoformat(), "end": month.last.isoformat()},
        "created": at.isoformat(timespec="seconds"),
        "provider": {"display": month.biller},
        "priority": {"coding": [{"system": _PRIORITY, "code": "normal"}]},
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "as the record of coverage says"}}],
        "supportingInfo": [
            {"sequence": n, "category": {"text": check.name}, "valueString": " ".join((check.says, *check.evidence))}
            for n, check in enumerate(one.verdict.checks, 1)
        ],
        "item": [
            {
                "sequence": n,
                "productOrService": {"coding": [{"system": _system(line.number), "code": line.number}], "text": line.label},
                "servicedDate": line.on.isoformat(),
                "quantity": {"value": line.units},
            }
            for n, line in enumerate(one.verdict.lines, 1)
        ],
    }  # fmt: skip


def _system(number: str) -> str:
    return _CPT if number.isdigit() else _HCPCS


def _evidence(one: Claimable) -> list[str]:
    return list(dict.fromkeys(i for check in one.verdict.checks for i in check.evidence if i))
