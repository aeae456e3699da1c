"""C-CDA R2.1: a document from sections; the narrative first, coded entries where there are any."""

from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr  # nosec B406

_ROOT = "2.16.840.1.113883.3.7777.2"
_SYSTEMS = {"loinc": "2.16.840.1.113883.6.1", "rxnorm": "2.16.840.1.113883.6.88", "icd10cm": "2.16.840.1.113883.6.90"}  # fmt: skip
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sdtc="urn:hl7-org:sdtc">
  <realmCode code="US"/>
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <templateId root="2.16.840.1.113883.10.20.22.1.1" extension="2015-08-01"/>
"""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its LOINC code, title, paragraphs, and coded entries as XML."""

    code: str
    title: str
    paragraphs: tuple[str, ...]
    entries: tuple[str, ...] = ()
    template: str = ""


def document(who, number: str, key: str, at: datetime, *, code: tuple[str, str], author: str,
             sections: list[Section], visit: str = "", institution: str = "Hospital A") -> bytes:  # fmt: skip
    """A document about anyone with the fields of `people.Person`. `visit` is an encompassing encounter."""
    return (
        _HEAD
        + f"""  <id root="{_ROOT}.1" extension="{key}"/>
  <code code="{code[0]}" codeSystem="{_SYSTEMS["loinc"]}" displayName={quoteattr(code[1])}/>
  <title>{escape(code[1])}</title>
  <effectiveTime value="{stamp(at)}"/>
  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
  <languageCode code="en-US"/>
  <setId root="{_ROOT}.1" extension="{key}"/><versionNumber value="1"/>
  <recordTarget><patientRole>
    <id root="{_ROOT}.2" extension="{number}"/>
    <addr use="HP"><streetAddressLine>{escape(who.street)}</streetAddressLine><city>{who.city}</city><state>{who.state}</state><postalCode>{who.postal_code}</postalCode></addr>
{_phones(who)}    <patient>
      <name use="L">{"".join(f"<given>{escape(g)}</given>" for g in who.given)}<family>{escape(who.family)}</family></name>
      <administrativeGenderCode code="{who.gender[:1].upper()}" codeSystem="2.16.840.1.113883.5.1"/>
      <birthTime value="{who.born:%Y%m%d}"/>
      <languageCommunication><languageCode code="{who.language}"/></languageCommunication>
    </patient>
    <providerOrganization><name>{institution}</name></providerOrganization>
  </patientRole></recordTarget>
  <author><time value="{stamp(at)}"/><assignedAuthor><id root="2.16.840.1.113883.4.6" extension="1999999984"/><assignedPerson><name>{escape(author)}</name></assignedPerson></assignedAuthor></author>
  <custodian><assignedCustodian><representedCustodianOrganization><id root="{_ROOT}"/><name>{institution}</name></representedCustodianOrganization></assignedCustodian></custodian>
{visit}  <component><structuredBody>
{"".join(map(_section, sections))}  </structuredBody></component>
</ClinicalDocument>
"""
    ).encode()


def stay(visit: str, came: datetime, left: datetime, disposition: str, place: str) -> str:
    """An inpatient stay around the document."""
    return f"""  <componentOf><encompassingEncounter><id root="{_ROOT}.4" extension="{visit}"/><code code="IMP" codeSystem="2.16.840.1.113883.5.4" displayName="Inpatient"/>
    <effectiveTime><low value="{stamp(came)}"/><high value="{stamp(left)}"/></effectiveTime>
    <dischargeDispositionCode code="{disposition}" codeSystem="2.16.840.1.113883.6.301.5"/>
    <location><healthCareFacility><location><name>{place}</name></location><serviceProviderOrganization><name>Hospital A</name></serviceProviderOrganization></healthCareFacility></location>
  </encompassingEncounter></componentOf>
"""


def medicine(key: str, words: str, rxnorm: str, *, status: str, start: date, end: date | None = None,
             by: str, at: datetime, remark: str = "") -> str:  # fmt: skip
    """A medicine: active, or stopped (`aborted`) with its day and a remark."""
    high = f'<high value="{end:%Y%m%d}"/>' if end else ""
    note = f"""
        <entryRelationship typeCode="SUBJ" inversionInd="true"><act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.64"/><code code="48767-8" codeSystem="{_SYSTEMS["loinc"]}" displayName="Annotation comment"/><text>{escape(remark)}</text><statusCode code="completed"/></act></entryRelationship>""" if remark else ""  # fmt: skip
    return f"""      <entry><substanceAdministration classCode="SBADM" moodCode="INT"><templateId root="2.16.840.1.113883.10.20.22.4.16" extension="2014-06-09"/><id root="{_ROOT}.6" extension="{key}"/><statusCode code="{status}"/><effectiveTime xsi:type="IVL_TS"><low value="{start:%Y%m%d}"/>{high}</effectiveTime>
        <consumable><manufacturedProduct classCode="MANU"><manufacturedMaterial><code code="{rxnorm}" codeSystem="{_SYSTEMS["rxnorm"]}" displayName={quoteattr(words)}/></manufacturedMaterial></manufacturedProduct></consumable>
        <author><time value="{stamp(at)}"/><assignedAuthor><assignedPerson><name>{escape(by)}</name></assignedPerson></assignedAuthor></author>{note}
      </substanceAdministration></entry>
"""


def problem(key: str, words: str, icd: str, start: date) -> str:
    """An active problem."""
    return f"""      <entry><act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.3"/><id root="{_ROOT}.5" extension="{key}"/><code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="active"/><effectiveTime><low value="{start:%Y%m%d}"/></effectiveTime>
        <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.4"/><id root="{_ROOT}.5" extension="{key}o"/><code code="55607006" codeSystem="2.16.840.1.113883.6.96"/><statusCode code="completed"/><effectiveTime><low value="{start:%Y%m%d}"/></effectiveTime><value xsi:type="CD" code="{icd}" codeSystem="{_SYSTEMS["icd10cm"]}" displayName={quoteattr(words)}/></observation></entryRelationship></act></entry>
"""


def stamp(at: datetime) -> str:
    """A moment with its offset."""
    return f"{at:%Y%m%d%H%M%S%z}"


def _phones(who) -> str:
    return "".join(
        f'    <telecom use="HP" value="tel:+1({p[:3]}){p[3:6]}-{p[6:]}"/>\n' for p in who.phones
    )


def _section(found: Section) -> str:
    told = "".join(f"<paragraph>{escape(words)}</paragraph>" for words in found.paragraphs)
    template = f'<templateId root="{found.template}"/>' if found.template else ""
    return f"""    <component><section>{template}<code code="{found.code}" codeSystem="{_SYSTEMS["loinc"]}"/>
      <title>{escape(found.title)}</title>
      <text>{told}</text>
{"".join(found.entries)}    </section></component>
"""
