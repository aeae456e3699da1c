"""MLLP frames: `0x0B message 0x1C 0x0D`, found again after any junk, and never without a limit.

The listener feeds bytes as they come from the wire; files hold frames too.
"""

from collections.abc import Iterator

START, END = b"\x0b", b"\x1c\r"
LIMIT = 16 * 1024 * 1024
_HEAD = 2048  # of a frame that is too long, enough to answer its sender


class TooLong(ValueError):
    """A frame grew beyond the limit and was thrown away."""


class Deframer:
    """Give it bytes with `feed`; it yields each whole message, without its frame.

    Tolerates senders that leave out the start mark, end with 0x1C alone before the next start, or
    put line feeds between frames. A frame above `limit` bytes is skipped to its end and counted in
    `skipped`; what is held in memory never exceeds the limit by more than one feed.
    """

    def __init__(self, limit: int = LIMIT):
        self.limit = limit
        self.skipped = 0
        self._held = bytearray()
        self._searched = 0
        self._skipping = False
        self._head = b""
        self._heads: list[bytes] = []

    @property
    def pending(self) -> int:
        """How many bytes wait for the rest of their frame."""
        return len(self._held)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Every message completed by these bytes."""
        self._held += data
        while (end := self._held.find(END[:1], self._searched)) >= 0:
            frame = bytes(self._held[:end])
            del self._held[: end + 1]
            self._searched = 0
            message = _inside(frame)
            if self._skipping or len(message) > self.limit:
                self._skip(self._head if self._skipping else message[:_HEAD])
            elif message:
                yield message
        self._searched = len(self._held)
        if len(self._held) > self.limit + 1:
            if not self._skipping:
                self._skipping, self._head = True, _inside(bytes(self._held[:_HEAD]))
            self._held.clear()
            self._searched = 0

    def heads_of_skipped(self) -> list[bytes]:
        """The first bytes of each frame skipped since the last call: whom to tell."""
        heads, self._heads = self._heads, []
        return heads

    def _skip(self, head: bytes) -> None:
        self.skipped += 1
        self._skipping = False
        self._heads.append(head)

    def rest(self) -> bytes:
        """What stood there when the line was cut: no whole message, never acknowledged."""
        left = bytes(self._held).strip(b"\r\n\x0b \0")
        self._held.clear()
        self._searched = 0
        return left


def framed(message: bytes) -> bytes:
    """A message in its frame."""
    return START + message + END


def _inside(frame: bytes) -> bytes:
    """The message in what stood before an end mark: after the last start mark that opens a header.

    A start mark without its end means the earlier message was cut off; it is not whole.
    """
    begin = frame.rfind(START + b"MSH")
    if begin < 0:
        begin = frame.rfind(START)
    return frame[begin + 1 :].strip(b"\r\n") if begin >= 0 else frame.strip(b"\r\n \0")
