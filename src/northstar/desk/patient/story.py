"""Her story in her own words: what she said, and what a note reports that she said, each with its place.

Nothing is summed up or made smoother: a quotation is an exact part of its source. Words from a phone that
a relative gave as theirs are shown as that relative's, for a daughter's worry is not the mother's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.words import Communication
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import MEDIA

MOST, _LONGEST, _LEAST_WORDS = 3, 280, 4
_SPOKEN = frozenset({"voicemail", "portal", "text", "email"})
_SENTENCE = re.compile(r"[^.!?\n。！？]+[.!?。！？]*")
# A note that reports speech; what it only asserts of somebody is the writer's word.
_REPORTS = re.compile(
    r"\b(?:says?|said|states|stated|told (?:me|us)|tells (?:me|us)|asks?|asked|worries|hopes|wants|wishes|"
    r"prefers|in (?:her|his|their) (?:own )?words)\b",
    re.IGNORECASE,
)
# "Our own program says", "the letter states": a thing, a relative or a colleague speaks there.
_SOMEBODY_ELSE = re.compile(
    r"\b(?:daughter|son|wife|husband|mother|father|sister|brother|neighbou?r|caregiver|nurse|doctor|dr|plan|"
    r"letter|report|policy|form|label|insurer|pharmac\w+|office|clinic|hospital|program|who)\W+(?:\w+\W+){0,3}?"
    r"(?:says?|said|states|stated|told|tells|asks?|asked|worries|hopes|wants|wishes|prefers)\b",
    re.IGNORECASE,
)
_SOCIAL_HISTORY = frozenset({"29762-2"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """Some words, how they reached us, and where they stand. `language` for the words themselves;
    `line` is the public id of the open question whose message it is."""

    words: str
    how: str
    chip: Chip | None
    language: str = ""
    at: float = 0.0
    line: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """`perhaps` hers, as nobody has confirmed yet, as are the `papers`, which are nobody's own words; `own` words, newest first; `reported` of her in notes;
    `near` said by those around her; `written` what a source wrote of her life. `more` of her own are
    folded."""

    perhaps: list[Spoken]
    papers: list[Spoken]
    own: list[Spoken]
    more: list[Spoken]
    reported: list[Spoken]
    near: list[Spoken]
    written: list[Spoken]

    @property
    def told(self) -> bool:
        """Whether any source holds a word."""
        return bool(self.perhaps or self.own or self.reported or self.near or self.written)


def story(chart: Chart, chips: Chips, waiting: Iterable[tuple[str, Communication]] = ()) -> Story:
    """What was said by the person, of the person, and around the person. `waiting`: messages that are
    probably theirs, each with the public id of the line that asks."""
    waiting = list(waiting)
    perhaps = _unconfirmed(((at, m) for at, m in waiting if m.medium in _SPOKEN), chips)
    papers = _unconfirmed(((at, m) for at, m in waiting if m.medium not in _SPOKEN), chips)
    own, near = _messages(chart, chips)
    reported = _newest(_reported(chart, chips))
    return Story(
        perhaps[:MOST],
        papers,
        own[:MOST],
        own[MOST:12],
        reported[:2],
        near[:2],
        _written(chart, chips)[:1],
    )


def _unconfirmed(waiting: Iterable[tuple[str, Communication]], chips: Chips) -> list[Spoken]:
    """Messages that are probably theirs, newest first, each with the line that asks."""
    return _newest(
        replace(_spoken(text, _how(m, chips, ""), m, chips, m.language), line=line)
        for line, m in waiting
        if (text := " ".join((m.text or m.subject).split()))
    )


def _messages(chart: Chart, chips: Chips) -> tuple[list[Spoken], list[Spoken]]:
    """What was left in her name, and what came from a relative's phone."""
    kin = {_digits(t.value): k for k in chart.related for t in k.telecoms if _digits(t.value)}
    own = {_digits(t.value) for person in chart.persons for t in person.telecoms}
    hers: list[Spoken] = []
    near: list[Spoken] = []
    for message in chart.messages:
        text = " ".join(message.text.split())
        if message.medium not in _SPOKEN or not text:
            continue
        caller = _digits(message.phone)
        who = kin.get(caller) if caller not in own else None
        name = who.names[0].plain if who and who.names else ""
        spoken = _spoken(text, _how(message, chips, name), message, chips, message.language)
        (near if who else hers).append(spoken)
    return _newest(hers), _newest(near)


def _how(message: Communication, chips: Chips, name: str) -> str:
    how = MEDIA.get(message.medium, "Message")
    day = chips.calendar.full(message.began)
    return f"{how} from the phone of {name}, {day}" if name else f"{how}, {day}"


def _reported(chart: Chart, chips: Chips) -> Iterator[Spoken]:
    """Sentences of notes that report what she said."""
    for value, text, author in _notes(chart):
        for found in _SENTENCE.finditer(text):
            words = " ".join(found.group().split())
            if len(words.split()) < _LEAST_WORDS or _SOMEBODY_ELSE.search(words):
                continue
            if _REPORTS.search(words):
                day = chips.calendar.short(value.began)
                yield _spoken(words, f"Reported by {author or 'a note'}, {day}", value, chips)


def _notes(chart: Chart) -> Iterator[tuple[Value, str, str]]:
    for document in chart.documents:
        if document.status not in ("entered-in-error", "superseded") and document.text:
            yield document, document.text, document.author
    for message in chart.messages:
        if message.medium == "call" and message.text:
            yield message, message.text, message.sender


def _written(chart: Chart, chips: Chips) -> list[Spoken]:
    """A social history as somebody wrote it."""
    return _newest(
        _spoken(
            " ".join(section.text.split()),
            f"Written {chips.calendar.short(section.date)} by {chips.title(section.source)}",
            section, chips,
        )
        for section in chart.sections
        if section.text and section.code.has("loinc", _SOCIAL_HISTORY)
    )  # fmt: skip


def _spoken(words: str, how: str, value: Value, chips: Chips, language: str = "") -> Spoken:
    at = value.began.start.timestamp() if value.began else 0.0
    return Spoken(_cut(words), how.strip(", "), chips.of(value), language[:12], at)


def _cut(words: str) -> str:
    """Whole sentences as far as they fit: what is left out is marked, nothing is put in."""
    if len(words) <= _LONGEST:
        return words
    end = max(words.rfind(sign, 0, _LONGEST) for sign in ".!?。！？")
    return words[: end + 1] + " …" if end > _LONGEST // 3 else words[:_LONGEST].rstrip() + "…"


def _newest(found: Iterable[Spoken]) -> list[Spoken]:
    """Newest first; the same words once."""
    by_words: dict[str, Spoken] = {}
    for spoken in found:
        by_words[spoken.words.casefold()] = spoken
    return sorted(by_words.values(), key=lambda spoken: -spoken.at)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-10:]
