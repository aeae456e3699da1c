"""The sections of C-CDA by LOINC code and template, and the words its codes stand for.

HL7 C-CDA R2.1 (2015, with later errata and the Companion Guide) and R1.1 (2012).
"""

_HL7 = "2.16.840.1.113883.10.20."
_SECTIONS = f"""
allergies                   48765-2 {_HL7}22.2.6 {_HL7}22.2.6.1 {_HL7}1.2
medications                 10160-0 {_HL7}22.2.1 {_HL7}22.2.1.1 {_HL7}1.8
problems                    11450-4 {_HL7}22.2.5 {_HL7}22.2.5.1 {_HL7}1.11
procedures                  47519-4 {_HL7}22.2.7 {_HL7}22.2.7.1 {_HL7}1.12
results                     30954-2 {_HL7}22.2.3 {_HL7}22.2.3.1 {_HL7}1.14
vital-signs                 8716-3 {_HL7}22.2.4 {_HL7}22.2.4.1 {_HL7}1.16
encounters                  46240-8 {_HL7}22.2.22 {_HL7}22.2.22.1 {_HL7}1.3
immunizations               11369-6 {_HL7}22.2.2 {_HL7}22.2.2.1 {_HL7}1.6
plan-of-treatment           18776-5 {_HL7}22.2.10 {_HL7}1.10
assessment                  51848-0 {_HL7}22.2.8
assessment-and-plan         51847-2 {_HL7}22.2.9
goals                       61146-7 {_HL7}22.2.60
health-concerns             75310-3 {_HL7}22.2.58
interventions               62387-6 {_HL7}21.2.3
outcomes                    11383-7 {_HL7}22.2.61
care-teams                  85847-2 {_HL7}22.2.500
social-history              29762-2 {_HL7}22.2.17 {_HL7}1.15
functional-status           47420-5 {_HL7}22.2.14 {_HL7}1.5
mental-status               10190-7 {_HL7}22.2.56
payers                      48768-6 {_HL7}22.2.18 {_HL7}1.9
advance-directives          42348-3 {_HL7}22.2.21 {_HL7}22.2.21.1 {_HL7}1.1
discharge-medications       10183-2 {_HL7}22.2.11 {_HL7}22.2.11.1
discharge-diagnosis         11535-2 {_HL7}22.2.24
admission-medications       42346-7 {_HL7}22.2.44
admission-diagnosis         46241-6 {_HL7}22.2.43
hospital-course             8648-8 1.3.6.1.4.1.19376.1.5.3.1.3.5
discharge-instructions      8653-8 {_HL7}22.2.41
reason-for-visit            29299-5 {_HL7}22.2.12
chief-complaint-and-reason  46239-0 {_HL7}22.2.13
chief-complaint             10154-3 1.3.6.1.4.1.19376.1.5.3.1.1.13.2.1
present-illness             10164-2 1.3.6.1.4.1.19376.1.5.3.1.3.4
reason-for-referral         42349-1 1.3.6.1.4.1.19376.1.5.3.1.3.1
instructions                69730-0 {_HL7}22.2.45
notes                       {_HL7}22.2.65
medical-equipment           46264-8 {_HL7}22.2.23 {_HL7}1.7
family-history              10157-6 {_HL7}22.2.15 {_HL7}1.4
past-history                11348-0 {_HL7}22.2.20
medications-administered    29549-3 {_HL7}22.2.38
nutrition                   61144-2 {_HL7}22.2.57
review-of-systems           10187-3
physical-exam               29545-1 {_HL7}2.10
general-status              10210-3 {_HL7}2.5
discharge-diet              42344-2
discharge-studies           11493-4 {_HL7}22.2.16
hospital-consultations      18841-7 {_HL7}22.2.42
privacy-markings            57017-6 2.16.840.1.113883.3.3251.1.5
"""

SECTION: dict[str, str] = {
    code: line.split()[0] for line in _SECTIONS.strip().splitlines() for code in line.split()[1:]
}
LOINC: dict[str, str] = {
    line.split()[0]: next((c for c in line.split()[1:] if c.count(".") == 0), "")
    for line in _SECTIONS.strip().splitlines()
}

# HL7 v3 ActStatus in the words of each kind.
OBSERVED = {
    "completed": "final",
    "active": "preliminary",
    "aborted": "cancelled",
    "cancelled": "cancelled",
    "held": "registered",
    "new": "registered",
    "suspended": "registered",
}
DONE = {
    "completed": "completed",
    "active": "in-progress",
    "aborted": "stopped",
    "cancelled": "not-done",
    "held": "on-hold",
    "suspended": "on-hold",
    "new": "preparation",
}
ORDERED = {
    "active": "active",
    "new": "draft",
    "held": "on-hold",
    "suspended": "on-hold",
    "completed": "completed",
    "aborted": "revoked",
    "cancelled": "revoked",
}
TAKEN = {
    "active": "active",
    "completed": "completed",
    "aborted": "stopped",
    "cancelled": "not-taken",
    "suspended": "on-hold",
    "held": "on-hold",
    "new": "intended",
    "nullified": "entered-in-error",
}
# SNOMED CT and words used for the status of a problem, an allergy or a medicine.
SAID = {
    "55561003": "active",
    "73425007": "inactive",
    "413322009": "resolved",
    "7087005": "inactive",
    "255227004": "recurrence",
    "246455001": "recurrence",
    "277022003": "remission",
    "90734009": "active",
    "415684004": "inactive",
    "410516002": "inactive",
    "421139008": "on-hold",
    "392521001": "inactive",
    "active": "active",
    "inactive": "inactive",
    "resolved": "resolved",
    "no longer active": "inactive",
    "discontinued": "inactive",
    "completed": "inactive",
    "remission": "remission",
    "on hold": "on-hold",
    "chronic": "active",
}

# Encounter class by a code of the encounter or its place: ActCode, SNOMED CT, HSLOC, NUCC.
CLASS = {
    **{c: c for c in ("AMB", "EMER", "IMP", "ACUTE", "OBSENC", "SS", "HH", "VR", "PRENC")},
    "NONAC": "IMP",
    "FLD": "AMB",
    "32485007": "IMP",
    "183452005": "IMP",
    "305354007": "IMP",
    "2876009": "IMP",
    "8715000": "IMP",
    "4525004": "EMER",
    "50849002": "EMER",
    "185347001": "AMB",
    "185345009": "AMB",
    "185349003": "AMB",
    "308335008": "AMB",
    "1108-0": "EMER",
    "1060-3": "IMP",
    "1027-2": "IMP",
    "1029-8": "IMP",
    "1030-6": "IMP",
    "1117-1": "AMB",
    "1160-1": "AMB",
    "1010-8": "AMB",
}
