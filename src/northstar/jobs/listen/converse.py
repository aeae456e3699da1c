"""One sender's connection: what it sends is heard piece by piece, and answered in the same order."""

import asyncio
import logging

from northstar.jobs.listen.intake import Intake
from northstar.sources.hl7v2.framing import Deframer

log = logging.getLogger(__name__)
_PIECE = 1 << 16
_AHEAD = 64  # unanswered messages of one connection; beyond that its bytes wait on the wire


class Conversation:
    """Hearing and speaking run side by side; when either ends, so does the other."""

    def __init__(self, intake: Intake, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._intake, self._reader, self._writer = intake, reader, writer
        self._frames = Deframer()
        self._answers: asyncio.Queue[asyncio.Future | None] = asyncio.Queue()
        self._ahead = asyncio.Semaphore(_AHEAD)
        self._hearing: asyncio.Task | None = None
        self._hushed = False

    async def run(self) -> None:
        """Until the sender closes the line, or we do."""
        self._hearing = asyncio.create_task(self._hear())
        speaking = asyncio.create_task(self._speak())
        if self._hushed:
            self._hearing.cancel()
        try:
            await asyncio.wait({self._hearing, speaking}, return_when=asyncio.FIRST_COMPLETED)
            self._answers.put_nowait(None)
            if self._hearing.done():
                await speaking
        finally:
            self._hearing.cancel()
            speaking.cancel()
            await asyncio.gather(self._hearing, speaking, return_exceptions=True)

    def hush(self) -> None:
        """Take nothing more from this sender; it still gets the answers that are its own."""
        self._hushed = True
        if self._hearing:
            self._hearing.cancel()

    async def _hear(self) -> None:
        held = 0
        try:
            while data := await self._next(held):
                for message in self._frames.feed(data):
                    await self._refuse_too_long()
                    await self._ahead.acquire()
                    self._answers.put_nowait(await self._intake.put(message))
                await self._refuse_too_long()
                self._intake.unfinished += self._frames.pending - held
                held = self._frames.pending
                if held and self._intake.unfinished > self._intake.limits.unfinished:
                    log.warning("A line was closed: too many unfinished messages at once.")
                    return
        except TimeoutError:
            return  # it stands still; what it had begun will be sent again
        finally:
            self._intake.unfinished -= held

    async def _next(self, held: int) -> bytes:
        limits = self._intake.limits
        patience = limits.stalled if held else limits.idle or None
        return await asyncio.wait_for(self._reader.read(_PIECE), patience)

    async def _refuse_too_long(self) -> None:
        """A frame above the limit was skipped to its end: say so, and go on with the next."""
        for head in self._frames.heads_of_skipped():
            log.warning("A frame longer than %d bytes was refused.", self._frames.limit)
            await self._ahead.acquire()
            future = asyncio.get_running_loop().create_future()
            future.set_result(self._intake.refuse(head))
            self._answers.put_nowait(future)

    async def _speak(self) -> None:
        """Write the answers in order. No answer closes the line: the message is sent again."""
        while (future := await self._answers.get()) is not None:
            told = await future
            if told is None:
                return
            if told:
                self._writer.write(told)
                await self._writer.drain()
            self._ahead.release()
