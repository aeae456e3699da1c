"""`northstar work`: the background worker of the server edition."""

import signal
import threading
from argparse import ArgumentParser, Namespace

HELP = "the background worker: files, reviews, keeps the audit chain"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what there is to do, then end")


def run(args: Namespace) -> int:
    from northstar.config.clock import clinic_now, machine_now
    from northstar.config.store import ready
    from northstar.jobs.household import end_with_parent
    from northstar.jobs.worker import Worker

    ready()
    end_with_parent()
    stop = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stop.set())
    worker = Worker(now=clinic_now, machine_now=machine_now)
    while not stop.is_set():
        busy = worker.turn()
        if not busy and args.once:
            break
        if not busy:
            stop.wait(0.1)
    return 0
