"""Every kind of fact by its name, and how a body is written and read."""

from functools import cache

import msgspec

from northstar.chart import clinical, coverage, medicines, people, visits, words
from northstar.chart.value import Value

KINDS: dict[str, type[Value]] = {
    name: found
    for module in (clinical, coverage, medicines, people, visits, words)
    for name, found in vars(module).items()
    if isinstance(found, type) and issubclass(found, Value) and found is not Value
}

encode = msgspec.json.Encoder().encode


@cache
def decoder(kind: str):
    """Reads the body of one kind; a kind without a class of its own is `Kept`."""
    return msgspec.json.Decoder(KINDS.get(kind, words.Kept)).decode
