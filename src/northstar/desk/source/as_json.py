"""A FHIR resource as indented JSON, with the place marked; numbers stand as they were written."""

import json
from collections.abc import Iterator

from django.utils.html import escape

from northstar.sources.fhir_r4 import fhir_xml
from northstar.sources.fhir_r4.place import attached_text
from northstar.sources.fhir_r4.walk import Unreadable, decoded

_MOST_LINES, _LONGEST, _DEEPEST = 2500, 600, 60


class _Number(str):
    """A number, kept as its letters."""

    __slots__ = ()


def shown(data: bytes, at: str, address: str) -> str:
    """The element of the locator, or the whole where none is asked for."""
    element, _, inside = at.partition("#")
    try:
        whole, element = _opened(data, element)
    except (Unreadable, IndexError) as problem:
        raise ValueError(str(problem)) from None
    found = _at(whole, element)
    where = f"<p class='muted'>At {escape(element)}</p>" if element else ""
    return where + _block(found, inside)


def shown_act(data: bytes, at: str, address: str) -> str:
    """A fact that our own staff wrote."""
    kind, _, rest = data.partition(b"\0")
    body = rest.partition(b"\0")[2]
    found = json.loads(body, parse_float=_Number, parse_int=_Number)
    return f"<p>{escape(kind.decode('utf-8', 'replace'))}, written here</p>{_block(found, '')}"


def _opened(data: bytes, element: str):
    data = decoded(data)
    if element.startswith("line:"):
        line, _, rest = element.removeprefix("line:").partition("/")
        data = data.split(b"\n")[int(line) - 1]
        element = f"/{rest}" if rest else ""
    if data.lstrip().startswith(b"<"):
        return fhir_xml.read(data), element
    try:
        return json.loads(data, parse_float=_Number, parse_int=_Number), element
    except ValueError:
        if b"\n" not in data.strip():
            raise
        # Many resources, one a line: the first stands for all until a place is asked for.
        return json.loads(
            data.strip().split(b"\n")[0], parse_float=_Number, parse_int=_Number
        ), element


def _at(found, pointer: str):
    for step in pointer.split("/")[1:] if pointer.strip("/") else ():
        step = step.replace("~1", "/").replace("~0", "~")
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def _block(found, target: str) -> str:
    lines = []
    for line in _lines(found, "", target, 0, ""):
        lines.append(line)
        if len(lines) >= _MOST_LINES:
            lines.append("<span class='muted'>… the rest is in the file as it came, below</span>")
            break
    return f"<pre class='json' tabindex='0'>{chr(10).join(lines)}</pre>"


def _lines(value, here: str, target: str, depth: int, name: str) -> Iterator[str]:
    """Depth first; the value at the target pointer is marked."""
    pad = "  " * depth
    label = f"<b>{escape(json.dumps(name, ensure_ascii=False))}</b>: " if name else ""
    if isinstance(value, dict) and value and depth < _DEEPEST:
        yield f"{pad}{label}{{"
        for key, inner in value.items():
            yield from _lines(inner, f"{here}/{_step(key)}", target, depth + 1, key)
        yield f"{pad}}}"
        if words := attached_text(value) if "data" in value else "":
            aimed = target.startswith(f"{here}/")
            yield f"{pad}<b>in words</b>: {'<mark>' if aimed else ''}{escape(words)}{'</mark>' if aimed else ''}"
    elif isinstance(value, list) and value and depth < _DEEPEST:
        yield f"{pad}{label}["
        for index, inner in enumerate(value):
            yield from _lines(inner, f"{here}/{index}", target, depth + 1, "")
        yield f"{pad}]"
    else:
        words = escape(_written(value))
        yield (
            f"{pad}{label}<mark>{words}</mark>"
            if target and here == target
            else f"{pad}{label}{words}"
        )


def _written(value) -> str:
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, str) and len(value) > _LONGEST:
        return json.dumps(value[:_LONGEST], ensure_ascii=False) + f" … {len(value):,} characters"
    if isinstance(value, (dict, list)):
        return "{…}" if value else "{}" if isinstance(value, dict) else "[]"
    return json.dumps(value, ensure_ascii=False)


def _step(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
