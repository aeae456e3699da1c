"""Code status: one source writes full code, another that there is to be no resuscitation."""

import re
from collections.abc import Iterator
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.clinical import Flag, Observation
from northstar.chart.value import Value
from northstar.rules.ahead import procedures_and_stays
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
from northstar.rules.examples import chart_of, concept, from_feed

_NOT = re.compile(
    r"\bdnr\b|\bdnar\b|\bdni\b|\bno cpr\b|\bno code\b|do not (?:attempt )?(?:resuscit|intubat)|"
    r"not for (?:attempted )?(?:cardiopulmonary )?resuscit|no (?:cardiopulmonary )?resuscit|"
    r"allow natural death|comfort (?:measures|care)(?: only)?",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"full code|full treatment|\bfor (?:attempted )?(?:cardiopulmonary )?resuscit|"
    r"attempt (?:cardiopulmonary )?resuscit|attempt cpr|\bcode status:? *full",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"code status|resuscit|advance directive|\bpolst\b|\bmolst\b|{_NOT.pattern}|{_FULL.pattern}",
    re.IGNORECASE,
)
_OVER = frozenset({"inactive", "entered-in-error", "completed", "cancelled", "rejected"})


def matters(chart: Chart, zone: tzinfo) -> Iterator[Matter]:
    """Flags, consents and answers that say one or the other."""
    standing = (*chart.of("Flag"), *chart.of("Consent"), *_asked(chart))
    said = [
        ((told_on(value, zone) or date.min,), Word(voice(value), stance, words[:100], value, told_on(value, zone)))
        for value in parties(standing)
        if value.status not in _OVER and not getattr(value, "ended", None)
        for stance, words in _stance(value)
    ]  # fmt: skip
    if said:
        yield Matter("code status", "code status", latest(said))


def _asked(chart: Chart) -> Iterator[Observation]:
    """The observations that answer such a question; of thousands, each name is judged once."""
    about: dict[object, bool] = {}
    for found in chart.observations:
        name = found.code.codings or found.code.text
        if name not in about:
            about[name] = bool(_ABOUT.search(found.code.words))
        if about[name]:
            yield found


def _stance(value: Value) -> Iterator[tuple[str, str]]:
    answer = getattr(value, "value", None)
    told = (value.code.words, answer.words if answer else "", getattr(value, "text", ""),  # type: ignore[attr-defined]
            getattr(value, "scope", ""))  # fmt: skip
    words = ": ".join(w for w in told if w)
    if _NOT.search(words):
        yield "no resuscitation", words
    elif _FULL.search(words):
        yield "full code", words


SUBJECT = Subject(
    code="code-status",
    title="Code status told differently",
    why="It is read in a minute in which nobody can ask.",
    cites="Own rule; words of POLST and of hospital code status orders",
    reviewed=date(2026, 11, 1),
    kinds=("Flag", "Consent", "Observation"),
    matters=matters,
    ahead=procedures_and_stays,
)


def _flag(words: str) -> list[Flag]:
    return [Flag(code=concept(words), status="active")]


CASES = [
    Case(
        "full code in one, no resuscitation in the other",
        chart_of(
            from_feed("clinic", _flag("Full code")), from_feed("hospital", _flag("DNR / DNI"))
        ),
        {"code status": {"clinic": "full code", "hospital": "no resuscitation"}},
    ),
    Case(
        "an advance directive that says neither",
        chart_of(
            from_feed("clinic", _flag("Full code")),
            from_feed("hospital", _flag("Advance directive on file")),
        ),
    ),
    Case(
        "the same in other words",
        chart_of(
            from_feed("clinic", _flag("Do not resuscitate")), from_feed("hospital", _flag("DNR"))
        ),
    ),
]
