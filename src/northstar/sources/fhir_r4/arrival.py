"""One arrival while it is read: whose a resource is, what a reference names, what was doubted."""

from hashlib import blake2b
from urllib.parse import unquote

import orjson

from northstar.chart.people import Identifier, Patient
from northstar.sources.reading import Feed, Reading, Trouble

MANY_DOUBTS = 10_000  # remarks kept of one arrival; a broken feed must not fill the memory
_LONGEST_KEY = 200


class Arrival:
    """What the readers of single resources may ask. `resource` and `locator` are the current one's."""

    __slots__ = (
        "_by_identifier",
        "_by_url",
        "_elements",
        "_inside",
        "_names",
        "_own",
        "_targets",
        "contained_patients",
        "feed",
        "locator",
        "more_doubts",
        "reading",
        "resource",
        "versions",
        "zone",
    )

    def __init__(self, feed: Feed, reading: Reading, elements: list):
        self.feed, self.zone, self.reading = feed, feed.zone, reading
        self.locator, self.more_doubts = "", 0
        self.resource: dict = {}
        self.contained_patients: dict[str, tuple[str, dict]] = {}
        self.versions: dict[str, tuple] = {}
        self._elements = elements
        self._by_identifier: dict[str, tuple[str, dict]] | None = None
        self._inside: tuple[dict, dict[str, dict]] = ({}, {})
        self._names: dict[str, str] = {}
        self._targets: dict[str, tuple[str, str, dict | None]] = {}
        self._by_url: dict[str, dict] = {}
        self._own = _lasting_names(elements)
        for element in elements:
            self._enter(element.url, element.resource)

    def _enter(self, url: str, resource) -> None:
        if type(resource) is not dict:
            return
        kind, own = resource.get("resourceType"), resource.get("id")
        if type(own) is str:
            self._by_url[f"{kind}/{own}"] = resource
        if url:
            self._by_url[url] = resource
            if type(own) is not str:
                self._by_url[f"{kind}/{self.own(resource, url)}"] = resource

    def own(self, resource: dict, url: str = "") -> str:
        """The source's key of a resource that this arrival holds under this address."""
        return self._own.get(id(resource)) or own_key(resource, url)

    def doubt(self, path: str, what, why: str) -> None:
        """Remark on a place inside the current resource."""
        if len(self.reading.doubted) >= MANY_DOUBTS:
            self.more_doubts += 1
            return
        self.reading.doubted.append(Trouble(f"{self.locator}#/{path}", _shown(what), why))

    def target(self, reference: str) -> tuple[str, str, dict | None]:
        """(type, id, resource or None) a reference means; the type is '' where it does not say."""
        if reference.startswith("#"):
            return self._contained(reference)
        found = self._targets.get(reference)
        if found is None:
            found = self._targets[reference] = self._resolve(reference)
        return found

    def _contained(self, reference: str) -> tuple[str, str, dict | None]:
        if reference == "#":
            return _named(self.resource, own_key(self.resource))
        owner, inside = self._inside
        if owner is not self.resource:
            inside = dict(_contained(self.resource))
            self._inside = (self.resource, inside)
        found = inside.get(reference[1:])
        if found is None:
            return "", "", None
        return _named(found, identified(found) or own_key(self.resource) + reference)

    def _resolve(self, reference: str) -> tuple[str, str, dict | None]:
        resource = self._by_url.get(reference)
        if resource is not None:
            return _named(resource, self.own(resource, reference))
        if reference.startswith("urn:"):
            return "", reference.rpartition(":")[2], None
        path, conditional, query = reference.partition("?")
        if conditional:
            return self._conditional(path.rpartition("/")[2], query)
        parts = path.partition("/_history/")[0].rstrip("/").rsplit("/", 2)
        if len(parts) < 2 or not parts[-1]:
            return "", "", None
        kind, own = parts[-2], parts[-1]
        return kind, own, self._by_url.get(f"{kind}/{own}")

    def _conditional(self, kind: str, query: str) -> tuple[str, str, dict | None]:
        asked = dict(part.partition("=")[::2] for part in query.split("&"))
        token = unquote(asked.get("identifier", ""))
        return self.by_identifier(kind, token) if token else (kind, "", None)

    def by_identifier(self, kind: str, token: str) -> tuple[str, str, dict | None]:
        """Who carries a business identifier (`system|value`); a stand-in id where nobody here does."""
        if self._by_identifier is None:
            self._by_identifier = dict(self._identifiers())
        found = self._by_identifier.get(f"{kind}?{token}")
        return (kind, f"?identifier={token}", None) if found is None else _named(found[1], found[0])

    def _identifiers(self):
        for element in self._elements:
            resource = element.resource
            if type(resource) is dict:
                kind, own = resource.get("resourceType"), self.own(resource, element.url)
                for system, value in tokens(resource):
                    yield f"{kind}?{system}|{value}", (own, resource)
                    yield f"{kind}?{value}", (own, resource)

    def of(self, reference, kind: str = "") -> tuple[str, str, dict | None]:
        """What a FHIR Reference (the JSON object) means; `kind` where the field allows only one."""
        if type(reference) is not dict:
            return "", "", None
        address = reference.get("reference")
        if type(address) is str and address:
            return self.target(address)
        logical = reference.get("identifier")
        if type(logical) is not dict or type(logical.get("value")) is not str:
            return "", "", None
        stated = reference.get("type")
        system = logical.get("system")
        token = f"{system}|{logical['value']}" if type(system) is str else logical["value"]
        return self.by_identifier(stated if type(stated) is str else kind, token)

    def person(self, reference) -> str | None:
        """The identity key a reference to a patient gives; '' for another subject, None for nobody."""
        kind, own, resource = self.of(reference, "Patient")
        if kind not in ("", "Patient"):
            return self._through(kind, resource)
        if not own:
            return None
        key = self._met(own)
        address = reference.get("reference")
        if resource is not None and type(address) is str and address.startswith("#"):
            self.contained_patients.setdefault(key, (self.locator, resource))
        return key

    def _met(self, own: str) -> str:
        """The identity key of a patient, who is known from now on by at least that."""
        key = patient_key(own)
        if key not in self.reading.people:
            self.reading.people[key] = _stand_in(own)
        return key

    def _through(self, kind: str, resource) -> str | None:
        """A caregiver or a visit stands for the patient it belongs to."""
        if kind in ("RelatedPerson", "Encounter", "Person") and type(resource) is dict:
            onward = resource.get("patient") or resource.get("subject")
            if type(onward) is dict and "#" not in str(onward.get("reference")):
                kind, own, _ = self.of(onward, "Patient")
                return self._met(own) if kind in ("", "Patient") and own else ""
        return ""

    def named(self, reference, depth: int = 0) -> str:
        """The name a reference gives, or that of the resource it points to in this arrival."""
        if type(reference) is not dict:
            return ""
        shown = reference.get("display")
        if type(shown) is str and shown:
            return shown
        address = reference.get("reference")
        if type(address) is not str or not address:
            return ""
        if address.startswith("#"):
            return self._name_of(self.target(address)[2], depth)
        name = self._names.get(address)
        if name is None:
            name = self._names[address] = self._name_of(self.target(address)[2], depth)
        return name

    def _name_of(self, resource, depth: int) -> str:
        if resource is None or depth > 3:
            return ""
        if resource.get("resourceType") == "PractitionerRole":
            who = self.named(resource.get("practitioner"), depth + 1)
            return who or self.named(resource.get("organization"), depth + 1)
        return human(resource.get("name"))

    def key_of(self, reference) -> str:
        """`Type/id` of a referenced resource, as keys and links are written; '' for none."""
        kind, own, _ = self.of(reference)
        if own.startswith("?"):
            return own.rpartition("|")[2].removeprefix("?identifier=")
        return f"{kind}/{own}" if kind and own else own


def _contained(resource: dict):
    inside = resource.get("contained")
    for found in inside if type(inside) is list else ():
        if type(found) is dict and type(found.get("id")) is str:
            yield found["id"], found


def _lasting_names(elements) -> dict[int, str]:
    """Resources that bring no id under an address made for one sending (`urn:uuid`): sent again they come
    under another one, so they go by their first identifier, where no other of their type has it."""
    named: dict[tuple, list[dict]] = {}
    for element in elements:
        raw = element.resource
        fleeting = type(raw) is dict and element.url.startswith("urn:") and not raw.get("id")
        if fleeting and (name := identified(raw)):
            named.setdefault((raw.get("resourceType"), name), []).append(raw)
    return {id(raws[0]): _storable(name) for (_, name), raws in named.items() if len(raws) == 1}


def own_key(resource: dict, url: str = "") -> str:
    """The source's key: its id, else what its fullUrl ends in, else its identifier, else its content."""
    own = resource.get("id")
    if type(own) is not str or not own:
        own = url.replace("/", ":").rpartition(":")[2] or identified(resource) or digest(resource)
    return _storable(own)


def patient_key(own: str) -> str:
    """The identity key of a patient by the id, or by an identifier where only that is known."""
    own = _storable(own)
    return f"Patient{own}" if own.startswith("?") else f"Patient/{own}"


def _storable(own: str) -> str:
    """A key that every store can hold: short, and without control characters."""
    return own if len(own) <= _LONGEST_KEY and own.isprintable() else digest({"id": own})


def identified(resource: dict) -> str:
    """`?identifier=system|value` by the first identifier, or ''."""
    return next((f"?identifier={s}|{v}" for s, v in tokens(resource)), "")


def tokens(resource: dict):
    """(system, value) of each well-formed identifier."""
    given = resource.get("identifier")
    for found in given if type(given) is list else (given,):
        if type(found) is dict and type(found.get("value")) is str and found["value"]:
            system = found.get("system")
            yield system if type(system) is str else "", found["value"]


def digest(resource: dict) -> str:
    """A key from the content, for resources that bring none: the same words give the same key."""
    try:
        words = orjson.dumps(resource, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # nested deeper than can be written back
        words = "\n".join(_leaves(resource)).encode()
    return blake2b(words, digest_size=12).hexdigest()


def _leaves(node):
    waiting = [("", node)]
    while waiting:
        path, node = waiting.pop()
        if type(node) is dict:
            waiting += [(f"{path[-200:]}/{key}", node[key]) for key in sorted(node)]
        elif type(node) is list:
            waiting += [(path, one) for one in node]
        else:
            yield f"{path} {node}"


def _shown(what) -> str:
    """A short view of a value; a tree is named, not printed."""
    if type(what) in (dict, list):
        return "a group of fields" if type(what) is dict else "a list"
    return str(what)[:80]


def human(name) -> str:
    """A name in reading order, from a string or a FHIR HumanName (the first of several)."""
    if type(name) is list:
        name = name[0] if name else None
    if type(name) is str:
        return name
    if type(name) is not dict:
        return ""
    if type(name.get("text")) is str:
        return name["text"]
    parts: list = []
    for key in ("prefix", "given", "family", "suffix"):
        part = name.get(key)
        parts += [part] if type(part) is str else part if type(part) is list else []
    return " ".join(part for part in parts if type(part) is str)


def _named(resource: dict, own: str) -> tuple[str, str, dict]:
    kind = resource.get("resourceType")
    return kind if type(kind) is str else "", own, resource


def _stand_in(own: str) -> Patient:
    """What is known of a patient who is only referred to: an identifier, or nothing yet."""
    if not own.startswith("?identifier="):
        return Patient()
    system, _, value = own.removeprefix("?identifier=").rpartition("|")
    return Patient(identifiers=(Identifier(system=system, value=value),))
