"""Short names for code systems, whichever way a standard writes them (URI, OID, HL7 v2 table 0396)."""

_SYSTEMS = """
loinc     http://loinc.org 2.16.840.1.113883.6.1 LN LNC LOINC
snomed    http://snomed.info/sct 2.16.840.1.113883.6.96 SCT SNM SNM3 SNOMED SNOMED-CT SCT2
rxnorm    http://www.nlm.nih.gov/research/umls/rxnorm 2.16.840.1.113883.6.88 RXNORM RXN
ndc       http://hl7.org/fhir/sid/ndc 2.16.840.1.113883.6.69 NDC
icd10cm   http://hl7.org/fhir/sid/icd-10-cm 2.16.840.1.113883.6.90 I10C ICD10CM ICD-10-CM
icd10     http://hl7.org/fhir/sid/icd-10 2.16.840.1.113883.6.3 I10 ICD10 ICD-10
icd9cm    http://hl7.org/fhir/sid/icd-9-cm 2.16.840.1.113883.6.103 2.16.840.1.113883.6.104 I9 I9C I9CDX ICD9
cpt       http://www.ama-assn.org/go/cpt 2.16.840.1.113883.6.12 C4 CPT CPT4
hcpcs     https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets 2.16.840.1.113883.6.285 HCPCS
icd10pcs  http://www.cms.gov/Medicare/Coding/ICD10 2.16.840.1.113883.6.4 ICD10PCS I10P
cvx       http://hl7.org/fhir/sid/cvx 2.16.840.1.113883.12.292 2.16.840.1.113883.6.59 CVX
unii      http://fdasis.nlm.nih.gov 2.16.840.1.113883.4.9 UNII
ndfrt     http://hl7.org/fhir/ndfrt 2.16.840.1.113883.3.26.1.5 NDFRT
cdt       http://www.ada.org/cdt 2.16.840.1.113883.6.13 CDT
nubc      https://www.nubc.org/CodeSystem/PatDischargeStatus 2.16.840.1.113883.6.301.5 NUBC
actcode   http://terminology.hl7.org/CodeSystem/v3-ActCode 2.16.840.1.113883.5.4
interp    http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation 2.16.840.1.113883.5.83 HL70078
"""

SHORT = {
    name: words[0]
    for words in (line.split() for line in _SYSTEMS.strip().splitlines())
    for name in words[1:]
}

# A medicine that its source names in another file: the code is the key it has there.
ELSEWHERE = "elsewhere"
UNNAMED = "a medicine named in another file"


def short(system: str) -> str:
    """`loinc` for any way of writing LOINC; an unknown system is given back as written."""
    system = system.removeprefix("urn:oid:")
    return SHORT.get(system) or SHORT.get(system.upper(), system)
