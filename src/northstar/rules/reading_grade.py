"""How many years of school a text asks for: Flesch and Kincaid's grade, for English only."""

import re
from functools import cache

import pyphen

# Kincaid, Fishburne, Rogers, Chissom: Derivation of new readability formulas for Navy enlisted
# personnel (1975). Good for English prose only; a number is a hint, a person reads the letter.
CITES = "Kincaid and others, Research Branch Report 8-75 (1975)"
PROMISED = 6.0
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)
_ENDS = re.compile(
    r"(?<=[^\W\d_]{2})[.!?:;]+(?=\s|$)|(?<=[\d)\]])[.!?:;]+(?=\s|$)|\n\s*\n|\n(?=\s*[-*•])"
)


def grade(text: str, language: str = "en") -> float | None:
    """The school year, one decimal, never below 0; None for another language or too little text."""
    words = _WORD.findall(text)
    if not language.lower().startswith("en") or len(words) < 3:
        return None
    # A date or a number is read as one word of one beat: digits have no syllables to count.
    numbers = len(_NUMBER.findall(text))
    count = len(words) + numbers
    beats = sum(map(syllables, words)) + numbers
    return max(0.0, round(0.39 * count / sentences(text) + 11.8 * beats / count - 15.59, 1))


def sentences(text: str) -> int:
    """Ends of sentences; a line that stands alone, as in an address or a list, is one."""
    return max(1, sum(1 for part in _ENDS.split(text) if _WORD.search(part)))


@cache
def syllables(word: str) -> int:
    """The beats of an English word: where it can be broken, or its groups of vowels if those are more."""
    return max(1, len(_breaks().positions(word.lower())) + 1, _groups(word.lower()))


@cache
def _breaks() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US", left=2, right=2)


def _groups(word: str) -> int:
    """Groups of vowels without the silent e: "home" has one, "table" two."""
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[aeiouy]le$", word) is not None
    return len(_VOWELS.findall(word)) - silent
