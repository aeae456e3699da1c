"""Whom a paper says it is about: the name and the birth date in its own labels ("Patient:", "DOB:")."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_BORN = re.compile(
    r"(?:^|[\n\r,;|(]|\s)(?:d\.?o\.?b\.?|date of birth|birth ?date|born(?: on)?)\s*[:#]?\s*"
    r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:^|\n)[ \t]*(?i:re|patient(?: name)?|pt|name of patient)[ \t]*:[ \t]*"
    r"((?:[A-ZÀ-Ý][\w'’.-]+,?[ \t]+){1,4}[A-ZÀ-Ý][\w'’-]+)"
)
_NOT_THE_PATIENT = re.compile(
    r"\b(?:mother|father|guardian|subscriber|spouse|husband|wife|son|daughter|child|baby|infant|twin|"
    r"policy ?holder|contact|emergency|next of kin|insured|caregiver|sister|brother)\b",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of a paper, word for word, with where it begins. `born` is None for a name."""

    quote: str
    start: int
    born: date | None = None
    name: str = ""


@lru_cache(maxsize=4096)
def births(text: str) -> tuple[Labelled, ...]:
    """Every birth date that a paper gives for its patient; of a relative or insured person none."""
    found = []
    for hit in _BORN.finditer(text[:20_000]):
        line = text[text.rfind("\n", 0, hit.start(1)) + 1 : hit.end()]
        day = _day(hit[1])
        if day and not _NOT_THE_PATIENT.search(line):
            found.append(Labelled(line.strip(), hit.end() - len(line.lstrip()), day))
    return tuple(found)


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[Labelled, ...]:
    """Every name that a paper puts behind "Patient:" or "Re:" at the beginning of a line."""
    found = []
    for hit in _NAMED.finditer(text[:20_000]):
        quote = hit.group().strip()
        found.append(Labelled(quote, hit.end() - len(quote), name=hit[1].strip()))
    return tuple(found)


def _day(words: str) -> date | None:
    """A day as American papers write it: month first where only figures stand."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
            return date.fromisoformat(words)
        parts = re.findall(r"\d+|[A-Za-z]+", words)
        if words[0].isalpha():
            return date(int(parts[2]), _MONTHS.index(parts[0][:3].lower()) + 1, int(parts[1]))
        if parts[1].isalpha():
            return date(int(parts[2]), _MONTHS.index(parts[1][:3].lower()) + 1, int(parts[0]))
        month, day, year = map(int, parts)
        return date(year, month, day) if month <= 12 else date(year, day, month)
    except (ValueError, IndexError):
        return None
