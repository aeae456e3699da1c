"""HL7 v2: from bytes to a typed event, and the whole reading into facts."""

from collections.abc import Iterator

from northstar.config.bench.figures import Benchmark, Figure, Size
from northstar.config.bench.stopwatch import Stopwatch
from northstar.config.bench.wires import messages


def measure(size: Size) -> Iterator[Figure]:
    """Parse, then read, the same messages in memory."""
    from northstar.sources.hl7v2.event import event_of
    from northstar.sources.hl7v2.reader import read
    from northstar.sources.reading import Feed

    feed = Feed("bench", "hl7v2", zone="America/Los_Angeles")
    wires = list(messages(size.of(20_000)))
    for task, what, budget in (
        (lambda wire: event_of(wire), "HL7 parsed to a typed event", 30_000),
        (lambda wire: read(wire, feed), "HL7 read into facts", None),
    ):
        for wire in wires[:500]:
            task(wire)
        with Stopwatch() as spent:
            for wire in wires:
                task(wire)
        method = (
            f"{len(wires):,} messages in memory, four in ten of visits, the rest panels of eight results; "
            "CPU of the process"
        )
        yield Figure(what, len(wires) / spent.cpu, "messages per CPU second", method, budget)


BENCHMARK = Benchmark("hl7", "HL7 v2 messages parsed and read", measure)
