"""Connections over asyncio: frames in, answers out in the same order, many to one commit."""

import asyncio
import logging
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from northstar.jobs.listen.converse import Conversation

log = logging.getLogger(__name__)
Keep = Callable[[Sequence[bytes]], list[bytes]]
Refuse = Callable[[bytes], bytes]

_PIECE = 1 << 16
_BATCH, _BATCH_BYTES = 200, 8_000_000
_GRACE = 5.0  # seconds that senders have, when we end, to take the answers that are theirs


@dataclass(frozen=True, slots=True)
class Limits:
    """What one listener bears. `idle`: seconds after which a silent connection is closed, 0 never;
    `stalled`: seconds a half-sent frame may stand still; the byte limits hold for all together."""

    connections: int = 500
    idle: float = 0.0
    stalled: float = 60.0
    unfinished: int = 256 * 1024 * 1024
    waiting: int = 64 * 1024 * 1024


class Listener:
    """Hears senders and hands their messages to `keep`, which commits a batch and gives the answers.

    `keep` runs in one thread of its own: while it commits, the next batch gathers, so eight busy
    senders cost one commit and not eight. A batch is never held back to grow. `refuse` gives the
    answer to a frame that was too long, from its first bytes.
    """

    def __init__(
        self, keep: Keep, *, refuse: Refuse = lambda head: b"", limits: Limits | None = None
    ):
        self.keep, self.refuse, self.limits = keep, refuse, limits or Limits()
        self.kept = 0
        self.unfinished = 0
        self._held = 0
        self._room = asyncio.Event()
        self._waiting: asyncio.Queue[tuple[bytes, asyncio.Future]] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(1, "keeper")
        self._open: dict[asyncio.Task, Conversation] = {}
        self._server: asyncio.Server | None = None
        self._keeper: asyncio.Task | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port (asked for as 0: the one that was free)."""
        self._keeper = asyncio.create_task(self._keep_batches())
        self._server = await asyncio.start_server(self._connected, host, port, limit=2 * _PIECE)
        return self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hear nobody any more, answer what was received, then close."""
        if self._server:
            self._server.close()
        for conversation in self._open.values():
            conversation.hush()
        await self._waiting.join()
        if self._open:
            await asyncio.wait(list(self._open), timeout=_GRACE)
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        if self._keeper:
            self._keeper.cancel()
        self._thread.shutdown(wait=True)

    async def put(self, message: bytes) -> asyncio.Future:
        """Hand in a message; gives the answer to come. Waits while too much is waiting already."""
        while self._held and self._held + len(message) > self.limits.waiting:
            self._room.clear()
            await self._room.wait()
        self._held += len(message)
        future = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((message, future))
        return future

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._open) >= self.limits.connections:
            log.warning("A sender was turned away: %d are connected.", len(self._open))
            writer.close()
            return
        # A peer that has gone without a word is noticed by the network after some minutes.
        line = writer.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._open[task] = conversation = Conversation(self, reader, writer)
        try:
            await conversation.run()
        except (OSError, asyncio.CancelledError, TimeoutError):
            pass  # the sender went away, or we are ending: what was not answered will be sent again
        finally:
            del self._open[task]
            writer.close()

    async def _keep_batches(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch = [await self._waiting.get()]
            size = len(batch[0][0])
            while len(batch) < _BATCH and size < _BATCH_BYTES and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
                size += len(batch[-1][0])
            told: list[bytes | None]
            try:
                told = await loop.run_in_executor(self._thread, self.keep, [m for m, _ in batch])
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
