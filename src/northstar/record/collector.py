"""Python's search for circles, rested while much is made at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Reading and judging make millions of short-lived values and no circles; to look for circles
    among them costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def swept() -> None:
    """Let go of what a slice left in circles after all; the long-lived is not walked through."""
    gc.collect(1)


def settled() -> None:
    """Everything a process has imported stays: from now on no search walks through it."""
    gc.collect()
    gc.freeze()
