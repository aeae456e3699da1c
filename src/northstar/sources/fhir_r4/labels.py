"""How carefully a resource must be handled, by the security labels it carries itself."""

from northstar.chart.sensitivity import Label

# HL7 v3 Confidentiality: restricted and very restricted.
_CONFIDENTIALITY = {"R": Label.RESTRICTED, "V": Label.RESTRICTED}

# HL7 v3 ActCode, InformationSensitivityPolicy and the privacy laws named there.
_SENSITIVITY = {
    "42CFRPart2": Label.PART2,
    "ETH": Label.PART2,
    "ETHUD": Label.PART2,
    "SUD": Label.PART2,
    "OPIOIDUD": Label.PART2,
    "ALC": Label.PART2,
    "DRUG": Label.PART2,
    "PSY": Label.BEHAVIORAL,
    "MH": Label.BEHAVIORAL,
    "BH": Label.BEHAVIORAL,
    "MENCAT": Label.BEHAVIORAL,
    "PSYTHPN": Label.PSYCHOTHERAPY,
    "HIV": Label.HIV,
    "STD": Label.REPRODUCTIVE,
    "SEX": Label.REPRODUCTIVE,
    "REPROHEALTH": Label.REPRODUCTIVE,
    "PREGNANT": Label.REPRODUCTIVE,
    "SDV": Label.VIOLENCE,
    "DVD": Label.VIOLENCE,
    "VIO": Label.VIOLENCE,
    "ADOL": Label.MINOR_CONFIDENTIAL,
}
# Sensitive without a bit of their own.
_RESTRICTED = {"B", "CEL", "DIA", "GDIS", "SICKLE", "TABOO", "SCA", "SENS", "IDS", "DEMO", "GENDER"}


def label(meta) -> int:
    """The bits of `meta.security`; 0 where there are none."""
    marks = meta.get("security") if type(meta) is dict else None
    return of_codings(marks) if marks else 0


def of_codings(marks) -> int:
    """The bits of a list of security codings."""
    found = 0
    for mark in marks if type(marks) is list else (marks,):
        if type(mark) is dict:
            found |= _one(mark.get("system"), mark.get("code"))
    return found


def _one(system, code) -> int:
    if type(code) is not str:
        return 0
    # A code without a system is read as either: what is sensitive must not slip for want of an address.
    address = system if type(system) is str else "Confidentiality ActCode"
    if "Confidentiality" in address or address.endswith("5.25"):
        found = _CONFIDENTIALITY.get(code)
        if found is not None:
            return int(found)
    if "ActCode" in address or address.endswith("5.4"):
        return int(_SENSITIVITY.get(code, Label.RESTRICTED if code in _RESTRICTED else 0))
    return 0
