"""A carrier that carries nothing: for trying out, for a training clinic, for the tests of failures.

It keeps no words, only that a key came. What it does is told in a script of words, one a try, the last
for ever: ok, busy, refuse, late (the receipt comes later), lost (taken, but the line dies before the
answer), cut (the line dies before it is taken), crash and crash-after (as if the machine stopped).
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from northstar.engines.carrying.carrier import (
    DELIVERED,
    LATER,
    REFUSED,
    TAKEN,
    UNKNOWN,
    Outgoing,
    Receipt,
)

WORDS = ("ok", "busy", "refuse", "late", "lost", "cut", "crash", "crash-after")


class Crash(BaseException):
    """The machine stops here. Not an Exception: nobody may catch it and go on."""


class Simulator:
    """`taken` counts how often each key came in, by which a double send shows itself."""

    def __init__(
        self, folder: Path, channel: str, script: Sequence[str] = ("ok",), can_ask: bool = False
    ) -> None:
        wrong = [word for word in script if word not in WORDS]
        if wrong or not script:
            raise ValueError(f"A simulator knows {', '.join(WORDS)}; not {', '.join(wrong)}.")
        self.name, self.can_ask = f"simulated {channel}", can_ask
        self._kept, self._script = folder / f"simulated-{channel}.txt", tuple(script)
        self._tries = folder / f"simulated-{channel}-tries.txt"

    def carry(self, message: Outgoing) -> Receipt:
        tries = _lines(self._tries).count(_name(message.key))
        _add(self._tries, _name(message.key))
        word = self._script[min(tries, len(self._script) - 1)]
        if word == "crash":
            raise Crash
        if word in ("ok", "late", "lost", "crash-after"):
            _add(self._kept, _name(message.key))
        if word == "crash-after":
            raise Crash
        return _ANSWERS[word](_name(message.key))

    def ask(self, key: str, reference: str) -> Receipt:
        if not self.can_ask:
            return Receipt(UNKNOWN, "this carrier cannot be asked")
        came = self.taken(key)
        return (
            Receipt(DELIVERED, "received", _name(key)) if came else Receipt(LATER, "it never came")
        )

    def taken(self, key: str) -> int:
        """How often a message of this key was taken."""
        return _lines(self._kept).count(_name(key))


_ANSWERS = {
    "ok": lambda name: Receipt(DELIVERED, "received", name),
    "late": lambda name: Receipt(TAKEN, "taken, no receipt yet", name),
    "busy": lambda name: Receipt(LATER, "the line was busy"),
    "cut": lambda name: Receipt(LATER, "the line was cut before it was taken"),
    "refuse": lambda name: Receipt(REFUSED, "the number does not exist"),
    "lost": lambda name: Receipt(UNKNOWN, "the line was cut before an answer came"),
}


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _lines(path: Path) -> list[str]:
    return path.read_text("ascii").split() if path.exists() else []


def _add(path: Path, word: str) -> None:
    with path.open("a", encoding="ascii") as kept:
        kept.write(f"{word}\n")
