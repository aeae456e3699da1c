"""MRG: two of the feed's numbers are one person, or were wrongly said to be."""

from northstar.chart.people import Merge
from northstar.sources.hl7v2 import identity, visits
from northstar.sources.hl7v2.scribe import Scribe, bounded

_OF_PEOPLE = ("A18", "A30", "A34", "A36", "A39", "A40", "A43", "A46", "A47", "A48")


def read(scribe: Scribe) -> None:
    """Each MRG of the group: a merge of people, or a visit or account that moved."""
    for mrg in scribe.all("MRG"):
        old, field, rep = identity.key(mrg, (1, 4), scribe.home, other_than=scribe.person)
        used = visits.moved(scribe, mrg, old)
        if old and scribe.message.trigger not in visits.MOVES:
            scribe.fact(
                Merge,
                f"merge|{old}",
                mrg.cite((field, 1, rep)),
                old=bounded(old),
                at=visits.occurred(scribe),
            )
        elif not used and scribe.message.trigger in _OF_PEOPLE:
            scribe.lose(mrg, "The merge names no other patient number.")


def links(scribes: list[Scribe]) -> None:
    """A24 links two persons named one after the other; A37 takes such a word back."""
    if (
        len(scribes) < 2
        or not scribes[0].person
        or scribes[0].message.trigger not in ("A24", "A37")
    ):
        return
    kept, other = scribes[0], scribes[1]
    if kept.person == other.person:
        return
    undone = kept.message.trigger == "A37"
    pid = other.first("PID")
    cite = pid.cite((3, 1), (2, 1), 3) if pid else ("", "")
    at = visits.occurred(kept)
    pairs = [(kept.person, other.person)]
    if undone:  # whichever of the two had been the survivor
        pairs.append((other.person, kept.person))
    for person, old in pairs:
        kept.fact(Merge, f"merge|{old}", cite, person=person, old=old, at=at, undone=undone)
