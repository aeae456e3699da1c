"""Are two appointments one visit, told by two systems in their own words? Then nobody is booked twice."""

import re

from northstar.chart.visits import Appointment

_TITLES = frozenset(["dr", "md", "do", "np", "pa", "rn", "the"])
# Words of any visit: they name no service by which two could be told to be one.
_ANY_VISIT = frozenset(
    [
        "and",
        "for",
        "of",
        "with",
        "visit",
        "visits",
        "clinic",
        "office",
        "appointment",
        "appt",
        "follow",
        "up",
        "followup",
        "consult",
        "new",
        "est",
        "consultation",
        "established",
        "patient",
        "return",
        "check",
        "exam",
        "outpatient",
        "return",
        "hospital",
        "care",
        "center",
    ]
)


def one_booking(one: Appointment, other: Appointment) -> bool:
    """Both begin in the same minute, and what they name does not differ. Two feeds each have their own
    name for a service and a room: there the same person seen, or the same place, or a word of the service
    that both use, is enough, as long as they do not name two different people."""
    if not (one.start and other.start) or one.start.start != other.start.start:
        return False
    if _nowhere_different(one, other):
        return True
    if not (one.source and other.source) or one.source.feed == other.source.feed:
        return False
    seen_by = plain(one.practitioner), plain(other.practitioner)
    if all(seen_by):
        return seen_by[0] == seen_by[1]
    where = plain(one.location), plain(other.location)
    return (all(where) and where[0] == where[1]) or bool(_service(one) & _service(other))


def plain(words: str) -> str:
    """Without titles, initials and signs: "Name, A. (MD)" and "Dr. A Name" are one."""
    return " ".join(sorted(w for w in _words(words) if w not in _TITLES))


def _nowhere_different(one: Appointment, other: Appointment) -> bool:
    alike = [
        (one.service, other.service),
        (one.practitioner, other.practitioner),
        (one.location, other.location),
    ]
    return all(a == b or not a or not b for a, b in alike)


def _service(a: Appointment) -> set[str]:
    return {w for w in _words(a.service or a.code.words) if w not in _ANY_VISIT}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.lower())
