"""Who speaks in a written talk, and what was answered: a question alone tells nothing of the person."""

import re
from dataclasses import replace
from functools import lru_cache

from northstar.knowledge.said_how import How, how_said

_TURN = re.compile(r"^\s*(?:\[(?P<a>[\w ]+)\]|(?P<b>[A-Z][\w .]{1,24}):)\s*", re.MULTILINE)
_ASKS = re.compile(
    r"\b(?:do|does|did|have|has|had|are|is|was|were|can|could)(?: n't|n't)? (?:you|he|she|they|there|it|your|this|that|any|anyone|anybody|anything)\b"
    r"|\bany(?:thing)? (?:\w+ ){0,4}$|^\W*(?:any|ever|so no)\b|\bor (?:anything|any)\b|\b(?:what|how) about\b",
    re.IGNORECASE,
)  # fmt: skip
_FILLED = r"^[\s\W]*(?:(?:um+|uh|well|oh|hm+|okay|ok|so|actually|thankfully|honestly|you know|like|i mean|doctor|sir|ma'?am)\b[\s,.]*)*"
_NO = re.compile(
    _FILLED
    + r"(?:no\b|nope|nah|not\b|never|none|negative|huh uh|uh uh|uh-uh|nothing|absolutely not|neither|i'?ve never|i never|"
    r"i (?:don'?t|do n'?t|do not|haven'?t|have n'?t|have not|didn'?t|did n'?t|did not|am not|can'?t)|"
    r"(?:she|he|they|it|there) (?:doesn'?t|does n'?t|hasn'?t|has n'?t|didn'?t|isn'?t)|shaking (?:her|his) head)",
    re.IGNORECASE,
)
_YES = re.compile(
    _FILLED
    + r"(?:i'?ve\b|yes|yeah|yep|yup|yea\b|sure|correct|right\b|exactly|mm-?hmm|uh-?huh|unfortunately|definitely|absolutely|"
    r"i (?:do|have|am|did|was|had|get|feel|think so|would|can|noticed|take|took|use|tried)\b|(?:she|he|they|it) (?:does|has|is|did|was|had)\b|a (?:little|bit|few|lot)|sometimes|some|"
    r"occasionally|once|just|it'?s|my\b|that'?s|of course|on and off|always|every)",
    re.IGNORECASE,
)


def how_told(text: str, start: int, end: int) -> How | None:
    """How it is said, with the answer where it was asked; None where it was only asked."""
    said = how_said(text, start, end)
    answer = answered(text, start, end)
    if answer == "":
        return said
    if answer == "no":
        return replace(said, denied=True, unsure=False)
    return replace(said, denied=said.denied, unsure=False) if answer == "yes" else None


def answered(text: str, start: int, end: int) -> str:
    """`yes` or `no` where the words stand in a question of a talk that was answered so; `?` where it was
    asked and the answer is neither; `` where nothing was asked."""
    turns = _turns(text)
    at = next((n for n, (begins, ends) in enumerate(turns) if begins <= start < ends), None)
    if at is None or not _is_asked(text, start, end, turns[at][1]):
        return ""
    if at + 1 >= len(turns):
        return "?"
    begins, ends = turns[at + 1]
    reply = text[begins:ends]
    return "no" if _NO.match(reply) else "yes" if _YES.match(reply) else "?"


def is_talk(text: str) -> bool:
    """Whether a text is a talk with its speakers named."""
    return len(_turns(text)) > 1


@lru_cache(64)
def _turns(text: str) -> tuple[tuple[int, int], ...]:
    starts = [found.end() for found in _TURN.finditer(text)]
    heads = [found.start() for found in _TURN.finditer(text)]
    if len(starts) < 2:
        return ()
    return tuple(zip(starts, [*heads[1:], len(text)], strict=True))


def _is_asked(text: str, start: int, end: int, turn_ends: int) -> bool:
    """In a question at the end of a turn: ended by its mark, or begun as one where no marks are written."""
    stop = re.search(r"[.?!\n]", text[end:turn_ends])
    rest = text[end + stop.end() : turn_ends] if stop else ""
    if len(rest.split()) > 14:
        return False
    if stop and stop.group() == "?":
        return True
    if stop and stop.group() in ".!":
        return False
    begins = max(text.rfind(mark, 0, start) for mark in ".?!\n]") + 1
    near = text[max(begins, start - 140) : start]
    return len(text[end:turn_ends].split()) <= 14 and bool(_ASKS.search(near))
