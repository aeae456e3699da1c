"""The words at a locator, read again from the original: the proof of a quote."""

import base64
import binascii
import json

from northstar.sources.fhir_r4 import fhir_xml
from northstar.sources.fhir_r4.narrative import NARRATIVE, plain
from northstar.sources.fhir_r4.walk import Unreadable, decoded


def place(data: bytes, locator: str) -> str:
    """The string, or number as written, at `element#pointer`. Raises LookupError where there is none."""
    element, _, inside = locator.partition("#")
    try:
        data = decoded(data)
        if element.startswith("line:"):
            line, _, rest = element.removeprefix("line:").partition("/")
            data = data.split(b"\n")[int(line) - 1]
            element = f"/{rest}" if rest else ""
        found = _parsed(data)
    except (ValueError, IndexError, RecursionError, Unreadable) as error:
        raise LookupError("the original has no such place") from error
    home = None
    for step in (*_steps(element), *_steps(inside)):
        home, found = found, _into(found, step)
    if inside.endswith("/attachment/data") and type(home) is dict:
        return attached_text(home) or found
    if inside.endswith(NARRATIVE) and type(found) is str:
        return plain(found)
    if type(found) is bool:
        return "true" if found else "false"
    if type(found) is not str:
        raise LookupError("there are no words at this place")
    return found


def attached_text(attachment: dict) -> str:
    """The words of a text file inside a resource; '' where it is none."""
    kind, data = attachment.get("contentType"), attachment.get("data")
    if type(kind) is not str or not kind.startswith("text/") or type(data) is not str:
        return ""
    try:
        return base64.b64decode(data).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _parsed(data: bytes):
    if data.lstrip().startswith(b"<"):
        return fhir_xml.read(data)
    # Numbers stay as they were written: 1.50 is not 1.5 to a reader.
    return json.loads(data, parse_float=str, parse_int=str)


def _steps(pointer: str) -> list[str]:
    if pointer in ("", "/"):
        return []
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]


def _into(found, step: str):
    if type(found) is dict and step in found:
        return found[step]
    if type(found) is list and step.isdigit() and int(step) < len(found):
        return found[int(step)]
    raise LookupError("the original has no such place")
