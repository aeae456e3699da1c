"""What the papers of a procedure tell a person to do: hold a medicine or go on, take less, eat nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from northstar.chart.chart import Chart
from northstar.knowledge.ingredients import classes_of, named_in
from northstar.rules.papers import Paper, within
from northstar.rules.procedure_words import sentences, speaks_of_past
from northstar.rules.procedures_ahead import Plan

HOLD, GO_ON, LESS, OPEN = "hold", "go on", "less", "open"

_OPEN = re.compile(
    r"\b(?:not yet (?:decided|clear|known|answered)|undecided|to be (?:decided|determined|advised)|tbd|unclear|"
    r"pending|awaiting|waiting for|ask (?:the|your)|will (?:advise|decide|ask|call)|no plan|not addressed)\b|\?\s*$",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:half|reduced?|reduc\w+|lower(?:ed)?|less|only \d+|quarter|three[- ]quarters|7[05] ?%|80 ?%|50 ?%|"
    r"\d+ ?(?:percent|%) of)\b",
    re.IGNORECASE,
)
_NOT_HELD = re.compile(r"\b(?:do not|don['’]t|never|no need to|without) (?:\w+ )?(?:stop|hold|skip|interrupt)\w*", re.IGNORECASE)  # fmt: skip
_HOLD = re.compile(
    r"\b(?:hold|held|holding|stop|stopped|stopping|omit|skip|pause|interrupt\w*|discontinu\w+|withhold|withheld|"
    r"last (?:dose|tablet|pill)|none (?:after|from)|do not take|don['’]t take|off (?:for|from|since)|bridg\w+)\b",
    re.IGNORECASE,
)
_GO_ON = re.compile(
    r"\b(?:continu\w+|keep taking|go on|as usual|usual dose|full dose|same dose|no change|unchanged|as always|"
    r"through (?:the )?(?:surgery|procedure|operation)|uninterrupted|take (?:it|your|the)|take)\b",
    re.IGNORECASE,
)
_RESUME = re.compile(r"\b(?:resume|restart|start again|after (?:the )?(?:surgery|procedure|operation))\b", re.IGNORECASE)  # fmt: skip
_FASTING = re.compile(
    r"\b(?:nothing (?:to eat|by mouth|at all)|eat nothing|nothing after midnight|no (?:solid )?food|"
    r"do not eat|don['’]t eat|npo|fast(?:ing)? (?:from|after|for|since|before)|stop eating)\b",
    re.IGNORECASE,
)

# How notes call a class without naming its member.
_CLASS_WORDS = {
    "anticoagulant": r"blood thinners?|anti-?coagula\w+",
    "antiplatelet": r"blood thinners?|anti-?platelet\w*",
    "sglt2": r"sglt-?2|gliflozin\w*", "glp1": r"glp-?1|weight[- ]loss (?:shot|injection)",
    "insulin": r"insulins?", "biguanide": r"metformin",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One instruction: what is to be done (hold, go on, less, open), in whose sentence."""

    what: str
    paper: Paper
    quote: str
    start: int


def told_of(chart: Chart, plan: Plan, ingredient: str) -> list[Told]:
    """Every instruction about a medicine in the papers of a plan, oldest first."""
    return list(_instructions(_papers(chart, plan), ingredient))


def fasting(chart: Chart, plan: Plan) -> Told | None:
    """The latest sentence that tells the person to eat nothing before."""
    found = None
    for paper in _papers(chart, plan):
        for quote, start in sentences(paper.text):
            if _FASTING.search(quote) and not re.search(r"\b(?:lab|blood (?:test|draw|work)|lipid|glucose test)", quote, re.IGNORECASE):  # fmt: skip
                found = Told(HOLD, paper, quote, start)
    return found


def _papers(chart: Chart, plan: Plan) -> Iterable[Paper]:
    """The papers written since the plan could be one: those of its last ninety days, or that name it."""
    naming = {paper.document for paper, _ in plan.spoken}
    first = plan.at - (plan.at - plan.opens) / 3
    return [p for p in within(chart, plan.opens, plan.at)
            if p.document in naming or (p in within(chart, first, plan.at))]  # fmt: skip


def _instructions(papers: Iterable[Paper], ingredient: str) -> Iterator[Told]:
    words = _class_words(ingredient)
    for paper in papers:
        for quote, start in sentences(paper.text):
            named = ingredient in named_in(quote) or bool(words and words.search(quote))
            if named and (what := _meant(quote)):
                yield Told(what, paper, quote, start)


def _meant(quote: str) -> str:
    """What a sentence that names the medicine tells to do; '' where it only lists it."""
    if _OPEN.search(quote):
        return OPEN
    if speaks_of_past(quote):
        return ""
    if _NOT_HELD.search(quote):
        return GO_ON
    if _HOLD.search(quote):
        return HOLD
    if _LESS.search(quote):
        return LESS
    if _RESUME.search(quote):
        return ""
    return GO_ON if _GO_ON.search(quote) else ""


def _class_words(ingredient: str) -> re.Pattern[str] | None:
    found = [words for name, words in _CLASS_WORDS.items() if name in classes_of(ingredient)]
    return re.compile(rf"\b(?:{'|'.join(found)})\b", re.IGNORECASE) if found else None
