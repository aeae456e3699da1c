"""Who should have which screening or reading, how long one counts, and who is left out of the count.

The ideas of the 2025 electronic clinical quality measures (CMS122, CMS165, CMS125, CMS130, CMS2), read in
their public logic; called "eCQM-style" and never reported as the measure. Value sets are not held: a few
LOINC codes and words stand for them (UNCONFIRMED; the site may add). Judged by the age at the end of the year.
"""

from dataclasses import dataclass
from datetime import date

from northstar.knowledge.table import Row

REVIEWED = date(2026, 11, 1)
_SINCE = date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What counts as done, and for how many months from its day."""

    months: int
    loincs: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One screening. `conditions` who has it by ICD-10-CM prefix (none: everybody of the age)."""

    row: Row
    name: str
    least: int
    most: int
    evidence: tuple[Evidence, ...]
    sex: str = ""
    conditions: tuple[str, ...] = ()
    snomed: frozenset[str] = frozenset()
    excluded: tuple[str, ...] = ()
    excluded_words: tuple[str, ...] = ()
    silent_kinds: tuple[str, ...] = ("Observation",)
    needs_visit: bool = False

    @property
    def code(self) -> str:
        return self.row.code


def _row(code: str, value: str, source: str) -> Row:
    return Row(code, value, "", _SINCE, source=source, year=2025, confidence="A", reviewed=REVIEWED)


_KIDNEYS = ("N185", "N186", "Z992", "Z940")
_PREGNANT = ("O", "Z33", "Z34")
A1C = frozenset({"4548-4", "17856-6", "4549-2", "59261-8", "97506-0"})
SYSTOLIC, DIASTOLIC = "8480-6", "8462-4"
DIABETES = ("E10", "E11", "E13")
DIABETES_SNOMED = frozenset({"44054006", "46635009", "73211009"})
HYPERTENSION = ("I10",)
HYPERTENSION_SNOMED = frozenset({"59621000", "38341003"})

A1C_MEASURE = Measure(
    _row("a1c", "HbA1c or GMI in twelve months", "CMS122, eCQM 2025"),
    "A1c", 18, 75, (Evidence(12, A1C),), conditions=DIABETES, snomed=DIABETES_SNOMED,
)  # fmt: skip
BLOOD_PRESSURE = Measure(
    _row("blood-pressure", "a reading in twelve months", "CMS165, eCQM 2025"),
    "blood pressure reading", 18, 85, (Evidence(12, frozenset({SYSTOLIC, "85354-9", "55284-4"})),),
    conditions=HYPERTENSION, snomed=HYPERTENSION_SNOMED, excluded=_KIDNEYS + _PREGNANT,
)  # fmt: skip
BREAST = Measure(
    _row("breast", "a mammogram since 1 October two years before", "CMS125, eCQM 2025"),
    "mammogram", 42, 74,
    (Evidence(24, frozenset({"24606-6", "24605-8", "26346-7", "36319-2", "36625-2", "37005-6", "37006-4", "72137-3", "72142-3", "42415-0"}),
              ("mammogra", "breast tomosynthesis")),),
    sex="female", excluded=("Z9013",), excluded_words=("bilateral mastectomy", "mastectomy, bilateral"),
    silent_kinds=("Observation", "Procedure", "DiagnosticReport"),
)  # fmt: skip
COLORECTAL = Measure(
    _row("colorectal", "stool test 1 year, stool DNA 3, sigmoidoscopy or CT 5, colonoscopy 10", "CMS130, eCQM 2025"),
    "colorectal screening", 46, 75,
    (
        Evidence(120, words=("colonoscop",)),
        Evidence(60, words=("sigmoidoscop", "ct colonograph", "virtual colonosc")),
        Evidence(36, frozenset({"77353-1", "77354-9"}), ("cologuard", "stool dna", "fit-dna", "sdna")),
        Evidence(12, frozenset({"29771-3", "57905-2", "58453-2", "56490-6", "56491-4", "14563-1", "14564-9", "14565-6", "2335-8", "27396-1", "12503-9", "12504-7"}),
                 ("fecal occult", "fecal immuno", "fobt", "fit test")),
    ),
    excluded=("C18", "C19", "C20", "Z85038", "Z85048"), excluded_words=("total colectomy", "colectomy, total", "proctocolectomy"),
    silent_kinds=("Observation", "Procedure", "DiagnosticReport"),
)  # fmt: skip
DEPRESSION = Measure(
    _row("depression", "a screening in twelve months, with a visit", "CMS2, eCQM 2025"),
    "depression screening", 12, 130,
    (Evidence(12, frozenset({"73831-0", "73832-8", "44261-6", "55758-7", "89204-2", "44249-1", "55757-9"})),),
    excluded=("F31",), needs_visit=True,
)  # fmt: skip
MEASURES = (A1C_MEASURE, BLOOD_PRESSURE, BREAST, COLORECTAL, DEPRESSION)

# Left out of all of them, at any age.
HOSPICE_ICD10 = ("Z515",)
HOSPICE_WORDS = ("hospice", "palliative", "comfort care", "end of life")
# From 66 on, frailty together with advanced illness (our short list for the idea, UNCONFIRMED).
FRAIL = ("R54", "Z740", "Z741", "Z742", "Z743", "Z993", "Z9181", "L89", "R627", "W19", "M6284")
ADVANCED = (
    "F00",
    "F01",
    "F02",
    "F03",
    "G30",
    "C77",
    "C78",
    "C79",
    "I5084",
    "J9611",
    "K7290",
    "N186",
    "G10",
    "G122",
)
DECLINED_ICD10 = ("Z532", "Z281", "Z282")
# Care gaps argue from feeds heard for this long; a feed's quiet end of `QUIET_DAYS` does not end a yearly gap.
HEARD_DAYS, QUIET_DAYS, DECLINE_DAYS = 365, 45, 365
# Above these the latest reading rides on the next contact; the second pair is for this week.
A1C_HIGH = _row("a1c-high", "9", "CMS122, eCQM 2025: above 9 %")
BP_HIGH = (140, 90)
BP_VERY_HIGH = (180, 120)
