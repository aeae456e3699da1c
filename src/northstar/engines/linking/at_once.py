"""What many fields say, looked at together: most are written plainly, and only the others are read one by one.

Each gives the same as its namesake in `written.py` gives text by text, to which a test holds it.
"""

import re
from collections.abc import Callable, Sequence
from itertools import compress

import numpy as np

from northstar.engines.linking import written
from northstar.engines.linking.parts import before
from northstar.engines.linking.shapes import Numbers, letters_of

_NOUGHT, _TEN, _HYPHEN = 48, 10, ord("-") - 48
_ISO_DATE, _FULL_DATE, _DIGITS_OF_ISO = 10, 8, [0, 1, 2, 3, 5, 6, 8, 9]
_UNIT = re.compile(
    r"[ \n](?:apt|apartment|suite|ste|unit|room|rm|floor|fl|lot)(?![a-z]) *([a-z0-9]+)"
)
"""What `written.parted` takes for a unit, where there are only letters, digits and blanks."""
_BOX = re.compile("box")


def phones(texts: Sequence[str]) -> list[str]:
    """`written.phone` of each: ten digits are themselves, unless they may be made up."""

    def sure(digits: Numbers) -> Numbers:
        last = digits[:, 3:]
        made_up = (last == np.arange(1, 8)).all(1) | (last == 0).all(1)
        return (_different(digits) >= 3) & ~made_up

    return _themselves(texts, 10, sure, written.phone)


def ssns(texts: Sequence[str]) -> list[str]:
    """`written.ssn` of each: nine digits are themselves, unless they were never issued."""

    def sure(digits: Numbers) -> Numbers:
        area = digits[:, 0] * 100 + digits[:, 1] * 10 + digits[:, 2]
        whole = digits @ 10 ** np.arange(9)[::-1]
        nobody = np.isin(whole, [int(number) for number in written.ISSUED_TO_NOBODY])
        never = (area == 0) | (area == 666) | (digits[:, 5:] == 0).all(1) | nobody
        return (_different(digits) >= 3) & ~never

    return _themselves(texts, 9, sure, written.ssn)


def borns(texts: Sequence[str]) -> list[str]:
    """`written.born` of each: year, month and day parted by hyphens are their digits, unless a system
    writes that date when it knows none."""
    said, whole = list(texts), [n for n, text in enumerate(texts) if len(text) == _ISO_DATE]
    signs = letters_of([texts[n] for n in whole]).astype(np.int64) - _NOUGHT
    digits = signs[:, _DIGITS_OF_ISO] if whole else np.zeros((0, _FULL_DATE), dtype=np.int64)
    plain = ((digits >= 0) & (digits < _TEN)).all(1)
    plain &= (signs[:, [4, 7]] == _HYPHEN).all(1) if whole else True
    number = digits @ _TEN ** np.arange(_FULL_DATE)[::-1]
    plain &= (number >= 1400_00_00) & (number < 2101_00_00)
    plain &= ~np.isin(number, [int(day) for day in written.BY_DEFAULT])
    kept = np.array(whole, dtype=np.int64)[plain]
    for place, day in zip(kept.tolist(), number[plain].tolist(), strict=True):
        said[place] = str(day)
    for place in sorted({*range(len(texts))}.difference(kept.tolist())):
        said[place] = written.born.__wrapped__(texts[place])
    return said


def streets(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """`written.street` of each, the lines and the units: from letters, digits and blanks without a post
    office box only the unit is taken."""
    whole = "\n".join(texts)
    odd: Sequence[int] = range(len(texts))
    lines, units = [""] * len(texts), [""] * len(texts)
    if whole.isascii() and whole.count("\n") == len(texts) - 1:
        low = whole.lower()
        odd = _odd_lines(low, _PLAIN_STREET, _BOX)
        lines, told = _without_units(low)
        for number, unit in told.items():
            units[number] = unit if lines[number] else ""
    asked = [written.parted(texts[number]) for number in odd]
    spelled = written.spelled_out("\n".join(words for words, _ in asked))
    for number, line, (_, unit) in zip(odd, spelled, asked, strict=False):
        lines[number], units[number] = line, unit if line else ""
    return lines, units


def _without_units(low: str) -> tuple[list[str], dict[int, str]]:
    """Every line spelled out without its first unit, and the units by line."""
    lines, found = "\n" + low, {}
    begins = np.flatnonzero(np.frombuffer(lines.encode("ascii"), dtype=np.uint8) == ord("\n"))
    units = list(_UNIT.finditer(lines))
    where = np.fromiter((unit.start() for unit in units), dtype=np.int64, count=len(units))
    parts, last = [], 1
    for number, unit in zip((np.searchsorted(begins, where, "right") - 1).tolist(), units, strict=True):  # fmt: skip
        if number not in found:
            found[number] = unit[1]
            parts.append(lines[last : unit.start() + 1])
            last = unit.end()
    return written.spelled_out("".join([*parts, lines[last:]])), found


def emails(texts: Sequence[str]) -> list[str]:
    """`written.email` of each: letters, digits and points with one sign between are themselves, in small
    letters."""
    whole = "\n".join(texts)
    if not whole.isascii() or whole.count("\n") != len(texts) - 1:
        return list(map(written.email.__wrapped__, texts))
    low = whole.lower()
    said = low.split("\n")
    nobody = [n for n, user in enumerate(before(low, "@")) if user in _NOBODY]
    for number in {*_odd_lines(low, _PLAIN_EMAIL, _NO_EMAIL), *_not_one(low, "@"), *nobody}:
        said[number] = written.email.__wrapped__(texts[number])
    return said


def _not_one(low: str, sign: str) -> list[int]:
    """The lines in which a sign stands not just once, or last."""
    signs = np.frombuffer(low.encode("ascii"), dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    at = np.flatnonzero(signs == ord(sign))
    often = np.bincount(np.searchsorted(ends, at), minlength=len(ends) + 1)
    last = np.isin(at + 1, np.append(ends, len(signs)))
    often[np.searchsorted(ends, at[last])] = 0
    return np.flatnonzero(often != 1).tolist()


def _odd_lines(low: str, plain: Numbers, hints: re.Pattern[str]) -> list[int]:
    """The lines in which anything stands that is not plain, or that may mean more than it says."""
    signs = np.frombuffer(low.encode("ascii"), dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    found = np.fromiter((hint.start() for hint in hints.finditer(low)), dtype=np.int64)
    places = np.concatenate([np.flatnonzero(~plain[signs]), found])
    return np.unique(np.searchsorted(ends, places)).tolist()


def _signs(others: str) -> Numbers:
    return np.array([chr(sign).isalnum() or chr(sign) in others for sign in range(128)])


_PLAIN_STREET, _PLAIN_EMAIL = _signs(" \n"), _signs("@._-\n")
_NO_EMAIL, _NOBODY = re.compile("noemail"), {"", *written.NOTHING_SAID}


def _themselves(
    texts: Sequence[str],
    length: int,
    sure: Callable[[Numbers], Numbers],
    read: Callable[[str], str],
) -> list[str]:
    """Each text as it is where it is so many digits of which one is sure; else what it says."""
    said = list(texts)
    plain = np.zeros(len(texts), dtype=bool)
    long = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) == length
    if long.any():
        whole = np.flatnonzero(long)
        digits = letters_of(list(compress(texts, long.tolist()))).astype(np.int64) - _NOUGHT
        are = np.logical_and.reduce((digits >= 0) & (digits < _TEN), axis=1)
        are[are] = sure(digits[are])
        plain[whole] = are
    for number in np.flatnonzero(~plain).tolist():
        said[number] = read(texts[number])
    return said


def _different(digits: Numbers) -> Numbers:
    """How many different digits stand in each row."""
    return np.bitwise_count(np.bitwise_or.reduce(1 << digits, axis=1))
