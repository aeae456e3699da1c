"""The plan as the page shows it: goals with their fields, readings, steps and barriers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.plans.standing import Standing
from northstar.chart.chart import Chart
from northstar.chart.sensitivity import Label
from northstar.desk.patient.circle import circle
from northstar.desk.plan.boxes import Box, Boxes, Choice
from northstar.desk.plan.panel import hill
from northstar.desk.plan.worded import EVERYBODY
from northstar.desk.sensitive import LABELS, offered
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import answer, unit_of
from northstar.knowledge.followed import FOLLOWED, followed_in
from northstar.rules.plans import elements
from northstar.rules.plans.proposed import asks, question
from northstar.rules.plans.shape import (
    BARRIER_STATES,
    HILL,
    ON_COPIES,
    RESULTS,
    STEP_STATES,
    Goal,
    Plan,
    Step,
)

MEASURES = [one.name for one in FOLLOWED]


@dataclass(frozen=True, slots=True)
class Reading:
    """The latest result of what a goal measures, and how it stands to her own target."""

    words: str
    stands: str
    tone: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: its fields, the line it became, whether its day has passed."""

    step: Step
    boxes: dict[str, Box]
    line: Any
    late: bool
    done: Any = None  # how its line ended on the list, while it stands open here


@dataclass(frozen=True, slots=True)
class GoalShown:
    """One goal with everything under it."""

    number: int
    goal: Goal
    id: str
    boxes: dict[str, Box]
    hill: dict[str, Any]
    reading: Reading | None
    steps: list[StepShown]
    barriers: list[tuple[str, dict[str, Box]]]
    restricted: str

    @property
    def proposed(self) -> bool:
        """Whether some of it is a proposal that nobody has kept yet."""
        inner = [*(s.boxes for s in self.steps), *(boxes for _, boxes in self.barriers)]
        return any(box.origin for boxes in (self.boxes, *inner) for box in boxes.values())


@dataclass(slots=True)
class Page:
    """What the goals of one plan need to be shown."""

    standing: Standing | None
    chart: Chart
    chips: Chips
    viewer: Viewer
    owners: list[Choice]
    their: str
    today: date
    names: dict[str, str]
    typed: dict[str, str]

    @property
    def boxes(self) -> Boxes:
        return Boxes(self.standing, self.typed)

    @property
    def plan(self) -> Plan:
        return self.standing.said if self.standing else Plan()

    def line(self, place: str) -> Any:
        """The line that a step or the day of review became."""
        known = self.standing.lines.get(place) if self.standing else None
        return known.line if known else None

    def who_may(self, owner: str) -> list[Choice]:
        """Whom to choose from; who holds it now is always among them."""
        if owner in self.names and owner not in dict(self.owners):
            return [*self.owners, (owner, self.names[owner])]
        return self.owners


def goals(page: Page) -> list[GoalShown]:
    """All goals in order."""
    return [_goal(page, goal, number) for number, goal in enumerate(page.plan.goals, 1)]


def tried(page: Page) -> list[tuple[str, dict[str, Box]]]:
    """What was tried before, with what came of it."""
    return [
        (
            one.place,
            {
                "says": page.boxes.box(f"{one.place}/says", "What was tried"),
                "result": page.boxes.box(
                    f"{one.place}/result", "What came of it", "choice", choices=_asked(RESULTS)
                ),
                "why": page.boxes.box(f"{one.place}/why", "Why, as far as we know"),
            },
        )
        for one in page.plan.tried
    ]


def twelve(page: Page) -> list[tuple[elements.Answer, Box, Box]]:
    """The twelve elements, each with its text and its reason for not applying."""
    number = page.standing.number if page.standing else 1
    return [
        (
            one,
            page.boxes.box(f"elements/{one.element.code}/text", one.element.name, "prose", hint=" ".join((one.element.asks, *asks(page.plan, one.element.code)))),
            page.boxes.box(f"elements/{one.element.code}/na", f"{one.element.name}: does not apply, because"),
        )
        for one in elements.answers(page.plan, number)
    ]  # fmt: skip


def owners(
    chart: Chart,
    chips: Chips,
    person: str,
    holders: Mapping[str, Staff | Team],
    allowed: Iterable[str],
) -> list[Choice]:
    """Who may do a step: the person, those around her, our people and queues, her other practices."""
    around = circle(chart, chips)
    near = dict.fromkeys(one.name for one in (*around.decides, *around.near))
    offices = dict.fromkeys(one.name for one in around.team)
    ours = [
        (f"{'staff' if isinstance(holders[uid], Staff) else 'team'}:{uid}", holders[uid].name)
        for uid in allowed
        if uid in holders
    ]
    return [
        ("", "Nobody yet"),
        ("person", person),
        *((f"caregiver:{name}", name) for name in near),
        *ours,
        *((f"office:{name}", name) for name in offices),
    ]


def _goal(page: Page, goal: Goal, number: int) -> GoalShown:
    at, boxes = goal.place, page.boxes
    return GoalShown(
        number=number, goal=goal, id=at.replace("/", "-"), hill=hill(goal.hill),
        reading=_reading(page, goal),
        boxes={
            "words": boxes.box(
                f"{at}/words", f"In {page.their.lower()} own words", "story",
                hint=f"Ask: {ask}" if not goal.words and (ask := question(goal.key)) else "",
            ),
            "aim": boxes.box(f"{at}/aim", "Clinical aim", "prose"),
            "measure": boxes.box(f"{at}/measure", "Measured by", "measure"),
            "low": boxes.box(f"{at}/low", "At least", "number"),
            "high": boxes.box(f"{at}/high", "At most", "number"),
            "unit": boxes.box(f"{at}/unit", "Unit"),
            "by": boxes.box(f"{at}/by", "By", "date"),
            "now": boxes.box(f"{at}/now", "Where it stands now"),
            "hill": boxes.box(f"{at}/hill", "On the hill", "choice", choices=_asked(HILL)),
            "why": boxes.box(f"{at}/why", "Why there", "text"),
            "label": boxes.box(f"{at}/label", "Who may see this goal", "choice", choices=_may_see(page.viewer), standard="0"),
        },
        steps=[_step(page, step) for step in goal.steps],
        barriers=[(one.place, _barrier(page, one.place)) for one in goal.barriers],
        restricted=LABELS.get(Label(goal.label), "Restricted") if goal.label else "",
    )  # fmt: skip


def _step(page: Page, step: Step) -> StepShown:
    boxes, at = page.boxes, step.place
    return StepShown(
        step=step,
        boxes={
            "says": boxes.box(f"{at}/says", "Step", "text"),
            "owner": boxes.box(f"{at}/owner", "Who", "choice", choices=page.who_may(step.owner)),
            "by": boxes.box(f"{at}/by", "By", "date"),
            "state": boxes.box(f"{at}/state", "State", "choice", choices=STEP_STATES, standard="open"),
            "note": boxes.box(f"{at}/note", "Note"),
            "copy": boxes.box(f"{at}/copy", "On copies", "choice", choices=ON_COPIES),
        },
        line=page.line(at),
        done=page.standing.done.get(at) if page.standing else None,
        late=step.is_open and step.by is not None and step.by < page.today,
    )  # fmt: skip


def _barrier(page: Page, at: str) -> dict[str, Box]:
    boxes = page.boxes
    return {
        "says": boxes.box(f"{at}/says", "What may stand in the way", "text"),
        "state": boxes.box(
            f"{at}/state", "How sure", "choice", choices=BARRIER_STATES, standard="guess"
        ),
        "copy": boxes.box(
            f"{at}/copy", "On copies, once it is confirmed", "choice", choices=ON_COPIES
        ),
        "by_what": boxes.box(f"{at}/by_what", "By what: whom we asked, what we saw", "text"),
    }


def _reading(page: Page, goal: Goal) -> Reading | None:
    """The newest result, held against the plan's own target and nobody else's."""
    known = followed_in(goal.measure)
    found = page.chart.observed(*known.loincs) if known else []
    usable = [one for one in found if one.status not in ("entered-in-error", "cancelled")]
    if not usable:
        return None
    last = usable[-1]
    words = " ".join(filter(None, (answer(last), unit_of(last))))
    number, stands, tone = last.number, "", ""
    if number is not None and (goal.low is not None or goal.high is not None):
        above = goal.high is not None and number > goal.high
        below = goal.low is not None and number < goal.low
        stands = "above the target" if above else "below the target" if below else "at the target"
        tone = "due" if above or below else "ok"
    return Reading(words, stands, tone, page.chips.of(last))


def _asked(choices: Iterable[Choice]) -> list[Choice]:
    return [("", "Not said yet"), *choices]


def _may_see(viewer: Viewer) -> list[Choice]:
    held = [(str(label), says) for label, says in offered(viewer)]
    return [("0", EVERYBODY), *held]
