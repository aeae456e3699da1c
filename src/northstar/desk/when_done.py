"""When something was done: now, or earlier where it is entered afterwards, from a paper day sheet."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from northstar.access.refuse import Refused
from northstar.chart.chart import Chart

_LONGEST = 600  # minutes of one call or visit
_FAR_BACK = timedelta(days=366)  # what is older is history, and belongs in the words of a note
_TO_THE_MINUTE = "%Y-%m-%dT%H:%M"


def earlier(
    said: Mapping[str, str], chart: Chart, now: datetime
) -> tuple[datetime, datetime] | None:
    """From when to when, where somebody set the time of a form back; None where it was left at now.

    The form has `when` as the browser writes it, in the clinic's zone, `when_shown` as the page came with
    it, and `minutes`. Raises Refused, in one sentence, for a time that cannot be."""
    typed = said.get("when", "").strip()
    if not typed or typed == said.get("when_shown", ""):
        return None
    began = _read(typed, now.tzinfo)
    took = timedelta(minutes=minutes(said.get("minutes", "")))
    # Through UTC: in the night the clock is changed, twenty minutes past 1:50 are not an hour more or less.
    ended = (began.astimezone(UTC) + took).astimezone(now.tzinfo)
    if began > now or ended > now:
        raise Refused("It cannot end later than now: look at when it was, and how many minutes.")
    if now - began > _FAR_BACK:
        raise Refused("That is more than a year ago: look at the year.")
    born = chart.birth_date
    if born and began < born.start:
        raise Refused("That is before this person was born: look at the date.")
    return began, ended


def shown(said: Mapping[str, str], now: datetime) -> dict[str, str]:
    """What the fields of a page begin with: `when`, and `when_shown`, by which a change is known."""
    here = now.strftime(_TO_THE_MINUTE)
    first = said.get("when_shown") or here
    return {"when": said.get("when") or first, "when_shown": first}


def minutes(text: str) -> int:
    """Minutes as typed; nothing typed is none."""
    digits = text.strip() or "0"
    if not digits.isdecimal() or int(digits) > _LONGEST:
        raise Refused("Write the minutes as a number.")
    return int(digits)


def _read(typed: str, zone: tzinfo | None) -> datetime:
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=zone)
    except ValueError:
        raise Refused("Write when it was as a day and a time.") from None
