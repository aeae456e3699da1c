"""Where a suspicion of abuse, neglect or exploitation is reported, and how soon, state by state.

No state's agency, telephone number or clock was read in a primary source, so every row of ours says
"look up your state's line". The clinic writes what its own counsel has confirmed in a file of its own,
`reporting.csv`, which this reads; the report itself keeps what held on its day.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from northstar.knowledge.table import Row, known

READ = date(2026, 11, 1)
CHILD, ADULT = "child", "adult"
ABOUT = {CHILD: "A child or young person", ADULT: "An adult who is at risk"}
LOOK_UP = "Look up your state's line"
COLUMNS = (
    "state",
    "about",
    "agency",
    "telephone",
    "hours",
    "written_hours",
    "source",
    "from",
    "to",
)


@dataclass(frozen=True, slots=True)
class Agency:
    """Who takes the report. `hours` from notice to the report by phone, `written_hours` to the written
    one; None where it is not known, which never means that there is time."""

    name: str = ""
    telephone: str = ""
    hours: int | None = None
    written_hours: int | None = None


def agency(state: str, about: str, day: date, site: Iterable[Row] = ()) -> Row:
    """Who takes such a report on a day: the clinic's own row (`site`), else "look up your state's line"."""
    own = known(site, about, day, state)
    return own or Row(
        code=about, value=Agency(), scope=state, reviewed=READ, note=LOOK_UP,
        source="no primary source was read for this state",
    )  # fmt: skip


def rows(text: str) -> list[Row]:
    """The clinic's own file as rows. Raises ValueError with the line that cannot be read."""
    reader = csv.DictReader(text.splitlines(), strict=True)
    try:
        if missing := {"state", "about", "agency"} - set(reader.fieldnames or ()):
            raise ValueError(
                f"its first line has no column {', '.join(sorted(missing))}; columns are parted by commas"
            )
        found = [_row(reader.line_num, line) for line in reader if any(line.values())]
    except csv.Error:
        raise ValueError(
            f"line {reader.line_num}: a quotation mark is opened and not closed, or stands in the middle"
        ) from None
    _never_two(found)
    return found


def _never_two(found: list[Row]) -> None:
    """On no day two agencies for one state and sort of person: which of them, nobody could say."""
    for at, one in enumerate(found):
        for other in found[:at]:
            same = (one.scope, one.code) == (other.scope, other.code)
            if (
                same
                and one.effective_from <= other.effective_to
                and other.effective_from <= one.effective_to
            ):
                raise ValueError(
                    f"there are two rows for {one.scope}, {one.code}, on the same days; give the earlier one a day in “to”"
                )


def _row(number: int, line: dict[str, str | None]) -> Row:
    if None in line:
        raise ValueError(
            f"line {number}: it has more fields than there are columns; a comma inside a field wants quotation marks"
        )
    told = {name: (line.get(name) or "").strip() for name in COLUMNS}
    if told["about"] not in ABOUT or told["state"] not in STATES:
        raise ValueError(f"line {number}: state is two letters, about is child or adult")
    if not told["agency"]:
        raise ValueError(f"line {number}: it names no agency")
    try:
        who = Agency(
            told["agency"], told["telephone"], _hours(told["hours"]), _hours(told["written_hours"])
        )
        start = date.fromisoformat(told["from"]) if told["from"] else date.min
        end = date.fromisoformat(told["to"]) if told["to"] else date.max
    except ValueError:
        raise ValueError(
            f"line {number}: hours are a whole number, from and to are days like 2026-01-31"
        ) from None
    if end < start:
        raise ValueError(f"line {number}: “to” lies before “from”")
    return Row(
        code=told["about"], value=who, scope=told["state"], effective_from=start, effective_to=end,
        source=told["source"] or "the clinic's own list", confidence="the clinic's own",
    )  # fmt: skip


def _hours(text: str) -> int | None:
    if not text:
        return None
    if not text.isdigit():
        raise ValueError(text)
    return int(text)


STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana",
    "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
    "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming",
}  # fmt: skip
