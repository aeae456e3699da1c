"""Connections over asyncio: who may connect, and how a listener ends without losing an answer."""

import asyncio
import logging
import socket

from northstar.jobs.listen.converse import Conversation
from northstar.jobs.listen.intake import Intake, Keep, Limits, Refuse

log = logging.getLogger(__name__)
_PIECE = 1 << 16
_GRACE = 5.0  # seconds that senders have, when we end, to take the answers that are theirs


class Listener:
    """Hears senders and hands their messages to `keep`, which commits a batch and gives the answers."""

    def __init__(
        self, keep: Keep, *, refuse: Refuse = lambda head: b"", limits: Limits | None = None
    ):
        self._keep, self._refuse, self._limits = keep, refuse, limits or Limits()
        self._open: dict[asyncio.Task, Conversation] = {}
        self._server: asyncio.Server | None = None
        self._intake: Intake | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port (asked for as 0: the one that was free)."""
        self._intake = Intake(self._keep, self._refuse, self._limits)
        self._server = await asyncio.start_server(self._connected, host, port, limit=2 * _PIECE)
        return self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hear nobody any more, answer what was received, then close."""
        if self._server is None or self._intake is None:
            return
        self._server.close()
        for conversation in self._open.values():
            conversation.hush()
        await self._intake.emptied()
        if self._open:
            await asyncio.wait(list(self._open), timeout=_GRACE)
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        self._intake.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or self._intake is None or len(self._open) >= self._limits.connections:
            log.warning("A sender was turned away: %d are connected.", len(self._open))
            writer.close()
            return
        # A peer that has gone without a word is noticed by the network after some minutes.
        line = writer.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._open[task] = conversation = Conversation(self._intake, reader, writer)
        try:
            await conversation.run()
        except (OSError, asyncio.CancelledError, TimeoutError):
            pass  # the sender went away, or we are ending: what was not answered will be sent again
        finally:
            del self._open[task]
            writer.close()
