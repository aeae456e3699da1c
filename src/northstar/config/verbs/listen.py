"""`northstar listen`: the HL7 v2 listener."""

import os
import sys
from argparse import ArgumentParser, Namespace

from northstar.config.cli import Sorry

_FRESH = 5.0  # seconds after which a feed's settings are asked for anew
HELP = "the HL7 v2 listener (MLLP): keeps each message, then answers it"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--address", help="host:port to listen on (NORTHSTAR_MLLP)")
    parser.add_argument(
        "--feed", help="the feed under which messages are kept (NORTHSTAR_MLLP_FEED)"
    )


def run(args: Namespace) -> int:
    import asyncio

    from northstar.config.store import ready
    from northstar.jobs.listen.senders import BadSenders, Senders

    host, port = _address(args.address or os.environ.get("NORTHSTAR_MLLP", ""))
    try:
        senders = Senders(
            args.feed or os.environ.get("NORTHSTAR_MLLP_FEED") or "hl7",
            os.environ.get("NORTHSTAR_MLLP_FEEDS", ""),
        )
    except BadSenders as trouble:
        raise Sorry(f"NORTHSTAR_MLLP_FEEDS: {trouble}") from None
    idle = _seconds(os.environ.get("NORTHSTAR_MLLP_IDLE", "0"))
    ready()
    try:
        asyncio.run(_listen(host, port, senders, idle))
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


def _seconds(text: str) -> float:
    if not text.isdigit():
        raise Sorry("NORTHSTAR_MLLP_IDLE is a number of seconds; 0 means never.")
    return float(text)


async def _listen(host: str, port: int, senders, idle: float) -> None:
    import asyncio
    import signal

    from northstar.config.clock import machine_now, zone
    from northstar.jobs.household import end_with_parent
    from northstar.jobs.listen.intake import Limits
    from northstar.jobs.listen.keeper import refuse_too_long
    from northstar.jobs.listen.server import Listener
    from northstar.record.collector import settled

    end_with_parent()
    stop = asyncio.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(asked, stop.set)
    listener = Listener(
        _keep_under(senders),
        refuse=lambda head: refuse_too_long(head, machine_now().astimezone(zone())),
        limits=Limits(idle=idle),
    )
    settled()
    taken = await listener.start(host, port)
    print(f"Northstar listens for HL7 v2 at {host}:{taken}", file=sys.stderr, flush=True)
    await stop.wait()
    await listener.stop()


def _keep_under(senders):
    """What the listener does with a batch. A feed is asked for anew: its settings may change."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    from northstar.config.clock import clinic_clock, ticks
    from northstar.jobs.bell import ring
    from northstar.jobs.listen.keeper import keep_by_feed
    from northstar.record import feeds

    new = {"title": "HL7 messages", "format": "hl7v2", "zone": settings.TIME_ZONE}
    fresh: dict = {}
    now = clinic_clock()

    def feed_for(message):
        name = senders.feed_for(message)
        at, feed = fresh.get(name, (-_FRESH, None))
        if feed is None or ticks() - at >= _FRESH:
            feed = feeds.feed(name, **({} if feeds.known(name) else new))
            fresh[name] = (ticks(), feed)
        return feed

    def kept(messages):
        try:
            told = keep_by_feed(messages, feed_for, now())
        except DatabaseError:
            connection.close()  # the next batch begins with a fresh one
            fresh.clear()
            raise
        ring()
        return told

    return kept
