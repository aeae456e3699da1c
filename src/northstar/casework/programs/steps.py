"""Which step may follow which in the life of a case, and what each must say. Nothing is billed outside it."""

from dataclasses import dataclass
from typing import Any

from northstar.access.refuse import Refused

REFERRED, ELIGIBLE, INVITED = "referred", "eligible", "invited"
DECLINED, ACTIVE, CLOSED = "declined", "active", "closed"
STATES = {
    "": "Not in it", REFERRED: "Referred", ELIGIBLE: "Eligible", INVITED: "Invited",
    DECLINED: "Declined", ACTIVE: "Taking part", CLOSED: "Closed",
}  # fmt: skip
_BEFORE = frozenset({REFERRED, ELIGIBLE, INVITED, DECLINED})


@dataclass(frozen=True, slots=True)
class Step:
    """`after`: the states in which it may be done. `to`: the state it leads to, '' where it stays.
    `wants`: (what of its detail must be there, the sentence that says so)."""

    what: str
    label: str
    after: frozenset[str]
    to: str = ""
    wants: tuple[tuple[str, str], ...] = ()

    @property
    def verb(self) -> str:
        """What the button says."""
        return _VERBS[self.what]


_VERBS = {
    "referred": "Refer", "found": "Take it up", "eligible": "Say they are eligible", "invited": "Note the invitation",
    "consented": "Record the consent", "begun": "Begin", "declined": "Record the decline",
    "visited": "Note the first visit", "assessed": "Note the assessment", "acuity": "Set the acuity",
    "planned": "Note a plan kept elsewhere", "copied": "Note that a copy was given",
    "judged": "Note how complex it was", "reassess": "Set the reassessment", "transferred": "Pass on",
    "elsewhere": "Another practice bills", "stopped": "They ask to stop", "unfit": "Not eligible",
    "closed": "Close the case",
}  # fmt: skip

STEPS = (
    Step("referred", "Referred", frozenset({""}), REFERRED, (("why", "Say who asked for it, or why."),)),
    Step("found", "Found by a rule", frozenset({""}), REFERRED, (("why", "Say what the rule rests on."),)),
    Step(
        "eligible", "Eligible", frozenset({REFERRED}), ELIGIBLE,
        (("conditions", "Name the conditions or needs it rests on."),
         ("risk", "Say that the person is at the risk the program asks for, or that they are not eligible.")),
    ),
    Step(
        "invited", "Invited", frozenset({ELIGIBLE, INVITED, DECLINED}), INVITED,
        (("how", "Say how they were invited."),),
    ),
    Step(
        "consented", "Consented", frozenset({ELIGIBLE, INVITED, DECLINED}), ACTIVE,
        (("given_by", "Say who consented: the person, or who decides for them."),
         ("how", "Say whether it was said or written."),
         ("told_cost", "Tell them what it may cost them; without that it is no consent."),
         ("told_one", "Tell them that only one practice may be paid for it in a month."),
         ("told_stop", "Tell them that they may stop at any time."),
         ("biller", "Choose who bills.")),
    ),
    # Only where the program asks for no consent.
    Step("begun", "Begun", frozenset({REFERRED, ELIGIBLE}), ACTIVE, (("biller", "Choose who bills."),)),
    Step(
        "declined", "Declined", frozenset({ELIGIBLE, INVITED}), DECLINED,
        (("explained", "Say what was explained to them."), ("why", "Say what they said.")),
    ),
    Step(
        "visited", "First visit", frozenset({REFERRED, ELIGIBLE, INVITED, ACTIVE}), "",
        (("kind", "Say what kind of visit it was."), ("with", "Say with whom.")),
    ),
    Step("assessed", "Assessed", frozenset({ACTIVE}), "", (("why", "Say what the assessment found."),)),
    Step(
        "acuity", "Acuity set", frozenset({ACTIVE}), "",
        (("level", "Choose a level."), ("why", "Say why.")),
    ),
    Step(
        "planned", "Plan agreed", frozenset({ACTIVE}), "",
        (("plan", "Say which plan, or sign one on the plan's page."),),
    ),
    Step("copied", "Copy of the plan given", frozenset({ACTIVE}), "", (("to", "Say to whom."),)),
    Step("judged", "Complexity judged", frozenset({ACTIVE}), "", (("level", "Choose a level."),
         ("with", "Say which practitioner judged it."))),
    Step("reassess", "Reassessment set", frozenset({ACTIVE}), "", (("date", "Choose the day."),)),
    Step(
        "transferred", "Passed on", frozenset({ACTIVE}), "",
        (("biller", "Choose who bills from then on."), ("why", "Say why.")),
    ),
    Step(
        "elsewhere", "Another practice bills", _BEFORE | {ACTIVE}, "",
        (("who", "Say which practice."), ("what", "Choose the program they bill.")),
    ),
    Step("stopped", "Asked to stop", frozenset({ACTIVE}), CLOSED, (("why", "Say what they said."),)),
    Step("unfit", "Not eligible", frozenset({REFERRED, ELIGIBLE}), CLOSED, (("why", "Say why not."),)),
    Step("closed", "Closed", _BEFORE | {ACTIVE}, CLOSED, (("reason", "Choose a reason."),)),
)  # fmt: skip
_BY_WHAT = {step.what: step for step in STEPS}

REASONS = {
    "goals": "Goals reached", "moved": "Moved away", "other": "Cared for by another team",
    "unreached": "Could not be reached", "asked": "They asked to end it", "died": "Died",
    "mistake": "Opened by mistake",
}  # fmt: skip
LEVELS = {"low": "Low", "rising": "Rising", "high": "High", "highest": "Highest"}
COMPLEXITY = {
    "straightforward": "Straightforward",
    "low": "Low",
    "moderate": "Moderate",
    "high": "High",
}


def step(what: str) -> Step:
    """The step of that name."""
    if what not in _BY_WHAT:
        raise Refused("There is no such step in a case.", status=404)
    return _BY_WHAT[what]


def allowed(state: str) -> list[Step]:
    """What may be done with a case that stands so, in the order of a life."""
    return [step for step in STEPS if state and state in step.after]


def require(what: str, state: str, detail: dict[str, Any]) -> Step:
    """Refuses in one sentence what may not follow, or what does not say enough."""
    found = step(what)
    if state not in found.after:
        raise Refused(
            f"“{found.label}” cannot follow “{STATES[state]}”. "
            f"It may follow: {', '.join(STATES[s] for s in STATES if s in found.after)}."
        )
    for name, sentence in found.wants:
        if not detail.get(name):
            raise Refused(sentence)
    return found
