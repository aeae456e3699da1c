"""What would change if charts were one person's: asked before anybody decides that they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.rules.assess import assess
from northstar.rules.medicines import medicines
from northstar.rules.signal import Finding, Signal

_PASSED = frozenset({"inactive", "resolved", "entered-in-error", "refuted"})


@dataclass(frozen=True, slots=True)
class Beside:
    """One medicine or allergy: what each chart has of it, in the charts' order; None: nothing."""

    name: str
    held: tuple[Value | None, ...]

    @property
    def is_shared(self) -> bool:
        """More than one of them has it."""
        return sum(one is not None for one in self.held) > 1


@dataclass(frozen=True, slots=True)
class Change:
    """What would stand together, what the rules would newly find, and what they would find no more."""

    medicines: tuple[Beside, ...]
    allergies: tuple[Beside, ...]
    appears: tuple[tuple[Signal, Finding], ...]
    falls_silent: tuple[tuple[Signal, Finding], ...]


def would_change(charts: Sequence[Chart], now: datetime) -> Change:
    """What would be different on the joined chart, by the same rules that judge every chart."""
    alone = [_found(chart, now) for chart in charts]
    joined = _found(as_one(charts), now)
    before = {mark: found for each in alone for mark, found in each.items()}
    return Change(
        medicines=_beside([_in_use(chart, now) for chart in charts]),
        allergies=_beside([_allergies(chart) for chart in charts]),
        appears=tuple(found for mark, found in joined.items() if mark not in before),
        falls_silent=tuple(found for mark, found in before.items() if mark not in joined),
    )


def as_one(charts: Iterable[Chart]) -> Chart:
    """The charts' facts in one chart, which nobody keeps."""
    charts = list(charts)
    values = [
        (kind, value) for chart in charts for kind in chart.kinds() for value in chart.of(kind)
    ]
    heard = {one.feed: one for chart in charts for one in chart.heard}
    return Chart(values, heard=heard.values())


def _found(chart: Chart, now: datetime) -> dict[tuple[str, str], tuple[Signal, Finding]]:
    """What the rules open a line for, by rule and key."""
    judged = assess(chart, now).found
    return {(rule.code, one.key): (rule, one) for rule, one in judged if not rule.rides}


def _in_use(chart: Chart, now: datetime) -> dict[str, Value]:
    return medicines(chart, now.tzinfo).in_use(now.date()) if now.tzinfo else {}


def _allergies(chart: Chart) -> dict[str, Value]:
    standing = [
        a for a in chart.allergies if not {a.clinical_status, a.verification_status} & _PASSED
    ]
    return {("No known allergies" if a.absent else a.code.words): a for a in standing}


def _beside(sides: list[dict[str, Value]]) -> tuple[Beside, ...]:
    """Shared ones first, each group by name."""
    spelled = {name.casefold(): name for side in reversed(sides) for name in side}
    folded = [{name.casefold(): value for name, value in side.items()} for side in sides]
    rows = [Beside(name, tuple(side.get(key) for side in folded)) for key, name in spelled.items()]
    return tuple(sorted(rows, key=lambda row: (not row.is_shared, row.name.casefold())))
