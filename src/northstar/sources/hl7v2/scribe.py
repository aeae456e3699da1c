"""Writes down what one group of segments says about one person, and what could not be used."""

import hashlib

from northstar.chart.value import Value
from northstar.chart.when import NotATime, When, sound_day, when
from northstar.sources.hl7v2.message import Message
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.reading import Feed, Found, Reading, Trouble

_LONGEST = 230


class Scribe:
    """The pen of one message and one person: facts, doubts and lost segments go through here."""

    def __init__(self, reading: Reading, feed: Feed, message: Message):
        self.reading, self.feed, self.message = reading, feed, message
        self.segments: list[Segment] = []
        self.person = ""
        self.home = ""
        self.label = feed.label
        self.visit = ""
        self.recorded: When | None = None
        self.sequence = 0
        self.begun = len(reading.found)
        self.lost: dict[str, None] = {}
        self._keys: set[tuple] = set()

    def all(self, *names: str) -> list[Segment]:
        """The group's segments of these names, in order."""
        return [s for s in self.segments if s.name in names]

    def first(self, name: str) -> Segment | None:
        return next((s for s in self.segments if s.name == name), None)

    def fact(
        self,
        make: type[Value],
        key: str,
        cite: tuple[str, str],
        *,
        recorded: When | None = None,
        sequence: int | None = None,
        label: int = 0,
        person: str | None = None,
        **said,
    ) -> None:
        """One fact; a second one of the same key in the same message gets a number behind it."""
        who = bounded(self.person if person is None else person)
        locator, quote = cite
        self.reading.found.append(
            Found(
                person=who,
                kind=make.__name__,
                key=self._unique(who, make.__name__, bounded(key)),
                value=make(quote=quote, **said),
                locator=locator,
                recorded=recorded or self.recorded,
                sequence=self.sequence if sequence is None else sequence,
                label=self.label | label,
            )
        )

    def _unique(self, who: str, kind: str, key: str) -> str:
        n, tried = 1, key
        while (who, kind, tried) in self._keys:
            n += 1
            tried = f"{key}#{n}"
        self._keys.add((who, kind, tried))
        return tried

    def when(self, seg: Segment, field: int, comp: int = 0, rep: int = 1) -> When | None:
        """A time, or None with a doubt. Digits beyond the second are cut, of an impossible time its
        day is left; no day is invented."""
        text = seg.text(field, comp or 1, rep, 1)
        if not text:
            return None
        try:
            return when(text[:14] if text[:15].isdigit() else text, self.feed.zone)
        except NotATime as why:
            day = sound_day(text, self.feed.zone)
            kept = "only its day is used" if day else "it was left out"
            self.doubt(seg, field, text, f"{why}; {kept}")
            return day

    def doubt(self, seg: Segment, field: int, what: str, why: str) -> None:
        """A remark about a segment that is kept."""
        self.reading.doubted.append(Trouble(f"{seg.locator}#{field}", what[:200], why))

    def lose(self, seg: Segment, why: str) -> None:
        """A segment of which nothing could be used as a fact: counted as doubted."""
        if seg.locator not in self.lost:
            self.lost[seg.locator] = None
            self.reading.doubted.append(Trouble(seg.locator, seg.name, why))


def bounded(key: str) -> str:
    """A key that the store can hold whole."""
    return key if len(key) <= _LONGEST else f"{key[: _LONGEST - 13]}~{digest(key)}"


def digest(*words: str) -> str:
    """A short stable name for words too long or too private to be a key."""
    return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:12]
