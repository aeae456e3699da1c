"""Processes that may be killed at any moment and begin again at once: forked from one that is ready.

Run as a script it reads verbs from its input, one a line as JSON, runs each in a child of its own and
tells the child's number. As a module it is what a test starts, kills and asks.
"""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAID = "said.txt"  # what the verbs print, in their data folder
HELD = "2026-09-08T07:30:00-07:00"


class Lives:
    """One data folder, its clock held, and the verbs that work on it."""

    def __init__(self, home: Path):
        self.home = home
        kept = {n: v for n, v in os.environ.items() if not n.startswith("NORTHSTAR_")}
        self.environment = kept | {
            "NORTHSTAR_HOME": str(home),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        self._mother = subprocess.Popen(
            [sys.executable, "-P", __file__],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._told() == "ready"

    def begin(self, *arguments: str) -> int:
        """Start a verb; gives its process number."""
        self._mother.stdin.write(json.dumps(arguments) + "\n")
        self._mother.stdin.flush()
        return int(self._told())

    def kill(self, pid: int) -> None:
        """End it as a power cut would."""
        os.kill(pid, signal.SIGKILL)

    def wait(self, pid: int, seconds: float = 1800) -> int | None:
        """Its exit code, once it has ended by itself; None where it was killed."""
        self._mother.stdin.write(json.dumps({"wait": pid, "seconds": seconds}) + "\n")
        self._mother.stdin.flush()
        code = int(self._told(seconds + 5))
        return code if code >= 0 else None

    def run(self, *arguments: str, seconds: float = 1800) -> int | None:
        """Run a verb to its end."""
        return self.wait(self.begin(*arguments), seconds)

    def said(self) -> str:
        """The end of what its verbs have printed."""
        return (self.home / SAID).read_text("utf-8")[-3000:]

    def hash(self) -> str:
        """What the record says, as one number; fails where an invariant is broken."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "northstar", "verify", "--hash"],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.split()[0]

    def close(self) -> None:
        """End the mother and all her children."""
        self._mother.stdin.close()
        self._mother.wait(120)

    def _told(self, seconds: float = 600) -> str:
        heard, _, _ = select.select([self._mother.stdout], [], [], seconds)
        assert heard, "the mother process says nothing"
        return self._mother.stdout.readline().strip()


def main() -> None:
    """The mother: everything is imported, no store is open."""
    _set_up()
    children: set[int] = set()
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what verbs print is not an answer
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, dict):
            print(_ended(asked["wait"], asked["seconds"]), file=out, flush=True)
            children.discard(asked["wait"])
            continue
        pid = os.fork()
        if not pid:
            _live(asked)
        children.add(pid)
        print(pid, file=out, flush=True)
    for pid in children:
        _quietly_kill(pid)


def _set_up() -> None:
    from northstar.config.cli import set_up_django

    set_up_django()
    from datetime import datetime

    from django.db import connections

    from northstar.access.models import HeldClock
    from northstar.config.store import ready

    ready()
    HeldClock.objects.get_or_create(at=datetime.fromisoformat(HELD))
    import northstar.config.verbs.read
    import northstar.jobs.listen.server
    import northstar.jobs.read_in
    import northstar.jobs.worker  # noqa: F401
    from northstar.rules.assess import signals

    signals()
    connections.close_all()


def _live(arguments: list[str]) -> None:
    from northstar.config.cli import run

    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    said = os.open(
        Path(os.environ["NORTHSTAR_HOME"]) / SAID, os.O_WRONLY | os.O_CREAT | os.O_APPEND
    )
    for number in (1, 2):
        os.dup2(said, number)
    code = 70
    try:
        code = run(arguments)
    finally:
        os._exit(code)


def _ended(pid: int, seconds: float) -> int:
    signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
    signal.alarm(int(seconds))
    _, status = os.waitpid(pid, 0)
    signal.alarm(0)
    return os.waitstatus_to_exitcode(status)


def _quietly_kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


if __name__ == "__main__":
    main()
