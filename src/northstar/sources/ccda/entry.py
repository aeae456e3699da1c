"""One entry of a section while it is read: each fact gets its key, its quote and its place."""

from dataclasses import dataclass
from typing import Any

from northstar.chart.kinds import KINDS
from northstar.chart.value import Value
from northstar.chart.when import When
from northstar.sources.ccda.document import Document, one
from northstar.sources.ccda.parse import local_name
from northstar.sources.ccda.places import words
from northstar.sources.reading import Found

MOST_QUOTE = 400
# Elements that are read as words, whatever is inside them.
_WORDS = frozenset(
    (
        *("content", "paragraph", "list", "item", "table", "thead", "tbody", "tr", "th", "td"),
        *("caption", "sub", "sup", "footnote", "linkHtml", "name", "desc", "title", "originalText"),
    )
)
_BEGINS = ("onset", "start", "effective", "occurrence", "handed_over", "date", "due")


@dataclass(slots=True)
class Part:
    """A section, or what stands for one in a snippet."""

    name: str
    code: str
    title: str
    path: str
    label: int


class Entry:
    """The counted element `el`; handlers add what they find in it."""

    __slots__ = ("doc", "facts", "label", "part", "path")

    def __init__(self, doc: Document, part: Part, path: str):
        self.doc, self.part, self.path = doc, part, path
        self.facts = 0
        self.label = part.label

    def add(
        self,
        kind: type[Value] | str,
        of,
        cites: tuple = (),
        *,
        within=None,
        key: str = "",
        shape: type[Value] | None = None,
        label: int = 0,
        proof: tuple[str, str] | None = None,
        **fields: Any,
    ) -> Found:
        """One more fact. `of` is its statement, `within` the one around it, `cites` what may prove it."""
        name = kind if isinstance(kind, str) else kind.__name__
        if "code" in fields and fields.get("note") == fields["code"].text:
            fields["note"] = ""
        quote, locator = proof or self.cite(of, cites)
        body = (shape or KINDS[name])(quote=quote, **fields)
        recorded, _ = self.doc.wrote(of, within)
        found = Found(
            person=self.doc.person,
            kind=name,
            key=self._key(name, key, body, _began(fields)),
            value=body,
            locator=locator,
            recorded=recorded,
            sequence=self.doc.version,
            label=self.label | label,
        )
        self.doc.reading.found.append(found)
        self.facts += 1
        return found

    def _key(self, kind: str, key: str, body: Value, start: When | None) -> str:
        # Ids repeat inside most documents and change between exports of one product, so a fact is
        # known by where it stands, what it says and when it began.
        main = body.main
        if not key:
            named = (main.token or main.words[:60].lower()) if main else ""
            absent = "!" if getattr(body, "absent", False) else ""
            key = f"{self.part.code}|{absent}{named}|{start.text[:10] if start else ''}"
        n = self.doc.ordinals[(kind, key)] = self.doc.ordinals[(kind, key)] + 1
        return key if n == 1 else f"{key}|{n}"

    def cite(self, of, cites: tuple) -> tuple[str, str]:
        """The first words that prove a fact, and their place."""
        for each in (*cites, of):
            if each is None:
                continue
            proof = self._proof(each)
            if proof:
                return proof
        section = next(of.iterancestors("{*}section"), None)
        told = one(section, "text") if section is not None else None
        if told is not None and words(told):
            return self.passage(told, words(told))
        text = words(of)[:MOST_QUOTE]
        return (text, self._at(of, f":0-{len(text)}")) if text else self._any_mark(of)

    def _any_mark(self, of) -> tuple[str, str]:
        """A statement without a word: the first code or value in it, else what sort of act it is."""
        for each in of.iter("*"):
            for attribute in ("displayName", "code", "value", "extension", "classCode"):
                if each.get(attribute):
                    return each.get(attribute), self._at(each, "@" + attribute)
        return "", self._at(of, ":0-0")

    def _proof(self, el) -> tuple[str, str] | None:
        if local_name(el.tag) in _WORDS or not len(el):
            text = words(el)
            return self.passage(el, text) if text else self._mark(el)
        for name in ("originalText", "text"):
            said = one(el, name)
            if said is not None:
                text, at = self.doc.said(said)
                if text:
                    return self.passage(at, text)
        children = (el, *(one(el, name) for name in ("translation", "code", "value")))
        return next((m for c in children if c is not None and (m := self._mark(c))), None)

    def _mark(self, el) -> tuple[str, str] | None:
        for attribute in ("displayName", "value", "code"):
            if el.get(attribute):
                return el.get(attribute), self._at(el, "@" + attribute)
        return None

    def passage(self, el, text: str) -> tuple[str, str]:
        """A narrative passage, cut where it is long."""
        if len(text) <= MOST_QUOTE:
            return text, self._at(el, "")
        return text[:MOST_QUOTE], self._at(el, f":0-{MOST_QUOTE}")

    def _at(self, el, inside: str) -> str:
        path = self.doc.paths.of(el)
        for counted in (self.path, self.part.path):
            if counted and path.startswith(counted + "/"):
                return f"{counted}#{path[len(counted) + 1 :]}{inside}"
        return f"{path}#{inside}"


def _began(fields: dict) -> When | None:
    return next((fields[name] for name in _BEGINS if fields.get(name)), None)
