"""Names as the ear and the hand confuse them: sound, skeleton, one slip of a finger, other scripts.

Metaphone (Philips 1990) for sounds; a skeleton of consonants for languages that write few vowels and for
spellings of one foreign name (Muhammad, Mohamed); deletions of one letter, by which two words one slip
apart meet (Damerau 1964; the idea of indexing deletions is Garbe's SymSpell).
"""

import re
from functools import lru_cache

import jellyfish
from anyascii import anyascii

from northstar.engines.linking.normal import plain

_SHORTEST, _LONGEST = 3, 24
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[^a-z]|[aeiouyw]")


@lru_cache(maxsize=65536)
def latin(text: str) -> str:
    """In plain Latin letters, blanks between what another script writes as one: `陈美玲` is `chen mei ling`,
    `Мария` is `mariya`. Of Latin text, only accents and case go."""
    words = []
    for word in re.split(r"[\s\-'’.,]+", text):
        signs = [anyascii(sign) if ord(sign) > 0x2E7F else f"\0{sign}" for sign in word]
        apart = "".join(f" {s} " if not s.startswith("\0") else s[1:] for s in signs)
        words += [plain(anyascii(part)) for part in apart.split()]
    return " ".join(word for word in words if word)


@lru_cache(maxsize=65536)
def near_keys(word: str) -> frozenset[str]:
    """Keys one of which a word shares with whatever sounds like it or is one slip of a finger away.

    `word` is one word of `latin` letters. `s:` its sound, `k:` its consonants, `e:` itself and itself
    with one letter left out.
    """
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isascii() or not word.isalpha():
        return frozenset()
    keys = {f"e:{word}", *(f"e:{word[:at]}{word[at + 1 :]}" for at in range(len(word)))}
    if len(sound := jellyfish.metaphone(word).replace(" ", "")) > 1:
        keys.add(f"s:{sound.lower()}")
    if len(bones := skeleton(word)) > 2:
        keys.add(f"k:{bones}")
    return frozenset(keys)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants, doubled ones once: `mohammed`, `muhammad` and `mhmd` are one."""
    return _TWICE.sub(r"\1", _VOWELS.sub("", word))


def how_near(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same word), for putting those that share a key in order."""
    return jellyfish.jaro_winkler_similarity(one, other)


def is_a_slip(one: str, other: str) -> bool:
    """One letter more, less, other, or two changed about."""
    return jellyfish.damerau_levenshtein_distance(one, other) <= 1
