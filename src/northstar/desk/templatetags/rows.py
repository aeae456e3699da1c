"""How the rows of the day are worded: order, points, quotes."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from northstar.casework.worklist import asked
from northstar.casework.worklist.rows import Row
from northstar.casework.worklist.today import BANDS
from northstar.desk.templatetags.desk import iso
from northstar.knowledge import languages
from northstar.rules.telephones import tidy

register = template.Library()

_LINE, _SENTENCE = 130, 6
# Not the stop after a title, and not the colon of a time of day.
_CLAUSE = re.compile(r"[;:](?=\s)|(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)\.(?=\s)")
_WITHIN = re.compile(r"“([^”]+)”")
_WORDY = re.compile(r"[a-z]{2,}[^0-9]*[.,!?]?$|\b(?:I|my|the|is|was|to)\b")
_NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_ICONS = {0: ("alert", "c-now"), 1: ("clock", "c-due"), 2: ("eye", "c-watch"), 3: ("msg", "c-acc")}


@register.filter
def worded(number: int) -> str:
    """Small numbers as words."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


@register.filter
def strongest(row: Row) -> list[tuple[str, int]]:
    """The three weightiest of the points that order a row."""
    return sorted(row.lead.factors.items(), key=_weight, reverse=True)[:3]


def _weight(factor: tuple[str, int]) -> int:
    return abs(factor[1])


@register.filter
def signed(points: int) -> str:
    """`10`, `−6`."""
    return f"−{-points}" if points < 0 else str(points)


@register.filter
def first_clause(suggestion: str) -> str:
    """The suggestion's first clause: the whole stands beside the list."""
    ends = _CLAUSE.search(suggestion, 4)
    if ends and suggestion[ends.end() :]:
        return suggestion[: ends.start()]
    return suggestion.rstrip(".")


@register.filter
def marking(text: str, quotes: Iterable[str]) -> SafeString:
    """The text with the words that the rules heard marked."""
    places = sorted((at, at + len(q)) for q in quotes if q and (at := text.find(q)) >= 0)
    parts, done = [], 0
    for start, end in places:
        if start >= done:
            parts += [
                conditional_escape(text[done:start]),
                format_html("<mark>{}</mark>", text[start:end]),
            ]
            done = end
    parts.append(conditional_escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above # nosec


@register.filter
def seconds(length: float) -> str:
    """`0:41`."""
    return f"{int(length) // 60}:{int(length) % 60:02d}"


@register.filter
def language_name(code: str) -> str:
    """`es` is Spanish."""
    if (said := languages.language_name(code)) != code:
        return said
    for known in (code.lower(), code.lower().partition("-")[0]):
        try:
            return get_language_info(known)["name"]
        except KeyError:
            continue
    return code


@register.simple_tag
def options(choices: list[tuple[str, str]], chosen: str | None) -> SafeString:
    """What can be chosen, as (value, words): a large clinic has hundreds, so it is one step."""
    marked = ((value, " selected" if value == chosen else "", words) for value, words in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)


@register.simple_tag
def band_icon(words: str) -> str:
    """The glyph of a band's heading."""
    icon, colour = _ICONS[BANDS.index(words)]
    return format_html('<i class="i i-{} {}" aria-hidden="true"></i>', icon, colour)


@register.filter
def said_plainly(text: str, field: str) -> str:
    """What a record says of a person, as people write it: a day, a telephone, a language, a number
    without the address of its register."""
    if field == "Birth date" and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return iso(text)
    if field == "Phone":
        return tidy(text)
    if field == "Language":
        return language_name(text)
    return re.sub(r"^(?:urn:|https?:)\S+ ", "", text) if field == "Number" else text


@register.filter
def first_quote(reasons: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first sentence that somebody said or wrote: `quote`, and what is `said` about it."""
    for why in reasons:
        within = _WITHIN.search(why["says"])
        if within and len(within[1].split()) >= _SENTENCE:
            return why | {"quote": within[1], "said": why["says"][: within.start()].strip(" :")}
        if len(why["quote"].split()) >= _SENTENCE and _WORDY.search(why["quote"]):
            return why | {"said": why["says"] if why["quote"] not in why["says"] else ""}
    return None


@register.filter
def adds(why: dict[str, Any]) -> bool:
    """Whether the quoted words say more than the reason itself."""
    return len(why["quote"].split()) >= _SENTENCE and why["quote"] not in why["says"]


@register.filter
def titled(feed: str, titles: dict[str, str]) -> str:
    """A feed as people call it."""
    return titles.get(feed, feed)


@register.filter
def gist(says: str) -> str:
    """A reason for a row: its beginning, as long as a line."""
    return says if len(says) <= _LINE else says[:_LINE].rsplit(" ", 1)[0] + " …"


@register.simple_tag
def reason_glyph(why: dict[str, Any]) -> str:
    """The glyph before a reason: what a source says, or a published rule."""
    icon, colour = ("shield", "c-watch") if not why["arrival"] else ("check", "c-acc")
    return format_html('<i class="i i-{} {}" aria-hidden="true"></i>', icon, colour)


@register.filter
def order_said(row: Row) -> str:
    """Why a row stands where it stands, in sentences."""
    lead = row.lead
    said = [f"It stands in the band “{BANDS[lead.band].lower()}”; bands come before points."]
    if lead.pinned:
        said.append(
            f"A colleague {'pinned it to the top' if lead.pinned > 0 else 'pushed it to the foot'} of the band."
        )
    top = strongest(row)
    if top:
        weighed = ", then ".join(f"{name} ({signed(points)})" for name, points in top)
        said.append(
            f"Inside the band it has {lead.score} point{'' if lead.score == 1 else 's'}: {weighed}."
        )
    if len(row.lines) > 1:
        said.append(f"It stands for {len(row.lines)} lines; the weightiest leads.")
    said.append(
        "Language, interpreter and minutes never lower a row; equal points go by what is due first."
    )
    return " ".join(said)


@register.simple_tag
def call_back(row: Row, viewer: Any) -> bool:
    """Whether one press may say whose this message is and open the call."""
    lead = row.lead
    may = viewer.may("work") and viewer.may("call")
    return bool(
        lead.arrival
        and not lead.patient_id
        and row.candidates
        and not (row.who and row.sure)
        and may
    )


@register.simple_tag
def answered_at(line: Any) -> str:
    """Where a question that one of us asked is answered; '' for every other line."""
    line = asked.question_of(line)
    if line is None or line.signal != "by hand":
        return ""
    if line.matter == "differs":
        return f"{reverse('patient', args=[line.patient.public_id])}#differ"
    about, _, rest = line.key.partition(":")
    known = {
        "whose": lambda: reverse("whose-made", args=[line.public_id]),
        "parted": lambda: reverse("who-parted", args=[rest.partition(":")[0]]),
        "records": lambda: reverse("who-one", args=[rest.partition(":")[0]]),
        "doubt": lambda: reverse("who-doubt", args=[rest]),
    }
    return known[about]() if about in known else ""
