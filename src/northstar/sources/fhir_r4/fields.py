"""Reading one field of a resource, whatever stands there: the right type, or nothing and a doubt."""

import math
from functools import lru_cache

from northstar.chart.systems import short
from northstar.chart.value import Coding, Concept
from northstar.chart.when import NotATime, When, sound_day, when
from northstar.sources.fhir_r4.arrival import Arrival

NOTHING = Concept()
_MONEY_LIMIT = 1e15


def text(on: Arrival, owner: dict, key: str, path: str = "") -> str:
    """A string field; numbers are taken as written, anything else is doubted."""
    raw = owner.get(key)
    if raw is None:
        return ""
    if type(raw) is str:
        return raw if "\x00" not in raw else raw.replace("\x00", "")
    if type(raw) in (int, float, bool):
        return str(raw).lower() if type(raw) is bool else str(raw)
    _wrong(on, key, path, raw, "words")
    return ""


def number(on: Arrival, owner: dict, key: str, path: str = "") -> float | None:
    """A decimal field, also where the number was sent as text."""
    raw = owner.get(key)
    if raw is None:
        return None
    if type(raw) in (int, float) or (type(raw) is str and "_" not in raw):
        try:
            found = float(raw)
        except (ValueError, OverflowError):
            found = math.nan
        if math.isfinite(found):
            return found
    _wrong(on, key, path, raw, "a number")
    return None


def whole(on: Arrival, owner: dict, key: str, path: str = "") -> int | None:
    """A whole number of a size that can be meant."""
    found = number(on, owner, key, path)
    return None if found is None or abs(found) > _MONEY_LIMIT else int(found)


def flag(on: Arrival, owner: dict, key: str, path: str = "") -> bool | None:
    """True or false, also where it was sent as text."""
    raw = owner.get(key)
    if raw is None or type(raw) is bool:
        return raw
    if type(raw) is str and raw in ("true", "false"):
        return raw == "true"
    _wrong(on, key, path, raw, "true or false")
    return None


def part(on: Arrival, owner: dict, key: str, path: str = "") -> dict:
    """An object field; the first of a list where one was sent."""
    raw = owner.get(key)
    if type(raw) is dict:
        return raw
    if type(raw) is list and raw and type(raw[0]) is dict:
        return raw[0]
    if raw is not None and raw != []:
        _wrong(on, key, path, raw, "a group of fields")
    return {}


def parts(on: Arrival, owner: dict, key: str, path: str = "") -> list[dict]:
    """A list of objects; a lone object counts as a list of one."""
    raw = owner.get(key)
    if raw is None:
        return []
    if type(raw) is dict:
        return [raw]
    if type(raw) is list:
        for item in raw:
            if type(item) is not dict:
                _wrong(on, key, path, item, "groups of fields")
                return [item for item in raw if type(item) is dict]
        return raw
    _wrong(on, key, path, raw, "a list")
    return []


def strings(on: Arrival, owner: dict, key: str, path: str = "") -> tuple[str, ...]:
    """A list of strings; a lone string counts as a list of one."""
    raw = owner.get(key)
    if raw is None:
        return ()
    if type(raw) is str:
        return (raw,)
    if type(raw) is list:
        found = tuple(item for item in raw if type(item) is str and item)
        if len(found) != len([item for item in raw if item is not None and item != ""]):
            _wrong(on, key, path, raw, "a list of words")
        return found
    _wrong(on, key, path, raw, "a list of words")
    return ()


def moment(on: Arrival, owner: dict, key: str, path: str = "") -> When | None:
    """A date, time or instant of any precision; an impossible one is doubted."""
    raw = owner.get(key)
    if raw is None:
        return None
    if type(raw) is not str:
        _wrong(on, key, path, raw, "a date")
        return None
    try:
        return when(raw, on.zone)
    except NotATime as why:
        day = sound_day(raw, on.zone)
        on.doubt(_path(key, path), raw, f"{why}; only its day is used" if day else str(why))
        return day


def period(on: Arrival, owner: dict, key: str, path: str = "") -> tuple[When | None, When | None]:
    """Start and end of a FHIR Period."""
    found = owner.get(key)
    if found is None:
        return None, None
    found = part(on, owner, key, path)
    return moment(on, found, "start", key), moment(on, found, "end", key)


def timed(on: Arrival, owner: dict, stem: str) -> tuple[When | None, When | None]:
    """Start and end of a choice field such as `performed[x]`: a moment, a period, a timing."""
    if f"{stem}DateTime" in owner:
        return moment(on, owner, f"{stem}DateTime"), None
    if f"{stem}Period" in owner:
        return period(on, owner, f"{stem}Period")
    for kind in ("Instant", "Date"):
        if f"{stem}{kind}" in owner:
            return moment(on, owner, f"{stem}{kind}"), None
    if f"{stem}Timing" in owner:
        timing = part(on, owner, f"{stem}Timing")
        events = strings(on, timing, "event", f"{stem}Timing")
        if events:
            return moment(on, {"event": events[0]}, "event", f"{stem}Timing"), None
        return period(on, part(on, timing, "repeat", f"{stem}Timing"), "boundsPeriod", "repeat")
    return None, None


def concept(on: Arrival, owner: dict, key: str, path: str = "") -> Concept:
    """A CodeableConcept, the first of several."""
    raw = owner.get(key)
    if raw is None:
        return NOTHING
    if type(raw) is list:
        if not raw:
            return NOTHING
        raw = raw[0]
    if type(raw) is not dict:
        _wrong(on, key, path, raw, "a coded concept")
        return Concept(raw) if type(raw) is str else NOTHING
    return _concept(on, raw, key)


def concepts(on: Arrival, owner: dict, key: str, path: str = "") -> tuple[Concept, ...]:
    """Every CodeableConcept of a list."""
    return tuple(_concept(on, raw, key) for raw in parts(on, owner, key, path))


def _concept(on: Arrival, raw: dict, key: str) -> Concept:
    words = raw.get("text")
    if words is not None and type(words) is not str:
        words = text(on, raw, "text", key)
    given = raw.get("coding")
    if given is None:
        return Concept(words) if words else NOTHING
    if type(given) is list and len(given) == 1 and type(given[0]) is dict:
        return Concept(words or "", (_coding(on, given[0], key),))
    codings = tuple(_coding(on, item, key) for item in parts(on, raw, "coding", key))
    return Concept(words or "", codings)


def _coding(on: Arrival, raw: dict, key: str) -> Coding:
    system, code, display = raw.get("system"), raw.get("code"), raw.get("display")
    if (
        (system is None or type(system) is str)
        and (code is None or type(code) is str)
        and (display is None or type(display) is str)
    ):
        return made_coding(system, code, display)
    return made_coding(*(text(on, raw, name, key) for name in ("system", "code", "display")))


@lru_cache(maxsize=32768)
def made_coding(system: str | None, code: str | None, display: str | None) -> Coding:
    """One coding, shared by all that say the same."""
    plain = (part.replace("\x00", "") if part else "" for part in (system, code, display))
    system, code, display = plain
    return Coding(short(system), code, display)


def coded(on: Arrival, owner: dict, key: str, path: str = "") -> Concept:
    """A field of type Coding as a concept."""
    raw = owner.get(key)
    if raw is None:
        return NOTHING
    return Concept("", (_coding(on, part(on, owner, key, path), key),))


def code_of(on: Arrival, owner: dict, key: str, path: str = "") -> str:
    """The bare code of a concept (`active`, `laboratory`), else its words."""
    raw = owner.get(key)
    if raw is None:
        return ""
    if type(raw) is str:
        return raw
    found = concept(on, owner, key, path)
    return (found.codings[0].code if found.codings else "") or found.words


def unit_of(on: Arrival, quantity: dict, path: str) -> str:
    """UCUM where given, else the unit in words."""
    if quantity.get("system") == "http://unitsofmeasure.org" and quantity.get("code"):
        return text(on, quantity, "code", path)
    return text(on, quantity, "unit", path) or text(on, quantity, "code", path)


def measured(on: Arrival, owner: dict, key: str, path: str = "") -> str:
    """A Quantity, Range, Ratio or Money in words: `5 mg`."""
    found = part(on, owner, key, path)
    amount = number(on, found, "value", key)
    if amount is None:
        return ""
    return f"{amount:g} {unit_of(on, found, key)}".strip()


def names(on: Arrival, owner: dict, key: str, path: str = "") -> str:
    """Whom a list of references names, the first who has a name."""
    raw = owner.get(key)
    if type(raw) is dict:
        return on.named(raw)
    return next((name for found in parts(on, owner, key, path) if (name := on.named(found))), "")


def notes(on: Arrival, owner: dict) -> str:
    """The annotations of a resource, as they were written."""
    if "note" not in owner:
        return ""
    if type(owner["note"]) is str:
        return owner["note"]
    said = (text(on, note, "text", "note") for note in parts(on, owner, "note"))
    return "\n".join(words for words in said if words)


def reasons(on: Arrival, owner: dict) -> str:
    """Why, in words: `reasonCode`, else what `reasonReference` names in this arrival."""
    said = [found.words for found in concepts(on, owner, "reasonCode")]
    if "reasonReference" in owner:
        pointers = parts(on, owner, "reasonReference")
        said += [on.named(one) or pointed(on, one).words for one in pointers]
    return "; ".join(words for words in said if words)


def pointed(on: Arrival, reference: dict, key: str = "code") -> Concept:
    """The concept of a resource this arrival holds, or the words of the reference."""
    resource = on.of(reference)[2]
    if resource is not None:
        found = concept(on, resource, key)
        if found is not NOTHING:
            return found
    shown = reference.get("display")
    return Concept(shown) if type(shown) is str else NOTHING


def extension(on: Arrival, owner: dict, ending: str) -> dict:
    """The first extension whose address ends so, or an empty one."""
    for found in parts(on, owner, "extension"):
        url = found.get("url")
        if type(url) is str and url.endswith(ending):
            return found
    return {}


def _wrong(on: Arrival, key: str, path: str, raw, expected: str) -> None:
    on.doubt(_path(key, path), raw, f"expected {expected} here")


def _path(key: str, path: str) -> str:
    return f"{path}/{key}" if path else key
