"""`northstar work`: the background worker of the server edition."""

import signal
from argparse import ArgumentParser, Namespace

_LOOKS = 0.1  # seconds between two looks where nobody rings
HELP = "the background worker: files, reviews, keeps the audit chain"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what there is to do, then end")


def run(args: Namespace) -> int:
    from northstar.config.clock import clinic_now, machine_now
    from northstar.config.store import ready
    from northstar.jobs.bell import Bell
    from northstar.jobs.household import end_with_parent
    from northstar.jobs.worker import Worker
    from northstar.record.collector import settled

    ready()
    end_with_parent()
    asked: list[int] = []
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda number, _: asked.append(number))
    settled()
    worker, bell = Worker(clock=clinic_now, machine_clock=machine_now), Bell()
    while not asked:
        busy = worker.turn()
        if not busy and args.once:
            worker.keep_up()
            break
        if not busy:
            bell.wait(_LOOKS)
    return 0
