"""Children of one process: web, worker, listener. A dead one is started again; all end together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

PARENT = "NORTHSTAR_PARENT"
_CALM = 30.0  # seconds a child must live before its restarts are forgotten
_LONGEST_WAIT = 30.0


@dataclass(slots=True)
class Child:
    """A verb to run, and how it has fared."""

    name: str
    arguments: list[str]
    process: subprocess.Popen | None = None
    began: float = 0.0
    deaths: int = 0
    not_before: float = 0.0


class Household:
    """Starts children, restarts the dead with growing pauses, and ends them all on the way out."""

    def __init__(self, children: Iterable[Child]):
        self.children = list(children)
        self._stop = threading.Event()
        self._read_end, self._write_end = os.pipe()

    def run(self) -> None:
        """Until a signal asks for the end."""
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: self._stop.set())
        try:
            while not self._stop.is_set():
                for child in self.children:
                    self._look_after(child)
                self._stop.wait(0.2)
        finally:
            self._end_all()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process and child.process.poll() is None:
            if now - child.began > _CALM:
                child.deaths = 0
            return
        if child.process:
            child.process = None
            child.deaths += 1
            child.not_before = now + min(_LONGEST_WAIT, 0.5 * 2 ** (child.deaths - 1))
            print(f"northstar: {child.name} ended; starting it again", file=sys.stderr, flush=True)
        if now >= child.not_before:
            child.began = now
            child.process = self._start(child)

    def _start(self, child: Child) -> subprocess.Popen:
        environment = os.environ | {PARENT: str(self._read_end)}
        return subprocess.Popen(
            [sys.executable, "-m", "northstar", *child.arguments],
            env=environment,
            pass_fds=[self._read_end],
            start_new_session=True,
        )

    def _end_all(self) -> None:
        alive = [c.process for c in self.children if c.process and c.process.poll() is None]
        for process in alive:
            process.terminate()
        for process in alive:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def end_with_parent() -> None:
    """In a child: end when the parent has gone, however it went (its end of the pipe closes)."""
    pipe = os.environ.get(PARENT)
    if pipe:
        threading.Thread(target=_wait_for_end, args=(int(pipe),), daemon=True).start()


def _wait_for_end(pipe: int) -> None:
    try:
        os.read(pipe, 1)
    except OSError:
        return
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)
    os._exit(0)
