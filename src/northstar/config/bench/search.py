"""The search, with as many people as asked for: at the server, without the page around it."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from northstar.config.bench.figures import Benchmark, Figure, Size, percentile
from northstar.config.bench.people import (
    FAMILIES,
    NOTE_WORDS,
    STAFF,
    TEAM,
    given_names,
    in_cyrillic,
    names,
    settle,
)
from northstar.config.clock import ticks

_DAY, _EACH, _BUDGET = date(2026, 9, 8), 40, 50.0


def measure(size: Size) -> Iterator[Figure]:
    """Every way of asking, as three people who see few, many and all."""
    began = ticks()
    people = settle(size.patients)
    yield Figure("people settled", ticks() - began, "s", f"{size.patients:,} people as bare rows")
    from django.db import connection

    taken: dict[str, list[float]] = {}
    worked = []
    questions: dict[str, list[int]] = {}
    scans: set[str] = set()
    for whose, viewer in _viewers().items():
        for how, said in _asked(people, Random(11)):
            spent, busy, sqls = _search(viewer, said, connection)
            worked.append(busy)
            taken.setdefault(f"{how}, {whose}", []).append(spent)
            questions.setdefault(whose, []).append(len(sqls))
            if len(taken[f"{how}, {whose}"]) <= 3:
                scans |= _scans(connection, sqls)
    for name, times in taken.items():
        yield Figure(name, percentile(times, 0.95), "ms", f"p95 of {len(times)} searches, {connection.vendor}, {size.patients:,} people", _BUDGET, less=True)  # fmt: skip
    everything = [one for times in taken.values() for one in times]
    yield Figure("all searches", percentile(everything, 0.95), "ms", f"p95 of {len(everything)}; the median is {percentile(everything, 0.5):.1f} ms", _BUDGET, less=True)  # fmt: skip
    yield Figure("all searches, processor time", percentile(worked, 0.95), "ms", f"p95; the median is {percentile(worked, 0.5):.1f} ms; of this process and of the database's that answers it")  # fmt: skip
    yield Figure("questions to the database", max(n for some in questions.values() for n in some), "", "at most, for one search")  # fmt: skip
    yield Figure("plans that read a table through", len(scans), "", "; ".join(sorted(scans)) or "EXPLAIN of every kind of question", 0, less=True)  # fmt: skip


def _viewers() -> dict[str, Any]:
    from northstar.access.viewer import Viewer

    def one(**more):
        return Viewer(staff_id=STAFF, public_id="x", name="Bench", **more)

    return {
        "a panel of 250": one(),
        "a team of every tenth": one(teams=frozenset({TEAM})),
        "everybody": one(purpose="bench"),
    }


def _asked(people: list, dice: Random) -> Iterator[tuple[str, str]]:
    """(how it is asked, what is typed) of people there are."""
    for _ in range(_EACH):
        pk, person = dice.choice(people)
        given, family = person.name.given[0], person.name.family
        phone = person.telecoms[0].value.removeprefix("+1 ")
        yield "family name", family
        yield "given name", given
        yield "three letters", family[:3]
        yield "both names", f"{given} {family}"
        yield "letters changed about", f"{given} {family[0]}{family[2]}{family[1]}{family[3:]}"
        yield "one letter wrong", family[:-1] + "x"
        yield "name and birth date", f"{family} {person.birth_date.text}"
        yield (
            "birth date",
            f"{person.birth_date.text[5:7]}/{person.birth_date.text[8:]}/{person.birth_date.text[:4]}",
        )
        yield "phone", f"({phone[:3]}) {phone[3:6]}-{phone[6:]}"
        yield "last four of a phone", phone[-4:]
        yield "address", person.addresses[0].lines[0]
        yield "record number", f"NS-{pk:07}"
        yield "words of a note", " ".join(dice.sample(_words(), 2))
        yield "one common word of a note", _words()[dice.randrange(20)]
        yield "nobody", "xqzwv brrgh"
        yield from _forgiving(given, family, dice)
        yield from _of_crowds(person, dice)


def _forgiving(given: str, family: str, dice: Random) -> Iterator[tuple[str, str]]:
    """What was heard, what she is called, what another script makes of it."""
    from northstar.knowledge.nicknames import full_names, shorts_of

    heard = "".join(_HEARD.get(letter, letter) for letter in family.lower())
    yield "a name by its sound", heard
    yield "both names by their sound", f"{given} {heard}"
    full = given.lower() if shorts_of(given.lower()) else dice.choice(full_names())
    yield "nickname", f"{dice.choice(shorts_of(full))} {family}"
    yield "nickname alone", dice.choice(shorts_of(full))
    yield "in Cyrillic", in_cyrillic(family)
    yield "both names in Cyrillic", f"{in_cyrillic(given)} {in_cyrillic(family)}"


def _of_crowds(person: Any, dice: Random) -> Iterator[tuple[str, str]]:
    """What thousands share."""
    common, names_ = dice.choice(_common()[1]), _common()[0]
    yield "two letters", person.name.family[:2]
    yield "a very common name", common
    yield "two very common names", f"{dice.choice(names_)} {common}"
    yield "a common name and a birth year", f"{common} {person.birth_date.text[:4]}"
    line = person.addresses[0].lines[0]
    yield "street without a number", line.partition(" ")[2]
    yield "house number and a common name", f"{line.split()[0]} {common}"
    yield "postal code", person.addresses[0].postal_code
    yield "name and a word of a note", f"{person.name.family} {_words()[dice.randrange(200)]}"


_HEARD = {"k": "c", "c": "k", "z": "s", "f": "ph", "w": "v", "v": "w"}


@cache
def _common() -> tuple[list[str], list[str]]:
    """The given names and the families that most bear."""
    return given_names()[:12], names(FAMILIES, 2)[:12]


@cache
def _words() -> list[str]:
    """Those that stand in most notes."""
    return names(NOTE_WORDS, 5)[:400]


def _search(viewer: Any, said: str, connection: Any) -> tuple[float, float, list[tuple[str, Any]]]:
    from northstar.record import finding

    sqls: list[tuple[str, Any]] = []

    def noted(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        sqls.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        began, busy = time.perf_counter(), _worked(connection)
        finding.search(viewer, said, _DAY)
        busy = _worked(connection) - busy
        return (time.perf_counter() - began) * 1000, busy * 1000, sqls


def _worked(connection: Any) -> float:
    """Seconds of the processor so far: of this process, and of PostgreSQL's that answers it."""
    mine = time.process_time()
    if connection.vendor == "sqlite":
        return mine
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return mine + int(told.read_text().split()[0]) / 1e9 if told.exists() else mine


def _scans(connection: Any, sqls: list[tuple[str, Any]]) -> set[str]:
    """The large tables that a plan reads from end to end."""
    found = set()
    lite = connection.vendor == "sqlite"
    for sql, params in sqls:
        with connection.cursor() as cursor:
            cursor.execute(("EXPLAIN QUERY PLAN " if lite else "EXPLAIN ") + sql, params)
            for row in cursor.fetchall():
                step = str(row[-1])
                through = step.startswith("SCAN") if lite else "Seq Scan on" in step
                if through and any(name in step for name in _LARGE):
                    found.add(step.strip()[:120])
    return found


_LARGE = (
    "record_word", "record_spelling", "record_link", "record_identity", "record_patient",
    "record_panel", "record_fact", "record_note ", " w ", " l ", " p ", " h ", " n ", " f ",
)  # fmt: skip

BENCHMARK = Benchmark("search", "finding people and words among very many", measure)
