"""Linking: how well on other people's labelled sets, how fast on people of our own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from northstar.config.bench.figures import Benchmark, Figure, Size, percentile
from northstar.config.bench.labelled import Labelled, sets
from northstar.config.bench.population import table
from northstar.config.bench.stopwatch import Stopwatch

SHARED = Path(__file__).parents[5] / "shared" / "data"
"""Where the labelled sets lie on a machine that has them: beside the repository."""

F1 = {"FEBRL 4": 0.9995, "Splink, fake_1000": 0.73}


def measure(size: Size) -> Iterator[Figure]:
    """Speed of a file, quality, speed of one."""
    yield from many(size)
    if SHARED.is_dir():
        for labelled in sets(SHARED):
            yield from quality(labelled)
    yield from one_against_many(size)


def quality(labelled: Labelled) -> Iterator[Figure]:
    """The figures of one labelled set."""
    told, spent, doubtful = judged(labelled)
    name, model, policy = labelled.name, told["model"], told["policy"]
    method = f"{told['records']:,} records, {told['true_pairs']:,} true pairs; stored model, no labels seen"
    yield Figure(
        f"{name}: F1 of the model",
        model["f1"],
        f"at weight {model['threshold']:.1f}",
        method,
        F1.get(name),
    )
    yield Figure(f"{name}: wrong automatic joins", len(policy["wrong_joins"]), "pairs",
                 f"of {policy['joined']:,} joined: {policy['joined_recall']:.4f} of all true pairs", 0, less=True)  # fmt: skip
    if labelled.doubtful:
        yield Figure(f"{name}: joined though its makers would ask", doubtful, "pairs",
                     f"of {len(labelled.doubtful)} possible matches", 0, less=True)  # fmt: skip
    yield Figure(f"{name}: joined or asked", policy["joined_or_asked_recall"], "of the true pairs",
                 "budget: the model's own recall", model["recall"])  # fmt: skip
    yield Figure(f"{name}: asked", policy["asked_share"], "of what is joined or asked",
                 f"{policy['asked']:,} questions")  # fmt: skip
    if name == "FEBRL 4":
        yield Figure(
            f"{name}: time",
            spent.seconds,
            "s",
            f"from rows to verdicts; CPU {spent.cpu:.2f} s",
            0.5,
            less=True,
        )


def judged(labelled: Labelled) -> tuple[dict, Stopwatch, int]:
    """What `northstar link --evaluate` says of it, the time it took, and how many were joined that its
    makers would put before a person."""
    from northstar.engines.linking import measure
    from northstar.engines.linking.matching import link
    from northstar.engines.linking.model import stored
    from northstar.engines.linking.table import people_of
    from northstar.record.collector import without_collector

    model = stored()
    columns = {name: values for name, values in labelled.table.items() if name != "id"}
    with without_collector(), Stopwatch() as spent:
        linked = link(people_of(columns), model, sources=columns.get("source", ()))
    ids = labelled.table["id"]
    told = measure.report(linked, ids, labelled.persons, spent.seconds, only=labelled.pairs())
    joined = {(ids[one], ids[other]) for one, other in linked.joined}
    return told, spent, len(joined & labelled.doubtful)


def many(size: Size) -> Iterator[Figure]:
    """180,000 people of our own, with the stored weights: from a file to verdicts, in a process of its own,
    as for whoever asks `northstar link --evaluate`; the sets before have filled the memory of this one."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context
    from tempfile import TemporaryDirectory

    count = size.of(180_000)
    with (
        TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process,
    ):
        path = Path(folder) / "people.csv"
        persons = write(path, count, 11)
        told, spent = process.submit(of_a_file, path, persons).result()
    policy = told["policy"]
    method = (
        f"from a CSV file to verdicts, CPU {spent.cpu:.1f} s; model F1 {told['model']['f1']:.4f}, joined "
        f"{policy['joined_recall']:.3f} of the true pairs, wrong {len(policy['wrong_joins'])} of {policy['joined']:,}, "
        f"joined or asked {policy['joined_or_asked_recall']:.4f}, {policy['asked']:,} asked"
    )
    yield Figure(f"{count:,} people linked", spent.seconds, "s", method, 3, less=True)


def of_a_file(path: Path, persons: Sequence[str]) -> tuple[dict, Stopwatch]:
    """What the verb says of a file of these persons, and the time from the file to the verdicts."""
    from northstar.engines.linking import measure, people_file
    from northstar.engines.linking.matching import link
    from northstar.engines.linking.model import stored
    from northstar.engines.linking.table import people_of
    from northstar.record.collector import without_collector

    model = stored()
    with without_collector(), Stopwatch() as spent:
        read = people_file.people([path])
        linked = link(people_of(read.table), model)
    return measure.report(linked, read.ids, persons, spent.seconds), spent


def write(path: Path, count: int, seed: int) -> list[str]:
    """A CSV file of so many records; gives who each of them is."""
    import csv

    columns, persons = table(count, seed)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([list(columns), *zip(*columns.values(), strict=True)])
    return persons


def one_against_many(size: Size) -> Iterator[Figure]:
    """One arriving person against a million, over an index of words like the record's."""
    count = size.of(1_000_000)
    waits, works = map(list, zip(*arrivals(count, 500), strict=True))
    method = f"{len(waits)} people looked up among {count:,}, candidates by word, scored directly; index in SQLite"
    for what, spent, share, budget in (
        ("median", waits, 0.5, None), ("p95", waits, 0.95, 20),
        ("median, CPU", works, 0.5, None), ("p95, CPU", works, 0.95, None),
    ):  # fmt: skip
        yield Figure(
            f"one arriving person, {what}",
            percentile(spent, share) * 1000,
            "ms",
            method,
            budget,
            less=True,
        )


def arrivals(count: int, tries: int) -> Iterator[tuple[float, float]]:
    """Seconds for each, by the clock and of the processor: words, candidates from the index, their demographics, levels, weights, verdicts."""
    import sqlite3
    from itertools import islice
    from random import Random
    from time import process_time

    from northstar.config.bench.population import records
    from northstar.config.clock import ticks
    from northstar.engines.linking.blocking import CROWD, words
    from northstar.engines.linking.comparisons import pattern
    from northstar.engines.linking.model import stored
    from northstar.engines.linking.policy import verdict
    from northstar.engines.linking.traits import of_columns

    store = sqlite3.connect("")  # a file of its own that goes with it
    store.execute("CREATE TABLE word (word TEXT, id INTEGER)")
    store.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, body TEXT)")
    made, dice, asked, number = records(count, 5, 0.3), Random(3), [], 0
    while some := list(islice(made, 5000)):
        rows = [person for _, _, person in some]
        asked += dice.sample(rows, max(1, tries * 5000 // count))
        people = _traits(rows)
        store.executemany(
            "INSERT INTO person VALUES (?, ?)",
            ((number + at, _text(row)) for at, row in enumerate(rows)),
        )
        store.executemany(
            "INSERT INTO word VALUES (?, ?)",
            ((word, number + at) for at, one in enumerate(people) for word in words(one)),
        )
        number += len(rows)
    store.execute("CREATE INDEX by_word ON word (word, id)")
    store.commit()
    model = stored()
    for row in asked[:tries]:
        began, busy = ticks(), process_time()
        one = of_columns(_columns([row]))[0]
        found: set[int] = set()
        for word in words(one):
            owners = store.execute(
                "SELECT id FROM word WHERE word = ? LIMIT ?", (word, CROWD + 1)
            ).fetchall()
            if len(owners) <= CROWD:
                found.update(owner for (owner,) in owners)
        holes = ",".join("?" * len(found))
        bodies = store.execute(
            f"SELECT body FROM person WHERE id IN ({holes})", list(found)
        ).fetchall()
        for other in _traits([_row(body) for (body,) in bodies]):
            levels = pattern(one, other)
            verdict(levels, model.weigh(levels), one.marks | other.marks, model)
        yield ticks() - began, process_time() - busy


def _columns(rows: Sequence) -> dict[str, list[str]]:
    names = type(rows[0]).__slots__ if rows else ()
    return {name: [getattr(row, name) for row in rows] for name in names}


def _traits(rows: Sequence) -> list:
    from northstar.engines.linking.traits import of_columns

    return of_columns(_columns(rows))


def _text(row) -> str:
    return "\t".join(getattr(row, name) for name in type(row).__slots__)


def _row(text: str):
    from northstar.config.bench.population import Person

    return Person(*text.split("\t"))


BENCHMARK = Benchmark("linking", "who is who: quality on labelled sets, speed on our own", measure)
