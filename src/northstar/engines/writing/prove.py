"""Whether a sentence of a note is supported: it is its source's own words, whole sentences of them.

A sentence is a head (marks of its source: day, author, minutes), a colon, and a body; or a body alone. The
body must be one or more whole sentences of one cited source, word for word; only articles, capitals and
stops are free. A part of a sentence is not enough ("asked whether it is safe" must not become "it is safe"),
nor a sentence about "her" without the one that says whose. That refuses many true sentences; it lets no
false one through by leaving out, putting in or putting together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from northstar.engines.writing.values import Sentence, Told

_ARTICLES = frozenset(("a", "an", "the"))
# Words that turn a sentence round: named first when one is put in.
_TURNS = frozenset(
    ["no", "not", "never", "none", "nor", "neither", "without", "nil", "denies", "denied", "deny", "declined", "declines", "refused", "refuses", "if", "unless", "until", "except", "only", "but", "might", "may", "maybe", "perhaps", "possibly", "probably", "likely", "unsure", "stop", "stopped", "stops", "hold", "held", "missed"]
)  # fmt: skip
_OTHERS = re.compile(
    r"\b(?:mother|father|son|daughter|wife|husband|partner|brother|sister|friend|neighbou?r|caregiver|mom|mum|dad|"
    r"grand\w+|aunt|uncle|niece|nephew|cousin|dr|doctor|nurse|pharmacist|aide|interpreter|roommate)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:she|he|they|it|her|his|their|him|them|hers|theirs|this|that|these|those|both|one)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Not at a semicolon or a line's end: a "no" or an "if" before it may hold for what follows.
_ENDS = re.compile(r"(?<=[.!?])\s+(?=[^\Wa-z\d_]|[“\"])")
_FEWEST = 2  # words: one alone says too little to be right or wrong
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
    return any(_is_run(body, words) for words in one.words if words)


def _is_run(body: str, words: str) -> bool:
    """Whether the body is consecutive whole sentences of these words."""
    said, segments = _weighty(body), _ENDS.split(words)
    if len(said) < _FEWEST:
        return False
    for first in range(len(segments)):
        run: list[str] = []
        for last in range(first, len(segments)):
            run += _weighty(segments[last])
            if len(run) >= len(said):
                break
        if run == said and _stands(body, segments[first : last + 1], segments[:first]):
            return True
    return False


def _stands(body: str, chosen: list[str], before: list[str]) -> bool:
    """The same signs and questions; and no "she" whose person was named in what was left out."""
    whole = " ".join(chosen)
    if _SIGNS.findall(body) != _SIGNS.findall(whole) or body.count("?") != whole.count("?"):
        return False
    return not (_POINTS_BACK.search(whole) and _OTHERS.search(" ".join(before)))


def _weighty(text: str) -> list[str]:
    """The words, in order, without articles."""
    plain = text.replace("’", "'").lower()
    return [word for word in _WORD.findall(plain) if word not in _ARTICLES]


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
    return "Its words are in the source, but they are not a whole sentence of it."
