"""`northstar verify`: check the store against its invariants; print its hash."""

from argparse import ArgumentParser, Namespace
from random import SystemRandom

HELP = "check the store against its invariants; --hash prints what it says as one number"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--hash", action="store_true", help="facts, links and open lines as SHA-256"
    )
    parser.add_argument(
        "--sample", type=int, default=0, metavar="N",
        help="also read N arrivals again, taken by chance, and look for each of their facts",
    )  # fmt: skip


def run(args: Namespace) -> int:
    from northstar.casework.worklist import verify as lines
    from northstar.config.clock import clinic_now
    from northstar.config.store import ready
    from northstar.discover import within
    from northstar.record import verify

    ready()
    if args.hash:
        print(verify.fingerprint(lines.said()))
    problems = verify.problems() + lines.problems()
    for more in within("northstar.casework", "verify", "PROBLEMS"):
        problems += more(clinic_now().date())
    if args.sample:
        problems += verify.sampled(args.sample, SystemRandom())
    for problem in problems:
        print(problem)
    if not problems and not args.hash:
        print("The store holds what it must.")
    return 1 if problems else 0
