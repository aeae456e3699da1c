"""Children of a benchmark: the listener and the worker as they run in a clinic."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen]:
    """One verb, ended when the benchmark is done with it."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "northstar", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def listening() -> Iterator[int]:
    """The listener on a free port, which it tells."""
    with running("listen", "--address", "127.0.0.1:0") as process:
        for line in process.stderr or ():
            if found := re.search(r"HL7 v2 at .*:(\d+)", line):
                yield int(found[1])
                return
        raise ChildProcessError("the listener did not begin to listen")
