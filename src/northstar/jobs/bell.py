"""The bell between listener and worker: who has kept something rings, and the worker comes at once.

A pipe with a name in the data folder. Where it cannot be had, or the two run on different machines,
the worker looks by itself several times a second: the bell makes it faster, never right.
"""

import contextlib
import os
import select
from pathlib import Path

from django.conf import settings


def ring() -> None:
    """Call the worker, if there is one. Never waits and never fails."""
    with contextlib.suppress(OSError):
        pipe = os.open(_place(), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(pipe, b"!")
        finally:
            os.close(pipe)


class Bell:
    """The worker's end."""

    def __init__(self) -> None:
        self._pipe: int | None = None
        with contextlib.suppress(OSError):
            place = _place()
            if not place.is_fifo():
                os.mkfifo(place, 0o600)
            # Open for writing too, so that the pipe never ends when the last ringer closes it.
            self._pipe = os.open(place, os.O_RDWR | os.O_NONBLOCK)

    def wait(self, seconds: float) -> bool:
        """Until somebody rings, or so long. True where somebody rang."""
        heard, _, _ = select.select([self._pipe] if self._pipe is not None else [], [], [], seconds)
        if heard and self._pipe is not None:
            with contextlib.suppress(OSError):
                os.read(self._pipe, 4096)
        return bool(heard)


def _place() -> Path:
    return settings.HOME / "worker.bell"
