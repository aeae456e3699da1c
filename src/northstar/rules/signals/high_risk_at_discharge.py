"""High risk at discharge: by published scores this person is likely to be back within a month."""

from datetime import date

from northstar.knowledge.scores import VALUES
from northstar.rules.contacts import visit_after
from northstar.rules.departures import MATTER, after, departure, evidence, left_words, promised
from northstar.rules.examples import chart_of, heard, problem, result, stay, visit
from northstar.rules.risk.hospital import HIGH as HOSPITAL_HIGH
from northstar.rules.risk.hospital import hospital
from northstar.rules.risk.lace import HIGH as LACE_HIGH
from northstar.rules.risk.lace import lace
from northstar.rules.signal import Band, Because, Example, Finding, Signal, because
from northstar.rules.stays import HOME
from northstar.rules.wording import joined


def find(chart, now):
    home = departure(chart, now, HOME)
    if not home or visit_after(chart, home.left, now.tzinfo):
        return
    scores = (
        (lace(chart, home.stay, now.tzinfo), LACE_HIGH),
        (hospital(chart, home.stay, now.tzinfo), HOSPITAL_HIGH),
    )
    told = [(score, cut) for score, cut in scores if _counts(score, cut)]
    if not told:
        return
    sure = any(score.low >= cut for score, cut in told)
    yield Finding(
        key=home.key,
        says=f"left hospital {left_words(home, now)} "
        f"{'at high risk' if sure else 'perhaps at high risk'}: "
        f"{joined([score.words for score, _ in told])}",
        factors={told[0][0].words: told[0][0].low},
        because=(
            *evidence(home.stay, now),
            *(r for score, cut in told for r in _reasons(score, cut)),
        ),
        suggests="" if sure else "Find what is missing, then decide how soon the visit must be.",
    )
    yield from promised(now, after(home.closes))


def _counts(score, cut: int) -> bool:
    """Surely high; or so near that what is missing decides."""
    return score.low >= cut or (score.high >= cut and score.low >= cut - VALUES["near"])


def _reasons(score, cut: int):
    yield Because(f"{score.words}; high from {cut}. Published: {score.accuracy}")
    for part in score.parts:
        if part.low:
            says = f"{part.name}: {part.found} ({part.low})"
            yield because(part.fact, says) if part.fact else Because(says)
    if score.missing:
        yield Because(f"Not told by any source we hold: {'; '.join(score.missing)}")


SIGNAL = Signal(
    code="high-risk-at-discharge",
    title="High risk after a stay",
    why="A score orders attention and denies nothing: see this person within seven days, not fourteen.",
    cites="LACE (van Walraven, CMAJ 2010), high from 10; HOSPITAL (Donze 2013, 2016 form), high from 7",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="A visit within 7 days; medicines reconciled before it.",
    minutes=10,
    matter=MATTER,
    kinds=("Encounter", "Condition", "Observation", "Procedure"),
)

_ALL = heard("hospital", "Encounter Procedure", "1 Jan 2025", "Sun 6 Sep 2026 07:00")
_URGENT = {"disposition": "home", "admission_type": "E"}
_FRIDAY = "Fri 4 Sep 2026 22:40"
_HEART = problem("Heart failure", icd10cm="I50.9")
_KIDNEY = problem("Kidney disease stage 4", icd10cm="N18.4")
_SUNDAY = "Sun 6 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "three days, urgent, heart and kidneys: 3 + 3 + 5 + 0",
        chart_of(stay("1 Sep 2026", _FRIDAY, **_URGENT), _HEART, _KIDNEY, heard=_ALL),
        _SUNDAY,
        1,
        says="at high risk: LACE 11",
        looks_again="4 Oct 2026",
    ),
    Example(
        "the same planned and healthy: 3 + 0 + 0 + 0",
        chart_of(
            stay("1 Sep 2026", _FRIDAY, disposition="home", admission_type="C"),
            problem("Cataract", icd10cm="H26.9"),
            heard=_ALL,
        ),
        _SUNDAY,
        0,
    ),
    Example(
        "emergency visits elsewhere unknown",
        chart_of(stay("1 Sep 2026", _FRIDAY, **_URGENT), _HEART),
        _SUNDAY,
        1,
        says="perhaps at high risk: LACE 8 to 12",
    ),
    Example(
        "seven days, urgent, four emergency visits: 5 + 3 + 0 + 4",
        chart_of(
            stay("28 Aug 2026", _FRIDAY, **_URGENT),
            problem("Cataract", icd10cm="H26.9"),
            *(visit(f"{d} 2026", "EMER") for d in ("1 Apr", "2 May", "3 Jun", "4 Jul")),
            heard=_ALL,
        ),
        _SUNDAY,
        1,
        says="LACE 12",
    ),
    Example(
        "HOSPITAL: anemia, oncology, low sodium, urgent, five days: 1 + 2 + 1 + 1 + 2",
        chart_of(
            stay("30 Aug 2026", _FRIDAY, service="Medical Oncology", **_URGENT),
            problem("Cataract", icd10cm="H26.9"),
            result("Hemoglobin", 9.8, "g/dL", "Thu 3 Sep 2026 06:00", loinc="718-7"),
            result("Sodium", 131, "mmol/L", "Thu 3 Sep 2026 06:00", loinc="2951-2"),
            heard=_ALL,
        ),
        _SUNDAY,
        1,
        says="HOSPITAL 7",
    ),
    Example(
        "seen since then",
        chart_of(
            stay("1 Sep 2026", _FRIDAY, **_URGENT), _HEART, _KIDNEY, visit("8 Sep 2026"), heard=_ALL
        ),
        "Wed 9 Sep 2026 07:30",
        0,
    ),
    Example(
        "gone to a skilled facility",
        chart_of(stay("1 Sep 2026", _FRIDAY, **_URGENT | {"disposition": "snf"}), _HEART, _KIDNEY),
        _SUNDAY,
        0,
    ),
]
