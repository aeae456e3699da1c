"""A payer's answers to requests: which one stands, and until when one may appeal."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.coverage import ClaimResponse, Coverage
from northstar.knowledge.authorization_clocks import PLAN_WORDS, ROWS
from northstar.knowledge.table import Row, known
from northstar.rules.signal import Because, because
from northstar.rules.wording import with_year

DENIED = frozenset({"denied", "partial"})
_FORMS = frozenset({"institutional", "professional", "pharmacy", "oral", "vision"})
_ASKED = frozenset({"preauthorization", "predetermination", ""})
_FILED = frozenset({"requested", "accepted", "in-progress", "completed", "ready"})


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to appeal. `printed` where the letter says so; it wins over the table.

    `table` is what the table says, shown beside it; `why` how it was counted.
    """

    day: date
    printed: bool
    why: tuple[Because, ...]


def standing(chart: Chart) -> list[ClaimResponse]:
    """The latest answer to each request for authorization, oldest first."""
    if "authorizations" not in chart.views:
        latest: dict[str, ClaimResponse] = {}
        for answer in chart.payer_answers:
            if answer.use in _ASKED and answer.status not in ("cancelled", "entered-in-error"):
                latest[thread(answer)] = answer
        chart.views["authorizations"] = list(latest.values())
    return chart.views["authorizations"]


def thread(answer: ClaimResponse) -> str:
    """What stays the same through all answers to one request."""
    return answer.request or answer.reference or (answer.source.key if answer.source else "")


def subject(answer: ClaimResponse) -> str:
    """What was asked for, in words; the form's own type (institutional, professional) is no answer."""
    words = answer.code.words
    return words if words and words.lower() not in _FORMS else "a requested service"


def denials(chart: Chart) -> list[ClaimResponse]:
    """Refusals that stand and against which nobody has appealed."""
    return [a for a in standing(chart) if a.decision in DENIED and not appealed(chart, a)]


def appealed(chart: Chart, answer: ClaimResponse) -> bool:
    """True where a task about this answer says that an appeal is on its way or done."""
    names = {thread(answer), answer.reference, answer.request} - {""}
    if answer.source:
        names.add(answer.source.key)
    return any(
        task.focus in names and task.status in _FILED and "appeal" in task.code.words.lower()
        for task in chart.of("Task")
    )


def deadline(chart: Chart, answer: ClaimResponse, zone: tzinfo | None) -> Deadline | None:
    """The printed day if there is one, else the day by the table; None where neither is known."""
    table = _by_table(chart, answer, zone)
    printed = answer.deadline and answer.deadline.day(zone)
    if printed:
        says = because(answer, f"The letter says: appeal by {with_year(printed)}")
        return Deadline(printed, True, (says, *_beside(table, printed)))
    return table


def plan_kind(chart: Chart, payer: str) -> str:
    """The kind of plan of this payer, by the insurance's own words; '' where they do not tell."""
    told = _plan(chart, payer)
    words = f"{told.code.words} {told.plan} {told.payer}" if told else payer
    lower = words.lower()
    return next((kind for kind, signs in PLAN_WORDS if any(s in lower for s in signs)), "")


def decision_due(request_made: datetime, kind: str, *, expedited: bool = False) -> tuple | None:
    """(moment, row): when the plan must have decided; None where no clock is known."""
    row = known(ROWS, f"decide{'-expedited' if expedited else ''}", request_made.date(), kind)
    if row is None:
        return None
    if row.unit != "hours":
        return request_made + timedelta(days=_number(row)), row
    # Hours run through weekends and through the nights the clocks change.
    ends = request_made.astimezone(UTC) + timedelta(hours=_number(row))
    return ends.astimezone(request_made.tzinfo), row


def _beside(table: Deadline | None, printed: date) -> tuple[Because, ...]:
    """What the table would have said, where it differs from the letter."""
    if table is None or table.day == printed:
        return ()
    return (Because(f"The table would say {with_year(table.day)}; the letter wins"),)


def _by_table(chart: Chart, answer: ClaimResponse, zone: tzinfo | None) -> Deadline | None:
    notice = answer.created.day(zone) if answer.created else None
    kind = plan_kind(chart, answer.payer)
    row = known(ROWS, "appeal", notice, kind) if notice and kind else None
    if notice is None or row is None:
        return None
    by = notice + timedelta(days=_number(row))
    says = [
        Because(
            f"{kind}: {_number(row)} days from {with_year(notice)} end on {with_year(by)} ({row.cites})"
        )
    ]
    legal = known(ROWS, "appeal-legal", notice, kind)
    if legal:
        last = notice + timedelta(days=_number(legal))
        says.append(Because(f"The last day in law is {with_year(last)} ({legal.cites})"))
    return Deadline(by, False, tuple(says))


def _plan(chart: Chart, payer: str) -> Coverage | None:
    """The insurance of this payer; the only one where the answer names none."""
    named = payer.lower()
    same = [c for c in chart.coverages if named and named in (c.payer.lower(), c.plan.lower())]
    if same:
        return same[-1]
    return chart.coverages[0] if len(chart.coverages) == 1 else None


def _number(row: Row) -> int:
    return int(row.value)
