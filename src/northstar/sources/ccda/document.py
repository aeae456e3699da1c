"""One document while it is being read: its codes, times, words and authors, and the facts found so far."""

import math
import re
from collections import defaultdict

from lxml import etree

from northstar.chart.systems import short
from northstar.chart.value import Coding, Concept
from northstar.chart.when import NotATime, When, sound_day, when
from northstar.sources.ccda.parse import Opened, children, forget, local_name
from northstar.sources.ccda.places import Paths, words
from northstar.sources.reading import Feed, Found, Reading, Trouble

NOTHING = Concept()
MOST_NAME = 200
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_named = etree.XPath("descendant-or-self::*[@ID]")
_STANDARD = (
    "rxnorm",
    "snomed",
    "loinc",
    "icd10cm",
    "cvx",
    "icd9cm",
    "cpt",
    "ndc",
    "hcpcs",
    "icd10pcs",
)
_WORD = re.compile(r"[^\W\d_]{2}")
# A reference to one of these names a whole row or list: evidence, but too long for a name.
_WIDE = frozenset(("tr", "table", "tbody", "list", "text", "section"))


def one(el, name: str, *below: str):
    """The first child of that name, and so on down the path; None where there is none."""
    if el is None:
        return None
    known = el.known
    found = (children(el) if known is None else known).get(name)
    if not found:
        return None
    return one(found[0], *below) if below else found[0]


def every(el, name: str) -> list | tuple:
    """All children of that name."""
    known = el.known
    return (children(el) if known is None else known).get(name, ())


def code_of(el, *path: str) -> str:
    """The `code` attribute at a path, or ''."""
    el = one(el, *path) if path else el
    return "" if el is None else (el.get("code") or "").strip()


def statements(el, *types: str):
    """(typeCode, statement) of every entry relationship, of some types or of all."""
    for link in every(el, "entryRelationship"):
        kind = link.get("typeCode") or ""
        if types and kind not in types:
            continue
        for inner in link.iterchildren("*"):
            name = local_name(inner.tag)
            if name not in (
                "templateId",
                "sequenceNumber",
                "seperatableInd",
                "realmCode",
                "typeId",
            ):
                yield kind, inner


def templates(el) -> set[str]:
    """The roots of the templates an element claims, whatever their extension."""
    return {t.get("root", "") for t in every(el, "templateId")}


def negated(el) -> bool:
    """True where the statement says that it is not so."""
    return (el.get("negationInd") or "").strip().lower() in ("true", "1")


def kind_of(value) -> str:
    """The data type a value declares (`PQ`, `CD` ...), or ''."""
    return (value.get(_XSI_TYPE) or value.get("type") or "").rpartition(":")[2]


class Document:
    """What all parts of one reading share. Nothing here outlives the reading."""

    def __init__(self, found: Opened, feed: Feed, reading: Reading):
        self.root, self.snippet, self.feed, self.reading = found.root, found.snippet, feed, reading
        self.paths = Paths(self.root, "" if self.snippet else "/ClinicalDocument")
        self.person = ""
        self.key = ""
        self.written: When | None = None
        self.version = 0
        self.author = ""
        self.label = feed.label
        self.marked = False
        self.visit: Found | None = None
        self.patient: Found | None = None
        self.ordinals: dict[tuple, int] = defaultdict(int)
        self._named: dict | None = None
        self._repeated: set = set()
        # Many entries may point at one long narrative.
        self._words: dict = {}
        self._said: dict = {}
        # A handler asks who wrote a statement, and keeping its fact asks again.
        self._asked: tuple = ()
        self._authors: dict = {}
        self._told: tuple[When | None, str] = (None, "")
        self._here: tuple = (None, {})

    def leave(self, entry) -> None:
        """An entry is read: what was remembered of its elements is let go."""
        self._said.clear()
        forget(entry)

    # Times
    def when(self, el, attribute: str = "value") -> When | None:
        """The time an element gives; a remark where it is not one."""
        text = "" if el is None else (el.get(attribute) or "").strip()
        if not text:
            return None
        try:
            return when(text, self.feed.zone)
        except NotATime:
            return self._day_of(el, text, attribute)

    def _day_of(self, el, text: str, attribute: str) -> When | None:
        """A sound day before an impossible hour or offset (`-5000`) still is that day."""
        day = sound_day(text, self.feed.zone)
        why = "Not a time; only its day is used." if day else "Not a date or time."
        self.doubt(el, text[:60], why, attribute)
        return day

    def interval(self, el) -> tuple[When | None, When | None]:
        """Begin and end of an effectiveTime; a single moment is a begin."""
        if el is None:
            return None, None
        low = self.when(one(el, "low")) or self.when(el) or self.when(one(el, "center"))
        high = self.when(one(el, "high"))
        if low and high and high.end <= low.start:
            self.doubt(
                el, f"{low.text} to {high.text}", "It ends before it begins; kept as written."
            )
        return low, high

    # Words
    def concept(self, el, first: str = "") -> Concept:
        """The code with its translations, standard systems (and `first`) foremost, and the words used."""
        if el is None:
            return NOTHING
        codings = []
        for each in (el, *every(el, "translation")):
            code = (each.get("code") or "").strip()
            if code:
                system = short(each.get("codeSystem") or each.get("codeSystemName") or "")
                codings.append(Coding(system, code, each.get("displayName") or ""))
        if len(codings) > 1:
            codings.sort(
                key=lambda c: 0 if c.system == first else 1 if c.system in _STANDARD else 2
            )
        shown = next((c.display for c in codings if c.display), "") or el.get("displayName") or ""
        return Concept(self._name(el, shown), tuple(dict.fromkeys(codings)))

    def _name(self, el, shown: str) -> str:
        text, at = self.said(one(el, "originalText"))
        if shown and (not text or len(text) > 100 or local_name(at.tag) in _WIDE):
            return shown[:MOST_NAME]
        return text[:MOST_NAME]

    def said(self, el):
        """What a `text` or `originalText` says, followed into the narrative, and the element that says it."""
        if el is None:
            return "", None
        told = self._said.get(el)
        if told is None:
            # A handler asks for it as a name, as a note and as a proof.
            told = self._said[el] = self._saying(el)
        return told

    def _saying(self, el):
        reference = one(el, "reference")
        if reference is None:
            return words(el), el
        target = self.named(reference.get("value") or "", el)
        if target is not None:
            target = _row_of(target)
            text = self._words.get(target)
            if text is None:
                text = self._words[target] = words(target)
            if text:
                return text, target
        return words(el), el

    def named(self, reference: str, near):
        """The narrative element with this ID: in the same section first, as IDs repeat elsewhere."""
        name = reference.strip().removeprefix("#")
        if not name:
            return None
        if self._named is None:
            self._named, self._repeated = _by_id(self.root)
        if name in self._repeated:
            section = next(near.iterancestors("{*}section"), None)
            if section is not self._here[0]:
                self._here = (section, _by_id(section)[0] if section is not None else {})
            if (found := self._here[1].get(name)) is not None:
                return found
        return self._named.get(name)

    def wrote(self, *statements) -> tuple[When | None, str]:
        """When and by whom: the author of the innermost statement that has one, else of the document."""
        if statements != self._asked:
            self._asked, self._told = statements, self._wrote(statements)
        return self._told

    def _wrote(self, statements) -> tuple[When | None, str]:
        for each in statements:
            told = self._authors.get(each)
            if told is None:
                # Asked for every part of a panel: its own author is looked for once.
                told = self._authors[each] = self._author(each)
            if told[0]:
                return told
        return self.written, self.author

    def _author(self, statement) -> tuple[When | None, str]:
        author = one(statement, "author")
        if author is None:
            return None, ""
        time = one(author, "time")
        at = self.when(time) or self.when(one(time, "low"))
        return at, self.actor(one(author, "assignedAuthor")) if at else ""

    def actor(self, role) -> str:
        """The name of a person or organization that plays a role."""
        if role is None:
            return ""
        for path in (
            ("assignedPerson", "name"),
            ("associatedPerson", "name"),
            ("relatedPerson", "name"),
            ("playingEntity", "name"),
            ("assignedAuthoringDevice", "softwareName"),
            ("representedOrganization", "name"),
            ("representedCustodianOrganization", "name"),
            ("scopingEntity", "desc"),
        ):
            name = one(role, *path)
            if name is not None:
                text = words(name)
                if text:
                    return text
        return ""

    def number(self, el, attribute: str = "value") -> float | None:
        """A number in an attribute; a remark where it is none."""
        text = "" if el is None else (el.get(attribute) or "").strip()
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and re.fullmatch(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?", text):
            return value
        self.doubt(el, text[:60], "Not a number; kept as text.", attribute)
        return None

    def doubt(self, el, what: str, why: str, attribute: str = "") -> None:
        """A remark about something that was kept all the same."""
        path = self.paths.of(el)
        self.reading.doubted.append(
            Trouble(f"{path}#{'@' + attribute if attribute else ''}", what, why)
        )


def headline(text: str) -> str:
    """The name in a narrative: its first line that has words, without cells of mere dates and numbers."""
    for line in text.split("\n"):
        cells = [cell for cell in line.split(" | ") if _WORD.search(cell)]
        if cells:
            return " | ".join(cells)[:MOST_NAME]
    return text.split("\n")[0][:MOST_NAME]


def _row_of(cell):
    """A reference to a cell without a word (its date, or nothing) means the row."""
    row = cell.getparent()
    bare = (
        local_name(cell.tag) in ("td", "th") and row is not None and not _WORD.search(words(cell))
    )
    return row if bare and local_name(row.tag) == "tr" else cell


def _by_id(el) -> tuple[dict, set]:
    """The first element of each ID below one, and the IDs that stand there more than once."""
    found: dict = {}
    repeated = set()
    for each in _named(el):
        name = each.get("ID")
        if found.setdefault(name, each) is not each:
            repeated.add(name)
    return found, repeated
