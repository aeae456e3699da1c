"""A problem: over in one source, still there in another. Alike by any code they share, or the same words."""

from collections.abc import Iterator
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.clinical import Condition
from northstar.rules.disagreement import (
    Case,
    Matter,
    Subject,
    Word,
    latest,
    parties,
    told_on,
    voice,
)
from northstar.rules.examples import chart_of, from_feed, problem

_PASSED = frozenset({"resolved", "inactive", "remission"})
_STANDING = frozenset({"problem-list-item", "health-concern", ""})


def matters(chart: Chart, zone: tzinfo) -> Iterator[Matter]:
    """Every problem of the lists that some source holds to be over, or denies."""
    told = [c for c in parties(chart.conditions) if c.category in _STANDING and _meant(c)]
    if not any(_is_over(c) for c in told):
        return
    for key, alike in _groups(told):
        words = latest((_order(c, zone), _word(c, zone)) for c in _one_episode(alike, zone))
        about = min((w.value.code.words for w in words), key=len, default="")  # type: ignore[attr-defined]
        yield Matter(f"problem {key}", about, words)


def _meant(c: Condition) -> bool:
    named = bool(c.code.codings or c.code.text) and not (
        c.absent and c.verification_status != "refuted"
    )
    return named and c.verification_status != "entered-in-error"


def _is_over(c: Condition) -> bool:
    return c.verification_status == "refuted" or c.clinical_status in _PASSED


def _one_episode(alike: list[Condition], zone: tzinfo) -> list[Condition]:
    """Without the bouts that were over before the present one began: those contradict nothing."""
    began = [c.onset.first_day(zone) for c in alike if c.onset and not _is_over(c)]
    latest_onset = max(began, default=None)
    return [
        c
        for c in alike
        if not (
            _is_over(c)
            and latest_onset
            and c.abatement
            and c.abatement.first_day(zone) < latest_onset
        )
    ]


def _order(c: Condition, zone: tzinfo) -> tuple[date, bool]:
    ended = c.abatement.first_day(zone) if c.abatement else None
    return max((d for d in (told_on(c, zone), ended) if d), default=date.min), not _is_over(c)


def _word(c: Condition, zone: tzinfo) -> Word:
    if c.verification_status == "refuted":
        return Word(voice(c), "over", "Ruled out", c, told_on(c, zone), c.code.words)
    if _is_over(c):
        ended = c.abatement.first_day(zone) if c.abatement else None
        said = "Over since {day}" if ended else c.clinical_status.capitalize()
        return Word(voice(c), "over", said, c, ended or told_on(c, zone), c.code.words)
    return Word(voice(c), "active", "Still there", c, told_on(c, zone), c.code.words)


def _groups(told: list[Condition]) -> Iterator[tuple[str, list[Condition]]]:
    groups: list[tuple[set[str], list[Condition]]] = []
    for c in told:
        tokens = {c.code.words.strip().lower(), *(f"{k.system}|{k.code}" for k in c.code.codings)}
        alike = [g for g in groups if g[0] & tokens]
        for g in alike:
            groups.remove(g)
        groups.append(
            (tokens.union(*(g[0] for g in alike)), [*(x for g in alike for x in g[1]), c])
        )
    return ((min(tokens), alike) for tokens, alike in groups if any(map(_is_over, alike)))


SUBJECT = Subject(
    code="problem",
    title="A problem over here and active there",
    why="A list that never ends hides what is wrong now; one that ends too soon hides what to watch.",
    cites="Own rule; likeness by shared code",
    reviewed=date(2026, 11, 1),
    kinds=("Condition",),
    matters=matters,
)

CASES = [
    Case(
        "over here, still there, by a shared code",
        chart_of(
            from_feed("clinic", problem("HFrEF", snomed="84114007")),
            from_feed("hospital", problem("Heart failure", "resolved", snomed="84114007")),
        ),
        {"problem heart failure": {"clinic": "active", "hospital": "over"}},
    ),
    Case(
        "last year's pneumonia and this year's",
        chart_of(
            from_feed("clinic", problem("Pneumonia", since="Aug 2026")),
            from_feed("hospital", problem("Pneumonia", "resolved", since="2025", ended="Mar 2025")),
        ),
    ),
    Case(
        "only one source lists it",
        chart_of(
            from_feed("clinic", problem("Gout")),
            from_feed("hospital", problem("Asthma", "resolved")),
        ),
    ),
]
