"""Invented C-CDA summaries: header and eight sections of structured entries with their narrative."""

from collections.abc import Iterator
from random import Random

from northstar.config.bench.words import (
    FAMILIES,
    GIVEN,
    LABS,
    MEDICINES,
    PROBLEMS,
    PROCEDURES,
    VACCINES,
)

_SNOMED, _LOINC = "2.16.840.1.113883.6.96", "2.16.840.1.113883.6.1"
_RXNORM, _CVX = "2.16.840.1.113883.6.88", "2.16.840.1.113883.12.292"
_T = "2.16.840.1.113883.10.20.22"


def documents(count: int, seed: int = 1) -> Iterator[bytes]:
    """One summary a person: about forty entries, about as long as clinics send them."""
    for number in range(count):
        yield _document(number, Random(seed * 7919 + number))


def _document(number: int, dice: Random) -> bytes:
    sections = "".join(
        (
            _section("11450-4", "2.5.1", "Problems", [_problem(dice, n) for n in range(6)]),
            _section("10160-0", "2.1.1", "Medications", [_medicine(dice, n) for n in range(6)]),
            _section("30954-2", "2.3.1", "Results", [_results(dice, n) for n in range(4)]),
            _section("8716-3", "2.4.1", "Vital signs", [_vitals(dice, n) for n in range(4)]),
            _section("11369-6", "2.2.1", "Immunizations", [_shot(dice, n) for n in range(5)]),
            _section("47519-4", "2.7.1", "Procedures", [_procedure(dice, n) for n in range(4)]),
            _section("46240-8", "2.22.1", "Encounters", [_visit(dice, n) for n in range(5)]),
        )
    )
    given, family = dice.choice(GIVEN), dice.choice(FAMILIES)
    born = f"{dice.randrange(1930, 2005)}{dice.randrange(1, 13):02}{dice.randrange(1, 28):02}"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<realmCode code="US"/><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<templateId root="{_T}.1.1" extension="2015-08-01"/><templateId root="{_T}.1.2" extension="2015-08-01"/>
<id root="1.3.6.1.4.1.99999.1" extension="{number}"/>
<code code="34133-9" codeSystem="{_LOINC}" displayName="Summarization of Episode Note"/>
<title>Summary of care</title><effectiveTime value="20260901090000-0700"/>
<confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/><languageCode code="en-US"/>
<recordTarget><patientRole><id root="1.3.6.1.4.1.99999.2" extension="{number:08}"/>
<addr use="HP"><streetAddressLine>{dice.randrange(1, 9999)} Alder Way</streetAddressLine><city>Oakridge</city><state>CA</state><postalCode>94601</postalCode></addr>
<telecom use="HP" value="tel:+1-555-{dice.randrange(10_000_000):07}"/>
<patient><name use="L"><given>{given}</given><family>{family}</family></name>
<administrativeGenderCode code="{dice.choice("FM")}" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="{born}"/>
</patient></patientRole></recordTarget>
<author><time value="20260901090000-0700"/><assignedAuthor><id root="2.16.840.1.113883.4.6" extension="99999"/><assignedPerson><name><given>Doctor</given><family>Example</family></name></assignedPerson></assignedAuthor></author>
<custodian><assignedCustodian><representedCustodianOrganization><id root="1.3.6.1.4.1.99999.1"/><name>Oakridge Primary Care</name></representedCustodianOrganization></assignedCustodian></custodian>
<component><structuredBody>{sections}</structuredBody></component></ClinicalDocument>
""".encode()


def _section(code: str, template: str, title: str, rows: list[tuple[str, str]]) -> str:
    narrative = "".join(f"<tr>{said}</tr>" for said, _ in rows)
    entries = "".join(f'<entry typeCode="DRIV">{entry}</entry>' for _, entry in rows)
    return (
        f'<component><section><templateId root="{_T}.{template}" extension="2015-08-01"/>'
        f'<code code="{code}" codeSystem="{_LOINC}"/><title>{title}</title><text><table><tbody>'
        f"{narrative}</tbody></table></text>{entries}</section></component>"
    )


def _said(place: str, words: str, at: str) -> str:
    return f'<td ID="{place}">{words}</td><td>{at[:4]}-{at[4:6]}-{at[6:8]}</td>'


def _id(dice: Random) -> str:
    return f'<id root="1.3.6.1.4.1.99999.3" extension="{dice.getrandbits(64):016x}"/>'


def _day(dice: Random) -> str:
    return f"{dice.randrange(2016, 2026)}{dice.randrange(1, 13):02}{dice.randrange(1, 28):02}"


def _problem(dice: Random, n: int) -> tuple[str, str]:
    code, name = dice.choice(PROBLEMS)
    at = _day(dice)
    return _said(f"p{n}", name, at), (
        f'<act classCode="ACT" moodCode="EVN"><templateId root="{_T}.4.3" extension="2015-08-01"/>{_id(dice)}'
        '<code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="active"/>'
        f'<effectiveTime><low value="{at}"/></effectiveTime><entryRelationship typeCode="SUBJ">'
        f'<observation classCode="OBS" moodCode="EVN"><templateId root="{_T}.4.4" extension="2015-08-01"/>{_id(dice)}'
        f'<code code="55607006" codeSystem="{_SNOMED}"/><text><reference value="#p{n}"/></text>'
        f'<statusCode code="completed"/><effectiveTime><low value="{at}"/></effectiveTime>'
        f'<value xsi:type="CD" code="{code}" codeSystem="{_SNOMED}" displayName="{name}"/>'
        "</observation></entryRelationship></act>"
    )


def _medicine(dice: Random, n: int) -> tuple[str, str]:
    code, name = dice.choice(MEDICINES)
    at = _day(dice)
    return _said(f"m{n}", name, at), (
        f'<substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="{_T}.4.16" extension="2014-06-09"/>'
        f'{_id(dice)}<text><reference value="#m{n}"/></text><statusCode code="active"/>'
        f'<effectiveTime xsi:type="IVL_TS"><low value="{at}"/></effectiveTime>'
        '<effectiveTime xsi:type="PIVL_TS" operator="A"><period value="24" unit="h"/></effectiveTime>'
        '<doseQuantity value="1"/><consumable><manufacturedProduct classCode="MANU">'
        f'<templateId root="{_T}.4.23" extension="2014-06-09"/><manufacturedMaterial>'
        f'<code code="{code}" codeSystem="{_RXNORM}" displayName="{name}"/></manufacturedMaterial>'
        "</manufacturedProduct></consumable></substanceAdministration>"
    )


def _organizer(dice: Random, n: int, code: str, name: str, templates: tuple[str, str], vital: bool):
    at = _day(dice) + "0900-0700"
    parts = []
    for m in range(4):
        loinc, words, unit, low, high = dice.choice(LABS)
        kind = "46680005" if vital else loinc
        parts.append(
            f'<component><observation classCode="OBS" moodCode="EVN"><templateId root="{_T}.{templates[1]}" extension="2015-08-01"/>'
            f'{_id(dice)}<code code="{loinc}" codeSystem="{_LOINC}" displayName="{words}"/>'
            f'<text><reference value="#{kind}{n}{m}"/></text><statusCode code="completed"/><effectiveTime value="{at}"/>'
            f'<value xsi:type="PQ" value="{dice.uniform(low, high):.1f}" unit="{unit}"/></observation></component>'
        )
    return _said(f"o{code}{n}", name, at), (
        f'<organizer classCode="CLUSTER" moodCode="EVN"><templateId root="{_T}.{templates[0]}" extension="2015-08-01"/>{_id(dice)}'
        f'<code code="{code}" codeSystem="{_LOINC}" displayName="{name}"/><statusCode code="completed"/>'
        f'<effectiveTime value="{at}"/>{"".join(parts)}</organizer>'
    )


def _results(dice: Random, n: int) -> tuple[str, str]:
    return _organizer(dice, n, "51990-0", "Basic metabolic panel", ("4.1", "4.2"), vital=False)


def _vitals(dice: Random, n: int) -> tuple[str, str]:
    return _organizer(dice, n, "74728-7", "Vital signs", ("4.26", "4.27"), vital=True)


def _shot(dice: Random, n: int) -> tuple[str, str]:
    code, name = dice.choice(VACCINES)
    at = _day(dice)
    return _said(f"i{n}", name, at), (
        f'<substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="false"><templateId root="{_T}.4.52" extension="2015-08-01"/>'
        f'{_id(dice)}<statusCode code="completed"/><effectiveTime value="{at}"/><consumable><manufacturedProduct classCode="MANU">'
        f'<templateId root="{_T}.4.54" extension="2014-06-09"/><manufacturedMaterial>'
        f'<code code="{code}" codeSystem="{_CVX}" displayName="{name}"/></manufacturedMaterial>'
        "</manufacturedProduct></consumable></substanceAdministration>"
    )


def _procedure(dice: Random, n: int) -> tuple[str, str]:
    code, name = dice.choice(PROCEDURES)
    at = _day(dice)
    return _said(f"r{n}", name, at), (
        f'<procedure classCode="PROC" moodCode="EVN"><templateId root="{_T}.4.14" extension="2014-06-09"/>{_id(dice)}'
        f'<code code="{code}" codeSystem="{_SNOMED}" displayName="{name}"/>'
        f'<statusCode code="completed"/><effectiveTime value="{at}"/></procedure>'
    )


def _visit(dice: Random, n: int) -> tuple[str, str]:
    at = _day(dice)
    return _said(f"e{n}", "Office visit", at), (
        f'<encounter classCode="ENC" moodCode="EVN"><templateId root="{_T}.4.49" extension="2015-08-01"/>{_id(dice)}'
        '<code code="99213" codeSystem="2.16.840.1.113883.6.12" displayName="Office visit"/>'
        f'<effectiveTime value="{at}"/></encounter>'
    )
