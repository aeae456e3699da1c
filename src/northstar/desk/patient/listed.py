"""Long lists of the Patient page: each row is put into words only where it is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.utils.html import format_html
from django.utils.safestring import SafeString

from northstar.desk.source.chip import Chip


@dataclass(frozen=True, slots=True)
class Entry:
    """One visit, document or message as a row. `below`: the detail stands under the title, not beside it."""

    title: str
    detail: str
    when: str
    chip: Chip | None
    holds: str = ""
    icon: str = "pen"
    below: bool = False

    @property
    def html(self) -> SafeString:
        """The row itself; a page has dozens, so it is no template of its own."""
        said = f"{self.when}. {self.detail}" if self.detail and not self.below else self.when
        under = format_html("<br>{}", self.detail) if self.detail and self.below else ""
        return format_html(
            '<li><i class="i i-{} c-acc" aria-hidden="true"></i><span><b>{}</b> <span class="soft">{}</span>{}'
            "</span>{}</li>",
            self.icon,
            self.title,
            f"{said}, {self.holds}" if self.holds else said,
            under,
            self.chip.html if self.chip else "",
        )


class Listed(Sequence[Any]):
    """Values in their order, put into words as far as they are looked at."""

    def __init__(self, values: Sequence[Any], word: Callable[[Any], Any]) -> None:
        self._values, self._word = values, word

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [self._word(value) for value in self._values[place]]
        return self._word(self._values[place])
