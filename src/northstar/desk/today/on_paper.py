"""The day on paper: each row with what one needs away from the screen, the telephone numbers first."""

from dataclasses import dataclass

from northstar.access.viewer import Viewer
from northstar.casework.worklist.rows import Row
from northstar.casework.worklist.today import Day
from northstar.chart.words import Communication
from northstar.desk.today.beside import arrivals_of
from northstar.record.messages import messages
from northstar.record.people import described
from northstar.rules.telephones import digits, tidy

_MOST = 3  # numbers of one person


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `numbers` are (number, what it is), the one they called from first."""

    row: Row
    numbers: list[tuple[str, str]]


def on_paper(viewer: Viewer, found: Day) -> list[tuple[str, list[Entry]]]:
    """The bands of a day with their rows; two questions for all of them."""
    calls = messages(viewer, {pk for row in found.rows for pk in arrivals_of(row)})
    known = _known(viewer, found.rows)
    return [
        (words, [Entry(row, _numbers(row, calls, known)) for row in rows])
        for words, rows in found.bands
        if rows
    ]


def _known(viewer: Viewer, rows: list[Row]) -> dict[int, list[tuple[str, str]]]:
    """The numbers in use of each person whose row it surely is, the freshest source first."""
    pks = {pk for row in rows if (pk := _whose(row))}
    return {
        pk: [
            (tidy(point.value), point.use)
            for person in reversed(persons)
            for point in person.telecoms
            if point.system in ("phone", "sms", "") and point.use != "old" and digits(point.value)
        ]
        for pk, persons in described(viewer, pks).items()
    }


def _whose(row: Row) -> int | None:
    return (row.lead.patient_id or row.lead.likely_id) if row.sure else None


def _numbers(
    row: Row, calls: dict[int, Communication], known: dict[int, list[tuple[str, str]]]
) -> list[tuple[str, str]]:
    told = [calls[line.arrival_id].phone for line in row.messages if line.arrival_id in calls]
    found = {digits(one): (tidy(one), "called from here") for one in told if one}
    for number, use in known.get(_whose(row) or 0, []):
        found.setdefault(digits(number), (number, use))
    return list(found.values())[:_MOST]
