"""Reviewing charts of three hundred facts, and how few are due on a quiet day."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from northstar.config.bench.figures import Benchmark, Figure, Size
from northstar.config.bench.lives import MORNING, bundle
from northstar.config.bench.stopwatch import Stopwatch

_METHOD = (
    "{} charts of {:.0f} facts, three bundles of one person each; every rule asked, lines posted, from cold; "
    "CPU of the process"
)


def measure(size: Size) -> Iterator[Figure]:
    """First everyone is due; afterwards only whom time makes due."""
    from northstar import spine
    from northstar.config.clock import zone
    from northstar.jobs.read_in import read_in
    from northstar.record import feeds, patients
    from northstar.rules import version

    now, people = MORNING.astimezone(zone()), size.of(1000)
    feed = feeds.feed("bench", format="fhir_r4")
    facts = 0
    for part in range(3):
        with TemporaryDirectory() as folder:
            for number in range(people):
                content = _of_one_person(number, part)
                (Path(folder) / f"{number}-{part}.json").write_bytes(content)
            facts += read_in([Path(folder)], feed, now).facts
    charts = len(patients.everyone())
    spine.review(patients.everyone()[:20], now)
    with Stopwatch() as first:
        spine.review_due(now)
    method = _METHOD.format(charts, facts / charts)
    yield Figure("review", (charts - 20) / first.cpu, "charts per CPU second", method, 500)
    with Stopwatch() as again:
        for start in range(0, charts, 50):
            spine.review(patients.everyone()[start : start + 50], now)
    yield Figure(
        "review where nothing has changed", charts / again.cpu, "charts per CPU second", method
    )
    shares = []
    for day in range(1, 8):
        later = now + timedelta(days=day)
        due = len(patients.due(later, version(), most=charts))
        shares.append(due / charts)
        spine.review_due(later)
    yield Figure(
        "due on a quiet day", 100 * sum(shares) / len(shares), "% of charts",
        "the same charts, mean of the seven following days on which nothing arrives", 5, less=True,
    )  # fmt: skip


def _of_one_person(number: int, part: int) -> bytes:
    """A further bundle of the same person: the same number, other resources."""
    return bundle(number, seed=1 + part)


BENCHMARK = Benchmark("review", "charts reviewed, and how many are due on a quiet day", measure)
