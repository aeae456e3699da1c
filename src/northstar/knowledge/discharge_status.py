"""Where a hospital says somebody went: the published discharge codes, each as one word for the rules.

Every feed spells the same two lists, so all readers ask here and none can mean something else by 04.
Custodial and assisted living (04) is `other`, which counts as home: the call after discharge is due
there too, and a call too many does less harm than one too few. Still a patient (30; HL7 table 0112
keeps 30 to 39 for it) is no leaving at all: hospitals send it with an account of part of a stay.
"""

# NUBC, UB-04 form locator 17, patient discharge status; HL7 v2 table 0112 follows it in the US. From
# 81 on stand the same places with a planned readmission. Read 1 November 2026.
_NUBC = {
    "home": "01 81",
    "transfer": "02 05 43 66 82 85 88 94",
    "snf": "03 61 64 83 89 92",
    "home-health": "06 08 86",
    "ama": "07",
    "expired": "20 40 41 42",
    "hospice-home": "50",
    "hospice-facility": "51",
    "rehab": "62 90",
    "ltac": "63 91",
    "psych": "65 93",
    "other": "04 21 69 70 84 87 95",
    "still-there": "30 31 32 33 34 35 36 37 38 39",
}
_STATUS = {code: word for word, codes in _NUBC.items() for code in codes.split()}
# HL7 terminology, discharge-disposition, as FHIR R4 and C-CDA carry it.
_HL7 = {
    "home": "home",
    "alt-home": "home",
    "other-hcf": "transfer",
    "hosp": "hospice-facility",
    "long": "snf",
    "aadvice": "ama",
    "exp": "expired",
    "psy": "psych",
    "rehab": "rehab",
    "snf": "snf",
    "oth": "other",
}


def by_status(code: str) -> str:
    """Our word for a discharge status of the NUBC, with or without its leading nought; '' for none."""
    return _STATUS.get(code.strip().zfill(2), "")


def by_disposition(code: str) -> str:
    """Our word for a code of HL7's discharge-disposition; '' for none."""
    return _HL7.get(code.strip().lower(), "")
