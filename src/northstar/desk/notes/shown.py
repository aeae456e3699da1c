"""A note's sentences as the page shows them, and what came back typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from northstar.access.viewer import Viewer
from northstar.chart.value import Source
from northstar.desk.source.chip import Chip, Chips, address
from northstar.engines.writing.values import Sentence

_MOST = 2_000  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Shown:
    """One sentence with its chips."""

    number: int
    sentence: Sentence
    chips: list[Chip]

    @property
    def says(self) -> str:
        return self.sentence.says

    @property
    def by(self) -> str:
        return self.sentence.by

    @property
    def rows(self) -> int:
        """How tall its field is, so that nothing hides."""
        return min(8, len(self.says) // 90 + 1 + self.says.count("\n"))


def sentences(found: Iterable[Sentence], chips: Chips) -> list[Shown]:
    """Numbered as they stand."""
    return [
        Shown(number, one, [_chip(support, chips) for support in one.support])
        for number, one in enumerate(found)
    ]


def _chip(support, chips: Chips) -> Chip:
    source = Source(support.feed, support.arrival, support.locator)
    words = support.title or chips.title(source)
    return Chip(words, address(source), bool(support.label))


def typed(
    said: Mapping[str, str], before: Iterable[Sentence], by: Viewer, label: int
) -> list[Sentence]:
    """The note as it came back. A sentence whose words were changed is now this person's own, and so is
    every new one; an emptied one is gone."""
    found = []
    for number, one in enumerate(before):
        words = _clean(said.get(f"says-{number}", one.says))
        if words == _clean(one.says):
            found.append(one)
        elif words:
            found.append(Sentence(says=words, by=by.name, label=label, was=one.was or one.says))
    more = (_clean(line) for line in said.get("more", "").splitlines())
    return [*found, *(Sentence(says=line, by=by.name, label=label) for line in more if line)]


def _clean(words: str) -> str:
    return " ".join(words.split())[:_MOST]
