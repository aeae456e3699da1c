"""What the clinic itself has written down to do when somebody may come to harm now.

Northstar gives no such advice of its own. The clinic's clinicians write theirs into a table,
`escalation.csv`, with a row for each kind of words that worry, and one for all the others."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from northstar.knowledge.urgent_words import meanings

ANY = "any"


@dataclass(frozen=True, slots=True)
class Script:
    """What to do, word for word as the clinic wrote it. `title` is what it is for; `source` who wrote it, when."""

    about: str
    title: str
    text: str
    source: str = ""


def scripts(table: str) -> dict[str, Script]:
    """The clinic's own table as scripts. Raises ValueError with the line that cannot be read."""
    reader = csv.DictReader(table.splitlines(), strict=True)
    if missing := {"about", "text"} - set(reader.fieldnames or ()):
        raise ValueError(f"its first line has no column {' and '.join(sorted(missing))}")
    found: dict[str, Script] = {}
    try:
        for row in reader:
            one = _script(reader.line_num, row)
            if one.about in found:
                raise ValueError(f"line {reader.line_num}: there is a row for {one.about} already")
            found[one.about] = one
    except csv.Error:
        raise ValueError(f"line {reader.line_num}: a quotation mark is not closed") from None
    return found


def script_for(known: Mapping[str, Script], factors: Iterable[str], suggests: str) -> Script | None:
    """The one for what a line is about, by the names of its points or by what it suggests; else the one
    for everything."""
    named = set(factors)
    for meaning in meanings():
        if meaning.title in named or meaning.title.partition(", or ")[0] in suggests:
            return known.get(meaning.code) or known.get(ANY)
    return known.get(ANY)


def _script(number: int, row: Mapping[str | None, str | None]) -> Script:
    if None in row:
        raise ValueError(f"line {number}: a comma inside a field wants quotation marks around it")
    told = {str(name): (value or "").strip() for name, value in row.items()}
    titles = {meaning.code: meaning.title for meaning in meanings()} | {ANY: "words that worry"}
    if told["about"] not in titles:
        raise ValueError(f"line {number}: “{told['about'][:20]}” is none of {', '.join(titles)}")
    if not told["text"]:
        raise ValueError(f"line {number}: it has no text")
    return Script(told["about"], titles[told["about"]], told["text"], told.get("source", ""))
