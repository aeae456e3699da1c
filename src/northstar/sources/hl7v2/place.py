"""From a locator back to the words: the proof of a quote."""

import re
from functools import lru_cache

from northstar.sources.hl7v2.escapes import unescaped
from northstar.sources.hl7v2.message import Parsed, parse
from northstar.sources.hl7v2.segment import Segment

_SHAPE = re.compile(
    r"(?:MSG\[(\d{1,7})\]/)?([A-Z][A-Z0-9]{2})\[(\d{1,7})\]"
    r"(?:#(\d{1,4})(?:~(\d{1,5}))?(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?)?"
)

_SMALL = 1 << 20
_once = lru_cache(maxsize=8)(parse)  # a page asks for many places of one arrival


def place(data: bytes, locator: str) -> str:
    """The decoded words at `OBX[3]#5`, `PID[1]#3~2.1` or `MSG[2]/PV1[1]#44`.

    Without a field it is the whole segment; field 0 is its name. Raises LookupError where the
    message has no such place.
    """
    shape = _SHAPE.fullmatch(locator)
    if not shape:
        raise LookupError(f"“{locator[:60]}” is no place in an HL7 message")
    number, name, at, *spec = shape.groups()
    found = _segment(
        _once(data) if len(data) < _SMALL else parse(data), int(number or 1), name, int(at)
    )
    if spec[0] is None:
        return unescaped(found.line, found.marks, found.charset)
    field, rep, comp, sub = (int(part or 0) for part in spec)
    if field == 0:
        return found.name
    if field >= len(found.fields):
        raise LookupError(f"{name}[{at}] has no field {field}")
    return found.exact(field, comp, rep or 1, sub)


def _segment(parsed: Parsed, number: int, name: str, at: int) -> Segment:
    homes = parsed.messages[number - 1 : number]
    pools = [message.segments for message in homes] + [parsed.envelope]
    for pool in pools:
        for seg in pool:
            if seg.name == name and seg.at == at:
                return seg
    raise LookupError(f"the arrival has no {name}[{at}]")
