"""Words in notes, messages and documents: an index of their own, behind this one door.

Both databases keep for each note which words stand in it, and nothing else: FTS5 without content in SQLite,
a `tsvector` in PostgreSQL. What is shown is read from the fact itself. Facts are never changed, so neither
is the index; what was superseded is left out when it is asked.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from northstar.chart.value import Source, Value
from northstar.chart.when import When
from northstar.record.candidates import Scope
from northstar.record.charts import current, valued
from northstar.record.models import Note
from northstar.record.store import EACH_BY_ITSELF, beside, by_itself, holes, insert, one_of, select

# Of the notes that hold the words the newest are looked through: first few, then, where that did not
# give enough people, many.
_NEWEST = (400, 2_500)
_AROUND, _LONGEST_WORD, _MOST_WORDS = 60, 40, 20_000
_WORD = re.compile(r"[^\W_]+")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LITTLE = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "her",
        "his",
        "she",
        "was",
        "are",
        "has",
        "had",
        "not",
        "but",
        "from",
        "this",
        "that",
        "you",
        "your",
    ]
)


@dataclass(frozen=True, slots=True)
class Quote:
    """The line of a note in which the words stand: before, the words themselves, after; and of when
    the note is."""

    before: str
    words: str
    after: str
    source: Source
    at: When | None = None


def text_of(kind: str, value: Value) -> str:
    """The running text of a fact; empty where its kind has none."""
    if kind not in ("Section", "DocumentReference", "Communication", "CarePlan"):
        return ""
    parts = (getattr(value, name, "") for name in ("title", "subject", "text"))
    return "\n".join(part for part in parts if part)


def index(found: Iterable[tuple[int, int, int, str]]) -> None:
    """Keep the words of notes: (fact, identity, label, text) each. Called where facts are filed."""
    rows = [
        (pk, identity, label, words)
        for pk, identity, label, text in found
        if (words := _words(text))
    ]
    if not rows:
        return
    insert("record_note", ("fact_id", "identity_id", "label"), [row[:3] for row in rows])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO record_note_words (rowid, words) VALUES (%s, %s)",
                [(pk, " ".join(words)) for pk, _, _, words in rows],
            )
        else:
            cursor.executemany(
                "INSERT INTO record_note_words (fact_id, words) VALUES (%s, array_to_tsvector(%s))",
                [(pk, words) for pk, _, _, words in rows],
            )


def empty() -> None:
    """Forget every word, to build the index anew."""
    Note.objects.all().delete()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO record_note_words (record_note_words) VALUES ('delete-all')"
            )
        else:
            cursor.execute("TRUNCATE record_note_words")


def search(
    scope: Scope, words: Iterable[str], most: int, among: Iterable[int] | None = None
) -> tuple[dict[int, Quote], bool]:
    """Patients of whom a note holds all these words, the newest note first, each with the line; and
    whether there may be more. `among`: only these patients."""
    asked = [part for word in words for part in _parts(word) if part not in _LITTLE]
    if not asked or all(len(part) < 3 and not _IDEOGRAPH.match(part) for part in asked):
        return {}, False
    if among is not None and not (among := list(among)):
        return {}, False
    for window in _NEWEST if among is None else _NEWEST[-1:]:
        notes = _holding(scope, asked, window, most * 3, among)
        if len({patient for _, patient in notes}) >= most:
            break
    newest: dict[int, int] = {}
    for fact, patient in notes:
        newest.setdefault(patient, fact)
    seen = scope.seen(newest)
    kept = {pk: fact for pk, fact in newest.items() if pk in seen}
    chosen = dict(list(kept.items())[:most])
    values = _values(chosen.values())
    return (
        {pk: _quote(values[fact], asked) for pk, fact in chosen.items() if fact in values},
        len(kept) > most or len(notes) >= most * 3,
    )


def _holding(
    scope: Scope, asked: list[str], window: int, most: int, among: list[int] | None
) -> list[tuple[int, int]]:
    """(fact, patient) of notes that hold the words, the newest first."""
    matching, values = _matching(asked, window)
    sql = (
        f"SELECT n.fact_id, l.patient_id FROM {by_itself(matching)} x "
        f"{beside('record_note', 'n', 'n.fact_id = x.fact')} "
        f"{beside('record_link', 'l', 'l.identity_id = n.identity_id AND l.ended_at IS NULL')} "
        f"WHERE (n.label & %s) = 0 {scope.open_feed('l')}"
    )
    values += [scope.hidden]
    if among is not None:
        within, whom = one_of("l.patient_id", among)
        sql += f" AND {within}"
        values += whom
    if not scope.everybody:
        held, more = scope.held("h.patient_id = l.patient_id AND ")
        sql += f" AND EXISTS (SELECT 1 FROM record_panel h WHERE {held} {EACH_BY_ITSELF})"
        values += more
    sql += " AND NOT EXISTS (SELECT 1 FROM record_supersession s WHERE s.fact_id = n.fact_id)"
    return select(sql + " ORDER BY x.fact DESC LIMIT %s", [*values, most])


def _matching(asked: list[str], window: int) -> tuple[str, list]:
    if connection.vendor == "sqlite":
        terms = " AND ".join(f'"{part}"*' if _begins(part) else f'"{part}"' for part in asked)
        return (
            "SELECT rowid AS fact FROM record_note_words WHERE record_note_words MATCH %s "
            "ORDER BY rowid DESC LIMIT %s"
        ), [terms, window]
    terms = " & ".join(f"'{part}':*" if _begins(part) else f"'{part}'" for part in asked)
    return (
        "SELECT fact_id AS fact FROM record_note_words WHERE words @@ %s::tsquery "
        "ORDER BY fact_id DESC LIMIT %s"
    ), [terms, window]


def _begins(part: str) -> bool:
    """A word of four letters or more also stands for those that begin so: `fall`, `falls`, `falling`."""
    return len(part) > 3


def _values(facts: Iterable[int]) -> dict[int, Value]:
    wanted = list(facts)
    if not wanted:
        return {}
    rows = select(
        f"{current()} (SELECT identity_id FROM record_note WHERE fact_id IN ({holes(wanted)})) "
        f"AND f.id IN ({holes(wanted)})",
        [*wanted, *wanted],
    )
    return {v.source.fact: v for _, _, _, v in valued(rows) if v.source}


def _quote(value: Value, asked: list[str]) -> Quote:
    source = value.source
    assert source is not None
    text = " ".join(text_of(source.kind, value).split())
    plain = "".join(_bare(sign)[:1] or sign for sign in text)
    at = min((i for part in asked if (i := _where(plain, part)) >= 0), default=0)
    until = at
    while until < len(text) and (text[until].isalnum()):
        until += 1
    start, end = max(0, at - _AROUND), until + _AROUND
    before = ("… " if start else "") + text[start:at].partition(" ")[2] if start else text[:at]
    after = text[until:end].rpartition(" ")[0] + " …" if end < len(text) else text[until:]
    return Quote(before, text[at:until], after, source, value.began)


def _where(plain: str, part: str) -> int:
    found = re.search(rf"(?<![^\W_]){re.escape(part)}", plain)
    return found.start() if found else plain.find(part)


def _words(text: str) -> list[str]:
    return sorted(set(_parts(text)))[:_MOST_WORDS]


def _parts(text: str) -> list[str]:
    """Words without accents or case; what is written without blanks, sign by sign."""
    found: list[str] = []
    for word in _WORD.findall(_bare(text)):
        if word.isascii() or not _IDEOGRAPH.search(word):
            found.append(word[:_LONGEST_WORD])
        else:
            found += list(word)
    return found


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize(
        "NFC", "".join(c for c in parts if not unicodedata.combining(c)).casefold()
    )
