"""A sending system for the benchmarks and the stories: sends, waits for each answer, notes the time."""

import asyncio

from northstar.config.clock import ticks
from northstar.sources.hl7v2.framing import Deframer, framed


async def send(port: int, wires: list[bytes]) -> list[float]:
    """Each message after the answer to the one before, as interfaces do; seconds each one took."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    frames, taken = Deframer(), []
    for wire in wires:
        began = ticks()
        writer.write(framed(wire))
        answers: list[bytes] = []
        while not answers:
            data = await reader.read(65536)
            if not data:
                raise ConnectionError("the listener closed the line")
            answers = list(frames.feed(data))
        if b"|AA|" not in answers[0]:
            raise ValueError("the listener did not accept what the generator made")
        taken.append(ticks() - began)
    writer.close()
    return taken
