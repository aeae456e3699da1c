"""Time spent, on the wall and by the processor, and memory held."""

import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from northstar.config.clock import ticks


@dataclass(slots=True)
class Stopwatch:
    """`with Stopwatch() as spent: ...`, then `spent.seconds` and `spent.cpu` (children included)."""

    seconds: float = 0.0
    cpu: float = 0.0

    def __enter__(self) -> Self:
        self.seconds, self.cpu = -ticks(), -_cpu()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += ticks()
        self.cpu += _cpu()


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def memory() -> float:
    """MiB that this process holds now (where the system does not say: the most it ever held)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (2**20 if sys.platform == "darwin" else 2**10)
