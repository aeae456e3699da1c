"""Positive screening: a form says there is a need, and nothing has followed."""

from collections.abc import Iterator
from datetime import date, timedelta

from northstar.knowledge.screening_scores import (
    POSITIVE_SNOMED,
    SCREENED,
    Score,
    needs_by_loinc,
    scores_by_loinc,
)
from northstar.rules.answered_forms import Answer, answers, followed_up
from northstar.rules.examples import call, chart_of, concept, order, patient, result
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import when

_FORGETS = timedelta(days=180)


def find(chart, now):
    """One finding a matter (depression, alcohol, food ...): its latest answer, where nothing followed in time."""
    for about, (answer, says, grave, wait) in sorted(_positive(chart).items()):
        asks, forgets = answer.at.start + wait, answer.at.start + _FORGETS
        if now >= forgets or followed_up(chart, answer):
            continue
        if now < asks:
            yield LookAgain(asks)
            continue
        yield LookAgain(forgets)
        yield Finding(
            key=f"{about} {answer.at.text}",
            says=f"{says} ({when(answer.at, now.tzinfo)}), and nothing has followed",
            because=(
                because(
                    answer.value,
                    _answered(answer),
                ),
                Because("No conversation, referral or later visit in any source we hold"),
            ),
            due=asks,
            band=Band.HARM if grave else Band.REST,
            factors={f"screening: {about}": 5 if grave else 3},
            matter=f"screening {about}",
        )


def _answered(answer: Answer) -> str:
    said, form = answer.words or f"{answer.number:g}", answer.value.code.words
    return f"{form}: {said}" if form else f"Answered “{said}”"


def _positive(chart) -> dict[str, tuple[Answer, str, bool, timedelta]]:
    """Each matter with its latest answer, where that one is positive."""
    latest: dict[str, tuple[Answer, str | None, bool, timedelta]] = {}
    for about, answer, says, grave, wait in (*_scored(chart), *_needs(chart), *_screened(chart)):
        if about not in latest or latest[about][0].at.start <= answer.at.start:
            latest[about] = (answer, says, grave, wait)
    return {
        about: (a, says, grave, wait) for about, (a, says, grave, wait) in latest.items() if says
    }


def _scored(chart) -> Iterator[tuple]:
    for loinc, score in scores_by_loinc().items():
        for answer in answers(chart, loinc)[-1:]:
            if answer.number is None:
                continue
            positive = answer.number >= _cut(score, chart.gender)
            band = score.band(answer.number)
            says = f"scored {answer.number:g} on the {score.name}{f', {band}' if band else ''}"
            grave = score.grave is not None and answer.number >= score.grave
            yield (
                score.about,
                answer,
                says if positive else None,
                grave,
                timedelta(days=score.answer_days),
            )


def _needs(chart) -> Iterator[tuple]:
    for loinc, need in needs_by_loinc().items():
        for answer in answers(chart, loinc)[-1:]:
            positive = answer.code in need.answers
            says = f"told a screening that {need.about} is a need" if positive else None
            yield need.about, answer, says, "safety" in need.about, timedelta(days=7)


def _screened(chart) -> Iterator[tuple]:
    for answer in answers(chart, *SCREENED)[-1:]:
        positive = answer.code in POSITIVE_SNOMED or answer.words.lower().startswith("positive")
        yield (
            "depression",
            answer,
            "had a positive depression screening" if positive else None,
            False,
            timedelta(days=2),
        )


def _cut(score: Score, gender: str) -> float:
    return score.women if score.women is not None and gender == "female" else score.positive


SIGNAL = Signal(
    code="positive-screening",
    title="A screening said yes",
    why="Asking about a need and then doing nothing is worse than not asking.",
    cites="PHQ-9, GAD-7, AUDIT-C, Hunger Vital Sign, AHC-HRSN as published; CMS2 for depression (2 days)",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Call: say what was answered, ask what would help, and offer the next step",
    minutes=15,
    kinds=("Observation", "QuestionnaireResponse", "ServiceRequest", "Encounter", "Communication"),
)


def _total(name: str, number: float, loinc: str, day: str = "1 Sep 2026"):
    return result(name, number, "", day, loinc=loinc, category="survey")


_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "PHQ-9 of 14, a week ago",
        chart_of(_total("PHQ-9", 14, "44261-6")),
        _NOW,
        1,
        says="scored 14 on the PHQ-9, moderate",
    ),
    Example("severe: this week", chart_of(_total("PHQ-9", 22, "44261-6")), _NOW, 1, band=Band.HARM),
    Example("PHQ-9 of 9", chart_of(_total("PHQ-9", 9, "44261-6")), _NOW, 0),
    Example(
        "asked yesterday: not yet",
        chart_of(_total("PHQ-9", 14, "44261-6", "Mon 7 Sep 2026 16:00")),
        _NOW,
        0,
        looks_again="9 Sep 2026",
    ),
    Example(
        "somebody called",
        chart_of(_total("PHQ-9", 14, "44261-6"), call("Thu 3 Sep 2026 10:00")),
        _NOW,
        0,
    ),
    Example(
        "a referral was made",
        chart_of(
            _total("PHQ-9", 14, "44261-6"), order("Counseling", "2 Sep 2026", category="referral")
        ),
        _NOW,
        0,
    ),
    Example(
        "a blood test ordered at the same visit answers nothing",
        chart_of(_total("PHQ-9", 14, "44261-6"), order("Lipid panel", "1 Sep 2026")),
        _NOW,
        1,
    ),
    Example(
        "alcohol, a woman with 3",
        chart_of(patient(gender="female"), _total("AUDIT-C", 3, "75626-2", "20 Aug 2026")),
        _NOW,
        1,
    ),
    Example(
        "alcohol, a man with 3",
        chart_of(patient(gender="male"), _total("AUDIT-C", 3, "75626-2", "20 Aug 2026")),
        _NOW,
        0,
    ),
    Example(
        "food often runs out",
        chart_of(
            result(
                "Food ran out",
                None,
                "",
                "20 Aug 2026",
                loinc="88123-5",
                category="survey",
                value=concept("Often true", loinc="LA28397-0"),
            )
        ),
        _NOW,
        1,
        says="food is a need",
    ),
    Example(
        "better the next time",
        chart_of(_total("PHQ-9", 14, "44261-6", "1 Aug 2026"), _total("PHQ-9", 3, "44261-6")),
        _NOW,
        0,
    ),
]
