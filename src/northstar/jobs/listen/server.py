"""Connections over asyncio: frames in, answers out in the same order, many to one commit."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from northstar.sources.hl7v2.framing import Deframer

log = logging.getLogger(__name__)
Keep = Callable[[Sequence[bytes]], list[bytes]]

_PIECE = 1 << 16
_AHEAD = 64  # unanswered messages of one connection; beyond that its bytes wait on the wire
_BATCH, _BATCH_BYTES = 200, 8_000_000
_CONNECTIONS = 500
_STALLED = 60.0  # seconds a half-sent frame may stand still


class Listener:
    """Hears senders and hands their messages to `keep`, which commits a batch and gives the answers.

    `keep` runs in one thread of its own: while it commits, the next batch gathers, so eight busy
    senders cost one commit and not eight. A batch is never held back to grow.
    """

    def __init__(self, keep: Keep, *, most: int = _CONNECTIONS, stalled: float = _STALLED):
        self.keep, self.most, self.stalled = keep, most, stalled
        self.kept = 0
        self._waiting: asyncio.Queue[tuple[bytes, asyncio.Future]] = asyncio.Queue(4 * _BATCH)
        self._thread = ThreadPoolExecutor(1, "keeper")
        self._open: set[asyncio.Task] = set()
        self._server: asyncio.Server | None = None
        self._keeper: asyncio.Task | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port (asked for as 0: the one that was free)."""
        self._keeper = asyncio.create_task(self._keep_batches())
        self._server = await asyncio.start_server(self._connected, host, port, limit=2 * _PIECE)
        return self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Take no new connection, answer what was received, then close."""
        if self._server:
            self._server.close()
        await self._waiting.join()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        if self._keeper:
            self._keeper.cancel()
        self._thread.shutdown(wait=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._open) >= self.most:
            writer.close()
            return
        self._open.add(task)
        try:
            await self._converse(reader, writer)
        except (OSError, asyncio.CancelledError, TimeoutError):
            pass  # the sender went away, or we are ending: what was not answered will be sent again
        finally:
            self._open.discard(task)
            writer.close()

    async def _converse(self, reader, writer) -> None:
        answers: asyncio.Queue[asyncio.Future | None] = asyncio.Queue(_AHEAD)
        speaking = asyncio.create_task(_speak(answers, writer))
        deframer = Deframer()
        try:
            while data := await _next(reader, self.stalled if deframer.pending else None):
                for message in deframer.feed(data):
                    future = asyncio.get_running_loop().create_future()
                    await self._waiting.put((message, future))
                    await answers.put(future)
            await answers.put(None)
            await speaking
        finally:
            speaking.cancel()

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


async def _next(reader: asyncio.StreamReader, patience: float | None) -> bytes:
    return await asyncio.wait_for(reader.read(_PIECE), patience)


async def _speak(answers: asyncio.Queue, writer: asyncio.StreamWriter) -> None:
    """Write the answers in the order of the messages. No answer closes the line: it is sent again."""
    while (future := await answers.get()) is not None:
        told = await future
        if told is None:
            writer.close()
            return
        if told:
            writer.write(told)
            await writer.drain()
