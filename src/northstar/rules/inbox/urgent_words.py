"""Urgent words: a message says something that cannot wait for its turn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import msgspec

from northstar.chart.words import Communication
from northstar.rules.examples import item, message
from northstar.rules.item import Item
from northstar.rules.places import quoting, sentences
from northstar.rules.signal import Band, Because, Example, Finding, Signal, because
from northstar.rules.urgency import Hit, gravest, heard_in, perhaps

_LOWERED = {"denied": -6, "long past": -5, "only supposed": -5}

# How a message sounds was learned from what people say; an office's paper sounds otherwise.
_NOT_SPOKEN = ("fax", "letter", "upload")

# No one thing is meant: the words sound so.
_AS_A_WHOLE = ("sounds-urgent", "perhaps")

# A harm that is felt comes before every harm that only may come.
_FELT = "felt now, not answered"


def find(item: Item, now: datetime):
    """One finding a message, named after the gravest words; denied or past words rank lower, and stay."""
    if item.answered or not item.message.began:
        return
    told = _gravest_of(item.message)
    hits, text = heard_in(told.text, told.language), told.text
    if told.medium in _NOT_SPOKEN:
        hits = tuple(hit for hit in hits if hit.meaning.code != "sounds-urgent")
    if not hits and told.subject:
        hits, text = heard_in(told.subject, told.language), told.subject
    first = gravest(hits)
    if not first:
        yield from _perhaps(told)
        return
    yield Finding(
        key="urgent words",
        says=f"{'says' if first.live else 'speaks of'} “{_words(text, first)}”: {_meaning(first)}",
        because=tuple(_reason(told, text, hit) for hit in _few(hits)),
        due=told.began.start,
        factors={first.meaning.title: first.meaning.weight}
        | ({f"said as {first.how}": _LOWERED[first.how]} if first.how else {_FELT: 10}),
        words=tuple(_words(text, hit) for hit in _few(hits)),
        matter="message",
    )


def _gravest_of(message: Communication) -> Communication:
    """The message, or one that was forwarded in it, whichever says the gravest."""
    return min((message, *(_inside(message, *one) for one in message.enclosed)), key=_grave)


def _grave(told: Communication) -> tuple:
    first = gravest(heard_in(told.text, told.language))
    return (not first.live, -first.meaning.weight) if first else (True, 0)


def _inside(message: Communication, locator: str, text: str) -> Communication:
    source = msgspec.structs.replace(message.source, locator=locator) if message.source else None
    return msgspec.structs.replace(message, text=text, quote=text[:300], source=source, subject="")


def _perhaps(told: Communication) -> Iterator[Finding]:
    """Nothing in it is known to be urgent, and yet it sounds so: below, and before the rest."""
    heard = perhaps(told.text) if told.text and told.medium not in _NOT_SPOKEN else None
    if heard and told.began:
        begins, ends = sentences(told.text, heard.start, heard.end)
        hit = replace(heard, start=begins, end=ends)
        yield Finding(
            key="urgent words",
            says=f"says “{_words(told.text, hit)}” ({_meaning(hit)})",
            because=(_reason(told, told.text, hit),),
            due=told.began.start,
            band=Band.HARM,
            factors={hit.meaning.title: hit.meaning.weight},
            words=(_words(told.text, hit),),
            matter="message",
            suggests="Read or hear it whole, and call back early today",
        )


def _few(hits: tuple[Hit, ...]) -> list[Hit]:
    """The plainest words of each meaning, at most four."""
    by_meaning: dict[str, Hit] = {}
    for hit in hits:
        by_meaning.setdefault(hit.meaning.code, hit)
    return list(by_meaning.values())[:4]


def _reason(told: Communication, text: str, hit: Hit) -> Because:
    """With its place in the text; words of a subject line stand with the message as a whole."""
    means = "" if hit.meaning.code in _AS_A_WHOLE else "may mean "
    says = f"“{_words(text, hit)}”: {means}{_meaning(hit)}"
    return quoting(told, hit.start, hit.end, says) if text is told.text else because(told, says)


def _words(text: str, hit: Hit) -> str:
    return text[hit.start : hit.end]


def _meaning(hit: Hit) -> str:
    return f"{hit.meaning.title}{f' ({hit.how})' if hit.how else ''}"


SIGNAL = Signal(
    code="urgent-words",
    title="Urgent words",
    why="Somebody who says this among twenty messages must be heard first. Words are judged on arrival.",
    cites="Own reading of lay language; the site's clinician confirms",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.SAFETY,
    suggests="Call back now and follow the site's own escalation text; if there is no answer, call again",
    minutes=10,
    wants="nurse",
    kinds=("Communication",),
)

_NOW = "Tue 8 Sep 2026 07:30"


def _said(text: str, **more):
    return item(message(text, "Mon 7 Sep 2026 21:10"), **more)


EXAMPLES = [
    Example(
        "an office passes on what a daughter wrote",
        item(
            message(
                "See below, please.",
                "Mon 7 Sep 2026 16:00",
                medium="email",
                subject="FW: my mother",
                enclosed=(("part:2#0-40", "My mother has crushing chest pain since noon."),),
            )
        ),
        _NOW,
        1,
        says="chest pain",
        band=Band.SAFETY,
    ),
    Example(
        "a chest that feels tight, said in passing",
        _said("It's about the pills, and also my chest feels tight since the new pill."),
        _NOW,
        1,
        says="chest pain or tightness",
        band=Band.SAFETY,
        due="7 Sep 2026",
    ),
    Example(
        "denied: it ranks lower and stays in the band",
        _said("No chest pain, no shortness of breath, I just need my refill."),
        _NOW,
        1,
        says="(denied)",
        band=Band.SAFETY,
    ),
    Example(
        "a stroke last year in the family",
        _said("My mother had a stroke last year."),
        _NOW,
        1,
        says="(long past)",
    ),
    Example(
        "in Spanish", _said("me falta el aire desde anoche"), _NOW, 1, says="trouble breathing"
    ),
    Example("in Chinese", _said("我胸口很痛"), _NOW, 1, says="chest pain"),
    Example(
        "only in the subject line",
        item(
            message(
                "Please see above.", "Mon 7 Sep 2026 21:10", medium="portal", subject="Chest pain"
            )
        ),
        _NOW,
        1,
        says="Chest pain",
    ),
    Example("misspelled", _said("cheast pain since last nite"), _NOW, 1, says="cheast pain"),
    Example(
        "nobody has put it in these words before, and yet it sounds urgent",
        _said("he keeps rubbing the middle of his chest and he's never looked like this"),
        _NOW,
        1,
        band=Band.SAFETY,
    ),
    Example("an appointment", _said("Can I move Thursday to the afternoon?"), _NOW, 0),
    Example(
        "chest pain, but somebody has dealt with it",
        _said("my chest hurts", answered=True),
        _NOW,
        0,
    ),
]
