"""Pregnancy before a procedure: one source says pregnant, and the papers of an operation or scan do not."""

import re
from datetime import date, timedelta

from northstar.rules.contradiction import GRAVE, asked, looks
from northstar.rules.examples import (
    appointment,
    chart_of,
    concept,
    document,
    patient,
    problem,
    result,
)
from northstar.rules.papers import within
from northstar.rules.procedure_words import sentences
from northstar.rules.procedures_ahead import ahead, imaging_ahead, told_by
from northstar.rules.signal import Band, Example, LookAgain, Signal, because

_LASTS = timedelta(days=294)
_STATUS = ("82810-3",)
_HCG = ("2106-3", "2118-8", "2110-5", "80384-1", "21198-7", "19080-1", "20415-6")
_ICD = re.compile(r"^(?:Z33\.1|Z34|O(?:0[0-9]|[1-4]\d|9[89]))")
_OVER = re.compile(r"^(?:O0[0-8]|Z33\.2)")
_PREGNANT = re.compile(r"\bpregnan\w+|\bgravid\b|\bweeks['’]? gestation", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|no|denies|negative|cannot be|unlikely)\b|\bpost-?menopaus\w+", re.IGNORECASE
)
_MEANT = frozenset({"cesarean"})
_ITS_OWN = re.compile(
    r"\b(?:obstetric|fetal|c-?section|miscarriage|ectopic|abortion|d ?& ?c)\b", re.IGNORECASE
)


def find(chart, now):
    """Silent for procedures of the pregnancy itself, and where a paper of the procedure speaks of it."""
    told = _told(chart, now)
    for plan in (*ahead(chart, now), *imaging_ahead(chart, now)):
        if told is None or plan.mention.family in (_MEANT | {"mri"}) or _ITS_OWN.search(plan.name):
            continue
        said = _said(chart, plan, told)
        if said == "known":
            continue
        second = said.paper_says if said else plan.booking()
        yield from asked(
            plan, now, key="pregnancy", severity=GRAVE, ask=plan.office,
            says=f"is pregnant by one source, and the papers of {plan.name} do not say so",
            two=(because(told, f"{told.code.words}{_answer(told)}"), second),
            question=f"One record says that our patient is pregnant. Is it known for {plan.name} on {plan.said}, "
            "and is a test done before?",
        )  # fmt: skip
    if told is not None and told.began:
        ends = (told.began.start + _LASTS).astimezone(now.tzinfo)
        if ends > now:
            yield LookAgain(ends)
    yield from looks(chart, now)


class _Said:
    def __init__(self, paper_says):
        self.paper_says = paper_says


def _said(chart, plan, told):
    """`known` where a paper since then speaks of the pregnancy; the sentence where one denies it."""
    first = max(plan.opens, told.began.start - timedelta(days=1)) if told.began else plan.opens
    found = None
    for paper in within(chart, first, plan.at):
        for quote, start in sentences(paper.text):
            if _PREGNANT.search(quote):
                if not _NOT.search(quote):
                    return "known"
                found = _Said(paper.says(quote, told_by(paper), start))
    return found


def _told(chart, now):
    """The latest word that says pregnant within the length of a pregnancy; None after a word that it is over."""
    words = [(c.began, c, _of_condition(c)) for c in chart.conditions if not c.absent and c.began]
    words += [(o.began, o, _of_result(o)) for o in chart.observed(*_STATUS, *_HCG) if o.began]
    latest = sorted((w for w in words if w[2]), key=lambda w: w[0].start)
    if not latest or latest[-1][2] != "yes":
        return None
    at, value, _ = latest[-1]
    return value if at.start <= now < at.start + _LASTS else None


def _of_condition(found) -> str:
    code = found.code.code("icd10cm")
    snomed = found.code.has("snomed", ("77386006", "72892002"))
    if _OVER.match(code):
        return "no"
    pregnant = bool(_ICD.match(code)) or snomed
    if not pregnant:
        return ""
    over = found.clinical_status in ("resolved", "inactive", "remission") or found.ended
    return "no" if over else "yes"


def _of_result(found) -> str:
    words = f"{found.text} {found.value.words if found.value else ''}".lower()
    if found.status in ("entered-in-error", "cancelled"):
        return ""
    if re.search(r"\b(?:not pregnant|negative|non-?pregnant)\b", words):
        return "no"
    if re.search(r"\b(?:pregnant|positive)\b", words):
        return "yes"
    if found.number is not None and found.code.has("loinc", _HCG):
        return "yes" if found.number >= 25 else "no"
    return ""


def _answer(told) -> str:
    words = getattr(told, "text", "") or (told.value.words if getattr(told, "value", None) else "")
    return f": {words}" if words else ""


SIGNAL = Signal(
    code="pregnancy-before-procedure",
    title="Pregnant by one source, not on the procedure’s papers",
    why="Anesthesia, X-rays and some medicines are chosen otherwise; she may not have told everybody, so ask her in private first.",
    cites="ASA Practice Advisory for Preanesthesia Evaluation (2012), pregnancy testing; ACR-SPR practice parameter for imaging pregnant patients",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=8,
    kinds=("Appointment", "ServiceRequest", "Condition", "Observation", "DocumentReference", "Section"),
    needs_answer=True,
)  # fmt: skip

_NOW = "Tue 8 Sep 2026 07:30"
_SHE = patient("1 May 1996", "female")
_GALL = appointment(
    "Mon 14 Sep 2026 07:30", service="Laparoscopic cholecystectomy", practitioner="Dr. A"
)
_TEST = result("hCG, urine", None, "", "Fri 4 Sep 2026", loinc="2106-3", value=concept("Positive"))

EXAMPLES = [
    Example("a positive test after the booking", chart_of(_SHE, _GALL, _TEST), _NOW, 1, "is pregnant by one source"),
    Example("the sheet says not pregnant", chart_of(_SHE, _GALL, _TEST, document("Before surgery", "Mon 7 Sep 2026",
            text="Not pregnant.")), _NOW, 1),
    Example("the sheet knows", chart_of(_SHE, _GALL, _TEST, document("Before surgery", "Mon 7 Sep 2026",
            text="Pregnant, ten weeks; obstetrics informed.")), _NOW, 0),
    Example("a later negative test", chart_of(_SHE, _GALL, _TEST, result("hCG, urine", None, "", "Mon 7 Sep 2026",
            loinc="2106-3", value=concept("Negative"))), _NOW, 0),
    Example("a pregnancy three years ago", chart_of(_SHE, _GALL, problem("Pregnancy", snomed="77386006", since="1 Mar 2023")), _NOW, 0),
    Example("it is the caesarean", chart_of(_SHE, appointment("Mon 14 Sep 2026 07:30", service="Cesarean section"),
            problem("Pregnancy", snomed="77386006", since="10 Jan 2026")), _NOW, 0),
]  # fmt: skip
