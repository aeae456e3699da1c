"""Words and glyphs of messages on their way out."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from northstar.desk.templatetags.desk import moment
from northstar.rules.telephones import tidy
from northstar.rules.writing_to import CHANNELS

register = template.Library()

_OF_A_NUMBER = frozenset("+0123456789 -.()")
_ICONS = {"letter": "pen", "email": "msg", "text": "phone", "fax": "print", "portal": "people"}
# Of each state the colour, the glyph, a word and a sentence.
_STATES = {
    "queued": ("info", "clock", "Waiting", "It waits to leave"),
    "held": ("watch", "moon", "Until morning", "It waits until morning"),
    "sending": ("info", "arrow", "Leaving", "It is leaving"),
    "taken": ("ok", "check", "Sent", "It has left"),
    "delivered": ("ok", "check", "Delivered", "It has come"),
    "failed": ("now", "alert", "Not sent", "It could not be sent"),
    "unknown": ("due", "alert", "Sent or not?", "Sent or not?"),
    "withheld": ("due", "alert", "Kept back", "It was kept back"),
    "recalled": ("quiet", "undo", "Recalled", "It was recalled"),
}
_LETTER = {"queued": ("due", "print", "To print", "It waits to be printed"),
           "sending": ("due", "print", "Printed", "It is printed; in the post yet?"),
           "taken": ("ok", "check", "Posted", "It is in the post")}  # fmt: skip


@register.filter
def road(channel: str) -> str:
    """What a road is called."""
    return CHANNELS.get(channel, channel)


@register.filter
def road_icon(channel: str) -> str:
    """Its glyph."""
    return _ICONS.get(channel, "msg")


@register.filter
def state_tag(message: Any) -> SafeString:
    """Glyph, word and colour of where a message is."""
    colour, icon, word, _ = _state(message.channel, message.state)
    return format_html(
        '<span class="tag {}"><i class="i i-{}" aria-hidden="true"></i>{}</span>',
        colour,
        icon,
        word,
    )


@register.filter
def state_words(message: Any) -> str:
    """The same as a sentence."""
    return _state(message.channel, message.state)[3]


@register.filter
def passage_words(passage: Any) -> str:
    """One step of a message's way."""
    return _state("", passage.state)[2]


@register.filter
def one_line(address: str) -> str:
    """The lines of an envelope in one; a number as it stands elsewhere."""
    if set(address) <= _OF_A_NUMBER:
        return tidy(address)
    return ", ".join(address.splitlines())


@register.filter
def last_why(history: list[Any]) -> str:
    """The reason of the last step, as a sentence."""
    why = history[-1].why if history else ""
    return f"{why[:1].upper()}{why[1:]}{'' if why.endswith('.') else '.'}" if why else ""


@register.filter
def trouble(failed: dict[tuple[str, str], Any], way: Any) -> str:
    """What went wrong at this address the last time, where something did."""
    end = failed.get((way.channel, way.address))
    return f"The last one did not come ({moment(end.at)}): {end.why}" if end else ""


def _state(channel: str, state: str) -> tuple[str, str, str, str]:
    if channel == "letter" and state in _LETTER:
        return _LETTER[state]
    return _STATES[state]
