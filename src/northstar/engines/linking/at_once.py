"""What many fields say, looked at together: most are written plainly, and only the others are read one by one.

Each gives the same as its namesake in `written.py` gives text by text, to which a test holds it.
"""

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from northstar.engines.linking import written
from northstar.engines.linking.columns import Numbers, letters_of

_NOUGHT, _TEN = 48, 10
_HINTS = re.compile("apt|apartment|ste|suite|unit|room|rm|fl|lot|box")
"""What may begin a unit or a post office box; a street of another word is a street alone."""


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


def streets(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """`written.street` of each, the lines and the units: letters, digits and blanks without a word for a
    unit are a street alone."""
    whole = "\n".join(texts)
    odd: Iterable[int] = range(len(texts))
    lines, units = [""] * len(texts), [""] * len(texts)
    if whole.isascii() and whole.count("\n") == len(texts) - 1:
        low = whole.lower()
        odd, lines = _odd_lines(low, _PLAIN_STREET, _HINTS), written.spelled_out(low)
    for number in odd:
        lines[number], units[number] = written.street(texts[number])
    return lines, units


def emails(texts: Sequence[str]) -> list[str]:
    """`written.email` of each: letters, digits and points with one sign between are themselves, in small
    letters."""
    whole = "\n".join(texts)
    if not whole.isascii() or whole.count("\n") != len(texts) - 1:
        return list(map(written.email.__wrapped__, texts))
    low = whole.lower()
    said = low.split("\n")
    odd = _odd_lines(low, _PLAIN_EMAIL, _NO_EMAIL)
    signs = np.fromiter((text.count("@") for text in said), dtype=np.int64, count=len(said))
    for number in {*odd, *np.flatnonzero(signs != 1).tolist()}:
        said[number] = written.email.__wrapped__(texts[number])
    return said


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
_NO_EMAIL = re.compile(rf"(?m)^@|@$|noemail|^(?:{'|'.join(written.NOTHING_SAID)})@")


def _themselves(
    texts: Sequence[str],
    length: int,
    sure: Callable[[Numbers], Numbers],
    read: Callable[[str], str],
) -> list[str]:
    """Each text as it is where it is so many digits of which one is sure; else what it says."""
    said = list(texts)
    plain = np.zeros(len(texts), dtype=bool)
    if whole := [n for n, text in enumerate(texts) if len(text) == length]:
        digits = letters_of([texts[n] for n in whole]).astype(np.int64) - _NOUGHT
        are = np.logical_and.reduce((digits >= 0) & (digits < _TEN), axis=1)
        are[are] = sure(digits[are])
        plain[whole] = are
    for number in np.flatnonzero(~plain).tolist():
        said[number] = read(texts[number])
    return said


def _different(digits: Numbers) -> Numbers:
    """How many different digits stand in each row."""
    return np.bitwise_count(np.bitwise_or.reduce(1 << digits, axis=1))
