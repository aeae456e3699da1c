"""`northstar listen`: the HL7 v2 listener."""

import os
import sys
from argparse import ArgumentParser, Namespace

from northstar.config.cli import Sorry

_FRESH = 5.0  # seconds after which the feed's settings are asked for anew
HELP = "the HL7 v2 listener (MLLP): keeps each message, then answers it"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--address", help="host:port to listen on (NORTHSTAR_MLLP)")
    parser.add_argument("--feed", default="hl7", help="the feed under which messages are kept")


def run(args: Namespace) -> int:
    import asyncio

    from northstar.config.store import ready

    host, port = _address(args.address or os.environ.get("NORTHSTAR_MLLP", ""))
    ready()
    try:
        asyncio.run(_listen(host, port, args.feed))
    except OSError as trouble:
        raise Sorry(
            f"The address {host}:{port} cannot be listened on: {trouble.strerror}."
        ) from None
    return 0


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise Sorry("Say where to listen, as --address HOST:PORT or in NORTHSTAR_MLLP.")
    return host.strip("[]"), int(port)


async def _listen(host: str, port: int, name: str) -> None:
    import asyncio
    import signal

    from northstar.jobs.household import end_with_parent
    from northstar.jobs.listen.server import Listener

    end_with_parent()
    stop = asyncio.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(asked, stop.set)
    listener = Listener(_keep_under(name))
    taken = await listener.start(host, port)
    print(f"Northstar listens for HL7 v2 at {host}:{taken}", file=sys.stderr, flush=True)
    await stop.wait()
    await listener.stop()


def _keep_under(name: str):
    """What the listener does with a batch. The feed is asked for anew: its settings may change."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    from northstar.config.clock import clinic_now, ticks
    from northstar.jobs.listen.keeper import keep
    from northstar.record import feeds

    new = {"title": "HL7 messages", "format": "hl7v2", "zone": settings.TIME_ZONE}

    fresh: dict = {}

    def kept(messages):
        if ticks() - fresh.get("at", -_FRESH) >= _FRESH:
            feed = feeds.feed(name, **({} if feeds.known(name) else new))
            fresh.update(at=ticks(), feed=feed)
        try:
            return keep(messages, fresh["feed"], clinic_now())
        except DatabaseError:
            connection.close()  # the next batch begins with a fresh one
            raise

    return kept
