"""`northstar restore`: a backup into an empty data folder."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from northstar.config.cli import Sorry
from northstar.config.home import home

HELP = "put a backup into an empty data folder (NORTHSTAR_HOME), checked before and after"
NEEDS_DJANGO = False


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="SRC", help="a folder that `backup` made")


def run(args: Namespace) -> int:
    from northstar.config.backing_up import ANCHOR, NotGood, restore

    if os.environ.get("NORTHSTAR_DATABASE_URL"):
        raise Sorry(
            "This record lies in PostgreSQL, whose own tool brings it back: "
            'pg_restore --dbname="$NORTHSTAR_DATABASE_URL" northstar.dump'
        )
    anchor = Path(os.environ.get("NORTHSTAR_ANCHOR") or home() / ANCHOR)
    try:
        made = restore(args.source, home(), anchor)
    except NotGood as bad:
        raise Sorry(str(bad)) from None
    print(f"The backup of {made['made']} is in {home()} and was checked.")
    return 0
