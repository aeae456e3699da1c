"""A first draft out of what was done and told: one sentence an act or fact, each with its source."""

from collections.abc import Iterable

from northstar.engines.writing.values import Sentence, Told

MOST = 60  # sentences; a month of more is for a person to choose from


def compose(told: Iterable[Told]) -> list[Sentence]:
    """The sentences, oldest first. Nothing is said that a source does not say: the head is made of the
    source's own marks, the rest of its own words."""
    ordered = sorted(told, key=lambda one: (one.at, one.id))
    return [sentence_of(one) for one in _each_once(ordered)[:MOST]]


def sentence_of(one: Told) -> Sentence:
    """What one act or fact says, with when, who and how long before it."""
    says = _sentence(one.says)
    head = ", ".join(mark for mark in one.marks if mark)
    return Sentence(
        says=f"{head}: {says}" if head else says,
        support=(one.support,),
        label=one.support.label,
    )


def _each_once(told: list[Told]) -> list[Told]:
    """Two systems that tell the same in the same minute make one sentence; the first source stands."""
    seen: dict[tuple[str, ...], Told] = {}
    for one in told:
        seen.setdefault((*one.marks, one.says, str(one.support.label)), one)
    return list(seen.values())


def _sentence(says: str) -> str:
    said = " ".join(says.split())
    return said if said.endswith((".", "!", "?", "”")) else f"{said}."
