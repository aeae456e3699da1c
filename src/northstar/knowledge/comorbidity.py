"""Comorbidities by ICD-10 prefix, with the weights of three published indices.

Prefixes and weights: Quan 2005 and 2011, as an open MIT-licensed table restates them [B]. The LACE
weights are those printed on the LACE tool (van Walraven 2010) [B].
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from northstar.knowledge.table import Row

_READ = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Comorbidity:
    """One category: its ICD-10 prefixes and its weight in each index."""

    name: str
    charlson: int
    quan2011: int
    lace: int
    prefixes: tuple[str, ...]
    beats: tuple[str, ...] = ()  # the milder form of the same disease, which it replaces


def _of(name, charlson, quan2011, lace, codes, beats=()) -> Comorbidity:
    found = tuple(prefix for code in codes.split() for prefix in _spelled(code))
    return Comorbidity(name, charlson, quan2011, lace, found, beats)


def _spelled(code: str) -> tuple[str, ...]:
    """I60-I69 as its members; other codes as they are."""
    if "-" not in code:
        return (code,)
    first, last = code.split("-")
    digits = len(first) - 1
    return tuple(
        f"{first[0]}{number:0{digits}}" for number in range(int(first[1:]), int(last[1:]) + 1)
    )


def _diabetes(digits: str) -> str:
    return " ".join(f"E{kind}{digit}" for kind in range(10, 15) for digit in digits)


COMORBIDITIES = (
    _of("myocardial infarction", 1, 0, 1, "I21 I22 I252"),
    _of(
        "heart failure",
        1,
        2,
        2,
        "I43 I50 I099 I110 I130 I132 I255 I420 I425-I429 P290",
    ),
    _of(
        "peripheral vascular disease",
        1,
        0,
        1,
        "I70 I71 I731 I738 I739 I771 I790 I792 K551 K558 K559 Z958 Z959",
    ),
    _of("cerebrovascular disease", 1, 0, 1, "G45 G46 I60-I69 H340"),
    _of("dementia", 1, 2, 3, "F00-F03 G30 F051 G311"),
    _of("chronic lung disease", 1, 1, 2, "J40-J47 J60-J67 I278 I279 J684 J701 J703"),
    _of("rheumatic disease", 1, 1, 3, "M05 M06 M32 M33 M34 M315 M351 M353 M360"),
    _of("peptic ulcer", 1, 0, 0, "K25-K28"),
    _of(
        "mild liver disease",
        1,
        2,
        2,
        "B18 K73 K74 K700-K703 K709 K713-K715 K717 K760 K762-K764 K768 K769 Z944",
    ),
    _of("diabetes", 1, 0, 1, _diabetes("01689")),
    _of("diabetes with complications", 2, 1, 2, _diabetes("23457"), ("diabetes",)),
    _of("paralysis", 2, 2, 0, "G81 G82 G041 G114 G801 G802 G830-G834 G839"),
    _of(
        "kidney disease",
        2,
        1,
        2,
        "N18 N19 I120 I131 N032-N037 N052-N057 N250 Z490-Z492 Z940 Z992",
    ),
    _of(
        "cancer",
        2,
        2,
        2,
        "C00-C26 C30-C34 C37-C41 C43 C45-C58 C60-C76 C81-C85 C88 C90-C97",
    ),
    _of(
        "severe liver disease",
        3,
        4,
        4,
        "I850 I859 I864 I982 K704 K711 K721 K729 K765-K767",
        ("mild liver disease",),
    ),
    _of("metastatic cancer", 6, 6, 6, "C77-C80", ("cancer",)),
    _of("HIV disease", 6, 4, 4, "B20-B22 B24"),
)
# LACE gives moderate or severe kidney disease 4 where mild has 2. ICD-10 stages 3b to 5 and dialysis
# are read as moderate or severe; which stage the index meant was not found in print.
SEVERE_KIDNEY = ("N1832", "N184", "N185", "N186", "N19", "Z490", "Z491", "Z492", "Z992", "I120")

ROWS = tuple(
    Row(
        code=index,
        value={c.name: getattr(c, index) for c in COMORBIDITIES},
        unit="points",
        source=source,
        section="weights by ICD-10 prefix",
        year=year,
        confidence="B",
        reviewed=_READ,
    )
    for index, source, year in (
        ("charlson", "Quan, coding algorithms for ICD-10", 2005),
        ("quan2011", "Quan, updated Charlson weights", 2011),
        ("lace", "van Walraven, LACE index, as printed on the tool", 2010),
    )
)

_LENGTHS = sorted({len(p) for c in COMORBIDITIES for p in c.prefixes}, reverse=True)
_BY_PREFIX = {p: c for c in COMORBIDITIES for p in c.prefixes}


@lru_cache(maxsize=16384)
def comorbidity(icd10: str) -> Comorbidity | None:
    """The category of an ICD-10 code written without its dot."""
    return next((_BY_PREFIX[icd10[:n]] for n in _LENGTHS if icd10[:n] in _BY_PREFIX), None)
