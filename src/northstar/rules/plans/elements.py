"""The elements of a comprehensive care plan that Medicare asks for, and which of them are still missing.

Source: CMS, chronic care management (MLN909188), as restated; confidence B. A month of CCM, PCM or APCM is
ready only if a plan version exists, elements 1 to 11 say something or say why they do not apply, and a copy
was given to the person or the caregiver. What the plan itself tells already is not asked for a second time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from northstar.rules.plans.shape import OFFICE, Plan
from northstar.rules.wording import counted

CITES = "CMS MLN909188, comprehensive care plan elements (as restated); verify"
REVIEWED = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its number and name, what to write, and what of the plan already says it."""

    code: str
    number: int
    name: str
    asks: str
    told: Callable[[Plan, int], str] = lambda plan, number: ""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one element stands: `said` is its text, `derived` what the plan tells by itself, `na` why it
    does not apply."""

    element: Element
    said: str
    derived: str
    na: str

    @property
    def ok(self) -> bool:
        return bool(self.said or self.derived or self.na)


def _measured(plan: Plan, number: int) -> str:
    found = [goal for goal in plan.goals if goal.measure]
    return f"{counted(len(found), 'goal')} with a measure" if found else ""


def _responsible(plan: Plan, number: int) -> str:
    found = [step for step in plan.steps if step.says and step.owner]
    return f"{counted(len(found), 'step')} with an owner" if found else ""


def _offices(plan: Plan, number: int) -> str:
    found = {step.owner for step in plan.steps if step.owner.startswith(f"{OFFICE}:")}
    return f"steps with {counted(len(found), 'office')}" if found else ""


def _reviewed(plan: Plan, number: int) -> str:
    return f"looked at again on {plan.review.day} {plan.review:%b %Y}" if plan.review else ""


def _revised(plan: Plan, number: int) -> str:
    return f"version {number}" if number > 1 else "first version, nothing to revise yet"


ELEMENTS = (
    Element("problems", 1, "Problem list", "What is being looked after, in plain words."),
    Element("prognosis", 2, "Expected outcome and prognosis", "What is to be expected, as the clinician told it."),
    Element("goals", 3, "Treatment goals that can be measured", "Give each goal a measure.", _measured),
    Element("function", 4, "Thinking and everyday function", "How the person manages: memory, walking, washing, money, phone."),
    Element("symptoms", 5, "Managing symptoms", "What to watch for and what to do, by whom."),
    Element("interventions", 6, "Planned steps and who does them", "Give each step an owner.", _responsible),
    Element("medicines", 7, "Managing medicines", "Who fills, sets out and reminds; when the list was last agreed."),
    Element("environment", 8, "Home and surroundings", "Stairs, bathroom, heating, safety, the way to the clinic."),
    Element("caregiver", 9, "Who helps, and how they are", "Who helps, what they can and cannot do, how strained they are."),
    Element("coordination", 10, "Working with others", "Which practices, agencies and services take part, and how they hear.", _offices),
    Element("review", 11, "When the plan is looked at again", "Choose a day beside the person's words.", _reviewed),
    Element("revision", 12, "Revision", "What changed since the last version, where that applies.", _revised),
)  # fmt: skip
_BY_CODE = {element.code: element for element in ELEMENTS}


def element(code: str) -> Element | None:
    """One of the twelve by its code."""
    return _BY_CODE.get(code)


def answers(plan: Plan, number: int) -> list[Answer]:
    """All twelve, in order, for the version of that number (1 is the first)."""
    return [
        Answer(one, *_said(plan, one.code)[:1], one.told(plan, number), _said(plan, one.code)[1])
        for one in ELEMENTS
    ]


def missing(plan: Plan, number: int) -> list[str]:
    """The codes of what says nothing yet."""
    return [answer.element.code for answer in answers(plan, number) if not answer.ok]


def unready(*, version: int, missing: list[str], copy_given: bool) -> list[str]:
    """What a month of care management still lacks of its plan, each in a sentence; empty where nothing."""
    if not version:
        return ["No plan of care has been signed."]
    said = [f"The plan says nothing of: {_BY_CODE[code].name.lower()}." for code in missing]
    return (
        said if copy_given else [*said, "No copy of the plan was given to the person or caregiver."]
    )


def _said(plan: Plan, code: str) -> tuple[str, str]:
    return plan.elements.get(code, ("", ""))
