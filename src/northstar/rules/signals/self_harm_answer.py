"""Self-harm answer: somebody answered that thoughts of death or self-harm have come, or a triage says so."""

from datetime import date, timedelta

from northstar.chart.clinical import QuestionnaireResponse
from northstar.knowledge.screening_scores import COLUMBIA_ITEMS, SELF_HARM_ANSWERS, SELF_HARM_ITEM
from northstar.rules.answered_forms import Answer, answers, spoken_with
from northstar.rules.example_dates import at
from northstar.rules.examples import call, chart_of, concept, order, patient, result, visit
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import when

_A_MONTH = timedelta(days=30)
_YES = frozenset({"yes", "true", "la33-6", "1"})
_SAID = {"several days": 1, "more than half the days": 2, "nearly every day": 3}
_LEVELS = {"HIGH": 14, "MODERATE": 11, "LOW": 8}


def find(chart, now):
    """The latest such answer that no conversation or visit has followed. No timer ever closes it."""
    for key, latest, level in (_ninth(chart), _columbia(chart)):
        if latest and not spoken_with(chart, latest):
            fresh = latest.at.start + _A_MONTH
            if now < fresh:
                yield LookAgain(fresh)
            yield _finding(key, latest, level, now, now < fresh)


def _ninth(chart) -> tuple[str, Answer | None, str]:
    found = answers(chart, SELF_HARM_ITEM)
    points = _points(found[-1]) if found else 0
    return "phq-9 item 9", (found[-1] if points else None), "MODERATE" if points >= 2 else "LOW"


def _columbia(chart) -> tuple[str, Answer | None, str]:
    """As the screener's triage: 4, 5 or behaviour is high, 3 moderate, 1 or 2 low."""
    found = answers(chart, *COLUMBIA_ITEMS)
    last = found[-1].at if found else None
    yes = [a for a in found if a.at == last and (a.code or a.words).lower() in _YES]
    if not yes:
        return "c-ssrs", None, ""
    worst = max(yes, key=lambda a: COLUMBIA_ITEMS[a.loinc])
    item = COLUMBIA_ITEMS[worst.loinc]
    return "c-ssrs", worst, "HIGH" if item >= 4 else "MODERATE" if item == 3 else "LOW"


def _points(answer) -> int:
    if answer.number is not None:
        return int(answer.number)
    return SELF_HARM_ANSWERS.get(answer.code) or _SAID.get(answer.words.strip().lower(), 0)


def _finding(key: str, answer, level: str, now, fresh: bool) -> Finding:
    what = (
        "the question about death or self-harm"
        if key.startswith("phq")
        else "the suicide screening"
    )
    return Finding(
        key=f"{key} {answer.at.text}",
        says=f"answered {what} with a yes ({when(answer.at, now.tzinfo)}), and nobody has spoken with them since",
        because=(
            because(answer.value, f"Answered “{answer.words or format(answer.number, 'g')}”"),
            Because("No conversation or later visit in any source we hold"),
        ),
        due=answer.at.start,
        band=Band.SAFETY if fresh else Band.HARM,
        factors={f"self-harm answer, {level.lower()}": _LEVELS[level]},
        matter="self-harm",
    )


SIGNAL = Signal(
    code="self-harm-answer",
    title="A yes to the question about self-harm",
    why="The form was filled, scored and filed. Only a voice asks the next question.",
    cites="PHQ-9 item 9 (LOINC 44260-8); C-SSRS screener triage (Columbia)",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.SAFETY,
    suggests="Bring in the named on-call clinician now and stay with the person; 988 by call or text, 911 with the "
    "location if there is danger; follow the site's own pathway",
    minutes=20,
    wants="nurse",
    kinds=("Observation", "QuestionnaireResponse", "Encounter", "Communication"),
)


def _item(number: float | None, day: str, **more):
    return result("PHQ-9 item 9", number, "", day, loinc="44260-8", category="survey", **more)


def _plan(day: str):
    yes = concept("Yes", loinc="LA33-6")
    return result("C-SSRS 5", None, "", day, loinc="93250-9", category="survey", value=yes)


_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "a blood test ordered at the same visit is no conversation about it",
        chart_of(_item(2, "Mon 7 Sep 2026 09:00"), order("Lipid panel", "Mon 7 Sep 2026 09:20")),
        _NOW,
        1,
        band=Band.SAFETY,
    ),
    Example(
        "sent by a machine among laboratory results",
        chart_of(result("PHQ-9 item 9", 1, "", "7 Sep 2026", loinc="44260-8")),
        _NOW,
        1,
    ),
    Example(
        "a system that names the question and gives no code",
        chart_of(
            result(
                "Thoughts that you would be better off dead",
                3,
                "{score}",
                "7 Sep 2026",
                category="survey",
            )
        ),
        _NOW,
        1,
    ),
    Example("several days", chart_of(_item(1, "Mon 7 Sep 2026 16:00")), _NOW, 1, band=Band.SAFETY),
    Example("not at all", chart_of(_item(0, "Mon 7 Sep 2026 16:00")), _NOW, 0),
    Example(
        "as an answer code",
        chart_of(_item(None, "7 Sep 2026", value=concept("Nearly every day", loinc="LA6571-9"))),
        _NOW,
        1,
    ),
    Example(
        "somebody has spoken with them",
        chart_of(_item(2, "Mon 7 Sep 2026 16:00"), call("Mon 7 Sep 2026 17:00")),
        _NOW,
        0,
    ),
    Example(
        "the visit at which it was asked is no answer",
        chart_of(_item(2, "Mon 7 Sep 2026 16:00"), visit("Mon 7 Sep 2026 15:30")),
        _NOW,
        1,
    ),
    Example(
        "a later form says not at all",
        chart_of(_item(2, "1 Sep 2026"), _item(0, "7 Sep 2026")),
        _NOW,
        0,
    ),
    Example("no timer closes it", chart_of(_item(1, "1 Jun 2026")), _NOW, 1, band=Band.HARM),
    Example(
        "a whole form",
        chart_of(
            QuestionnaireResponse(authored=at("7 Sep 2026"), answers=(("/44249-1/44260-8", "2"),))
        ),
        _NOW,
        1,
    ),
    Example(
        "the suicide screening, thoughts with a plan",
        chart_of(_plan("7 Sep 2026")),
        _NOW,
        1,
        says="the suicide screening",
    ),
    Example(
        "the person has died", chart_of(patient(died="7 Sep 2026"), _item(3, "1 Sep 2026")), _NOW, 0
    ),
]
