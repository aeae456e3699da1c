"""The narrative of a document as a page that can do no harm: allowed elements only, every text escaped.

No link, picture, style or script of the sender survives. Each element carries `data-place`, the
locator of its words, and the place a fact was read from is marked.
"""

from html import escape

from northstar.sources.ccda.document import Document, one
from northstar.sources.ccda.parse import Unreadable, local_name, opened
from northstar.sources.ccda.places import Paths, place, words
from northstar.sources.ccda.places import element_at as _element_at
from northstar.sources.reading import Feed, Reading

_AS = {
    "paragraph": "p",
    "item": "li",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tfoot": "tfoot",
    "tr": "tr",
    "th": "th",
    "td": "td",
    "sub": "sub",
    "sup": "sup",
}
_STYLES = frozenset(("bold", "underline", "italics", "emphasis", "strikethrough"))
_LEFT_OUT = frozenset(("col", "colgroup", "reference"))
_BAR = "|"


def as_html(data: bytes, mark: str = "") -> str:
    """The document as harmless HTML, with the place of `mark` (a locator) in `<mark>`."""
    try:
        found = opened(data)
    except Unreadable as error:
        return f"<p>{escape(str(error))}</p>"
    return _Page(found, data, mark).html()


class _Page:
    def __init__(self, found, data: bytes, mark: str):
        self.root = found.root
        self.paths = Paths(self.root, "" if found.snippet else "/ClinicalDocument")
        self.doc = Document(found, Feed(""), Reading("ccda", ""))
        self.out: list[str] = []
        self.target = self.section = None
        self.first = self.last = self.seen = 0
        self.inside = 0
        self.coded = ""
        self._aim(data, mark)

    def html(self) -> str:
        title = one(self.root, "title")
        self._write("<article>")
        if title is not None:
            self._write(f"<h1>{escape(words(title))}</h1>")
        for section in self.root.iter("{*}section"):
            self._section(section)
        self._enclosed()
        self._write("</article>")
        return "".join(self.out)

    # What is to be marked
    def _aim(self, data: bytes, mark: str) -> None:
        if not mark:
            return
        try:
            element, begins, ends = _element_at(self.root, mark)
            quote = place(data, mark)
        except LookupError:
            return
        if any(
            local_name(e.tag) == "text" and _is_section(e.getparent()) for e in _upwards(element)
        ):
            self._range(element, begins, ends)
            return
        self.section = next(element.iterancestors("{*}section"), None)
        narrated = self._narrated(element)
        if narrated is not None:
            self._range(narrated, None, None)
        else:
            self.coded = (
                f'<p class="coded" data-place="{escape(mark)}"><mark>{escape(quote)}</mark></p>'
            )

    def _range(self, element, begins: int | None, ends: int | None) -> None:
        said = words(element)
        self.target = element
        self.first = _count(said[:begins]) if begins is not None else 0
        self.last = _count(said[:ends]) if ends is not None else _count(said)

    def _narrated(self, element):
        """The narrative an entry points at, from the innermost statement outwards."""
        for each in _upwards(element):
            if local_name(each.tag) in ("entry", "section"):
                return None
            for name in ("originalText", "text"):
                if one(each, name, "reference") is not None:
                    text, at = self.doc.said(one(each, name))
                    if text and local_name(at.tag) != name:
                        return at
        return None

    # What is written
    def _section(self, section) -> None:
        title, text = one(section, "title"), one(section, "text")
        here = escape(self.paths.of(section))
        self._write(f'<section data-place="{here}#text">')
        if title is not None:
            self._write(f"<h2>{escape(words(title))}</h2>")
        if section is self.section:
            self._write(self.coded)
        if text is not None:
            self._element(text, "div")
        self._write("</section>")

    def _element(self, el, name: str, attributes: str = "") -> None:
        at_target = el is self.target
        if at_target:
            self.inside, self.seen = 1, 0
        self._write(f'<{name} data-place="{escape(self._place(el))}"{attributes}>')
        self._text(el.text)
        for child in el.iterchildren("*"):
            self._child(child)
            self._text(child.tail)
        self._write(f"</{name}>")
        if at_target:
            self.inside = 0

    def _child(self, el) -> None:
        name = local_name(el.tag)
        if name in _LEFT_OUT:
            return
        if name == "br":
            self._write("<br>")
        elif name == "renderMultiMedia":
            self._write("<span>[picture in the original]</span>")
        elif name == "list":
            self._element(el, "ol" if el.get("listType") == "ordered" else "ul")
        elif name == "caption":
            inside_table = local_name(el.getparent().tag) == "table"
            self._element(el, "caption" if inside_table else "span")
        else:
            self._element(el, _AS.get(name, "span"), _safe_attributes(el, name))

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self.inside:
            self._write(escape(text))
            return
        # Positions count letters only, as the normalised text adds bars and folds spaces.
        marking = False
        for letter in text:
            counts = not letter.isspace() and letter != _BAR
            within = self.first <= self.seen < self.last
            if counts and within != marking:
                self._write("<mark>" if within else "</mark>")
                marking = within
            self._write(escape(letter))
            self.seen += counts
        if marking:
            self._write("</mark>")

    def _enclosed(self) -> None:
        text = one(self.root, "component", "nonXMLBody", "text")
        if text is None:
            return
        if text.get("representation") == "B64":
            kind = escape(text.get("mediaType") or "unknown")
            self._write(f"<p>The document encloses a file of type {kind}.</p>")
        else:
            self._element(text, "pre")

    def _place(self, el) -> str:
        return f"{self.paths.of(el)}#"

    def _write(self, piece: str) -> None:
        self.out.append(piece)


def _safe_attributes(el, name: str) -> str:
    if name in ("td", "th"):
        spans = ((n, el.get(n) or "") for n in ("colspan", "rowspan"))
        return "".join(
            f' {n}="{v}"' for n, v in spans if v.isascii() and v.isdigit() and len(v) < 4
        )
    styles = sorted({s.lower() for s in (el.get("styleCode") or "").split()} & _STYLES)
    return f' class="{" ".join(styles)}"' if styles else ""


def _count(text: str) -> int:
    return sum(1 for letter in text if not letter.isspace() and letter != _BAR)


def _upwards(el):
    yield el
    yield from el.iterancestors()


def _is_section(el) -> bool:
    return el is not None and local_name(el.tag) == "section"
