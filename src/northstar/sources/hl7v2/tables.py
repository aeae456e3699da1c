"""HL7 and UB-04 code tables, in the chart's words. Each table names its source."""

# HL7 table 0203, the types a sender may write where the authority belongs.
ID_TYPES = frozenset(
    [
        "AN",
        "BC",
        "CC",
        "DL",
        "DN",
        "EI",
        "EPI",
        "LR",
        "MA",
        "MB",
        "MC",
        "MCN",
        "MR",
        "MRN",
        "MRT",
        "NH",
        "NI",
        "NNUSA",
        "NPI",
        "PI",
        "PN",
        "PPN",
        "PT",
        "RI",
        "SL",
        "SR",
        "SS",
        "SSN",
        "U",
        "UPIN",
        "VN",
        "VS",
        "WC",
        "XX",
    ]
)

# HL7 table 0004 patient class, with what US and UK senders write in full. Value: HL7 v3 ActCode.
CLASSES = {
    "I": "IMP",
    "INPATIENT": "IMP",
    "IP": "IMP",
    "B": "IMP",  # obstetrics: a stay
    "E": "EMER",
    "EMERGENCY": "EMER",
    "ED": "EMER",
    "ER": "EMER",
    "O": "AMB",
    "OUTPATIENT": "AMB",
    "OP": "AMB",
    "R": "AMB",  # recurring outpatient
    "DAYCASE": "AMB",
    "P": "PRENC",
    "PREADMIT": "PRENC",
    "OBS": "OBSENC",
    "OBSERVATION": "OBSENC",
    "OV": "OBSENC",
    "HH": "HH",
    "H": "HH",
    "V": "VR",
    "VR": "VR",
    "SS": "SS",
    "IMP": "IMP",
    "AMB": "AMB",
    "EMER": "EMER",
    "OBSENC": "OBSENC",
}

# What is written in PV1-36 instead of a discharge status of HL7 table 0112.
DISPOSITIONS = {
    "HOME": "home",
    "HOM": "home",
    "H": "home",
    "HH": "home-health",
    "HHS": "home-health",
    "SNF": "snf",
    "IRF": "rehab",
    "REHAB": "rehab",
    "LTAC": "ltac",
    "LTACH": "ltac",
    "AMA": "ama",
    "LAMA": "ama",
    "EXP": "expired",
    "EXPIRED": "expired",
    "DECEASED": "expired",
    "DIED": "expired",
    "HOSPICE": "hospice-facility",
    "PSYCH": "psych",
    "TRANSFER": "transfer",
    "OTH": "other",
}

GENDERS = {
    "M": "male",
    "1": "male",
    "MALE": "male",
    "F": "female",
    "2": "female",
    "FEMALE": "female",
    "O": "other",
    "A": "other",
    "X": "other",
    "U": "unknown",
    "N": "other",
}

# HL7 table 0200 name types to FHIR NameUse.
NAME_USES = {
    "L": "official",
    "D": "usual",
    "A": "nickname",
    "M": "maiden",
    "B": "old",
    "C": "official",
    "N": "nickname",
    "P": "anonymous",
    "S": "anonymous",
    "T": "temp",
    "R": "official",
    "CURRENT": "usual",
}

# HL7 table 0190 address types. The table calls C "current or temporary"; senders we know use it for
# an address that must not be told, so it is handled as that: the error that harms no one. A feed
# whose C is harmless says so in its settings: `"address_types": {"C": "temp"}`.
ADDRESS_USES = {
    "H": "home",
    "HOME": "home",
    "P": "home",
    "L": "home",
    "B": "work",
    "O": "work",
    "C": "confidential",
    "CONF": "confidential",
    "BA": "old",
    "M": "home",
    "V": "temp",
}

# HL7 tables 0201 and 0202.
PHONE_USES = {
    "PRN": "home",
    "H": "home",
    "HOME": "home",
    "ORN": "home",
    "VHN": "home",
    "WPN": "work",
    "B": "work",
    "BUSINESS": "work",
    "PRS": "mobile",
    "CP": "mobile",
    "MOBILE": "mobile",
    "EMR": "temp",
}
PHONE_KINDS = {
    "FX": "fax",
    "FAX": "fax",
    "BP": "pager",
    "PAGER": "pager",
    "INTERNET": "email",
    "X.400": "email",
    "NET": "email",
}

# HL7 table 0085 observation result status to FHIR.
RESULT_STATUS = {
    "F": "final",
    "U": "final",
    "P": "preliminary",
    "S": "preliminary",
    "R": "preliminary",
    "B": "preliminary",
    "I": "registered",
    "O": "registered",
    "C": "corrected",
    "A": "amended",
    "X": "cancelled",
    "N": "cancelled",
    "D": "entered-in-error",
    "W": "entered-in-error",
    "V": "final",
}
# HL7 table 0123 report status to FHIR.
REPORT_STATUS = {
    "F": "final",
    "P": "preliminary",
    "A": "partial",
    "R": "preliminary",
    "S": "registered",
    "I": "registered",
    "O": "registered",
    "C": "corrected",
    "M": "corrected",
    "X": "cancelled",
    "Y": "unknown",
    "Z": "unknown",
}
# Which of two versions with the same time is the later word.
VERSION_RANK = {
    "registered": 0,
    "partial": 1,
    "preliminary": 1,
    "final": 2,
    "corrected": 3,
    "amended": 3,
    "cancelled": 4,
    "entered-in-error": 5,
}

# HL7 table 0119 order control to FHIR request status (with medicines' own words beside).
ORDER_CONTROL = {
    "NW": "active",
    "RL": "active",
    "XO": "active",
    "RO": "active",
    "RF": "active",
    "CH": "active",
    "PA": "active",
    "OK": "active",
    "XR": "active",
    "RU": "active",
    "XX": "active",
    "CA": "revoked",
    "OC": "revoked",
    "CR": "revoked",
    "DC": "revoked",
    "OD": "revoked",
    "DR": "revoked",
    "RP": "revoked",
    "UA": "revoked",
    "HD": "on-hold",
    "OH": "on-hold",
    "HR": "on-hold",
    "DE": "entered-in-error",
}
# HL7 table 0038 order status.
ORDER_STATUS = {
    "A": "active",
    "IP": "active",
    "SC": "active",
    "CM": "completed",
    "CA": "revoked",
    "DC": "revoked",
    "RP": "revoked",
    "HD": "on-hold",
    "ER": "entered-in-error",
}
MEDICINE_STATUS = {"revoked": "stopped"}

PRIORITIES = {
    "S": "stat",
    "STAT": "stat",
    "A": "asap",
    "ASAP": "asap",
    "R": "routine",
    "U": "urgent",
}

# HL7 table 0074 diagnostic service sections.
SECTIONS = {
    **dict.fromkeys(
        [
            "LAB",
            "CH",
            "HM",
            "MB",
            "BG",
            "BLB",
            "CG",
            "CP",
            "HEM",
            "IMM",
            "MCB",
            "MYC",
            "OUS",
            "PAR",
            "SP",
            "SR",
            "TX",
            "VR",
            "CUS",
        ],
        "laboratory",
    ),
    **dict.fromkeys(
        [
            "RAD",
            "CT",
            "MRI",
            "NMR",
            "NMS",
            "RUS",
            "RX",
            "VUS",
            "XRC",
            "CTH",
            "DG",
            "NUS",
            "US",
            "MG",
        ],
        "imaging",
    ),
    **dict.fromkeys(["EC", "EN", "CUS", "PF", "CARD"], "procedure"),
}
VITALS = frozenset(
    [
        "8867-4",
        "8480-6",
        "8462-4",
        "9279-1",
        "8310-5",
        "29463-7",
        "3141-9",
        "8302-2",
        "39156-5",
        "59408-5",
        "2708-6",
        "85354-9",
    ]
)

# HL7 table 0127 allergen type to FHIR category.
ALLERGEN = {
    "DA": "medication",
    "DRUG": "medication",
    "MA": "medication",
    "FA": "food",
    "FOOD": "food",
    "EA": "environment",
    "ENV": "environment",
    "AA": "environment",
    "PA": "environment",
    "LA": "environment",
}
SEVERITIES = {"SV": "severe", "MO": "moderate", "MI": "mild"}

# HL7 tables 0278 and the SIU triggers to FHIR AppointmentStatus.
APPOINTMENT_TRIGGER = {
    "S12": "booked",
    "S13": "booked",
    "S14": "booked",
    "S15": "cancelled",
    "S16": "cancelled",
    "S17": "entered-in-error",
    "S26": "noshow",
}
APPOINTMENT_STATUS = {
    "BOOKED": "booked",
    "PENDING": "pending",
    "WAITLIST": "waitlist",
    "COMPLETE": "fulfilled",
    "COMPLETED": "fulfilled",
    "CANCELLED": "cancelled",
    "CANCELED": "cancelled",
    "DC": "cancelled",
    "DELETED": "entered-in-error",
    "NOSHOW": "noshow",
    "ARRIVED": "arrived",
    "STARTED": "arrived",
    "OVERBOOK": "booked",
}
