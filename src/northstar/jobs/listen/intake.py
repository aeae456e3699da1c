"""What was heard and waits for its commit: many senders' messages, kept together, answered singly."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

log = logging.getLogger(__name__)
Keep = Callable[[Sequence[bytes]], list[bytes]]
Refuse = Callable[[bytes], bytes]
_BATCH, _BATCH_BYTES = 200, 8_000_000
_PATIENCE = 0.001  # seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """What one listener bears. `idle`: seconds after which a silent connection is closed, 0 never;
    `stalled`: seconds a half-sent frame may stand still; the byte limits hold for all together."""

    connections: int = 500
    idle: float = 0.0
    stalled: float = 60.0
    unfinished: int = 256 * 1024 * 1024
    waiting: int = 64 * 1024 * 1024


class Intake:
    """`keep` runs in one thread of its own: while it commits, the next batch gathers, so eight busy
    senders cost one commit and not eight. Senders answered together send again together: a batch
    waits a thousandth of a second for as many as the last one held, so a single sender never waits.
    `refuse` gives the answer to a frame that was too long, from its first bytes.
    """

    def __init__(self, keep: Keep, refuse: Refuse, limits: Limits):
        self.refuse, self.limits = refuse, limits
        self.kept = 0
        self.unfinished = 0  # bytes of frames that are not whole yet, on all lines together
        self._keep = keep
        self._held = 0
        self._room = asyncio.Event()
        self._waiting: asyncio.Queue[tuple[bytes, asyncio.Future]] = asyncio.Queue()
        self._expected = 1  # as many as the last batch held
        self._all_here: asyncio.Future | None = None
        self._thread = ThreadPoolExecutor(1, "keeper")
        self._keeper = asyncio.create_task(self._keep_batches())

    async def put(self, message: bytes) -> asyncio.Future:
        """Hand in a message; gives the answer to come. Waits while too much is waiting already."""
        while self._held and self._held + len(message) > self.limits.waiting:
            self._room.clear()
            await self._room.wait()
        self._held += len(message)
        future = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((message, future))
        if self._all_here and self._waiting.qsize() >= self._expected:
            _settle(self._all_here)
        return future

    async def emptied(self) -> None:
        """Until everything that was handed in is kept."""
        await self._waiting.join()

    def close(self) -> None:
        """Keep nothing more."""
        self._keeper.cancel()
        self._thread.shutdown(wait=True)

    async def _keep_batches(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch, size = await self._next_batch()
            told: Sequence[bytes | None]
            messages = [message for message, _ in batch]
            try:
                told = await loop.run_in_executor(self._thread, self._keep, messages)
            except Exception as trouble:
                log.error("A batch was lost before its commit: %s", type(trouble).__name__)
                told = [None] * len(batch)
            for (_, future), answer in zip(batch, told, strict=True):
                if not future.done():
                    future.set_result(answer)
                self._waiting.task_done()
            self.kept += len(batch)
            self._held -= size
            self._room.set()

    async def _next_batch(self) -> tuple[list[tuple[bytes, asyncio.Future]], int]:
        batch = [await self._waiting.get()]
        if len(batch) + self._waiting.qsize() < self._expected:
            await self._others(self._expected - len(batch))
        size = len(batch[0][0])
        while len(batch) < _BATCH and size < _BATCH_BYTES and not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
            size += len(batch[-1][0])
        self._expected = len(batch)
        return batch, size

    async def _others(self, many: int) -> None:
        """Until so many more wait, or patience ends."""
        loop = asyncio.get_running_loop()
        self._all_here, self._expected = loop.create_future(), many
        patience = loop.call_later(_PATIENCE, _settle, self._all_here)
        await self._all_here
        patience.cancel()
        self._all_here = None


def _settle(future: asyncio.Future) -> None:
    if not future.done():
        future.set_result(None)
