"""The whole test suite, as the build runs it."""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace

HELP = "run the tests as the build does; further arguments go to pytest"
NEEDS_DJANGO = False
PASSES_ON = True


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--long", action="store_true", help="the thousands of repetitions too")


def run(args: Namespace) -> int:
    workers = os.environ.get("NORTHSTAR_TEST_WORKERS", "2")
    return subprocess.call([sys.executable, "-m", "pytest", "-n", workers, *args.rest])
