"""Whether a sentence of a note is supported: every word of it found, in order, at its sources.

A sentence is a head (marks of its source: day, author, minutes), a colon, and a body; or a body alone. The
body must be a run of words of one sentence of a cited source, with small words free; and every word of
that sentence which turns the meaning round (not, if, stopped, her mother, until) must be there too.
That refuses some true sentences. It lets no false one through by leaving out, putting in or putting together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from northstar.engines.writing.values import Sentence, Told

# Small words that may come or go without a change of what is said.
_SMALL = frozenset(
    ["a", "an", "the", "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "of", "to", "in", "on", "at", "for", "with", "by", "from", "as", "that", "this", "these", "those", "and", "it", "its", "she", "he", "they", "her", "his", "their", "him", "them", "patient", "person", "mr", "mrs", "ms", "also", "who", "which", "there", "i", "we", "you", "my", "our", "your", "today", "now", "said", "says", "told", "states", "stated", "reports", "reported", "per", "about", "so", "then", "do", "does", "did", "s"]
)  # fmt: skip
# Words that turn a sentence round: who left one out would say something else.
_TURNS = frozenset(
    ["no", "not", "never", "none", "nor", "neither", "without", "nil", "denies", "denied", "deny", "declined", "declines", "refused", "refuses", "refuse", "if", "unless", "until", "except", "only", "but", "however", "although", "might", "may", "maybe", "perhaps", "possibly", "probably", "likely", "unsure", "unclear", "could", "would", "should", "cannot", "can't", "don't", "doesn't", "didn't", "won't", "isn't", "wasn't", "aren't", "hasn't", "haven't", "hadn't", "wouldn't", "shouldn't", "couldn't", "nobody", "nothing", "stop", "stopped", "stopping", "stops", "hold", "held", "quit", "avoid", "missed", "misses", "miss", "forgot", "forgets", "failed", "fails", "ran", "out", "mother", "father", "son", "daughter", "wife", "husband", "brother", "sister", "friend", "neighbor", "neighbour", "caregiver", "family", "mom", "dad", "grandmother", "grandfather", "used", "before", "previously", "past", "history", "resolved", "almost", "nearly", "less", "more", "than", "over", "under", "least", "most", "instead", "rather", "change", "changed", "switched"]
)  # fmt: skip
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDS = re.compile(r"(?<=[.!?;])\s+|\n+")
_SIGNS = re.compile(r"[<>≤≥±%+=$€£~−]|(?<!\w)-(?=\d)")


def unsupported(sentence: Sentence, evidence: Mapping[str, Told]) -> tuple[str, ...]:
    """Why this sentence may not stand: empty where it is proved, or where a named person said it."""
    if sentence.by:
        return ()
    if not sentence.support:
        return ("It names no source.",)
    gone = [one.id for one in sentence.support if one.id not in evidence]
    if gone:
        return (f"It names a source that is not among them: {gone[0]}.",)
    cited = [evidence[one.id] for one in sentence.support]
    if any(sentence.label & one.support.label != one.support.label for one in cited):
        return ("It rests on a restricted source and is not marked so.",)
    if any(_is_proved(head, body, cited) for head, body in _splits(sentence.says)):
        return ()
    return (_why(sentence.says, cited),)


def proved(sentences: Iterable[Sentence], evidence: Mapping[str, Told]) -> bool:
    """Whether every sentence may stand."""
    return not any(unsupported(one, evidence) for one in sentences)


def _splits(says: str) -> Iterator[tuple[str, str]]:
    """Every way to take a head off: the whole as body first, then each colon."""
    yield "", says
    for found in re.finditer(r": ", says):
        yield says[: found.start()], says[found.end() :]


def _is_proved(head: str, body: str, cited: list[Told]) -> bool:
    """Head and body from one and the same source."""
    return any(_head_fits(head, one) and _body_fits(body, one) for one in cited)


def _head_fits(head: str, one: Told) -> bool:
    marks = [mark for mark in one.marks if mark]
    return not head or all(part in marks for part in _parts(head, marks))


def _parts(head: str, marks: list[str]) -> list[str]:
    """The head cut at the marks: a mark may itself hold a comma."""
    parts, rest = [], head
    while rest:
        fits = next(
            (
                m
                for m in sorted(marks, key=len, reverse=True)
                if rest == m or rest.startswith(f"{m}, ")
            ),
            None,
        )
        if fits is None:
            return [rest]
        parts.append(fits)
        rest = rest[len(fits) :].removeprefix(", ")
    return parts


def _body_fits(body: str, one: Told) -> bool:
    if " ".join(body.split()).rstrip(".") == " ".join(one.says.split()).rstrip("."):
        return True
    return any(
        _is_run(body, segment) for words in one.words for segment in _ENDS.split(words) if segment
    )


def _is_run(body: str, segment: str) -> bool:
    said, source = _weighty(body), _weighty(segment)
    if not said or _SIGNS.findall(body) != _SIGNS.findall(segment):
        return False
    turns = [word for word in source if word in _TURNS]
    if [word for word in said if word in _TURNS] != turns:
        return False
    width = len(said)
    return any(source[at : at + width] == said for at in range(len(source) - width + 1))


def _weighty(text: str) -> list[str]:
    """The words that carry it, in order; endings are kept: "takes" is not "took"."""
    plain = text.replace("’", "'").lower()
    return [word for word in _WORD.findall(plain) if word not in _SMALL or word in _TURNS]


def _why(says: str, cited: list[Told]) -> str:
    """The first thing that is wrong, for a person to read."""
    known = {
        word for one in cited for words in (*one.words, *one.marks) for word in _weighty(words)
    }
    said = _weighty(says)
    strange = [word for word in said if word not in known]
    if numbers := [word for word in strange if word[0].isdigit()]:
        return f"The number {numbers[0]} is not in its source."
    if turning := [word for word in strange if word in _TURNS]:
        return f"“{turning[0]}” is not in its source."
    if strange:
        return f"“{strange[0]}” is not in its source."
    return "Its words are in the source, but not together, or something that changes them was left out."
