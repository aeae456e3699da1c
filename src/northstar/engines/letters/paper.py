"""A letter set by Typst as PDF/UA-1 (ISO 14289-1): headings, paragraphs and lists are told to a screen reader."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pypdfium2
import typst

from northstar.engines.letters.fonts import NAMES, fonts

_STANDARD: Final = "ua-1"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})
_ITEM = re.compile(r"^\s*[-*•]\s+")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?")


class CannotSet(Exception):
    """The letter cannot be set, in one sentence."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`from_` the clinic's name and the lines under it, `to` the lines of the envelope, `date` in words;
    `text` in paragraphs with an empty line between, a list where lines begin with a dash."""

    title: str
    text: str
    to: tuple[str, ...]
    from_: tuple[str, ...]
    signed: tuple[str, ...]
    date: str
    language: str = "en"
    foot: str = ""


def pdf(letter: Letter) -> bytes:
    """The letter. Raises CannotSet where this machine has no letters for what is written."""
    return compiled("letter", _told(letter))


def compiled(what: str, told: str) -> bytes:
    """A document by its template (`what`.typ), which is told everything as JSON. Raises CannotSet."""
    try:
        made = typst.compile(
            _template(what), font_paths=fonts(), sys_inputs={what: told}, pdf_standards=[_STANDARD]
        )
    except typst.TypstError as sorry:
        raise CannotSet(_sentence(str(sorry))) from None
    assert isinstance(made, bytes), "one document gives one file"
    return made


def together(letters: Iterable[bytes]) -> bytes:
    """Several letters as one file, to be printed in one go."""
    from io import BytesIO

    whole, made = pypdfium2.PdfDocument.new(), BytesIO()
    for one in letters:
        whole.import_pages(pypdfium2.PdfDocument(one))
    whole.save(made)
    return made.getvalue()


def is_pdf(data: bytes) -> bool:
    """Whether these bytes can be printed with a letter."""
    try:
        return len(pypdfium2.PdfDocument(data)) > 0
    except pypdfium2.PdfiumError:
        return False


@cache
def _template(what: str) -> bytes:
    return (Path(__file__).parent / f"{what}.typ").read_bytes()


def _told(letter: Letter) -> str:
    told = {
        "title": one_line(letter.title) or "A letter for you", "paragraphs": _paragraphs(letter.text), "to": list(map(one_line, letter.to)),
        "from": list(map(one_line, letter.from_)), "from_name": one_line(letter.signed[0]) if letter.signed else "",
        "close": list(map(one_line, letter.signed[1:])), "date": letter.date, "foot": one_line(letter.foot),
    }  # fmt: skip
    return json.dumps(told | script(letter.language), ensure_ascii=False)


def script(language: str) -> dict[str, Any]:
    """What the setter needs to know of a language: its tag, its direction, the fonts to try."""
    found = _TAG.match(language)
    tag = found[1].lower() if found else "en"
    return {
        "lang": tag, "region": (found[2] or "").lower() if found else "",
        "rtl": tag in _RIGHT_TO_LEFT, "fonts": NAMES,
    }  # fmt: skip


def _paragraphs(text: str) -> list[dict]:
    found: list[dict] = []
    for part in re.split(r"\n\s*\n", _plain(text).strip()):
        for line in part.split("\n"):
            is_item = bool(_ITEM.match(line))
            new = not found or found[-1]["list"] != is_item or found[-1]["part"] is not part
            if new:
                found.append({"list": is_item, "lines": [], "part": part})
            found[-1]["lines"].append(_ITEM.sub("", line).strip())
    return [{"list": one["list"], "lines": one["lines"]} for one in found]


def _plain(text: str) -> str:
    """Without signs that no paper shows."""
    kept = (sign if sign == "\n" or sign.isprintable() else " " for sign in text.replace("\r", ""))
    return "".join(kept)


def one_line(text: str) -> str:
    """Without the signs and line ends that no single line on paper shows."""
    return " ".join(_plain(text).split())


def _sentence(sorry: str) -> str:
    """What the setter complains of, in a sentence."""
    if "could not be displayed" in sorry:
        return "This machine has no letters for part of what is written. Choose other words, or install a font."
    return "This letter cannot be set as it is written. Shorten a word or a line."
