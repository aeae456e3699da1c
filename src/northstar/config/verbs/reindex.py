"""`northstar reindex`: build anew what people and notes are found by."""

from argparse import ArgumentParser, Namespace

HELP = "build anew what the search finds people by: names, sounds, numbers, words of notes"


def add_arguments(parser: ArgumentParser) -> None:
    """None: it takes everything."""


def run(args: Namespace) -> int:
    from northstar.config.store import ready
    from northstar.record.reindex import rebuild

    ready()
    print(f"{rebuild():,} people and notes can be found.")
    return 0
