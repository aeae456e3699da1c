"""FHIR: bundles kept and filed, with linking and provenance; the rate and the memory as they go on."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from northstar.config.bench.figures import Benchmark, Figure, Size
from northstar.config.bench.lives import bundle
from northstar.config.bench.stopwatch import Stopwatch, memory

_METHOD = (
    "bundles of 100 resources a person, written as files by the generator (not timed), then read as "
    "`northstar read` does; CPU of the process, user and system"
)
_CHUNK = 500


def measure(size: Size) -> Iterator[Figure]:
    """Read in chunks; the first and the last tell whether it slows down or swells."""
    from northstar.config.clock import clinic_now
    from northstar.jobs.read_in import read_in
    from northstar.record import feeds

    feed, now = feeds.feed("bench", format="fhir_r4"), clinic_now()
    read_in_chunk(read_in, feed, now, -1, 100)  # thrown away: imports, caches
    rates, held, total = [], [], Stopwatch()
    resources = 0
    chunks = max(2, size.of(2000) // _CHUNK)
    for number in range(chunks):
        spent, elements = read_in_chunk(read_in, feed, now, number, _CHUNK)
        rates.append(elements / spent.cpu)
        held.append(memory())
        resources += elements
        total.cpu += spent.cpu
        total.seconds += spent.seconds
    tenth = max(1, chunks // 10)
    first, last = sum(rates[:tenth]) / tenth, sum(rates[-tenth:]) / tenth
    yield Figure(
        "FHIR kept and filed", resources / total.cpu, "resources per CPU second", _METHOD, 6000
    )
    yield Figure(
        "the same by the clock", resources / total.seconds, "resources per second", _METHOD
    )
    yield Figure(
        f"rate at the end of {resources:,} resources, of that at the beginning", last / first, "of 1",
        "last tenth of the run compared with its first", 0.8,
    )  # fmt: skip
    yield Figure(
        f"memory gained from a tenth to the end of {resources:,} resources",
        held[-1] - held[tenth - 1], "MiB", "resident memory of the process", 64, less=True,
    )  # fmt: skip


def read_in_chunk(read_in, feed, now, number: int, count: int) -> tuple[Stopwatch, int]:
    """One folder of bundles."""
    with TemporaryDirectory() as folder:
        for person in range(count):
            at = number * _CHUNK + person
            (Path(folder) / f"{at}.json").write_bytes(bundle(at if number >= 0 else -1 - person))
        with Stopwatch() as spent:
            report = read_in([Path(folder)], feed, now)
    if report.refused or report.dropped:
        raise ValueError("the reader refused what the generator wrote")
    return spent, report.elements


BENCHMARK = Benchmark("fhir", "FHIR bundles kept and filed", measure)
