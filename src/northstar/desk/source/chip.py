"""The source chip: who said it and when, leading to the original at the place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import SafeString

from northstar.chart.value import Source, Value
from northstar.desk.source.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Chip:
    """`href` is empty where there is no original to open."""

    words: str
    href: str
    restricted: bool = False

    @property
    def html(self) -> SafeString:
        """The chip itself; a page has hundreds, so it is no template of its own."""
        lock = _LOCK if self.restricted else ""
        if not self.href:
            return format_html('<span class="src">{}{}</span>', lock, self.words)
        return format_html('<a class="src" href="{}">{}{}</a>', self.href, lock, self.words)


_LOCK = format_html(
    '<i class="i i-lock" aria-hidden="true"></i><span class="vh">{} </span>', "Restricted."
)


@dataclass(frozen=True, slots=True)
class Chips:
    """Makes chips: `titles` are the feeds' names in words."""

    titles: Mapping[str, str]
    calendar: Calendar

    def title(self, source: Source | None) -> str:
        return self.titles.get(source.feed, source.feed) if source else ""

    def told(self, value: Value) -> Chip | None:
        """The same with the day on which it was said, where a later word ends what began long ago."""
        return self.of(value, of_its_telling=True)

    def of(self, value: Value, *, of_its_telling: bool = False) -> Chip | None:
        source = value.source
        if source is None:
            return None
        at = None if of_its_telling else value.began
        said = (
            self.calendar.short(at)
            if at
            else self.calendar.day_of(source.written or source.received)
        )
        title = self.title(source)
        return Chip(f"{title}, {said}" if said else title, address(source), bool(source.label))


def address(source: Source) -> str:
    """Where the original opens at the place."""
    if not source.arrival:
        return ""
    return f"/source/{source.arrival}/{_at(source.locator) if source.locator else ''}"


@lru_cache(16384)
def _at(locator: str) -> str:
    return f"?at={quote(locator)}#here"
