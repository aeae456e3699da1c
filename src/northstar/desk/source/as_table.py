"""A table of fills: the header, the row of the quote with its neighbours, the cell marked."""

import re

from django.utils.html import escape

from northstar.sources.fills.table import Table, table

_AT = re.compile(r"(row|record):(\d+)(?:@(.))?#(.+)", re.DOTALL)
_AROUND, _MOST, _LONGEST = 15, 60, 300


def shown(data: bytes, at: str, address: str) -> str:
    """At most some thirty rows around the marked one, or the first sixty."""
    aim = _AT.fullmatch(at)
    found = table(data, (aim[3] or "") if aim else "", header=not aim or aim[1] == "row")
    row = int(aim[2]) if aim else 0
    column = _column(found, aim[4]) if aim else None
    first, last = (row - _AROUND, row + _AROUND) if row else (1, _MOST)
    out, cut = [], False
    for number, cells in found.rows():
        if number > last:
            cut = True
            break
        if number >= first:
            out.append(_row(number, cells, column if number == row else None))
    head = "".join(
        f"<th scope='col'>{escape(name)}</th>" if name else "<td></td>" for name in found.header
    )
    note = (
        "<p class='muted'>Rows around the place; all are in the file as it came, below.</p>"
        if cut or first > 1
        else ""
    )
    return (
        f"{note}<table class='cells'><thead><tr><th scope='col'>Row</th>{head}</tr></thead>"
        f"<tbody>{''.join(out)}</tbody></table>"
    )


def _row(number: int, cells: list[str] | None, marked: int | None) -> str:
    if cells is None:
        return f"<tr><th scope='row'>{number}</th><td>This row cannot be cut into cells.</td></tr>"
    said = (
        f"<td>{f'<mark>{words}</mark>' if index == marked else words}</td>"
        for index, words in enumerate(escape(cell[:_LONGEST]) for cell in cells)
    )
    return f"<tr><th scope='row'>{number}</th>{''.join(said)}</tr>"


def _column(found: Table, name: str) -> int | None:
    if name in found.header and not name.isdigit():
        return found.header.index(name)
    return int(name) - 1 if name.isdecimal() else None
