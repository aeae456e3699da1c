"""What stands on the readiness page: each procedure ahead, and the contradictions among its papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from northstar.access.viewer import Viewer
from northstar.casework.worklist import asking, evidence
from northstar.chart.chart import Chart
from northstar.config.clock import zone
from northstar.desk.source.chip import Chip, Chips
from northstar.rules.assess import needs_answer
from northstar.rules.papers import within
from northstar.rules.procedures_ahead import Plan, ahead, imaging_ahead

_MOST = 3  # papers shown that have come since
_TONES = ((14, "clash"), (10, "watch"), (0, ""))


@dataclass(frozen=True, slots=True)
class Matter:
    """One contradiction: its two sides, what else bears on it, whom to ask, and how far that has come.

    `routed` and `agreed` are the steps that say so, where they stand, `before` the one that had closed the
    same question earlier. `papers` came last since it was found: where they agree, these say so.
    """

    line: Any
    sides: tuple[dict[str, Any], ...]
    further: tuple[dict[str, Any], ...]
    severity: str
    tone: str
    question: str
    holder: str
    routed: Any
    agreed: Any
    before: Any
    papers: tuple[Chip | None, ...]

    @property
    def by_day(self) -> date:
        """By when an answer should be there: the day of the last hour, as the form proposes it."""
        due = self.line.due.astimezone(zone()).date() if self.line.due else None
        return due or self.line.next_on or self.line.opened.date()


@dataclass(frozen=True, slots=True)
class Ahead:
    """One procedure, or None for papers that belong to none; `papers` is how many were compared."""

    plan: Plan | None
    matters: tuple[Matter, ...]
    papers: int = 0

    @property
    def waiting(self) -> int:
        """Questions that nobody has routed yet."""
        return sum(not (m.routed or m.agreed) for m in self.matters)


def everything(
    viewer: Viewer, patient: int, chart: Chart, now: datetime, chips: Chips
) -> list[Ahead]:
    """Every procedure ahead with its contradictions, then those of no procedure."""
    lines = questions(asking.lines_of(viewer, patient))
    told = (evidence.routed(lines), evidence.agreed(lines), evidence.closed_before(lines))
    made = [(line.matter, _matter(line, *told, chart, chips)) for line in lines]
    found, placed = [], set()
    for plan in (*ahead(chart, now), *imaging_ahead(chart, now)):
        name = f"before {plan.key}"[:60]
        placed.add(name)
        own = tuple(matter for where, matter in made if where == name)
        if own or not plan.mention.imaging:
            found.append(
                Ahead(plan, own, len({p.document for p in within(chart, plan.opens, now)}))
            )
    rest = tuple(matter for where, matter in made if where not in placed)
    return [*found, Ahead(None, rest)] if rest else found


def questions(lines: Iterable[Any]) -> list[Any]:
    """Of some lines, those that are contradictions between papers."""
    return [line for line in lines if line.signal in needs_answer()]


def _matter(
    line: Any, routed: dict[int, Any], agreed: dict[int, Any], before: dict[int, Any], chart: Chart,
    chips: Chips,
) -> Matter:  # fmt: skip
    name, points = max(line.factors.items(), key=lambda factor: factor[1])
    return Matter(
        line=line,
        sides=tuple(line.because[:2]),
        further=tuple(line.because[2:]),
        severity=name,
        tone=next(tone for least, tone in _TONES if points >= least),
        question=line.words[0] if line.words else "",
        holder=str(line.holder.public_id),
        routed=routed.get(line.pk),
        agreed=agreed.get(line.pk),
        before=before.get(line.pk),
        papers=_since(line, chart, chips) if line.pk in agreed else (),
    )


def _since(line: Any, chart: Chart, chips: Chips) -> tuple[Chip | None, ...]:
    """The papers that came last since the contradiction was last found."""
    came = [(d.source.received, d) for d in chart.documents if d.source and d.source.received]
    last = max((at for at, _ in came if at >= line.refreshed), default=None)
    return tuple(chips.of(d) for at, d in came if at == last)[:_MOST]
