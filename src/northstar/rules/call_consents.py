"""What a person has allowed and forbidden about being called: speaking with others, a message left, any
call at all. The latest word in force holds; what nobody asked stays "not asked"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from northstar.chart.chart import Chart
from northstar.chart.clinical import Flag
from northstar.chart.words import Consent

NO_CALLS = "telephone calls from this clinic"
VOICEMAIL = "health details left on voicemail"
TO_SPEAK = "speaking about health"
_OVER = frozenset({"inactive", "rejected", "entered-in-error", "proposed", "draft"})
_CALLS = re.compile(r"\b(?:tele)?phone calls?\b|\bbeing called\b|\bcalls from\b", re.IGNORECASE)
_LEFT = re.compile(r"\bvoice ?mail|\banswering machine|\bleav\w+ (?:a )?messages?", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:do not|don't|never|only|safe to|unsafe to) (?:call|phone|ring|contact|leave)\b|\bsafe (?:number|phone|contact)\b|"
    r"\bconfidential (?:contact|communication|number|address|channel)\b|\bunsafe\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """What was said, and the fact that says it."""

    allows: bool
    says: str
    fact: Consent


def refuses_calls(chart: Chart, today: date) -> Word | None:
    """The person wants no more calls; None where they do not mind or have not said."""
    word = _latest(chart, today, _CALLS)
    return word if word and not word.allows else None


def voicemail(chart: Chart, today: date) -> Word | None:
    """Whether health details may be left on a machine; None where nobody asked."""
    return _latest(chart, today, _LEFT)


def word_about(chart: Chart, name: str, today: date) -> Word | None:
    """Whether one may speak about the person's health with somebody of this name; None: not asked."""
    sought = name.casefold()
    for consent in _in_force(chart, today):
        if sought and sought in consent.actor.casefold():
            return _word(consent)
    return None


def warnings(chart: Chart) -> list[tuple[str, Flag]]:
    """Standing alerts about how to reach the person, in their own words."""
    flags = reversed(chart.of("Flag"))
    return [
        (f.code.words, f) for f in flags if f.status not in _OVER and _ABOUT.search(f.code.words)
    ]


def _latest(chart: Chart, today: date, about: re.Pattern[str]) -> Word | None:
    for consent in _in_force(chart, today):
        if about.search(f"{consent.scope} {consent.code.words}"):
            return _word(consent)
    return None


def _word(consent: Consent) -> Word:
    return Word(consent.decision != "deny", consent.scope or consent.code.words, consent)


def _in_force(chart: Chart, today: date) -> Iterator[Consent]:
    """The newest first."""
    for consent in reversed(chart.of("Consent")):
        ended = consent.end and consent.end.end.date() < today
        if consent.status not in _OVER and not ended:
            yield consent
