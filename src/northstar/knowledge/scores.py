"""Points and cut-offs of LACE and HOSPITAL, as published."""

from datetime import date

from northstar.knowledge.table import Row

_READ = date(2026, 11, 1)
_LACE = "van Walraven, LACE index, CMAJ"
_HOSPITAL = "Donze, HOSPITAL score, JAMA Internal Medicine"

# Pairs (from this value on, points).
LACE_STAY = ((1, 1), (2, 2), (3, 3), (4, 4), (7, 5), (14, 7))
LACE_COMORBIDITY = ((1, 1), (2, 2), (3, 3), (4, 5))
LACE_EMERGENCY = ((1, 1), (2, 2), (3, 3), (4, 4))
HOSPITAL_ADMISSIONS = {
    "2016": ((2, 2), (6, 5)),  # 0-1, 2-5, more than 5
    "2013": ((1, 2), (6, 5)),  # 0, 1-5, more than 5
}


def _row(code, value, unit, source, section, year, confidence="B", note="") -> Row:
    return Row(
        code=code,
        value=value,
        unit=unit,
        source=source,
        section=section,
        year=year,
        confidence=confidence,
        reviewed=_READ,
        note=note,
    )


ROWS = (
    _row("lace-stay", LACE_STAY, "days from, points", _LACE, "L", 2010),
    _row("lace-acute", 3, "points", _LACE, "A", 2010),
    _row("lace-comorbidity", LACE_COMORBIDITY, "points from, points", _LACE, "C", 2010),
    _row("lace-emergency", LACE_EMERGENCY, "visits in 6 months from, points", _LACE, "E", 2010),
    _row("lace-high", 10, "points", "Internal and Emergency Medicine", "cut-off", 2020, "A"),
    _row(
        "hospital-admissions",
        HOSPITAL_ADMISSIONS["2016"],
        "admissions in 12 months from, points",
        _HOSPITAL,
        "international validation",
        2016,
        note="the 2013 form counts 1 to 5 as 2 points; it is kept as a choice",
    ),
    _row("hospital-hemoglobin", 12.0, "g/dL, below", _HOSPITAL, "H", 2013),
    _row("hospital-sodium", 135.0, "mmol/L, below", _HOSPITAL, "S", 2013),
    _row("hospital-long", 5, "days, from", _HOSPITAL, "L", 2013),
    _row("hospital-middle", 5, "points", _HOSPITAL, "bands", 2016),
    _row("hospital-high", 7, "points", _HOSPITAL, "bands", 2016),
    _row(
        "near",
        3,
        "points below a cut-off that missing inputs may still reach",
        "Product default",
        "",
        2026,
        "unconfirmed",
    ),
)
VALUES = {row.code: row.value for row in ROWS}
LACE_ACCURACY = "c statistic 0.684 for death or urgent readmission in 30 days (van Walraven 2010)"
HOSPITAL_ACCURACY = (
    "avoidable readmission in 30 days: 5.8 % below 5, 11.9 % at 5 or 6, 22.8 % from 7 (Donze 2016)"
)
