"""Problems of the problem lists, by any code they share or the same words. Diagnoses of one visit are not among them."""

from collections.abc import Iterator
from datetime import date, timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.clinical import Condition
from northstar.chart.value import Value
from northstar.rules.reconciliation import Column, Part, Stated, Version, changed_on, current
from northstar.rules.wording import dated

_LATELY = timedelta(days=365)
_PASSED = frozenset({"resolved", "inactive", "remission"})
_LISTED = frozenset({"problem-list-item", "health-concern", ""})


def groups(chart: Chart) -> Iterator[tuple[str, str, list[Value]]]:
    """By shared code, else by the words."""
    found: list[tuple[set[str], list[Value]]] = []
    for c in current(chart.conditions):
        listed = c.category in _LISTED and c.code.words  # type: ignore[attr-defined]
        if not listed or (c.absent and c.verification_status != "refuted"):  # type: ignore[attr-defined]
            continue
        tokens = tokens_of(c)  # type: ignore[arg-type]
        alike = [g for g in found if g[0] & tokens]
        for g in alike:
            found.remove(g)
        found.append((tokens.union(*(g[0] for g in alike)), [*(v for g in alike for v in g[1]), c]))
    rows = [(min(tokens), values[-1].code.words, values) for tokens, values in found]  # type: ignore[attr-defined]
    return iter(sorted(rows, key=lambda row: row[0]))


def tokens_of(c: Condition) -> set[str]:
    """Under which a problem is found to be the same."""
    return {c.code.words.strip().lower(), *(f"{k.system}|{k.code}" for k in c.code.codings)}


def version(value: Condition, column: Column, zone: tzinfo) -> Version:
    """One entry, with since when and how it stands."""
    since = f"since {dated(value.onset, zone)}" if value.onset else ""
    ended = f"until {dated(value.abatement, zone)}" if value.abatement else ""
    state = "ruled out" if value.verification_status == "refuted" else ""
    state = state or (value.clinical_status if value.clinical_status in _PASSED else "")
    on = not state
    return Version(
        value=value,
        column=column,
        on=on,
        says=value.code.words,
        detail=", ".join(w for w in (since, ended, state) if w),
        stated=("",),
        changed=changed_on(value, zone),
    )


def lately(value: Condition, today: date, zone: tzinfo) -> bool:
    """Over within the year."""
    ended = value.abatement.first_day(zone) if value.abatement else changed_on(value, zone)
    return bool(ended and today - ended <= _LATELY)


def agreed(value: Condition, on: bool, stated: Stated) -> Condition:
    """On our problem list, or no longer."""
    return Condition(
        code=value.code,
        clinical_status="active" if on else "inactive",
        verification_status="confirmed",
        category="problem-list-item",
        severity=value.severity,
        onset=value.onset,
        recorded=stated.at,
        asserter=stated.by,
        note=stated.reason,
    )


PART = Part(
    code="problems",
    title="Problems",
    one="problem",
    groups=groups,
    version=version,  # type: ignore[arg-type]
    lately=lately,  # type: ignore[arg-type]
    tokens=tokens_of,  # type: ignore[arg-type]
    agreed=agreed,  # type: ignore[arg-type]
    order=1,
)
