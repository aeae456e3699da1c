"""Names a place in a document, and gives back the words that stand there.

A locator is `element#place`. `element` is the path of a counted element by local names, `[n]` for the
n-th of several siblings of one name (the first has no number). `place` is a path below it (empty: the
element itself), then `@attribute`, or `:a-b` for characters of its normalised text, or nothing for
the whole normalised text.
"""

import re
from functools import lru_cache

from lxml import etree

from northstar.sources.ccda.parse import Unreadable, children, local_name, opened

_STEP = re.compile(r"([\w.-]+)(?:\[(\d{1,7})\])?")
_PLACE = re.compile(r"([^@:]*)(?:@([\w.-]+)|:(\d{1,9})-(\d{1,9}))?")

_TAG = re.compile(r"(<[^>]*>)")
_LINES = frozenset(
    ["br", "tr", "paragraph", "item", "list", "table", "caption", "thead", "tbody", "text", "title"]
)
_INLINE = frozenset(["content", "sub", "sup", "linkHtml", "footnote", "footnoteRef"])


# One document is asked for many of its places in a row; a large one is not kept in memory for that.
_SMALL = 1024 * 1024
_opened_again = lru_cache(maxsize=4)(opened)


def place(data: bytes, locator: str) -> str:
    """The decoded words at a locator; LookupError where there is no such place."""
    try:
        root = (_opened_again if len(data) <= _SMALL else opened)(data).root
    except Unreadable as error:
        raise LookupError(str(error)) from None
    found, begins, ends = element_at(root, locator)
    attribute = _shape(locator)[2]
    if attribute:
        return _attribute(found, attribute)
    said = words(found)
    if begins is None or ends is None:
        return said
    if not begins <= ends <= len(said):
        raise LookupError("the text is shorter than that")
    return said[begins:ends]


def element_at(root, locator: str) -> tuple[etree._Element, int | None, int | None]:
    """The element a locator names, and the characters of its text where it names some."""
    element, sub, _, begins, ends = _shape(locator)
    steps = [*element.strip("/").split("/"), *(s for s in sub.split("/") if s)]
    return _walk(root, steps), begins, ends


def _shape(locator: str) -> tuple[str, str, str | None, int | None, int | None]:
    element, mark, inside = locator.partition("#")
    shape = _PLACE.fullmatch(inside)
    if not mark or not shape:
        raise LookupError("not a place in a clinical document")
    sub, attribute, begins, ends = shape.groups()
    if begins is None:
        return element, sub, attribute, None, None
    return element, sub, attribute, int(begins), int(ends)


def _walk(root, steps: list[str]):
    if local_name(root.tag) == "ClinicalDocument":
        if not steps or steps[0] != "ClinicalDocument":
            raise LookupError("no such element")
        steps = steps[1:]
    for step in steps:
        root = _child(root, step)
    return root


def _child(parent, step: str):
    shape = _STEP.fullmatch(step)
    if not shape:
        raise LookupError("not a step of a path")
    left = int(shape.group(2) or 1)
    for child in parent.iterchildren("*"):
        if local_name(child.tag) == shape.group(1):
            left -= 1
            if not left:
                return child
    raise LookupError("no such element")


def _attribute(el, name: str) -> str:
    value = el.get(name)
    if value is None:
        raise LookupError("no such attribute")
    return value


class Paths:
    """The path of every element asked for."""

    def __init__(self, root, path: str):
        self._known = {root: path}

    def of(self, el) -> str:
        """`/ClinicalDocument/component/structuredBody/component[3]/section`."""
        path = self._known.get(el)
        if path is not None:
            return path
        unknown = []
        while el not in self._known:
            unknown.append(el)
            el = el.getparent()
        for each in reversed(unknown):
            self._name(each, el)
            el = each
        return self._known[el]

    def _name(self, el, parent) -> None:
        if el in self._known:
            return
        name = local_name(el.tag)
        alike = children(parent).get(name, ())
        if len(alike) > _MANY or el not in alike:
            self._number(parent)
            return
        n = alike.index(el)
        self._known[el] = f"{self._known[parent]}/{name}" + (f"[{n + 1}]" if n else "")

    def _number(self, parent) -> None:
        # Counting back from each of thousands of siblings would take the square of their number.
        base = self._known[parent]
        seen: dict[str, int] = {}
        for child in parent.iterchildren("*"):
            name = local_name(child.tag)
            n = seen[name] = seen.get(name, 0) + 1
            self._known[child] = f"{base}/{name}[{n}]" if n > 1 else f"{base}/{name}"


_MANY = 40


def words(el) -> str:
    """The text of an element as a person reads it: cells parted by bars, rows and items by lines."""
    if not len(el):
        return " ".join((el.text or "").split())
    said = " ".join(etree.tostring(el, encoding="unicode", with_tail=False).split())
    pieces = _TAG.split(said)
    pieces[1::2] = [_instead_of(_bare(tag)) for tag in pieces[1::2]]
    said = "".join(pieces)
    if "&" in said:
        said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&#13;", " ")
        said = said.replace("&amp;", "&")
    lines = [" ".join(line.split()).strip(" |") for line in said.split("\n")]
    return "\n".join(filter(None, lines))


def _bare(tag: str) -> str:
    """A tag without its attributes."""
    return tag if " " not in tag else tag.partition(" ")[0] + ("/>" if tag[-2] == "/" else ">")


@lru_cache(maxsize=1024)
def _instead_of(tag: str) -> str:
    """What stands in the words where a tag stood: rows and items end a line, a bar parts cells."""
    closes, is_empty = tag.startswith("</"), tag.endswith("/>")
    name = tag.strip("</>").rpartition(":")[2]
    if name in _LINES and (closes or (is_empty and name == "br")):
        return "\n"
    if name in ("td", "th") and (closes or is_empty):
        return " | "
    return "" if name in _INLINE else " "
