"""A great many people as bare rows, with what they are found by: names as unevenly borne as in life, every
second given name one that has short forms, and one person in forty also written in Cyrillic."""

import itertools
import json
from collections.abc import Iterable, Iterator
from random import Random
from uuid import UUID

from northstar.config.bench.words import STREETS

_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwz", ("a", "e", "i", "o", "u", "ai", "ee", "ou")
_GIVEN, FAMILIES, NOTE_WORDS = 4_000, 80_000, 6_000
_WORDS_EACH, _NOTE_EVERY, FEED = 14, 5, 1
OWN_PANEL, TEAM_EVERY, TEAM, STAFF = 250, 10, 3, 7
_CYRILLIC_EVERY = 40
_CYRILLIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввкиз")


def names(count: int, seed: int) -> list[str]:
    """So many different words that can be spoken."""
    dice = Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        parts = dice.choice((2, 2, 3, 3, 4))
        word = "".join(dice.choice(_CONSONANTS) + dice.choice(_VOWELS) for _ in range(parts))
        found[word + dice.choice(("", "n", "s", "r", "l", "z"))] = None
    return list(found)


def uneven(words: list[str], dice: Random) -> Iterator[str]:
    """The first is borne by most, the hundredth by a hundredth of that (Zipf)."""
    total = list(itertools.accumulate(1 / n for n in range(1, len(words) + 1)))
    while True:
        yield from dice.choices(words, cum_weights=total, k=5000)


def given_names() -> list[str]:
    """Made up, and in every second place a name of the table of nicknames, so that Peggy finds somebody."""
    from northstar.knowledge.nicknames import full_names

    made = names(_GIVEN, 1)
    known = [name for name in full_names() if name.isascii() and name.isalpha()]
    made[1 : 2 * len(known) : 2] = known[: len(made) // 2]
    return made


def in_cyrillic(name: str) -> str:
    """A made-up name as a Russian clerk might write it."""
    return name.lower().translate(_CYRILLIC).title()


def person(pk: int, given: str, family: str, dice: Random, also: tuple = ()):
    """The demographics of one; `also`: how else the name is written."""
    from northstar.chart.people import Address, ContactPoint, HumanName, Identifier, Patient
    from northstar.chart.when import when

    born = f"{dice.randrange(1930, 2015)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}"
    return Patient(
        identifiers=(Identifier("clinic", f"NS-{pk:07}", "MR"),),
        names=(HumanName(family=family.title(), given=(given.title(),)), *also),
        birth_date=when(born),
        telecoms=(ContactPoint("phone", f"+1 {dice.randrange(2_000_000_000, 9_999_999_999)}"),),
        addresses=(
            Address((f"{dice.randrange(1, 4000)} {dice.choice(STREETS)}",), "Springfield", "CA", f"{dice.randrange(90_000, 96_000)}"),
        ),
    )  # fmt: skip


def settle(count: int) -> list:
    """Fill the record; gives some of the people, by row number, to be looked for."""
    from django.db import connection

    from northstar.record.reindex import in_bulk

    sample: list = []
    spelled: set[str] = set()
    with in_bulk():
        for some in _slices(_people(count)):
            _keep(some, spelled)
            sample += some[:: max(1, count // 1000)]
    _notes(count)
    if connection.vendor == "postgresql":  # which keeps its statistics by itself, a little later
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return sample


def _slices(rows: Iterator) -> Iterator[list]:
    while some := list(itertools.islice(rows, 10_000)):
        yield some


def _people(count: int) -> Iterator[tuple]:
    dice = Random(7)
    given = uneven(given_names(), Random(3))
    families = uneven(names(FAMILIES, 2), Random(4))
    for pk in range(1, count + 1):
        called, family = next(given), next(families)
        also = _in_cyrillic(called, family) if pk % _CYRILLIC_EVERY == 0 else ()
        yield pk, person(pk, called, family, dice, also)


def _in_cyrillic(given: str, family: str) -> tuple:
    from northstar.chart.people import HumanName

    return (HumanName(text=f"{in_cyrillic(given)} {in_cyrillic(family)}"),)


def _keep(people: Iterable, spelled: set[str]) -> None:
    from django.db import transaction

    from northstar.record.words import spell, words_of

    people = list(people)
    dice = Random(people[0][0])
    uid = [str(UUID(int=dice.getrandbits(128), version=4)) for _ in people]
    if people[0][0] == 1:
        fill("record_feed", ("id", "name", "title", "format", "zone", "assigner", "label", "settings", "every", "kinds"),
             [(FEED, "bench", "", "", "UTC", "", 0, "{}", 86400, "[]")])  # fmt: skip
    fill("record_patient", ("id", "public_id", "name", "sort_name", "own_script", "birth_date", "gender", "language", "died", "label", "rules"),
         [(pk, _uid(u), p.name.plain, f"{p.name.family}, {p.name.given[0]}", "", p.birth_date.text, "", "", False, 0, "")
          for (pk, p), u in zip(people, uid, strict=True)])  # fmt: skip
    fill(
        "record_identity",
        ("id", "feed_id", "key", "kind"),
        [(pk, FEED, str(pk), "person") for pk, _ in people],
    )
    at = "2026-01-01 00:00:00"
    fill("record_link", ("id", "identity_id", "patient_id", "at", "by", "weight", "reason", "ended_by", "ended_reason"),
         [(pk, pk, pk, at, "bench", 0, "first seen", "", "") for pk, _ in people])  # fmt: skip
    fill(
        "record_panel",
        ("patient_id", "team", "staff", "start"),
        list(_panels(pk for pk, _ in people)),
    )
    words = [(pk, words_of(p)) for pk, p in people]
    fill(
        "record_word",
        ("identity_id", "word", "label"),
        [(pk, w, 0) for pk, some in words for w in sorted(some)],
    )
    fresh = {w for _, some in words for w in some} - spelled
    fresh = {w for w in fresh if w[1:2] != ":" or w[0] == "a"}
    with transaction.atomic():
        spell(fresh)
    spelled |= fresh


def _panels(pks: Iterable[int]) -> Iterator[tuple]:
    for pk in pks:
        if pk <= OWN_PANEL:
            yield pk, None, STAFF, "2024-01-01"
        elif pk % TEAM_EVERY == 0:
            yield pk, TEAM, None, "2024-01-01"


def _notes(count: int) -> None:
    from northstar.record import notes

    dice = Random(9)
    said = uneven(names(NOTE_WORDS, 5), Random(6))
    fill("record_arrival", ("id", "public_id", "feed_id", "sha256", "size", "name", "title", "received", "format", "reader", "sender", "control", "verdict", "report"),
         [(1, _uid(str(UUID(int=1))), FEED, b"0" * 32, 1, "", "", "2026-01-01 00:00:00", "test", "1", "", "", "filed", "{}")])  # fmt: skip
    rows = []
    for number, pk in enumerate(range(1, count + 1, _NOTE_EVERY), 1):
        text = " ".join(itertools.islice(said, _WORDS_EACH))
        rows.append((number, pk, text))
        if len(rows) == 10_000 or pk + _NOTE_EVERY > count:
            fill("record_fact", ("id", "identity_id", "arrival_id", "kind", "key", "code", "sequence", "locator", "label", "body", "digest"),
                 [(n, who, 1, "Section", str(n), "", 0, "", 0, json.dumps({"title": "Note", "text": t}), dice.randbytes(16)) for n, who, t in rows])  # fmt: skip
            from django.db import transaction

            with transaction.atomic():
                notes.index((n, who, 0, t) for n, who, t in rows)
            rows = []


def _uid(text: str) -> str:
    from django.db import connection

    return UUID(text).hex if connection.vendor == "sqlite" else text


def fill(table: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    """Bare rows, as quickly as the database takes them."""
    from django.db import connection, transaction

    names_ = ", ".join(f'"{name}"' for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names_}) VALUES ({holes})",  # noqa: S608  # nosec B608 - our own names
                rows,
            )
            return
        with cursor.cursor.copy(f"COPY {table} ({names_}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
