"""What keeps an archive from exploding: limits on ratio, total size, number and depth."""

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import zstandard

MiB = 1024 * 1024


class Unreadable(Exception):
    """Why a stream cannot be read further, in one plain sentence."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most. `piece` is what may be held in memory as one arrival."""

    total: int = 20 * 1024 * MiB
    piece: int = 64 * MiB
    members: int = 100_000
    ratio: int = 200
    ratio_from: int = 50 * MiB
    depth: int = 3


@dataclass(slots=True)
class Budget:
    """What one call may still unpack, over all its members."""

    limits: Limits
    unpacked: int = 0


BROKEN = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    zipfile.BadZipFile,
    tarfile.TarError,
)


class Readable(Protocol):
    """What can be guarded: a file, a member of an archive, an unpacker."""

    def read(self, size: int, /) -> bytes | None: ...


class Guarded(io.RawIOBase):
    """A stream that counts what it gives.

    `packed` tells how many packed bytes were used for it; `inside` says that it is a file of an
    archive, whose length counts towards the total.
    """

    def __init__(
        self,
        raw: Readable,
        budget: Budget,
        packed: Callable[[], int] | None = None,
        inside: bool = False,
    ):
        self.raw, self.budget, self.packed, self.inside = raw, budget, packed, inside
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into) -> int:
        """Fill the buffer as far as there is anything, so that a peek sees whole beginnings."""
        size, room = 0, memoryview(into).cast("B")
        while size < len(room):
            data = self._read(len(room) - size)
            if not data:
                break
            room[size : size + len(data)] = data
            size += len(data)
        return size

    def _read(self, size: int) -> bytes:
        try:
            data = self.raw.read(size) or b""
        except (*BROKEN, NotImplementedError, RuntimeError, ValueError):
            raise Unreadable(
                "The file is damaged or cut short; what came before is kept."
            ) from None
        self._count(len(data))
        return data

    def _count(self, size: int) -> None:
        limits, budget = self.budget.limits, self.budget
        self.given += size
        if self.inside:
            budget.unpacked += size
        if budget.unpacked > limits.total:
            raise Unreadable("Unpacked, the archive is larger than may be read at once.")
        if (
            self.packed
            and self.given > limits.ratio_from
            and self.given > limits.ratio * max(self.packed(), 1)
        ):
            raise Unreadable("This file grows beyond all measure when it is unpacked; it was left.")
