"""The pages of a PDF, scan or photo, drawn anew as PNG: what is shown was made here."""

import io

from northstar.sources import content, pdf

_WIDE, _TALL = 1100, 1700
_MOST_POINTS = 80_000_000
_PICTURES = {"image/tiff": "TIFF", "image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF"}


def count(data: bytes) -> int:
    """How many pages can be shown; 0 where this is no paper, or one that does not open."""
    kind = content.kind(data)
    if kind == "application/pdf":
        return pdf.look(data).pages or 0
    if kind == "image/tiff":
        return content.tiff_pages(data) or 0
    return 1 if kind in _PICTURES else 0


def words(data: bytes) -> str:
    """The words of a PDF that was born digital."""
    return pdf.look(data).text if content.kind(data) == "application/pdf" else ""


def sheet(data: bytes, number: int) -> bytes:
    """Page `number`, from 1, as PNG. Raises LookupError with one plain sentence."""
    kind = content.kind(data)
    if kind == "application/pdf":
        return pdf.drawn(data, number, _WIDE)
    if kind in _PICTURES:
        return _picture(data, kind, number)
    raise LookupError("This is neither a PDF nor a picture.")


def _picture(data: bytes, kind: str, number: int) -> bytes:
    from PIL import Image  # only where a picture is shown

    try:
        with Image.open(io.BytesIO(data), formats=[_PICTURES[kind]]) as picture:
            picture.seek(number - 1)
            if picture.width * picture.height > _MOST_POINTS:
                raise LookupError(
                    "This picture has far more points than a scan; save it to look at it."
                )
            picture.draft("RGB", (_WIDE, _TALL))
            shown = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
            shown.thumbnail((_WIDE, _TALL * 2))
            out = io.BytesIO()
            shown.save(out, "PNG")
            return out.getvalue()
    except LookupError:
        raise
    except Exception:
        raise LookupError("This page is damaged and cannot be shown.") from None
