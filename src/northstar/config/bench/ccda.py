"""C-CDA: whole documents kept and filed."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from northstar.config.bench.figures import Benchmark, Figure, Size
from northstar.config.bench.papers import documents
from northstar.config.bench.stopwatch import Stopwatch


def measure(size: Size) -> Iterator[Figure]:
    """Read a folder of summaries of care."""
    from northstar.config.clock import clinic_now
    from northstar.jobs.read_in import read_in
    from northstar.record import feeds

    feed, now = feeds.feed("bench", format="ccda"), clinic_now()
    for count, seed in ((20, 2), (size.of(600), 1)):
        with TemporaryDirectory() as folder:
            written = 0
            for number, document in enumerate(documents(count, seed)):
                written += (Path(folder) / f"{number}.xml").write_bytes(document)
            with Stopwatch() as spent:
                report = read_in([Path(folder)], feed, now)
    method = (
        f"{count} documents of {written / count / 1000:.0f} kB with {report.elements / count:.0f} entries and "
        f"sections and {report.facts / count:.0f} facts each, read as `northstar read` does; CPU of the process"
    )
    yield Figure("C-CDA kept and filed", count / spent.cpu, "documents per CPU second", method, 150)


BENCHMARK = Benchmark("ccda", "C-CDA documents kept and filed", measure)
