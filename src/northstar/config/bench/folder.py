"""A new clinic's first hour: a folder of a thousand bundles to the first ranked list."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from northstar.config.bench.figures import Benchmark, Figure, Size
from northstar.config.bench.lives import MORNING, bundles
from northstar.config.bench.stopwatch import Stopwatch


def measure(size: Size) -> Iterator[Figure]:
    """Read, review everyone, print the day: the three things a person waits for."""
    from northstar.access.models import Team
    from northstar.access.viewer import system_viewer
    from northstar.casework.worklist.holders import QUEUE
    from northstar.casework.worklist.today import day
    from northstar.config.clock import zone
    from northstar.jobs.read_in import read_in
    from northstar.record import feeds
    from northstar.spine import review_due

    count, now = size.of(1000), MORNING.astimezone(zone())
    feed = feeds.feed("bench", format="fhir_r4")
    with TemporaryDirectory() as folder:
        for number, content in enumerate(bundles(count)):
            (Path(folder) / f"{number}.json").write_bytes(content)
        with Stopwatch() as reading:
            report = read_in([Path(folder)], feed, now)
        with Stopwatch() as reviewing:
            review_due(now)
        teams = frozenset(Team.objects.filter(name=QUEUE).values_list("pk", flat=True))
        viewer = replace(system_viewer("bench"), teams=teams)
        with Stopwatch() as listing:
            rows = len(day(viewer, now).rows)
    method = (
        f"{count:,} bundles, {report.elements:,} resources: reading {reading.seconds:.1f} s, reviewing everyone "
        f"{reviewing.seconds:.1f} s, the list of {rows} rows {listing.seconds:.2f} s; by the clock"
    )
    total = reading.seconds + reviewing.seconds + listing.seconds
    yield Figure("folder to first ranked list", total, "s", method, 60, less=True)


BENCHMARK = Benchmark("folder", "a folder of bundles to the first ranked list", measure)
