"""When a telephone may ring at somebody's home, and which clocks hang on the walls of each state."""

from datetime import date, time

from northstar.knowledge.table import Row, at

_READ = date(2026, 11, 1)
_FCC = "47 CFR 64.1200(c)(1)"


def hours(day: date) -> tuple[time, time]:
    """From when until when a telephone may ring there, by the clock of who is called."""
    return time(int(at(ROWS, "first", day).value)), time(int(at(ROWS, "last", day).value))


def zones(state: str) -> tuple[str, ...]:
    """The IANA zones of a state by its two letters; none where it is not known."""
    return _ZONES.get(state.strip().upper(), ())


ROWS = (
    Row(
        "first", 8, "o'clock", source=_FCC, section="not before 8 in the morning", year=2024,
        confidence="unconfirmed", reviewed=_READ,
        note="the rule binds sellers; care calls keep to it as a courtesy",
    ),
    Row(
        "last", 21, "o'clock", source=_FCC, section="not after 9 in the evening", year=2024,
        confidence="unconfirmed", reviewed=_READ,
    ),
)  # fmt: skip

_EAST, _MIDDLE, _MOUNTAIN, _WEST = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip
# Source: IANA time zone database (public domain), with 49 CFR part 71; a state on a border has both.
_ZONES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(["CT", "DC", "DE", "GA", "MA", "MD", "ME", "NC", "NH", "NJ", "NY", "OH", "PA", "RI", "SC", "VA", "VT", "WV"], (_EAST,)),
    **dict.fromkeys(["AL", "AR", "IA", "IL", "LA", "MN", "MO", "MS", "OK", "WI"], (_MIDDLE,)),
    **dict.fromkeys(["CO", "MT", "NM", "UT", "WY"], (_MOUNTAIN,)),
    **dict.fromkeys(["CA", "NV", "WA"], (_WEST,)),
    **dict.fromkeys(["FL", "IN", "KY", "MI", "TN"], (_EAST, _MIDDLE)),
    **dict.fromkeys(["KS", "ND", "NE", "SD", "TX"], (_MIDDLE, _MOUNTAIN)),
    "ID": (_MOUNTAIN, _WEST), "OR": (_WEST, _MOUNTAIN),
    "AZ": ("America/Phoenix", _MOUNTAIN),
    "AK": ("America/Anchorage", "America/Adak"), "HI": ("Pacific/Honolulu",),
    "PR": ("America/Puerto_Rico",), "VI": ("America/Puerto_Rico",), "GU": ("Pacific/Guam",),
}  # fmt: skip
