"""The words of a resource that tell most, and the JSON pointer to them."""

from northstar.sources.fhir_r4.narrative import NARRATIVE, narrative

LONGEST = 2000  # a quote is for reading; a longer text is opened in the original instead


def telling(resource: dict, keys: tuple[str, ...]) -> tuple[str, str]:
    """(pointer, words) of the first of these fields that has words; else the resource's type."""
    for key in keys:
        raw = resource.get(key)
        if raw is None:
            if "/" not in key:
                continue
            raw = _deeper(resource, key)
        if type(raw) is dict:
            found = _inside(raw, "/" + key)
        elif type(raw) is list:
            found = _first(raw, "/" + key)
        else:
            found = _said(raw, "/" + key)
        if found:
            return found
    words = narrative(resource)
    if 0 < len(words) <= LONGEST:
        return NARRATIVE, words
    return "/resourceType", resource["resourceType"]


def _deeper(resource: dict, path: str):
    outer, _, inner = path.partition("/")
    found = resource.get(outer)
    return found.get(inner) if type(found) is dict else None


def _first(raw: list, pointer: str) -> tuple[str, str] | None:
    if not raw:
        return None
    place, head = f"{pointer}/0", raw[0]
    return _inside(head, place) if type(head) is dict else _said(head, place)


def _inside(raw: dict, pointer: str) -> tuple[str, str] | None:
    words = raw.get("text")
    if type(words) is str and words:
        return _said(words, pointer + "/text")
    coding = raw.get("coding")
    if type(coding) is list:
        found = _coded(coding, pointer)
        if found:
            return found
    elif type(coding) is dict:
        return _inside(coding, pointer + "/coding")
    for key in ("display", "contentString", "family", "description", "name", "code", "value"):
        words = raw.get(key)
        if type(words) is str and words:
            return _said(words, f"{pointer}/{key}")
    given = raw.get("given")
    return _first(given, pointer + "/given") if type(given) is list else None


def _coded(coding: list, pointer: str) -> tuple[str, str] | None:
    for key in ("display", "code"):
        for at, one in enumerate(coding):
            words = one.get(key) if type(one) is dict else None
            if type(words) is str and words:
                return _said(words, f"{pointer}/coding/{at}/{key}")
    return None


def _said(words, pointer: str) -> tuple[str, str] | None:
    if type(words) is str and 0 < len(words) <= LONGEST:
        return pointer, words
    return None
