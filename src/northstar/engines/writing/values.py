"""What a note is made of: told things with their sources, and sentences that rest on them."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct


class Support(Struct, frozen=True, omit_defaults=True):
    """Where a sentence comes from. `id` is `act:…` or `fact:…`; `title` is what the chip says;
    `arrival` and `locator` open the original, where there is one."""

    id: str
    title: str = ""
    feed: str = ""
    arrival: str = ""
    locator: str = ""
    quote: str = ""
    label: int = 0


class Sentence(Struct, frozen=True, omit_defaults=True):
    """One sentence of a note. `by` is who typed it; a composed one has no `by` and rests on `support`.

    `was` is what a typed sentence said before it was changed; `model` marks one that a language model
    drafted and the checker let through.
    """

    says: str
    by: str = ""
    support: tuple[Support, ...] = ()
    label: int = 0
    was: str = ""
    model: bool = False


class Told(Struct, frozen=True):
    """One act or fact as evidence: what it says word for word, and its marks, the small true strings
    (day, time, author, minutes, feed) that a sentence may set before it."""

    id: str
    at: datetime
    says: str
    marks: tuple[str, ...]
    support: Support
    minutes: int = 0
    kind: str = ""
    by: str = ""
    also: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Everything it says: what was written down, and the words it quotes."""
        return (self.says, *self.also)


def as_typed(lines: Iterable[str], by: str, label: int = 0) -> list[Sentence]:
    """Sentences that somebody typed."""
    return [Sentence(says=line.strip(), by=by, label=label) for line in lines if line.strip()]
