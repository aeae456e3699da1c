"""Words, dates and chips of the coordinator's pages."""

import json
import re
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from northstar.access.idle import GRAIN
from northstar.config.clock import clinic_now, is_held, zone
from northstar.desk.remembered import remembered
from northstar.discover import declared
from northstar.rules.telephones import tidy

register = template.Library()

# The places of every day, in their order. A further page declares its own PLACE, of the same shape:
# name, name of its address, icon, key after G, and the name in its `@may`.
PLACES = (
    ("Today", "today", "today", "t", "today"),
    ("Who is who", "who", "link", "w", "who"),
    ("Patients", "patients", "people", "p", "patients"),
    ("Feeds", "feeds", "chart", "f", "feeds"),
)
# What is done for people, then how the day is kept, then the house.
ORDER = (
    "today", "inbox", "calls", "patients", "transitions", "loops",
    "handoff", "queues", "outbox", "time", "billing", "close",
    "who", "feeds", "rota",
)  # fmt: skip


class Place(NamedTuple):
    """One place as the frame shows it."""

    name: str
    address: str
    icon: str
    key: str
    current: bool


STEPS = ((15, "+ 15 min"), (60, "+ 1 hour"), (0, "Next morning"))
_BANDS = {
    0: ("now", "alert", "Life or safety"),
    1: ("due", "clock", "Clock ends today"),
    2: ("watch", "eye", "Harm this week"),
    3: ("info", "msg", "The rest"),
}


@register.simple_tag
def places(request: Any, template: str) -> SafeString:
    """The places of the desk that exist and that this person may open, as this template shows them. A
    page asks three times."""
    if not hasattr(request, "places"):
        request.places = _places(request)
    return _shown(template)(request.places)


_shown = cache(remembered)


def _places(request: Any) -> tuple[Place, ...]:
    from northstar.access import roles

    found = []
    further = declared("northstar.desk", "PLACE")
    for name, page, icon, key, may in sorted((*PLACES, *further), key=_rank):
        try:
            address = reverse(page)
        except NoReverseMatch:
            continue
        if may in roles.MAY and not request.viewer.may(may):
            continue
        here = request.path == address if address == "/" else request.path.startswith(address)
        found.append(Place(name, address, icon, key, here))
    return tuple(found)


def first_place(viewer: Any) -> str:
    """The address on which the desk opens for this person; their account where no place is theirs."""
    from northstar.access import roles

    every = sorted((*PLACES, *declared("northstar.desk", "PLACE")), key=_rank)
    open_to = (page for _, page, _, _, may in every if may not in roles.MAY or viewer.may(may))
    return reverse(next(open_to, "account"))


def _rank(place: tuple[str, ...]) -> int:
    """The places of `ORDER` first, in that order; those that stand elsewhere after them."""
    return ORDER.index(place[1]) if place[1] in ORDER else len(ORDER)


@register.simple_tag
def may_do(viewer: Any, name: str) -> bool:
    """Whether this person may open the page of that name, where there is such a page."""
    from northstar.access import roles

    return bool(name in roles.MAY and viewer and viewer.may(name))


@register.inclusion_tag("frame/offers.html")
def offers(viewer: Any, where: str, patient: Any, line: Any = None) -> dict[str, Any]:
    """The buttons that other pages offer for this person or line."""
    from northstar.desk.offers import offers as offered

    found = offered(viewer, where, str(patient), line)
    folded = [one for one in found if one["offer"].folded and where == "patient"]
    return {"offers": [one for one in found if one not in folded], "folded": folded}


@register.simple_tag
def idle_seconds() -> int:
    """After how long an untouched desk locks, a little before the server does."""
    return max(1, int((settings.IDLE_LOCK - GRAIN).total_seconds()))


@register.filter
def as_json(value: Any) -> str:
    """For a script to read, out of an attribute."""
    return json.dumps(value)


@register.simple_tag
def clinic_clock() -> dict[str, Any]:
    """The clinic's time, and whether it is held."""
    return {"at": clinic_now(), "held": is_held(), "steps": STEPS}


@register.simple_tag(takes_context=True)
def notes(context: Any) -> Any:
    """What is said to the person once, on top of the next page; a page may have messages of its own."""
    return get_messages(context["request"]) if "request" in context else ()


@register.filter
def initials(name: str) -> str:
    """Two letters for a round picture."""
    words = [word for word in str(name).replace("Dr. ", "").split() if word]
    return "".join(
        word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    ).upper()


@register.filter
def day(at: date | datetime | None) -> str:
    """`Thu 3 Dec`; with the year where it is not this one."""
    if at is None:
        return ""
    on = at.astimezone(zone()).date() if isinstance(at, datetime) else at
    year = f" {on.year}" if on.year != clinic_now().year else ""
    return f"{on:%a} {on.day} {on:%b}{year}"


@register.filter
def moment(at: datetime | None) -> str:
    """`today 6:52`, `yesterday 16:10`, `Thu 3 Dec, 9:04`."""
    if at is None:
        return ""
    local = at.astimezone(zone())
    clock = f"{local.hour}:{local:%M}"
    away = (clinic_now().date() - local.date()).days
    near = {0: "today", 1: "yesterday"}.get(away)
    return f"{near} {clock}" if near else f"{day(local)}, {clock}"


@register.filter
def written(when: Any) -> str:
    """A When in words at its own precision: `2019`, `Mar 2019`, `Thu 3 Dec`."""
    if when is None:
        return ""
    if len(when.text) == 4:
        return when.text
    if len(when.text) == 7:
        return f"{date.fromisoformat(when.text + '-01'):%b %Y}"
    if len(when.text) == 10:
        return day(date.fromisoformat(when.text))
    return moment(when.start)


@register.simple_tag
def band(number: int) -> str:
    """Glyph, word and colour of a band: always all three."""
    colour, icon, words = _BANDS[number]
    return format_html(
        '<span class="tag {}"><i class="i i-{}" aria-hidden="true"></i>{}</span>',
        colour,
        icon,
        words,
    )


@register.simple_tag
def glyph(number: int) -> str:
    """The glyph that opens a row, with its word for those who listen."""
    colour, icon, words = _BANDS[number]
    return format_html(
        '<i class="i i-{} c-{}" aria-hidden="true"></i><span class="vh">{}.</span>',
        icon, "acc" if colour == "info" else colour, words,
    )  # fmt: skip


@register.simple_tag
def source_chip(feed: str, arrival: str, locator: str = "", at: datetime | None = None) -> str:
    """Who said it, when; opens the original at the place."""
    if not arrival:
        return ""
    words = f"{feed}, {_told(at)}" if at else feed
    address = f"/source/{arrival}/" + (f"?at={quote(locator, safe='')}" if locator else "")
    return format_html('<a class="src" href="{}">{}</a>', address, words)


def _told(at: datetime) -> str:
    """As `moment`; a source that gives only the day is kept as its midnight, and told no hour."""
    said = moment(at)
    midnight = at.astimezone(zone()).time() == time.min
    return said.removesuffix(" 0:00").removesuffix(",") if midnight else said


@register.simple_tag
def chip(source: Any) -> str:
    """The chip of a fact's source."""
    if source is None:
        return ""
    return source_chip(
        source.called, source.arrival, source.locator, source.written or source.received
    )


@register.filter
def duration(minutes: int) -> str:
    """`2 h 50 min`."""
    hours, rest = divmod(int(minutes), 60)
    return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"


@register.filter
def minutes(rows: list[Any]) -> int:
    """The time that some rows will take."""
    return sum(row.minutes for row in rows)


@register.filter
def band_words(number: int) -> str:
    """The name of a band."""
    return _BANDS[number][2]


@register.filter
def iso(text: str) -> str:
    """`14 Mar 1952` for a full ISO date; what there is otherwise."""
    if len(text) < 10:
        return text
    on = date.fromisoformat(text)
    return f"{on.day} {on:%b} {on.year}"


@register.filter
def spaced(kind: str) -> str:
    """`Medication request` for MedicationRequest: the standard's own word, as people write it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).capitalize()


@register.filter
def telephone(number: str) -> str:
    """(415) 555-0132, however it was written."""
    return tidy(number)


@register.filter
def age(card: Any, now: datetime) -> str:
    """The age in years, with months for a small child."""
    years = card.age(now.date())
    return "" if years is None else f"{years}"


@register.simple_tag
def due(line: Any, now: datetime) -> SafeString:
    """When it is due, as glyph, words and colour."""
    return _due(line.due, line.due_day, line.due < now, now.date()) if line.due else SafeString("")


@lru_cache(4096)
def _due(at: datetime, whole_day: bool, late: bool, on: date) -> SafeString:
    local = at.astimezone(zone())
    today = local.date() == on
    words = "" if whole_day else f" {local.hour}:{local:%M}"
    said = (
        f"Overdue since {local:%H:%M}"
        if late and today
        else f"Overdue since {day(local)}"
        if late
        else f"Today{words}"
        if today
        else f"{day(local)}{words}"
    )
    colour, icon = ("now", "alert") if late or (today and not whole_day) else ("due", "clock")
    return format_html(
        '<span class="tag {}"><i class="i i-{}" aria-hidden="true"></i>{}</span>',
        colour,
        icon,
        said,
    )


@register.simple_tag
def place_of(name: str, *arguments: Any) -> str:
    """The address of a page by its name; '' where there is no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
