"""Still missing before the procedure: a paper says that consent, clearance, a test or a record is not there yet."""

import re
from datetime import date, timedelta

from northstar.rules.contradiction import DELAY, asked, looks
from northstar.rules.examples import appointment, chart_of, document
from northstar.rules.papers import within
from northstar.rules.procedure_words import sentences
from northstar.rules.procedures_ahead import ahead, told_by
from northstar.rules.signal import Band, Example, LookAgain, Signal

_NEAR = timedelta(days=30)
_ITEMS = {
    "the consent": r"consent(?: form)?", "the history and physical": r"h ?& ?p|history and physical",
    "the electrocardiogram": r"e[ck]g|electrocardiogram", "the clearance": r"(?:medical |cardiac |pre-?op\w* )?clearance",
    "the laboratory tests": r"(?:pre-?op\w* )?lab(?:s|oratory (?:tests|results))|blood work",
    "the blood group": r"type and (?:screen|cross\w*)|blood group", "the chest X-ray": r"chest x-?ray|cxr",
    "the anesthesia visit": r"anesthesia (?:visit|evaluation|consult\w*)", "the ride home": r"ride home|driver|escort home",
}  # fmt: skip
_ITEM = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _ITEMS.items()}
_MISSING = re.compile(
    r"\b(?:missing|not (?:yet )?(?:received|on file|done|signed|in the chart|here|scheduled|arranged|completed|back)|"
    r"unsigned|outstanding|still (?:need(?:s|ed)?|waiting|open)|needs to be (?:signed|done|sent)|has not (?:come|arrived|been)|"
    r"no \w+ (?:on file|in the chart)|awaiting|pending)\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?:received|on file|done|signed|completed?|attached|enclosed|normal|obtained|arranged|cleared|reviewed|in the chart)\b", re.IGNORECASE)  # fmt: skip
_NOT_MISSING = re.compile(
    r"\b(?:nothing|none|no longer|not) (?:is )?(?:missing|outstanding|pending)\b", re.IGNORECASE
)


def find(chart, now):
    """The latest word on each item in the month before; a paper of that kind that has come ends it."""
    for plan in ahead(chart, now):
        if plan.at - _NEAR > now:
            yield LookAgain(plan.at - _NEAR)
            continue
        for name, (paper, quote, start) in _missing(chart, plan).items():
            yield from asked(
                plan, now, key=f"missing|{name}", severity=DELAY, ask=plan.office,
                says=f"has {plan.name} ahead, and {name} is still missing by the papers",
                two=(plan.booking(), paper.says(quote, told_by(paper), start)),
                question=f"For {plan.name} on {plan.said} your paper says: “{quote[:160]}”. Has {name} come meanwhile, "
                "and what is needed from us?",
            )  # fmt: skip
    yield from looks(chart, now)


def _missing(chart, plan):
    found: dict = {}
    for paper in within(chart, plan.at - 2 * _NEAR, plan.at):
        for name, words in _ITEM.items():
            if found.get(name) and words.search(paper.title):
                del found[name]  # the thing itself has come since
        for quote, start in sentences(paper.text):
            for name, words in _ITEM.items():
                if not words.search(quote):
                    continue
                if _MISSING.search(quote) and not _NOT_MISSING.search(quote):
                    found[name] = (paper, quote, start)
                elif _THERE.search(quote):
                    found.pop(name, None)
    return found


SIGNAL = Signal(
    code="item-still-missing",
    title="Still missing before the procedure",
    why="What is missing at the door cancels the day; asked for a week before, it is a telephone call.",
    cites="42 CFR 482.51(b)(1)-(2) and 482.24(c)(4)(i) (history and physical within 30 days, consent, in the chart before surgery)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=6,
    kinds=("Appointment", "ServiceRequest", "Procedure", "DocumentReference", "Section"),
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_KNEE = appointment("Sat 12 Sep 2026 07:30", service="Right knee replacement", practitioner="Dr. A")


def _list(text, at="Tue 1 Sep 2026", title="Preoperative checklist"):
    return document(title, at, text=text)


EXAMPLES = [
    Example("the electrocardiogram is missing", chart_of(_KNEE, _list("ECG not on file.")), _NOW, 1, "the electrocardiogram"),
    Example("two things", chart_of(_KNEE, _list("ECG done.\nConsent not yet signed.\nLabs pending.")), _NOW, 2),
    Example("it came since", chart_of(_KNEE, _list("ECG not on file."), _list("Sinus rhythm.", "Fri 4 Sep 2026", "Electrocardiogram")), _NOW, 0),
    Example("a later list has it", chart_of(_KNEE, _list("ECG not on file."), _list("ECG received.", "Fri 4 Sep 2026")), _NOW, 0),
    Example("nothing is missing", chart_of(_KNEE, _list("Consent signed. Labs normal. Nothing outstanding.")), _NOW, 0),
    Example("next month, too early to ask", chart_of(appointment("Mon 19 Oct 2026 07:30", service="Right knee replacement"),
            _list("ECG not on file.")), _NOW, 0, looks_again="Sat 19 Sep 2026 07:30"),
]  # fmt: skip
