"""`northstar verify`: check the store against its invariants; print its hash."""

from argparse import ArgumentParser, Namespace

HELP = "check the store against its invariants; --hash prints what it says as one number"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--hash", action="store_true", help="facts, links and open lines as SHA-256"
    )


def run(args: Namespace) -> int:
    from northstar.casework.worklist import verify as lines
    from northstar.config.store import ready
    from northstar.record import verify

    ready()
    if args.hash:
        print(verify.fingerprint(lines.said()))
    problems = verify.problems() + lines.problems()
    for problem in problems:
        print(problem)
    if not problems and not args.hash:
        print("The store holds what it must.")
    return 1 if problems else 0
