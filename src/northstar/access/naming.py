"""Whom of us a text means: by name, by a part of it, or by initials."""

import re
from collections.abc import Iterable

from northstar.access.models import Staff

_TITLES = frozenset(["dr", "doctor", "nurse", "mr", "mrs", "ms", "rn", "np", "md", "do", "pa", "lcsw", "msw", "pharmd"])  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def colleague(name: str, among: Iterable[Staff]) -> Staff | None:
    """The one colleague who is called so; None where it is nobody, or more than one."""
    said = _words(name)
    found = [one for one in among if said and _is_called(one, name.strip(), said)]
    return found[0] if len(found) == 1 else None


def _is_called(staff: Staff, name: str, said: list[str]) -> bool:
    own = _words(staff.name)
    initials = "".join(word[0] for word in own).upper()
    if name.isupper() and 2 <= len(name) <= 3:
        return name in (initials, f"{initials[:1]}{initials[-1:]}")
    return all(word in own for word in said) or said == [staff.username.casefold()]


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name) if word.casefold() not in _TITLES]
