"""The second half of a promise: "call her Fri and fax the form Mon" is two, each with its own day."""

import re
from collections.abc import Callable, Iterator

from northstar.rules.extracts import verbs

Half = tuple[
    int, int, int, str
]  # where the first half ends, where this begins, where its verb ends, its plain word

_JOINED = re.compile(
    r"\s*(?:,\s*(?:and\s+)?(?:then\s+)?|\s&\s+|;\s*|\band\s+(?:then\s+|also\s+)?|\bthen\s+|\bplus\s+)(?:(?:i|we)(?:'ll|\s+will)\s+|(?:i|we|also|will|to)\s+)*"
    rf"(?P<does>{verbs.WRITTEN})(?![\w/'’])(?=(?P<after>[^,;]*))",
    re.IGNORECASE,
)  # fmt: skip
# "And order status", "and mail": the same words are things too; what stands behind a verb is told by its first word.
_OBJECT = re.compile(
    r"\s+(?:back|again|her|him|them|you|it|the|a|an|my|our|your|his|their|this|that|these|those|all|both|dr\b|pt\b|patient|family|daughter|son|wife|husband|forms?|"
    r"papers?|records?|letter|referral|results?|labs?|ride|visit|pharmacy|with|on|by|in|to|about|if|whether|today|tomorrow|tonight|next|this|mon|tue|wed|thu|fri|sat|sun|\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\s+[A-Z]")
# These say what comes of the first half ("call and ask"): a promise of their own only with a day of their own.
_BESIDE = frozenset({"find out", "get back", "help", "follow up", "remind"})
# "Ask her to call and fax the form": both are hers.
_ASKED_OF_THEM = re.compile(r"\b(?:ask|remind|tell|have|advise|encourage)\w*\b.*\bto\b", re.IGNORECASE)  # fmt: skip


def halves(
    text: str, words: int, start: int, end: int, *, dated: bool, has_day: Callable[[str], object]
) -> Iterator[Half]:  # fmt: skip
    """What else is promised in one breath: its words begin at `words`, its verb ends at `start`, its sentence at `end`.
    `dated`: only what has a day of its own; `has_day` tells of words whether they name one."""
    for found in _JOINED.finditer(text, start, end):
        says, after = verbs.written(found["does"]), found["after"]
        if _ASKED_OF_THEM.search(text[words : found.start()]):
            return
        if not (_OBJECT.match(after) or _NAMED.match(after)):
            continue
        if (dated or says in _BESIDE) and not has_day(after):
            continue
        yield found.start(), found.start("does"), found.end("does"), says
