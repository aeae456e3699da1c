"""What was done on paper while the system was away, and is entered afterwards, says so itself."""

from datetime import datetime, timedelta

_AT_ONCE = timedelta(hours=1)  # to write a call down after the next one is no late entry
_LINE = 600


def marked(says: str, ended: datetime, at: datetime) -> str:
    """The note line, with when it was entered where that was later: who reads it, and who bills by it,
    must see a late entry. It is never what is cut off of a long line."""
    if at - ended <= _AT_ONCE:
        return says
    tail = f" Entered afterwards, {at:%a} {at.day} {at:%b} {at:%H:%M}."
    words = says[: _LINE - len(tail) - 1].rstrip()
    return words + ("" if words[-1:] in ".!?”。…" else ".") + tail
