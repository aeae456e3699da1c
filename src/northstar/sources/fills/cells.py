"""What one cell says: text that is never evaluated, numbers, drug codes."""

import re

from northstar.sources.days import Doubt

_EMPTY = {"", "null", "n/a", "na", "none", "\\n", "-", "--", "nan", "unknown"}
_FORMULA = re.compile(r"[=+@-]\s*[A-Za-z(|]|@\w|\t=")
_AS_TEXT = re.compile(r'="([^"]*)"')
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?|[-+]?\.\d+")
_DASHED = {(4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2)}
_LAYOUTS = {"4-4-2": 0, "5-3-2": 5, "5-4-1": 9}


def text(cell: str) -> str:
    """The words of a cell. Excel's ways of saying "this is text" (`="007"`, `'007`) are taken off."""
    words = cell.replace("\xa0", " ").strip()
    wrapped = _AS_TEXT.fullmatch(words)
    if wrapped:
        return wrapped[1].strip()
    if len(words) > 1 and words[0] == "'" and words[1] in "=+-@0123456789":
        return words[1:].strip()
    return words


def filled(cell: str) -> str:
    """The words of a cell, or '' where it says in one of the usual ways that there are none."""
    words = text(cell)
    return "" if words.casefold() in _EMPTY else words


def formula(cell: str) -> bool:
    """True where a spreadsheet would run this cell. Nothing here does: it stays text."""
    return bool(_FORMULA.match(text(cell)))


def number(cell: str, decimal_comma: bool = False) -> float | None:
    """A number as people write it: `$1,234.50`, `(12.00)`, `12,50`. None where empty."""
    words = filled(cell)
    if not words:
        return None
    negative = words.startswith("(") and words.endswith(")")
    bare = re.sub(r"[\s$€£]|USD", "", words.strip("()"))
    if decimal_comma and re.fullmatch(r"[-+]?[\d.]*,\d+", bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        bare = bare.replace(",", "")
    if not _NUMBER.fullmatch(bare) or len(bare) > 15:
        raise Doubt("This is not a number.")
    return -float(bare) if negative else float(bare)


def ndc(cell: str, layout: str = "") -> str:
    """The 11 digits of a National Drug Code; raises Doubt where they cannot be known.

    A code of 10 digits has three layouts (4-4-2, 5-3-2, 5-4-1); without its dashes the missing zero
    belongs in one of three places, and only the feed can say which (21 CFR 207.33).
    """
    words = re.sub(r"\.0$", "", filled(cell))
    if re.fullmatch(r"\d[\d.]*[eE]\+?\d+", words):
        raise Doubt("A spreadsheet has rounded this drug code; its digits are lost.")
    groups = tuple(re.split(r"[-\s*]+", words))
    if not all(g.isascii() and g.isdigit() for g in groups):
        raise Doubt("This is not a National Drug Code.")
    if len(groups) == 3 and tuple(map(len, groups)) in _DASHED:
        return groups[0].zfill(5) + groups[1].zfill(4) + groups[2].zfill(2)
    return _bare_ndc("".join(groups), len(groups), layout)


def _bare_ndc(digits: str, groups: int, layout: str) -> str:
    if groups == 1 and len(digits) == 11:
        return digits
    if groups == 1 and len(digits) == 10 and layout in _LAYOUTS:
        at = _LAYOUTS[layout]
        return f"{digits[:at]}0{digits[at:]}"
    if groups == 1 and layout == "11" and 8 <= len(digits) < 11:
        return digits.zfill(11)
    if groups == 1 and 8 <= len(digits) <= 10:
        raise Doubt(
            f"{len(digits)} digits without dashes can be more than one drug code; the feed may declare which."
        )
    raise Doubt("This is not a National Drug Code.")
