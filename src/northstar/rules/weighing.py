"""How urgent a message sounds as a whole: the points of its words, learned from the labelled messages.

Phrases and concepts hear what somebody thought of. People say it in ways nobody thought of; then many
small hints add up. Every word has points for or against, they are added, and the sum decides. The points
are learned by `learning.py` and stand in `knowledge/urgent_weights.txt`, to be read by anybody.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from northstar.knowledge.urgent_concepts import table

# On the scale of the sum: above SURE nine of ten ordinary messages stay below; above PERHAPS eight do.
SURE, PERHAPS = 1.0, 0.0
_WORD = re.compile(r"[a-z]+|[0-9]+|[\u4e00-\u9fff]")
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_SILENT = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "that",
        "i",
        "my",
        "me",
        "we",
        "you",
        "he",
        "she",
        "his",
        "her",
        "him",
        "they",
        "them",
        "s",
        "t",
        "m",
        "re",
        "ve",
        "ll",
        "d",
        "so",
        "just",
    ]
)
_PHONE = re.compile(r"\b\d{3}\W\d{3}\W\d{4}\b|\b\d{3}\W\d{4}\b|\b\d{5,}\b")
_SHORT, _PER_WORD = 25, 0.05
_LONGEST = 14  # words of a quote


def score(read: str) -> float:
    """The points of a readable text, or of its weightiest paragraph."""
    return max(map(_score, {read, *read.split("\n")}))


def _score(part: str) -> float:
    """Who writes much says more of everything: every word beyond a short message's takes points off."""
    weights = _weights()
    much = max(0, len(part.split()) - _SHORT) * _PER_WORD
    return weights[""] + sum(weights.get(word, 0.0) for word in features(part)) - much


def features(read: str) -> set[str]:
    """What of a readable text has points: its words, pairs of words, and concepts."""
    words = [_root(word) for word in _WORD.findall(_PHONE.sub(" ", read))]
    found = {word for word in words if word not in _SILENT}
    found |= {f"{one} {two}" for one, two in pairwise(words)}
    classes, _ = table()
    found |= {
        f"@{name}"
        for name, known in classes.items()
        if known.pattern and known.pattern.search(read)
    }
    return found


def plainest(read: str) -> tuple[int, int]:
    """From where to where the words stand that weigh most: the quote."""
    found = list(_WORD.finditer(read))
    points = list(_points([_root(one.group()) for one in found]))
    best, at = float("-inf"), (0, 0)
    for first in range(len(found)):
        for last in range(first, min(first + _LONGEST, len(found))):
            total = sum(points[first : last + 1])
            if total > best:
                best, at = total, (found[first].start(), found[last].end())
    return at


def _points(roots: list[str]) -> Iterator[float]:
    weights = _weights()
    for n, root in enumerate(roots):
        pair = f"{root} {roots[n + 1]}" if n + 1 < len(roots) else ""
        yield (0.0 if root in _SILENT else weights.get(root, 0.0)) + (
            weights.get(pair, 0.0) if pair else 0.0
        )


def _root(word: str) -> str:
    """A word without its ending; a number as how large it is."""
    if word in ("911", "988"):
        return word
    if word.isdecimal():
        return f"#{sum(int(word) >= edge for edge in (20, 70, 100, 180, 350))}"
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 4), "")
    return word.removesuffix(ending)


@lru_cache(1)
def _weights() -> dict[str, float]:
    text = (files("northstar.knowledge") / "urgent_weights.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "%")
    return {word: float(points) for points, word in rows}
