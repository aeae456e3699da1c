"""Allergy missing on the procedure's papers: one source knows it, and they say there is none or plan the medicine."""

import re
from datetime import date

from northstar.knowledge.allergy_classes import covers
from northstar.knowledge.ingredients import ingredients_of, named_in
from northstar.rules.contradiction import GRAVE, asked, looks
from northstar.rules.examples import allergy, appointment, chart_of, document, from_feed
from northstar.rules.papers import within
from northstar.rules.procedure_words import sentences
from northstar.rules.procedures_ahead import ahead, told_by
from northstar.rules.signal import Band, Example, Signal, because

_PASSED = frozenset({"inactive", "resolved", "entered-in-error", "refuted"})
_NONE = re.compile(
    r"\b(?:no known (?:drug |medication |food )?allerg\w+|nkd?a|no allergies|allerg(?:ies|y)\s*[:=]\s*(?:none|no|nil|denies|nkd?a)\b)",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:before (?:the )?(?:cut|incision|surgery)|prophyla\w+|pre-?op\w*|on call to|antibiotic|give|given|iv|"
    r"intravenous\w*|\d+ ?(?:g|mg)\b)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\ballerg\w+|\b(?:avoid|reaction|instead of|not? )\b", re.IGNORECASE)


def find(chart, now):
    """The latest word of the papers about this allergy; a paper that names it ends the question."""
    known = [a for a in chart.allergies if _stands(a)]
    for plan in ahead(chart, now) if known else ():
        for one in known:
            against = _against(_papers(chart, plan), one, plan)
            if against is None:
                continue
            paper, quote, start = against
            reaction = f" ({', '.join(one.reactions)})" if one.reactions else ""
            yield from asked(
                plan, now, key=f"allergy|{one.code.words.lower()}", severity=GRAVE, ask=plan.office,
                says=f"is allergic to {one.code.words.lower()} by one source, and the papers of {plan.name} do not have it",
                two=(because(one, f"Allergy: {one.code.words}{reaction}"), paper.says(quote, told_by(paper), start)),
                question=f"Our record has an allergy to {one.code.words.lower()}{reaction}; your paper of {plan.name} on "
                f"{plan.said} reads “{quote[:140].rstrip('. ')}”. Is it known in the operating room, and what is given instead?",
            )  # fmt: skip
    yield from looks(chart, now)


def _papers(chart, plan):
    """What was written for this procedure: papers that name it, and those of the same writers since."""
    naming = {p.document for p, _ in plan.spoken}
    writers = {(p.feed, p.author) for p, _ in plan.spoken if p.author}
    return [p for p in within(chart, plan.opens, plan.at)
            if p.document in naming or (p.feed, p.author) in writers]  # fmt: skip


def _against(papers, one, plan):
    """The sentence that leaves it out, unless a later paper names the allergy."""
    words = one.code.words.lower()
    # The medicine itself and its close kin; a merely related class is for a pharmacist, not for this line.
    meant = covers(one.code).direct | set(ingredients_of(one.code)) | {words}
    found = None
    for paper in papers:
        for quote, start in sentences(paper.text):
            lower = quote.lower()
            names = bool(meant & {*named_in(quote)}) or words in lower
            if names and _NAMED.search(quote):
                found = None
            elif (names and _GIVEN.search(quote)) or _NONE.search(quote):
                found = (paper, quote, start)
    return found


def _stands(one) -> bool:
    medicine = bool(ingredients_of(one.code)) or bool(covers(one.code).direct)
    grave_thing = re.search(
        r"\b(?:latex|adhesive|iodine|chlorhexidine|contrast)\b", one.code.words, re.IGNORECASE
    )
    passed = {one.clinical_status, one.verification_status} & _PASSED
    return not one.absent and not passed and bool(medicine or grave_thing)


SIGNAL = Signal(
    code="allergy-missing-on-procedure-papers",
    title="Allergy missing on the procedure’s papers",
    why="The operating room goes by its own sheet. An allergy that only another hospital wrote down does not stand on it.",
    cites="WHO Surgical Safety Checklist (2009): known allergy, before anesthesia; The Joint Commission, NPSG.03.06.01",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=6,
    kinds=("Appointment", "ServiceRequest", "AllergyIntolerance", "DocumentReference", "Section"),
    needs_answer=True,
)  # fmt: skip

_NOW = "Tue 8 Sep 2026 07:30"
_KNEE = appointment("Sat 12 Sep 2026 07:30", service="Right knee replacement", practitioner="Dr. A")
_CEFAZOLIN = from_feed("hospital", allergy("Cefazolin", "Hives"))


def _sheet(text, at="Wed 26 Aug 2026", **more):
    return document("Plan", at, text=f"Right knee replacement on September 12. {text}", **more)


EXAMPLES = [
    Example("no known allergies, says the plan", chart_of(_KNEE, _CEFAZOLIN, _sheet("No known drug allergies.")), _NOW, 1, "is allergic to cefazolin"),
    Example("the very medicine is planned", chart_of(_KNEE, _CEFAZOLIN, _sheet("Cefazolin 2 g before the cut.")), _NOW, 1),
    Example("latex", chart_of(_KNEE, from_feed("hospital", allergy("Latex")), _sheet("Allergies: none.")), _NOW, 1),
    Example("the plan has it", chart_of(_KNEE, _CEFAZOLIN, _sheet("Allergic to cefazolin: give clindamycin.")), _NOW, 0),
    Example("set right later", chart_of(_KNEE, _CEFAZOLIN, _sheet("No known drug allergies.", author="Dr. A"),
            document("Addendum", "Mon 7 Sep 2026", text="Cefazolin allergy noted, hives.", author="Dr. A")), _NOW, 0),
    Example("a note about something else has none", chart_of(_KNEE, _CEFAZOLIN,
            document("Eye visit", "Wed 26 Aug 2026", text="No known drug allergies.")), _NOW, 0),
    Example("hay fever is no matter for the operation", chart_of(_KNEE, from_feed("hospital", allergy("Grass pollen")),
            _sheet("No known drug allergies.")), _NOW, 0),
    Example("refuted", chart_of(_KNEE, from_feed("hospital", allergy("Cefazolin", status="inactive")),
            _sheet("No known drug allergies.")), _NOW, 0),
]  # fmt: skip
