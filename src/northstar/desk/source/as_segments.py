"""An HL7 message as a table of segments and fields, the field of the quote marked."""

import re

from django.utils.html import escape

from northstar.sources.hl7v2.message import Message, parse
from northstar.sources.hl7v2.place import place
from northstar.sources.hl7v2.segment import Segment

_AT = re.compile(r"(?:MSG\[(\d{1,7})\]/)?([A-Z][A-Z0-9]{2})\[(\d{1,7})\](?:#(\d{1,4}))?")
_MOST_FIELDS, _LONGEST = 2000, 4000


def shown(data: bytes, at: str, address: str) -> str:
    """The message that holds the place; of many in one file, only that one."""
    parsed = parse(data)
    if not parsed.messages:
        raise ValueError("no message in it")
    aim = _AT.match(at)
    number = min(int(aim[1] or 1) if aim else 1, len(parsed.messages))
    many = len(parsed.messages)
    note = f"<p class='muted'>Message {number} of {many} in this file.</p>" if many > 1 else ""
    quote = _quote(data, at)
    rows = _rows(parsed.messages[number - 1], aim, quote)
    head = "<thead><tr><th scope='col'>Segment</th><th scope='col'>Field</th><th scope='col'>Words</th></tr></thead>"
    return f"{note}<table class='segments'>{head}<tbody>{rows}</tbody></table>"


def _quote(data: bytes, at: str) -> str:
    try:
        return place(data, at) if at else ""
    except LookupError:
        return ""


def _rows(message: Message, aim: re.Match | None, quote: str) -> str:
    out: list[str] = []
    for segment in message.segments:
        aimed = bool(aim and segment.name == aim[2] and segment.at == int(aim[3]))
        if len(out) < _MOST_FIELDS or aimed:
            out += _fields(segment, int(aim[4] or 0) if aim and aimed else None, quote)
    if len(out) >= _MOST_FIELDS:
        out.append("<tr><td colspan='3'>The rest is in the file as it came, below.</td></tr>")
    return "".join(out)


def _fields(segment: Segment, aimed: int | None, quote: str) -> list[str]:
    """One row a field that holds something; the segment's name on the first."""
    name = escape(f"{segment.name} {segment.at}" if segment.at > 1 else segment.name)
    numbers = [n for n in range(1, len(segment.fields)) if segment.raw(n) or n == aimed]
    rows = []
    for index, number in enumerate(numbers or [0]):
        words = segment.exact(number)[:_LONGEST] if number else ""
        said = _marked(words, quote) if number == aimed else escape(words)
        label = f"<mark>{name}</mark>" if aimed == 0 and not index else name
        head = f"<th scope='row'>{label}</th>" if not index else "<td></td>"
        rows.append(f"<tr>{head}<td class='num'>{number or ''}</td><td>{said}</td></tr>")
    return rows


def _marked(words: str, quote: str) -> str:
    before, found, after = words.partition(quote) if quote else ("", words, "")
    if not found:
        return f"<mark>{escape(words)}</mark>"
    return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}"
