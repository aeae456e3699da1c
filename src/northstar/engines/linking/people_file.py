"""A file of people as CSV: any of the columns in `traits.COLUMNS`, one row a record."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from northstar.engines.linking.traits import COLUMNS


class Unreadable(Exception):
    """What is wrong with the file, in one plain sentence."""


@dataclass(frozen=True, slots=True)
class People:
    """`ids` as the file names them, and the other columns, as `traits.of_columns` takes them."""

    ids: Sequence[str]
    table: Mapping[str, Sequence[str]]


def people(path: Path) -> People:
    """Read a file of people."""
    table = _columns(path)
    known = {name: values for name, values in table.items() if name in COLUMNS}
    if not known.keys() - {"id", "source"}:
        raise Unreadable(
            f"{path} has none of the columns that tell of a person; the header may name {', '.join(COLUMNS)}."
        )
    count = len(next(iter(table.values())))
    ids = known.pop("id", [str(number) for number in range(1, count + 1)])
    if twice := _twice(ids):
        raise Unreadable(f"{path} holds the id {twice} twice; every record needs its own.")
    return People(ids, known)


def truth(path: Path, ids: Sequence[str]) -> list[str]:
    """Which person each record is, in the order of the ids; '' where the file does not say."""
    table = _columns(path)
    if not {"id", "person"} <= table.keys():
        raise Unreadable(f"{path} needs the columns id and person.")
    if twice := _twice(table["id"]):
        raise Unreadable(f"{path} says twice who the record {twice} is.")
    told = dict(zip(table["id"], table["person"], strict=True))
    found = [told.get(one, "") for one in ids]
    if not any(found):
        raise Unreadable(f"{path} speaks of none of the records; do the ids fit?")
    return found


def _twice(ids: Sequence[str]) -> str:
    seen: set[str] = set()
    return next((one for one in ids if one in seen or seen.add(one)), "")  # type: ignore[func-returns-value]


def _columns(path: Path) -> dict[str, list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, skipinitialspace=True, strict=True))
    except FileNotFoundError:
        raise Unreadable(f"There is no file {path}.") from None
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not written in UTF-8.") from None
    except csv.Error as error:
        raise Unreadable(f"{path} is not a table in CSV ({error}).") from None
    rows = [row for row in rows if row]
    if len(rows) < 2:
        raise Unreadable(f"{path} holds no rows under a header.")
    header = [name.strip().lower() for name in rows[0]]
    if twice := _twice(header):
        raise Unreadable(f"{path} has two columns called {twice}.")
    wide = len(header)
    for number, row in enumerate(rows[1:], 2):
        if len(row) > wide:
            raise Unreadable(
                f"Row {number} of {path} has {len(row)} fields; the header names {wide}."
            )
        if len(row) < wide:
            row += [""] * (wide - len(row))
    return {
        name: [value.strip() for value in values]
        for name, values in zip(header, zip(*rows[1:], strict=True), strict=True)
    }
