"""From the acknowledgement of a discharge to its line on Today."""

import asyncio
from collections.abc import Iterator
from random import Random

from northstar.config.bench.figures import Benchmark, Figure, Size, percentile
from northstar.config.bench.house import listening, running
from northstar.config.bench.sender import send
from northstar.config.bench.wires import visit
from northstar.config.clock import clinic_now, ticks

_PATIENCE, _WARM_UP = 30.0, 3


def measure(size: Size) -> Iterator[Figure]:
    """Listener and worker run; the store is asked until the line is there."""
    with listening() as port, running("work"):
        waits = []
        for who in range(_WARM_UP + size.of(40)):
            for event in ("A01", "A03"):
                wire = _today(visit(f"{event}{who}", who, Random(who), event=event))
                asyncio.run(send(port, [wire]))
            acknowledged = ticks()
            waits.append(_until_lines(who + 1, acknowledged))
    # The worker is still beginning when the first come: what it imports, it imports once.
    del waits[:_WARM_UP]
    method = (
        f"{len(waits)} people after {_WARM_UP} that do not count, admitted and at once discharged, one after the other; "
        "listener and worker run as "
        "processes; from the answer AA to the line in the store, asked every 2 ms"
    )
    for what, share, budget in (("median", 0.5, None), ("p99", 0.99, 1000)):
        yield Figure(
            f"discharge to Today, {what}", percentile(waits, share) * 1000, "ms", method, budget,
            less=True,
        )  # fmt: skip


def _today(wire: bytes) -> bytes:
    """The visit as one that ended a moment ago."""
    now = clinic_now()
    lines = wire.decode().split("\r")
    out = []
    for line in lines:
        fields = line.split("|")
        if fields[0] == "MSH":
            fields[6] = f"{now:%Y%m%d%H%M%S}"
        if fields[0] == "EVN":
            fields[2] = f"{now:%Y%m%d%H%M%S}"
        if fields[0] == "PV1":
            fields[44:45] = [f"{now:%Y%m%d}000000"]
            fields[45:46] = [f"{now:%Y%m%d%H%M%S}"] if len(fields) > 45 else []
        out.append("|".join(fields))
    return "\r".join(out).encode()


def _until_lines(people: int, since: float) -> float:
    import time

    from northstar.casework.worklist.today import subjects_with

    while subjects_with("home-without-contact") < people:
        if ticks() - since > _PATIENCE:
            raise TimeoutError("the discharge never came to Today")
        time.sleep(0.002)
    return ticks() - since


BENCHMARK = Benchmark("discharge", "from a discharge's acknowledgement to its line", measure)
