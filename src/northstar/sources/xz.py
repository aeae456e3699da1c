"""An xz file as a stream, with a bound on the memory its dictionary may ask for."""

import lzma

_MEMORY = 256 * 1024 * 1024
_BLOCK = 1 << 16


class XzReader:
    """Reads one stream after another, as `xz` writes them when files are joined."""

    def __init__(self, raw):
        self.raw, self.waiting, self.engine = raw, b"", _engine()

    def read(self, size: int) -> bytes:
        """At most `size` bytes; b'' at the end. Raises EOFError where the file is cut short."""
        while True:
            if self.engine.eof and not self._another():
                return b""
            if self.engine.needs_input and not self.waiting:
                self.waiting = self.raw.read(_BLOCK)
                if not self.waiting:
                    raise EOFError
            data, self.waiting = self.engine.decompress(self.waiting, size), b""
            if data:
                return data

    def _another(self) -> bool:
        left = self.engine.unused_data.lstrip(b"\0") or self.raw.read(_BLOCK).lstrip(b"\0")
        if left:
            self.engine, self.waiting = _engine(), left
        return bool(left)


def _engine() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MEMORY)
