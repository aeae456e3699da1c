"""Parts of a text that are compared for themselves: the year of a birth date, the user of an e-mail address."""

from collections.abc import Callable, Sequence

import numpy as np


def each(read: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    """A part of every text."""
    return _ALL_AT_ONCE.get(read, lambda some: [read(text) for text in some])(texts)


def year_of(born: str) -> str:
    """The year of a birth date."""
    return born[:4]


def month_of(born: str) -> str:
    """The month of a birth date."""
    return born[4:6]


def day_of(born: str) -> str:
    """The day of a birth date."""
    return born[6:8]


def last_four(number: str) -> str:
    """The last four digits."""
    return number[-4:]


def user_of(email: str) -> str:
    """An e-mail address without its provider."""
    return email.partition("@")[0]


def _users_of(emails: Sequence[str]) -> list[str]:
    whole = "\n".join(emails)
    if not whole.isascii() or whole.count("\n") >= len(emails):  # a line break within one of them
        return [user_of(email) for email in emails]
    return before(whole, "@")


def before(lines: str, sign: str) -> list[str]:
    """Of each line of plain signs what stands before the first such sign, if there is one."""
    signs = np.frombuffer(lines.encode("ascii"), dtype=np.uint8)
    ends = signs == ord("\n")
    so_far = np.cumsum(signs == ord(sign), dtype=np.int32)
    last = np.flatnonzero(ends)
    earlier = np.append(0, so_far[last])
    kept = so_far == np.repeat(earlier, np.diff(np.concatenate([[-1], last, [len(signs) - 1]])))
    return signs[kept | ends].tobytes().decode("ascii").split("\n")


_ALL_AT_ONCE: dict[Callable[[str], str], Callable[[Sequence[str]], list[str]]] = {
    user_of: _users_of
}
"""Parts for which all texts can be looked at together."""
