"""Rows of fills into facts, with an account of every row."""

from collections import Counter
from dataclasses import dataclass

from northstar.sources import days
from northstar.sources.decoding import wordlike
from northstar.sources.fills import cells
from northstar.sources.fills.columns import columns, missing, plain
from northstar.sources.fills.dispense import Fill, fill_of, settle
from northstar.sources.fills.members import Members
from northstar.sources.fills.table import Table, table
from northstar.sources.reading import Feed, Found, Reading, Trouble, refused

VERSION = "2"
DATES = ("fill_date", "birth_date", "recorded")
_LONGEST_NUMBER = 80


@dataclass(slots=True)
class Sheet:
    """What is known of the file while its rows are read."""

    table: Table
    at: dict[str, int]
    orders: dict[str, days.Order]
    feed: Feed
    reading: Reading
    members: Members

    def doubt(self, row: int, role: str, what: str, why: str) -> None:
        """A remark about a cell of a row that is kept."""
        place = self.table.locator(row, self.at[role]) if role in self.at else f"row:{row}"
        self.reading.doubted.append(Trouble(place, what[:80], why))


def read(data: bytes, feed: Feed, name: str = "") -> Reading:
    """The fills of one file. One element is one data row; the header is not counted."""
    if not data.strip():
        return refused("fills", VERSION, "The file is empty.")
    if not wordlike(data[:65536]):
        return refused("fills", VERSION, "This is not a table: the file holds no readable text.")
    found = table(data, _one(feed, "delimiter"), feed.settings.get("header", True))
    at, absent = columns(_header(found), feed.settings.get("columns"))
    why = missing(at, absent)
    if why:
        return refused("fills", VERSION, why)
    return _rows(found, at, absent, feed, name)


def _rows(found: Table, at: dict, absent: list, feed: Feed, name: str) -> Reading:
    reading = Reading(format="fills", version=VERSION, title=name, sort="Table of fills")
    for role, column in absent:
        why = f"The feed declares this column for {plain(role)}, and the file has none."
        reading.doubted.append(Trouble("header", column[:80], why))
    orders = _orders(found, at, str(feed.settings.get("date_order", "")))
    sheet = Sheet(found, at, orders, feed, reading, Members(feed.assigner or feed.name))
    fills = [fill for number, row in found.rows() if (fill := _row(sheet, number, row))]
    settle(sheet, fills)
    reading.found = _people(sheet) + [fill.found for fill in fills]
    reading.people = sheet.members.people
    return reading


def _row(sheet: Sheet, number: int, row: list[str] | None) -> Fill | None:
    reading, width = sheet.reading, len(sheet.table.header)
    place = f"row:{number}" if sheet.table.header else f"record:{number}"
    if row is None:
        reading.dropped.append(
            Trouble(place, "", "A cell of this row never ends or is far too long.")
        )
        return None
    if not any(map(str.strip, row)):
        reading.dropped.append(Trouble(place, "", "Every cell of this row is empty."))
        return None
    if width and any(map(str.strip, row[width:])):
        _not_used(reading, place, f"{len(row)} cells", _TOO_MANY)
        return None
    values = {role: row[i] if i < len(row) else "" for role, i in sheet.at.items()}
    why = _unusable(values)
    if why:
        _not_used(reading, place, "", why)
        return None
    if width and len(row) < width:
        why = f"The row ends early: {len(row)} cells under {width} headers."
        reading.doubted.append(Trouble(place, f"{len(row)} cells", why))
    reading.kept["row"] += 1
    _count_unmapped(sheet, row)
    return _filed(sheet, number, values)


_TOO_MANY = "The row has more cells than the header, so they cannot be told apart: none was used."


def _unusable(values: dict[str, str]) -> str:
    number = cells.filled(values["patient"])
    if not number:
        return "The row does not say whose fill it is."
    if len(number) > _LONGEST_NUMBER:
        return "What stands in place of the member number is far too long to be one."
    if not any(cells.filled(values.get(role, "")) for role in ("drug", "ndc", "rxnorm")):
        return "The row names no drug."
    return ""


def _not_used(reading: Reading, place: str, what: str, why: str) -> None:
    reading.doubted.append(Trouble(place, what, why))
    reading.doubted_elements += 1


def _filed(sheet: Sheet, number: int, values: dict[str, str]) -> Fill:
    when = {role: _day(sheet, number, values, role) for role in DATES}
    person, why = sheet.members.of(number, values, when["birth_date"])
    if why:
        sheet.doubt(number, "patient", values["patient"], why)
    for role, cell in values.items():
        if cells.formula(cell):
            sheet.doubt(
                number, role, cell, "This looks like a formula; it is kept as text and never run."
            )
    return fill_of(sheet, number, values, person, when)


def _day(sheet: Sheet, number: int, values: dict[str, str], role: str):
    cell = values.get(role, "")
    try:
        known = sheet.orders[role].known if role in sheet.orders else ""
        return days.day(cells.filled(cell), known, sheet.feed.zone, century=role != "birth_date")
    except days.Doubt as doubt:
        sheet.doubt(number, role, cell, doubt.args[0])
        return doubt.args[1] if len(doubt.args) > 1 else None


def _orders(found: Table, at: dict[str, int], declared: str) -> dict[str, days.Order]:
    known = declared if "%" in declared else declared.upper()
    orders = {role: days.Order(known) for role in DATES if role in at}
    if not known:
        for number, row in found.rows():
            for role, order in orders.items():
                if row and at[role] < len(row):
                    order.see(number, cells.filled(row[at[role]]))
        days.settle(orders.values())
    return orders


def _people(sheet: Sheet) -> list[Found]:
    members = sheet.members
    return [
        Found(
            person=key,
            kind="Patient",
            key=key,
            value=value,
            locator=sheet.table.locator(members.rows[key], sheet.at["patient"]),
            label=sheet.feed.label,
        )
        for key, value in members.people.items()
    ]


def _count_unmapped(sheet: Sheet, row: list[str]) -> None:
    used = set(sheet.at.values())
    unmapped: Counter = sheet.reading.unmapped
    for column, cell in enumerate(row):
        if cell and column not in used:
            unmapped[f"row.{sheet.table.name(column)}"] += 1


def _header(found: Table) -> list[str]:
    """The header, or for a file without one as many nameless columns as its first row has cells."""
    if found.header:
        return list(found.header)
    return [""] * next((len(row) for _, row in found.rows() if row), 0)


def _one(feed: Feed, setting: str) -> str:
    value = str(feed.settings.get(setting, "") or "")
    return {"tab": "\t", "\\t": "\t"}.get(value, value[:1])
