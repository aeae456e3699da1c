"""A long file of many messages, cut into one message at a time without loading it whole."""

import re
from collections.abc import Iterable
from typing import BinaryIO

_CHUNK = 1 << 20
_BEGINS = re.compile(
    rb"(?:^|(?<=[\r\n\x1c\x0b]))[ \t\x0b]*(?:MSH|FHS|BHS|BTS|FTS)(?=[^A-Za-z0-9\s])"
)
LARGEST = 64 << 20


def split(stream: BinaryIO) -> Iterable[bytes]:
    """Each message with its own segments; batch headers and trailers come as pieces of their own.

    Nothing between the pieces is lost: joined together they are the file again. A piece that never
    ends is handed on at 64 MiB, so memory stays bounded.
    """
    held = b""
    while True:
        more = stream.read(_CHUNK)
        held += more
        begins = [found.start() for found in _BEGINS.finditer(held)]
        if more:
            begins = [at for at in begins if at < len(held) - 16]
        at = 0
        for begin in begins:
            if begin > at and (begin != begins[0] or held[:begin].strip()):
                yield held[at:begin]
                at = begin
        held = held[at:]
        if not more:
            break
        if len(held) > LARGEST:
            yield held
            held = b""
    if held:
        yield held
