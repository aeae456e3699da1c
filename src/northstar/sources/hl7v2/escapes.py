"""Escape sequences: how a sender writes a delimiter, a line break or an odd byte inside a text."""

import re
from functools import lru_cache

_BREAKS = {".br", ".sp", ".ce"}


def unescaped(raw: str, marks, charset: str) -> str:
    """The words as meant: `\\T\\` is the sub-component mark, `\\.br\\` a new line, `\\X41\\` a byte.

    What is not an escape we know stays as it was written: a lone backslash is a backslash.
    """
    escape = marks.escape
    if not escape or escape not in raw:
        return raw
    return _pattern(escape).sub(lambda found: _meant(found, marks, charset), raw)


@lru_cache(maxsize=64)
def _pattern(escape: str) -> re.Pattern:
    mark = re.escape(escape)
    hexes = f"{mark}X(?:[0-9A-Fa-f]{{2}})+{mark}"
    # Neighbouring hex escapes are one run of bytes: an accented letter may be spread over two.
    return re.compile(f"((?:{hexes})+)|{mark}(\\.[a-z]{{2}}[+-]?\\d*|[A-Z])\\s*{mark}")


def _meant(found: re.Match, marks, charset: str) -> str:
    run, word = found.groups()
    if run:
        digits = run.replace(marks.escape, "").replace("X", "")
        said = bytes.fromhex(digits).decode(charset or "utf-8", "replace")
        return said.replace("\0", "\ufffd")
    if word.startswith("."):
        return "\n" if word[:3] in _BREAKS else ""
    plain = {
        "F": marks.field,
        "S": marks.component,
        "T": marks.subcomponent,
        "R": marks.repetition,
        "E": marks.escape,
        "H": "",
        "N": "",
    }
    return plain.get(word, found.group())


def escaped(text: str, marks) -> str:
    """A text made safe to stand inside a field."""
    out = []
    names = {
        marks.escape: "E",
        marks.field: "F",
        marks.component: "S",
        marks.subcomponent: "T",
        marks.repetition: "R",
    }
    for letter in text:
        if letter in names and letter:
            out.append(f"{marks.escape}{names[letter]}{marks.escape}")
        else:
            out.append(" " if letter in "\r\n\x0b\x1c" else letter)
    return "".join(out)
