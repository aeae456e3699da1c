"""What the page of a person's cases shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from northstar.access import staffing
from northstar.access.roles import PROVIDER
from northstar.casework.plans.readiness import readiness
from northstar.casework.programs import asking
from northstar.casework.programs.standing import Enrolment
from northstar.casework.programs.steps import DECLINED, Step, allowed
from northstar.chart.chart import Chart
from northstar.chart.clinical import Condition
from northstar.desk.case.fields import Field, fields
from northstar.desk.source.chip import Chip, Chips
from northstar.knowledge import programs
from northstar.knowledge.programs import Program
from northstar.knowledge.table import Row, known
from northstar.rules.circumstances import active_conditions
from northstar.rules.contacts import contacts
from northstar.rules.risk.charlson import diseases

_MOST = 60
# What usually comes next, the first that may be done is offered open.
_NEXT = (
    "eligible", "invited", "consented", "begun", "visited", "assessed", "acuity", "planned", "copied",
    "reassess",
)  # fmt: skip


@dataclass(slots=True)
class Form:
    """One step that may be done now, with its questions."""

    step: Step
    fields: list[Field]


@dataclass(slots=True)
class Shown:
    """One case: how it stands, the step that comes next, and the others that may be done."""

    case: Enrolment
    forms: list[Form]
    next: str

    @property
    def first(self) -> list[Form]:
        return [form for form in self.forms if form.step.what == self.next]

    @property
    def others(self) -> list[Form]:
        return [form for form in self.forms if form.step.what != self.next]


@dataclass(slots=True)
class Fit:
    """A program they are not in: what it asks, and what the chart holds of that, with its sources."""

    row: Row
    why: str
    chips: list[Chip]


def case_shown(
    case: Enrolment, chart: Chart, name: str, now: datetime, signed: bool, died: bool
) -> Shown:
    """A case with the forms of its allowed steps. `signed`: a plan stands here, so none is noted."""
    row = known(programs.ROWS, case.program, now.date())
    asked: Program | None = row.value if row else None
    forms = [
        Form(step, form_fields(step.what, case, chart, name, now, asked))
        for step in allowed(case.state)
        if _fits(step.what, asked) and not (signed and step.what in ("planned", "copied"))
    ]
    if died:
        forms = [form for form in forms if form.step.what == "closed"]
        _as_died(forms)
    done = {turn.what for turn in case.turns}
    following = (w for w in _NEXT if w not in done and any(f.step.what == w for f in forms))
    if died:
        return Shown(case, forms, "closed")
    # Who has declined is left in peace until the day they named: nothing is pressed on them.
    waits = not case.open or case.state == DECLINED
    return Shown(case, forms, "" if waits else next(following, ""))


def _as_died(forms: list[Form]) -> None:
    """The one step that is left: no letter, and the reason is known."""
    for form in forms:
        for field in form.fields:
            field.value = {"reason": "died", "letter": ""}.get(field.name, field.value)


def form_fields(
    what: str, case: Enrolment, chart: Chart, name: str, now: datetime, asked: Program | None
) -> list[Field]:
    """The questions of one step of one case."""
    found = fields(
        what, billers=[one.name for one in staffing.holding(PROVIDER, now)],
        conditions=_named(chart), name=name, consult=bool(asked and asked.consult),
        text=letter(case.name, name, stops=what == "stopped"),
    )  # fmt: skip
    found[-1].value = now.date().isoformat()
    if what == "visited":
        _seen(found, chart, now)
    return found


def _seen(found: list[Field], chart: Chart, now: datetime) -> None:
    """The latest visit in the record is proposed: nobody types it again."""
    visits = [one for one in contacts(chart) if one.seen]
    day = visits[-1].at.day(now.tzinfo) if visits else None
    if day:
        told = {field.name: field for field in found}
        visit = visits[-1].fact
        told["with"].value = getattr(visit, "attending", "") or getattr(visit, "facility", "")
        told["kind"].value, told["on"].value = "office", day.isoformat()


def _fits(what: str, asked: Program | None) -> bool:
    """Begun only where no consent is asked, consented only where one is; a plan where one is asked."""
    if asked is None:
        return what == "closed"
    wrong = {"begun": asked.consent, "consented": not asked.consent, "planned": not asked.plan}
    return not wrong.get(what, False) and not (what == "copied" and not asked.plan)


def conditions(chart: Chart) -> list[Condition]:
    """The active conditions, the newest word of each once."""
    newest = {one.code.words.casefold(): one for one in active_conditions(chart) if one.code.words}
    return list(newest.values())[:_MOST]


def _named(chart: Chart) -> list[tuple[str, str]]:
    return [(one.code.words, one.code.words) for one in conditions(chart)]


def rests_on(chart: Chart, named: list[str], other: str) -> tuple[list[dict[str, str]], int]:
    """The chosen conditions with where each stands, and how carefully they must be handled."""
    there = {one.code.words: one.source for one in conditions(chart)}
    label, found = 0, []
    for words in named:
        source = there.get(words)
        label |= source.label if source else 0
        place = (
            {"arrival": source.arrival, "locator": source.locator, "feed": source.feed}
            if source
            else {}
        )
        found.append({"says": words} | place)
    return [*found, *([{"says": other}] if other else [])], label


def fitting(chart: Chart, cases: list[Enrolment], day: date, chips: Chips) -> list[Fit]:
    """The programs there are on a day in which this person has no open case."""
    there = {one.program for one in cases if one.open}
    serious = list(diseases(chart).values())
    names = ", ".join(category.name for category, _ in serious)
    found = []
    for row in programs.on_offer(day):
        if row.code not in there:
            fits = (
                row.value.conditions and len(serious) >= row.value.conditions and row.value.months
            )
            why = f"In the record: {names}" if fits else ""
            told = [chips.of(condition) for _, condition in serious[:3]] if fits else []
            found.append(Fit(row, why, [chip for chip in told if chip]))
    return sorted(found, key=lambda fit: not fit.why)


def letter(program: str, name: str, *, stops: bool = False) -> str:
    """What a letter at the end says; the coordinator changes it. `stops`: they asked, and it counts until
    the month is over."""
    ended = "ends with this month, as you asked" if stops else "has ended"
    return (
        f"Dear {name},\n\n{program} with us {ended}. You keep your doctor and your visits. Nothing else "
        "changes.\n\nYou can start again at any time. Call the clinic and ask for your care coordinator."
    )


def everything(
    viewer: Any, row: Any, chart: Chart, name: str, now: datetime, chips: Chips
) -> dict[str, Any]:
    """The page's values but for the bar."""
    cases = asking.of_patient(viewer, row.pk, now.date())
    signed = row.pk in readiness([row.pk])
    return {
        "cases": [case_shown(one, chart, name, now, signed, row.died) for one in cases],
        "fits": fitting(chart, cases, now.date(), chips),
    }
