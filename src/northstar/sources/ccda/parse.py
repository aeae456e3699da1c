"""Opens the XML of a document without trusting it: nothing is fetched, expanded or executed."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.entities import html5

from lxml import etree

MOST_BYTES = 64 * 1024 * 1024
MOST_TAGS = 1_000_000
MOST_LEVELS = 150
# libxml2's bound for one text, as for an enclosed file.
_LONGEST_TEXT = 10_000_000
V3 = "urn:hl7-org:v3"
_DECLARED = {
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "sdtc": "urn:hl7-org:sdtc",
    "voc": "urn:hl7-org:v3/voc",
    "cda": V3,
}
# What may stand alone as a snippet: anything else that is XML is somebody else's format.
SNIPPETS = frozenset(
    [
        "section",
        "entry",
        "component",
        "act",
        "encounter",
        "observation",
        "observationMedia",
        "organizer",
        "procedure",
        "substanceAdministration",
        "supply",
        "regionOfInterest",
        "entryRelationship",
        "participant",
        "participantRole",
        "performer",
        "author",
        "informant",
        "recordTarget",
        "custodian",
        "documentationOf",
        "componentOf",
        "serviceEvent",
        "inFulfillmentOf",
        "informationRecipient",
        "legalAuthenticator",
        "authenticator",
        "authorization",
        "dataEnterer",
        "relatedDocument",
        "externalDocument",
        "encounterParticipant",
        "manufacturedProduct",
        "structuredBody",
        "nonXMLBody",
        "patientRole",
        "reference",
        "specimen",
        "signatureText",
    ]
)
_BEFORE_ROOT = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DECLARATION = re.compile(r"\s*<\?xml\s.*?\?>", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_LAST = re.compile(r"</(?:[\w.-]+:)?([\w.-]+)\s*>(?:\s|<!--[^>]*-->|<\?[^>]*\?>)*\Z")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w*;)")
_too_deep = etree.XPath("boolean(/" + "*/" * MOST_LEVELS + "*)")


class Element(etree.ElementBase):
    """An element that remembers its children by name: a reader asks each for a dozen of them."""

    known: dict[str, list] | None = None


_ELEMENTS = etree.ElementDefaultClassLookup(element=Element)
_NOTHING: dict[str, list] = {}


def children(el) -> dict[str, list]:
    """The children of an element by their names without namespace (sdtc and v3 alike), in order."""
    known = el.known
    if known is None:
        known = _NOTHING
        if len(el):
            known = {}
            for child in el.iterchildren("*"):
                known.setdefault(_bare(child.tag), []).append(child)
        el.known = known
    return known


def forget(el) -> None:
    """Let go of what was remembered below an element, so that a long document stays small."""
    el.known = None


@lru_cache(maxsize=2048)
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


class Unreadable(ValueError):
    """Nothing can be read; the message is a plain sentence without any words of the document."""


@dataclass(slots=True)
class Opened:
    """`root` is the ClinicalDocument, or, for a snippet, a wrapper around it."""

    root: etree._Element
    snippet: bool = False
    remarks: list[str] = field(default_factory=list)


def opened(data: bytes) -> Opened:
    """The tree of a document or snippet; raises Unreadable in one plain sentence."""
    if not data.strip():
        raise Unreadable("The file is empty.")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES >> 20} MB.")
    if data.count(b"<") > MOST_TAGS:
        raise Unreadable(f"The document has more than {MOST_TAGS} tags.")
    found = _strictly(data) or _tolerantly(data)
    if found.root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(_NO_DOCTYPE)
    if _too_deep(found.root):
        raise Unreadable(f"The document is nested more than {MOST_LEVELS} levels deep.")
    return found


_NO_DOCTYPE = (
    "The document declares a DOCTYPE, which clinical documents may not; it was not opened."
)


def _strictly(data: bytes) -> Opened | None:
    head = data[:4096]
    # UTF-16, a DOCTYPE or a long preamble take the careful way.
    if b"<!DOCTYPE" in head or b"ClinicalDocument" not in head or b"\0" in head:
        return None
    _refuse_doctype(data[:65536].decode("latin-1"))
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    return Opened(root) if _local(root) == "ClinicalDocument" else None


def _tolerantly(data: bytes) -> Opened:
    text, remarks = _decoded(data)
    _refuse_doctype(text)
    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).strip()
    name = _root_name(text)
    if name == "ClinicalDocument":
        return _document(text, remarks)
    if name in SNIPPETS:
        return _snippet(text, name, remarks)
    raise Unreadable(
        "This is not a clinical document: its root is another element or it is not XML."
    )


def _document(text: str, remarks: list[str]) -> Opened:
    root = _parsed(text)
    if root is None:
        _refuse_truncated(text, "ClinicalDocument")
        repaired = _declaring(_named_characters(text))
        root = _parsed(repaired)
        if root is None:
            root = _parsed(repaired, recover=True)
            if len(text) > _LONGEST_TEXT:
                remarks.append(
                    "A part longer than 10 MB may be cut off; only the original has it whole."
                )
        remarks.append(
            "The document is not well-formed XML; it was read tolerantly, so compare with the original."
        )
    if root is None or _local(root) != "ClinicalDocument":
        raise Unreadable(
            "The document is not well-formed XML and could not be read tolerantly either."
        )
    return Opened(root, remarks=remarks)


def _snippet(text: str, name: str, remarks: list[str]) -> Opened:
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _DECLARED.items())
    wrapped = f'<snippet xmlns="{V3}"{spaces}>{_named_characters(text)}</snippet>'
    root = _parsed(wrapped)
    if root is None:
        _refuse_truncated(text, name)
        root = _parsed(wrapped, recover=True)
        remarks.append("The snippet is not well-formed XML; it was read tolerantly.")
    if root is None or not len(root):
        raise Unreadable(
            "The snippet is not well-formed XML and could not be read tolerantly either."
        )
    return Opened(root, snippet=True, remarks=remarks)


def _parsed(text: str, *, recover: bool = False):
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=recover))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parser(*, recover: bool = False) -> etree.XMLParser:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
        encoding="utf-8" if recover else None,
    )
    parser.set_element_class_lookup(_ELEMENTS)
    return parser


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text, and what was odd about its characters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), []
    if b"\0" in data[:200]:
        raise Unreadable("The file is binary, not XML.")
    declared = re.search(rb"encoding=[\"']([\w.-]+)", data[:200])
    name = declared.group(1).decode().lower() if declared else "utf-8"
    if name in ("iso-8859-1", "latin1", "windows-1252", "us-ascii"):
        return data.decode("cp1252", "replace"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        odd = "Some characters are not UTF-8 as the document promises; they were read as Windows-1252."
        return data.decode("cp1252", "replace"), [odd]


def _refuse_doctype(text: str) -> None:
    # The second mark is a UTF-8 byte order mark seen as Latin-1.
    text = text.lstrip("\ufeff\u00ef\u00bb\u00bf")
    if text.startswith("<!DOCTYPE", _root_at(text)):
        raise Unreadable(_NO_DOCTYPE)


def _root_at(text: str) -> int:
    found = _BEFORE_ROOT.match(text)
    return found.end() if found else 0


def _root_name(text: str) -> str:
    found = _ROOT.match(text, _root_at(text))
    return found.group(1) if found else ""


def _refuse_truncated(text: str, root: str) -> None:
    end = _LAST.search(text[-4000:])
    if not end or end.group(1) != root:
        raise Unreadable("The document breaks off before its end; ask the sender to send it again.")


def _declaring(text: str) -> str:
    """Declares the customary prefixes a sender used without declaring them."""
    spaces = "".join(
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in _DECLARED.items()
        if f"{prefix}:" in text and f"xmlns:{prefix}=" not in text
    )
    root = _ROOT.match(text, _root_at(text))
    place = root.end() if root else 0
    return text[:place] + spaces + text[place:]


def _named_characters(text: str) -> str:
    """`&nbsp;` and its like, which only HTML knows, as the characters they name."""
    return _NAMED.sub(_character, text) if "&" in text else text


def _character(found: re.Match) -> str:
    return escape(html5.get(found.group(1), ""), quote=False)


@lru_cache(maxsize=2048)
def local_name(tag: str) -> str:
    """The name of an element without its namespace or prefix."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _local(el) -> str:
    return local_name(el.tag)
