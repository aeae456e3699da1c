"""A recording written down by a machine: a program of this clinic's choice, started and asked later.

The program gets the path of the recording as its last argument and prints the words. None is shipped:
without one a recording is "not transcribed", which is the truth. What a machine heard is a draft.
"""

import shlex
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

_LONGEST = 8000
_ENDINGS = {"audio/wav": ".wav", "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/ogg": ".ogg",
            "audio/flac": ".flac", "audio/3gpp": ".3gp", "audio/amr": ".amr"}  # fmt: skip


class Listening:
    """One recording on its way through the program. `words` is None while it still listens."""

    def __init__(self, command: str, sound: bytes, kind: str, *, patience: float = 300.0) -> None:
        self._folder = TemporaryDirectory(prefix="northstar-sound-")
        path = Path(self._folder.name) / f"sound{_ENDINGS.get(kind, '')}"
        path.write_bytes(sound)
        self._said = (Path(self._folder.name) / "said").open("w+b")
        self._until = time.monotonic() + patience
        try:
            self._program: subprocess.Popen | None = subprocess.Popen(
                [*shlex.split(command), str(path)], stdin=subprocess.DEVNULL, stdout=self._said,
                stderr=subprocess.DEVNULL, cwd=self._folder.name,
            )  # fmt: skip
        except OSError:
            self._program = None

    def words(self) -> str | None:
        """What was heard; '' where nothing was, or the program failed or took too long."""
        if self._program is None:
            return self._end("")
        code = self._program.poll()
        if code is None and time.monotonic() < self._until:
            return None
        if code is None:
            self._program.kill()
            self._program.wait()
        self._said.seek(0)
        heard = self._said.read(4 * _LONGEST).decode("utf-8", "replace")
        return self._end(" ".join(heard.split())[:_LONGEST] if code == 0 else "")

    def _end(self, heard: str) -> str:
        self._said.close()
        self._folder.cleanup()
        return heard
