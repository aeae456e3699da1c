"""The table itself: delimiter, header and rows, whatever program wrote it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from northstar.sources.decoding import decode, wordlike
from northstar.sources.fills.columns import looks_like_fills

DELIMITERS = ",;\t|"
_LOCATOR = re.compile(r"(row|record):(\d+)(?:@(.))?#(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Table:
    """A text cut into cells. `header` is empty for a file that has none."""

    text: str
    delimiter: str
    header: tuple[str, ...]
    odd: bool = False

    def rows(self) -> Iterator[tuple[int, list[str] | None]]:
        """Each data row with its number from 1; None in place of cells that cannot be cut.

        Blank lines are no rows. The header is not counted.
        """
        number, skip = 0, bool(self.header)
        for cells in _records(self.text, self.delimiter):
            if cells == []:
                continue
            if skip:
                skip = False
                continue
            number += 1
            yield number, cells

    def locator(self, row: int, column: int) -> str:
        """`row:12#Drug Name`; `record:12#3` where the file has no header."""
        delimiter = f"@{self.delimiter}" if self.odd else ""
        kind = "row" if self.header else "record"
        return f"{kind}:{row}{delimiter}#{self.name(column)}"

    def name(self, column: int) -> str:
        """The header where it is one of a kind, else the number of the column."""
        name = self.header[column] if column < len(self.header) else ""
        alone = name and not name.isdigit() and self.header.count(name) == 1
        return name if alone else str(column + 1)


def table(data: bytes, delimiter: str = "", header: bool = True) -> Table:
    """Cut bytes into a table. A declared delimiter wins over the one the first line shows."""
    text, _ = decode(data)
    sniffed = _delimiter(text)
    # Excel's own declaration of its delimiter stands before the header and is no row.
    text = re.sub(r"\Asep=.\r?\n", "", text)
    used = delimiter or sniffed
    first = next((c for c in _records(text, used) if c), None) or []
    return Table(text, used, tuple(c.strip() for c in first) if header else (), used != sniffed)


def recognises(head: bytes, name: str) -> float:
    """A table whose header names a person, a fill date and a drug."""
    if not wordlike(head):
        return 0.0
    header = list(table(head).header)
    return 0.9 if len(header) > 3 and looks_like_fills(header) else 0.0


def place(data: bytes, locator: str) -> str:
    """The cell at `row:12#Drug Name`."""
    parts = _LOCATOR.fullmatch(locator)
    if not parts:
        raise LookupError(f"“{locator[:60]}” is not a place in a table")
    kind, row, delimiter, column = parts.groups()
    found, rows = _held(data, delimiter or "", kind == "row")
    cells = rows.get(int(row))
    position = _position(found, column)
    if cells is None or position is None or position >= len(cells):
        raise LookupError(f"The table has no {locator[:60]}")
    return cells[position]


# Two, because a screen shows the proof of several cells of the same arrival one after another.
@lru_cache(maxsize=2)
def _held(data: bytes, delimiter: str, header: bool) -> tuple[Table, dict[int, list[str] | None]]:
    found = table(data, delimiter, header)
    return found, dict(found.rows())


def _position(found: Table, column: str) -> int | None:
    if column in found.header and found.header.count(column) == 1 and not column.isdigit():
        return found.header.index(column)
    return int(column) - 1 if column.isdecimal() and 0 < len(column) < 6 and int(column) else None


def _records(text: str, delimiter: str) -> Iterator[list[str] | None]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None
            continue
        yield cells


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first line into most cells."""
    declared = re.match(r"sep=(.)\r?\n", text)
    if declared and declared[1] in DELIMITERS:
        return declared[1]
    line = re.sub(r'"[^"]*"', "", text.lstrip()[:20_000]).split("\n", 1)[0]
    return max(DELIMITERS, key=line.count)
