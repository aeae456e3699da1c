"""A PDF looked into: how many pages, and the words of one that was born digital."""

import io
import re
import threading
import zlib
from dataclasses import dataclass
from functools import lru_cache

# PDFium keeps global state and must never run in two threads at once.
_ONE_AT_A_TIME = threading.Lock()
_LARGEST = 64 * 1024 * 1024
_PAGES_READ, _LONGEST = 60, 200_000
_UNPACKED, _ALL_UNPACKED = 48 * 1024 * 1024, 256 * 1024 * 1024
_BITE = 1 << 16
_STREAM = re.compile(rb"stream\r?\n")
_LOCKED = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True)
class Look:
    """`text` has a form feed between pages. `problem` says why a document does not open at all,
    `remark` why its words were not taken."""

    pages: int | None = None
    text: str = ""
    problem: str = ""
    remark: str = ""


@lru_cache(maxsize=2)
def look(data: bytes) -> Look:
    """Pages and words. Never raises; what PDFium cannot open has a problem in one sentence."""
    if len(data) > _LARGEST:
        return Look(problem="This PDF is too large to be opened here.")
    remark = _dangerous(data)
    with _ONE_AT_A_TIME:
        try:
            return _opened(data, remark)
        except Exception as error:
            locked = getattr(error, "err_code", None) == _LOCKED or "password" in str(error).lower()
            return Look(
                problem=_LOCKED_WORDS if locked else "This PDF is damaged and does not open."
            )


def drawn(data: bytes, number: int, wide: int) -> bytes:
    """Page `number`, from 1, as a PNG of this width. Raises LookupError with one plain sentence."""
    found = look(data)
    if found.problem or "measure" in found.remark:
        raise LookupError(found.problem or "This PDF is too dangerous to be drawn here.")
    if not 1 <= number <= (found.pages or 0):
        raise LookupError("The document has no such page.")
    with _ONE_AT_A_TIME:
        try:
            return _png(data, number, wide)
        except Exception:
            raise LookupError("This page is damaged and cannot be drawn.") from None


def _png(data: bytes, number: int, wide: int) -> bytes:
    import pypdfium2  # loads a large library: only where a PDF comes

    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        # A page may be a mile long: its height is bounded too.
        scale = min(wide / max(width, 1), 4 * wide / max(height, 1))
        out = io.BytesIO()
        page.render(scale=scale).to_pil().save(out, "PNG")
        return out.getvalue()
    finally:
        document.close()


_LOCKED_WORDS = "This PDF is locked with a password; ask for an unlocked copy."


def _opened(data: bytes, remark: str) -> Look:
    import pypdfium2  # loads a large library: only where a PDF comes

    document = pypdfium2.PdfDocument(data)
    try:
        pages = len(document)
        if not pages:
            return Look(problem="This PDF has no pages.")
        text = (
            "" if remark else "\f".join(_words(document, i) for i in range(min(pages, _PAGES_READ)))
        )
        return Look(pages, text[:_LONGEST] if text.strip() else "", "", remark)
    finally:
        document.close()


def _words(document, number: int) -> str:
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            words = text.get_text_range()
        finally:
            text.close()
    finally:
        page.close()
    words = words.replace("\r\n", "\n").replace("\x00", "\ufffd").replace("\f", " ")
    return words.encode("utf-8", "replace").decode()


def _dangerous(data: bytes) -> str:
    """Why the words are not taken: PDFium would unpack a stream of any size to find them."""
    if b"/Encrypt" in data:
        return "This PDF is protected; it is shown, and its words were not taken."
    if data.count(b"LZW") and len(data) > 1024 * 1024:
        return "This PDF is packed in an old way; it is shown, and its words were not taken."
    left = _ALL_UNPACKED
    for start in _STREAM.finditer(data):
        grown = _unpacked(data, start.end())
        left -= grown
        if grown >= _UNPACKED or left < 0:
            return (
                "This PDF grows beyond all measure when it is unpacked; its words were not taken."
            )
    return ""


def _unpacked(data: bytes, at: int, depth: int = 0) -> int:
    """How large a packed stream becomes, a packing inside the packing included."""
    if depth > 3:
        return _UNPACKED
    engine, view, size = zlib.decompressobj(), memoryview(data), 0
    inner: list[bytes] = []
    try:
        while not engine.eof and at < len(data) and size < _UNPACKED:
            # In small bites: what follows the stream would be copied each time otherwise.
            out = engine.decompress(view[at : at + _BITE], _UNPACKED - size)
            at, size = at + _BITE, size + len(out)
            if inner or out[:1] == b"x":
                inner.append(out)
    except zlib.error:
        pass
    return max(size, _unpacked(b"".join(inner), 0, depth + 1) if inner else 0)
