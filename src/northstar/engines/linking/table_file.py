"""A table that somebody else has written, column by column: CSV with whatever stands between the fields, or Parquet."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from re import compile as pattern
from typing import Any

from northstar.engines.linking.plain_file import columns

Table = Mapping[str, Sequence[str]]
"""The texts of every column by its name in plain form: `First Name` is first_name. Silence is ''."""

_BETWEEN = ",\t;|"
_SILENT = {"nan", "NaN", "NaT", "NULL", "<NA>", "\\N", "None"}
"""What programs write for a field without a value; a person may be called Null, but not in capitals."""
_LARGE = 1 << 18
"""From so many bytes on it is worth reading a file column by column."""
_HEADER = 1 << 16
_NOT_OF_A_NAME = pattern(r"[^\w#]+")


class Unreadable(Exception):
    """What is wrong with the file, in one plain sentence."""


def table(path: Path) -> Table:
    """Read a table. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            rows = _parquet(path) if file.read(4) == b"PAR1" else _written(path)
    except FileNotFoundError:
        raise Unreadable(f"There is no file {path}.") from None
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror or error}).") from None
    if not rows or not any(rows.values()):
        raise Unreadable(f"{path} holds no rows under a header.")
    return rows


def plain_name(name: str) -> str:
    """A column's name in small letters, with one sign between its words."""
    return _NOT_OF_A_NAME.sub("_", name.strip().casefold()).strip("_")


def twice(texts: Sequence[str]) -> str:
    """The first that comes a second time; '' where none does."""
    if len(set(texts)) == len(texts):
        return ""
    seen: set[str] = set()
    return next((one for one in texts if one in seen or seen.add(one)), "")  # type: ignore[func-returns-value]


def _written(path: Path) -> Table:
    data = path.read_bytes()
    between = _between(data[:_HEADER].decode("utf-8-sig", "ignore"))
    if len(data) >= _LARGE and (plain := columns(data, between, sorted(_SILENT))):
        header = [plain_name(name) for name, _ in plain]
        _said_once(path, header)
        return {name: column for name, (_, column) in zip(header, plain, strict=True) if name}
    try:
        text = _text(data)
    except UnicodeDecodeError:
        raise Unreadable(
            f"{path} is not written in UTF-8; save it again as CSV in UTF-8."
        ) from None
    return _row_by_row(path, text, _between(text))


def _between(text: str) -> str:
    """What stands between the fields, by the first line."""
    begun = len(text) - len(text.lstrip("\r\n"))
    end = text.find("\n", begun)
    return max(_BETWEEN, key=text[begun : end if end >= 0 else None].count)


def _row_by_row(path: Path, text: str, between: str) -> Table:
    lines = io.StringIO(text, newline="")
    try:
        read = csv.reader(lines, delimiter=between, skipinitialspace=True, strict=True)
        rows = [row for row in read if any(map(str.strip, row))]
    except csv.Error as error:
        raise Unreadable(f"{path} is not a table in CSV ({error}).") from None
    return _columns(path, rows) if len(rows) > 1 else {}


def _text(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8-sig")


def _columns(path: Path, rows: list[list[str]]) -> Table:
    header = [plain_name(name) for name in rows[0]]
    _said_once(path, header)
    for number, row in enumerate(rows[1:], 2):
        if any(map(str.strip, row[len(header) :])):
            raise Unreadable(
                f"Row {number} of {path} has {len(row)} fields; the header names {len(header)}."
            )
    wide = len(header)
    filled = [(row + [""] * wide)[:wide] for row in rows[1:]]
    return {
        name: [_said(value) for value in values]
        for name, values in zip(header, zip(*filled, strict=True), strict=True)
        if name
    }


def _parquet(path: Path) -> Table:
    import pyarrow
    import pyarrow.parquet

    try:
        read = pyarrow.parquet.read_table(path)
    except pyarrow.ArrowException:
        raise Unreadable(f"{path} begins like Parquet and cannot be read as such.") from None
    header = [plain_name(name) for name in read.column_names]
    _said_once(path, header)
    columns = zip(header, read.columns, strict=True)
    return {
        name: [_said(value) for value in column.to_pylist()] for name, column in columns if name
    }


def _said_once(path: Path, header: list[str]) -> None:
    if more := [name for name, times in Counter(header).items() if name and times > 1]:
        raise Unreadable(f"{path} has two columns called {more[0]}.")


def _said(value: Any) -> str:
    """One field as text; 94108.0 is what a program makes of 94108 where another field is empty."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip()
    return "" if text in _SILENT else text
