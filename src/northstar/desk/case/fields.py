"""What the form of each step asks, and how what was typed becomes what the step keeps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from northstar.access.refuse import Refused
from northstar.casework.programs.steps import COMPLEXITY, LEVELS, REASONS
from northstar.knowledge.billing_plan import ELEMENTS, VISITS
from northstar.knowledge.programs import CODES

TEXT, AREA, DAY, YES, ONE, MANY = "text", "area", "day", "yes", "one", "many"
_ON = "When"


@dataclass(slots=True)
class Field:
    """One question: `kind` is how it is answered, `choices` (value, words) of what there is to choose."""

    name: str
    label: str
    kind: str = TEXT
    choices: list[tuple[str, str]] = field(default_factory=list)
    value: Any = ""
    most: int = 300


def fields(what: str, *, billers: Iterable[str], conditions: Iterable[tuple[str, str]],
           name: str, consult: bool, text: str) -> list[Field]:  # fmt: skip
    """The questions of one step; the day it holds from comes last."""
    bill = Field("biller", "Who bills", ONE, [(one, one) for one in billers])
    asked = {
        "eligible": [
            Field("conditions", "The conditions or needs it rests on", MANY, list(conditions)),
            Field("other", "Another, in words"),
            Field("risk", "They are at the risk the program asks for, as their practitioner says", YES),
            Field("qmb", "Qualified Medicare Beneficiary", ONE, [("", "Not known"), ("yes", "Yes"), ("no", "No")]),
        ],
        "unfit": [Field("why", "Why not", AREA)],
        "invited": [Field("how", "How", ONE, _same("on the phone", "in person", "by letter", "by message"))],
        "consented": [
            Field("given_by", "Who consents: the person, or who decides for them", value=name),
            Field("how", "How", ONE, _same("said", "written")),
            Field("told_cost", "I told them what it may cost them", YES),
            Field("told_one", "I told them that only one practice may be paid for it in a month", YES),
            Field("told_stop", "I told them that they may stop at any time", YES),
            *([Field("consult", "They agree that a consultant is asked", YES)] if consult else []),
            bill,
        ],
        "begun": [bill],
        "declined": [
            Field("explained", "What was explained", AREA), Field("why", "What they said", AREA),
            Field("again", "Ask again on", DAY), Field("never", "They do not wish to be asked again", YES),
        ],
        "visited": [
            Field("kind", "What kind of visit", ONE, list(VISITS.items())), Field("with", "With whom"),
        ],
        "assessed": [Field("why", "What the assessment found", AREA)],
        "acuity": [Field("level", "Level", ONE, list(LEVELS.items())), Field("why", "Why")],
        "planned": [
            Field("plan", "Which plan, and where it is kept"),
            Field("missing", "What it does not hold yet", MANY, _same(*ELEMENTS)),
        ],
        "copied": [Field("to", "To whom", value=name)],
        "judged": [
            Field("level", "How complex the decisions were", ONE, list(COMPLEXITY.items())),
            Field("with", "By which practitioner"),
        ],
        "reassess": [Field("date", "Look at the whole again on", DAY)],
        "transferred": [bill, Field("why", "Why", AREA)],
        "elsewhere": [
            Field("who", "Which practice"),
            Field("what", "What they bill", ONE, _same(*CODES, "G0181", "G0182", "90960", "99457")),
            Field("until", "Until", DAY),
        ],
        "stopped": [Field("why", "What they said", AREA), *_letter(text)],
        "closed": [Field("reason", "Why", ONE, list(REASONS.items())), *_letter(text)],
    }  # fmt: skip
    return [*asked[what], Field("on", _ON, DAY)]


def _letter(text: str) -> list[Field]:
    return [
        Field("letter", "Send this letter (nothing is sent to the dead)", YES, value=True),
        Field("text", "The letter", AREA, value=text, most=2000),
    ]


def _same(*words: str) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


def read(asked: list[Field], typed: QueryDict) -> tuple[dict[str, Any], date | None]:
    """What was typed as the detail of a step, and the day it holds from."""
    detail: dict[str, Any] = {}
    for one in asked:
        if one.kind == YES:
            detail[one.name] = one.name in typed
        elif one.kind == MANY:
            there = dict(one.choices)
            detail[one.name] = [there[v] for v in typed.getlist(one.name) if v in there]
        elif one.kind == DAY:
            detail[one.name] = _day(typed.get(one.name, ""))
        else:
            detail[one.name] = typed.get(one.name, "").strip()[: one.most]
    on = detail.pop("on")
    return {k: v for k, v in detail.items() if v not in ("", None)}, on and date.fromisoformat(on)


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise Refused("Choose a day, like 2026-09-08.") from None


def filled(asked: list[Field], typed: QueryDict) -> list[Field]:
    """The same questions with what was typed."""
    for one in asked:
        one.value = typed.getlist(one.name) if one.kind == MANY else typed.get(one.name, "")
    return asked
