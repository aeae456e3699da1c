"""One document about a person, as it was uploaded."""

import hashlib
import io
import re

from northstar.chart.people import Patient
from northstar.chart.words import Attachment, DocumentReference
from northstar.sources import content, pdf
from northstar.sources.decoding import decode
from northstar.sources.reading import Feed, Found, Reading, Trouble, refused

VERSION = "1"
_LONGEST, _QUOTED = 200_000, 300
_MOST_PIXELS = 250_000_000
# HL7, X12, EDIFACT, JSON and XML are text, but nobody's letter.
_FOR_MACHINES = re.compile(rb"[\xef\xbb\xbf\s\x0b]*(?:MSH|FHS|BHS|ISA[*|~]|UN[AB][+:]|[{\[<])")
_PLACE = re.compile(r"text#(\d{1,9})-(\d{1,9})")


def recognises(head: bytes, name: str) -> float:
    """A document by its own mark. Plain text has none, so its name must say it."""
    seen = content.kind(head)
    if seen in (*content.PAPERS, "image/heic"):
        return 0.8
    written = seen == "text/plain" and name.lower().endswith((".txt", ".text"))
    return 0.3 if written and not _FOR_MACHINES.match(head) else 0.0


def read(data: bytes, feed: Feed, name: str = "") -> Reading:
    """The document as a fact about a person who is not known yet. It is one element."""
    pages, text, remark, problem = _look(data)
    if problem:
        return refused("papers", VERSION, problem)
    title = re.split(r"[/\\]", name)[-1][:200]
    person = f"paper:{hashlib.sha256(data).hexdigest()[:16]}"
    reading = Reading(format="papers", version=VERSION, title=title, sort="Paper")
    reading.kept["document"] = 1
    reading.people[person] = Patient()
    if remark:
        reading.doubted.append(Trouble("file", title, remark))
    quote = text[:_QUOTED]
    value = DocumentReference(
        quote=quote,
        status="current",
        title=title,
        text=text,
        attachments=(Attachment(content.kind(data), title, "file", len(data), None, pages),),
    )
    place_ = f"text#0-{len(quote)}" if quote else "file"
    reading.found.append(
        Found(person, "DocumentReference", person, value, place_, label=feed.label)
    )
    return reading


def place(data: bytes, locator: str) -> str:
    """The words at `text#120-160`. `file` is the whole document, which has no words of its own."""
    if locator == "file":
        return ""
    at = _PLACE.fullmatch(locator)
    text = _look(data)[1] if at else ""
    if not at or not int(at[1]) <= int(at[2]) <= len(text):
        raise LookupError(f"The document has no place “{locator[:40]}”")
    return text[int(at[1]) : int(at[2])]


def _look(data: bytes) -> tuple[int | None, str, str, str]:
    """Pages, words, a remark, and the reason where it cannot be opened."""
    seen = content.kind(data)
    if not data.strip():
        return None, "", "", "The file is empty."
    if seen == "application/pdf":
        found = pdf.look(data)
        return found.pages, found.text, found.remark, found.problem
    if seen in content.PAPERS:
        return _picture(data, seen)
    if seen == "text/plain":
        return None, decode(data)[0].replace("\r\n", "\n")[:_LONGEST], "", ""
    if seen == "image/heic":
        return (
            None,
            "",
            "",
            "This photo is in the HEIC format, which browsers do not show; send it as JPEG.",
        )
    return None, "", "", "This is neither a PDF, a scan, a photo nor plain text."


def _picture(data: bytes, seen: str) -> tuple[int | None, str, str, str]:
    from PIL import Image  # only where a picture comes

    kinds = {"image/tiff": "TIFF", "image/jpeg": "JPEG", "image/png": "PNG"}
    try:
        with Image.open(io.BytesIO(data), formats=[kinds[seen]]) as picture:
            width, height = picture.size
            if seen == "image/png":
                picture.verify()
    except Exception:
        return None, "", "", "This picture is damaged or cut short and does not open."
    if width * height > _MOST_PIXELS:
        return None, "", "", "This picture has far more points than a scan; it was not taken."
    pages = content.tiff_pages(data) if seen == "image/tiff" else 1
    cut = (seen == "image/jpeg" and b"\xff\xd9" not in data[-65536:]) or pages is None
    return pages, "", "The picture seems to be cut short." if cut else "", ""
