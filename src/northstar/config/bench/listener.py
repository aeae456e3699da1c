"""The listener: kept messages a second on one and on eight connections, and how long an answer takes."""

import asyncio
from collections.abc import Iterator

from northstar.config.bench.figures import Benchmark, Figure, Size, percentile
from northstar.config.bench.house import listening
from northstar.config.bench.sender import send
from northstar.config.bench.stopwatch import Stopwatch
from northstar.config.bench.wires import messages


def measure(size: Size) -> Iterator[Figure]:
    """A listener process, and senders that wait for each answer before they send the next."""
    with listening() as port:
        asyncio.run(_talk(port, 1, 200, "warm"))
        for senders, count, budget in ((1, size.of(3000), 500), (8, size.of(12_000), 2000)):
            spent, taken = asyncio.run(_talk(port, senders, count, f"s{senders}"))
            method = (
                f"{len(taken):,} messages from {senders} connections in one sending process on the same two cores, "
                "each waiting for its answer; SQLite, synchronous FULL; no worker"
            )
            name = f"{senders} connection" + "s" * (senders > 1)
            yield Figure(
                f"listener, {name}", len(taken) / spent.seconds, "messages per second", method,
                budget,
            )  # fmt: skip
            yield Figure(
                f"listener, {name}: p99 answer", percentile(taken, 0.99) * 1000, "ms", method, 20,
                less=True,
            )  # fmt: skip


async def _talk(port: int, senders: int, count: int, name: str):
    each = [list(messages(count // senders, n, f"{name}{n}")) for n in range(senders)]
    with Stopwatch() as spent:
        taken = await asyncio.gather(*(send(port, wires) for wires in each))
    return spent, [one for some in taken for one in some]


BENCHMARK = Benchmark("listener", "HL7 messages kept and answered", measure)
