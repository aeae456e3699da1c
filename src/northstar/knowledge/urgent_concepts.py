"""What cannot wait as concepts: kinds of words that mean it when they stand near each other.

Phrases (`urgent_words.py`) hear what has been heard before; concepts hear the same thing said in another
way: a part of the body, a sensation and how bad it is, in any order. The table `urgent_concepts.txt`
says which; own reading of lay language (UNCONFIRMED; the site's clinician reviews and may add).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_RANGE = re.compile(r"(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)")
_RULE = re.compile(r"(?P<all>.+?) ~(?P<span>\d+)(?P<anywhere>\*?)(?: - (?P<unless>[\w-]+))?$")


@dataclass(frozen=True, slots=True)
class Words:
    """A class: the expressions that belong to it, and the numbers."""

    pattern: re.Pattern[str] | None
    ranges: tuple[tuple[float, float], ...]

    def holds(self, number: float) -> bool:
        """Whether a number belongs to it."""
        return any(low <= number <= high for low, high in self.ranges)


@dataclass(frozen=True, slots=True)
class Together:
    """Classes that mean `code` when all stand within `span` words; in one sentence or `anywhere`."""

    code: str
    classes: tuple[str, ...]
    span: int
    anywhere: bool
    unless: str


@cache
def table() -> tuple[dict[str, Words], tuple[Together, ...]]:
    """The classes by name, and what means something together."""
    classes: dict[str, Words] = {}
    rules: list[Together] = []
    code = ""
    for line in _lines():
        if line.startswith("["):
            code = line.strip("[]")
        elif " = " in line:
            name, _, words = line.partition(" = ")
            classes[name] = _words(words.split(", "))
        else:
            rules.append(_together(code, line))
    return classes, tuple(rules)


def _lines() -> Iterable[str]:
    text = (files("northstar.knowledge") / "urgent_concepts.txt").read_text("utf-8")
    return (line.strip() for line in text.splitlines() if line.strip() and line[0] != "#")


def _words(expressions: list[str]) -> Words:
    ranges = [found for one in expressions if (found := _RANGE.fullmatch(one))]
    phrases = [one for one in expressions if not _RANGE.fullmatch(one)]
    longest_first = sorted(map(_phrase, phrases), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)") if phrases else None
    return Words(pattern, tuple((float(r[1]), float(r[2])) for r in ranges))


def _phrase(words: str) -> str:
    return r"\W+".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split())


def _together(code: str, line: str) -> Together:
    found = _RULE.match(line)
    assert found, f"urgent_concepts.txt: {line}"
    return Together(
        code,
        tuple(found["all"].split(" + ")),
        int(found["span"]),
        bool(found["anywhere"]),
        found["unless"] or "",
    )
