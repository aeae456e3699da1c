"""Allergies and intolerances, by ingredient or code; and the statement that none are known."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.clinical import AllergyIntolerance
from northstar.chart.value import Value
from northstar.knowledge.ingredients import ingredients_of
from northstar.rules.agreed import NONE_KNOWN
from northstar.rules.disagreement import AGREED
from northstar.rules.reconciliation import Column, Part, Stated, Version, changed_on, current

_PASSED = frozenset({"inactive", "resolved"})


def groups(chart: Chart) -> Iterator[tuple[str, str, list[Value]]]:
    """One group for each substance; penicillin and ampicillin stay two."""
    found: dict[str, list[Value]] = defaultdict(list)
    for a in current(chart.allergies):
        found[name_of(a)].append(a)  # type: ignore[arg-type]
    return ((name, _title(name, values), values) for name, values in sorted(found.items()))


def name_of(a: AllergyIntolerance) -> str:
    """What the allergy is to, however it is spelled."""
    if a.absent and a.verification_status != "refuted" and not ingredients_of(a.code):
        return NONE_KNOWN
    return " with ".join(ingredients_of(a.code)) or a.code.words.strip().lower()


def _title(name: str, values: list) -> str:
    return "No known allergies" if name == NONE_KNOWN else values[-1].code.words


def version(value: AllergyIntolerance, column: Column, zone: tzinfo) -> Version:
    """One entry, with its reactions."""
    held = is_held(value)
    reactions = ", ".join(value.reactions)
    state = value.verification_status if value.verification_status == "refuted" else ""
    state = state or (value.clinical_status if value.clinical_status in _PASSED else "")
    return Version(
        value=value,
        column=column,
        on=held,
        says=value.code.words,
        detail=", ".join(w for w in (reactions, value.severity, state) if w),
        stated=(",".join(sorted(r.lower() for r in value.reactions)), value.severity.lower()),
        changed=changed_on(value, zone),
    )


def is_held(a: AllergyIntolerance) -> bool:
    """The source holds it to be true now. “None known” is held as what it is."""
    if name_of(a) == NONE_KNOWN:
        return True
    return not a.absent and a.verification_status != "refuted" and a.clinical_status not in _PASSED


def refuted_by_us(chart: Chart, zone: tzinfo) -> dict[str, date]:
    """What our own people have left off the agreed list, and on which day."""
    return {
        name_of(a): changed_on(a, zone) or date.min
        for a in chart.allergies
        if a.source and a.source.key.startswith(AGREED) and a.verification_status == "refuted"
    }


def lately(value: Value, today: date, zone: tzinfo) -> bool:
    """An allergy that a source once held is on the table however old it is."""
    return True


def tokens(value: AllergyIntolerance) -> set[str]:
    """What it is to."""
    return {name_of(value)}


def agreed(value: AllergyIntolerance, on: bool, stated: Stated) -> AllergyIntolerance | None:
    """Held by us, or refuted by us. That "none known" is left off states nothing."""
    if not on and name_of(value) == NONE_KNOWN:
        return None
    return AllergyIntolerance(
        code=value.code,
        clinical_status="active" if on and not value.absent else "",
        verification_status="confirmed" if on else "refuted",
        type=value.type,
        category=value.category,
        criticality=value.criticality,
        reactions=value.reactions,
        severity=value.severity,
        onset=value.onset,
        recorded=stated.at,
        asserter=stated.by,
        absent=value.absent or not on,
    )


def plain(values: list[AllergyIntolerance]) -> str:
    """What happened."""
    told = dict.fromkeys(r for a in values for r in a.reactions)
    return f"what happened: {', '.join(told)}" if told else "what happened: not told"


PART = Part(
    code="allergies",
    title="Allergies",
    one="allergy",
    groups=groups,
    version=version,  # type: ignore[arg-type]
    lately=lately,
    tokens=tokens,  # type: ignore[arg-type]
    agreed=agreed,  # type: ignore[arg-type]
    plain=plain,  # type: ignore[arg-type]
    order=2,
)
