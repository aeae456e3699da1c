"""`northstar backup`: a checked copy of everything, taken while the clinic works."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from northstar.config.cli import Sorry

HELP = "copy record, audit chain, anchor and key to a new folder, while running, and check the copy"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("dest", type=Path, metavar="DEST", help="a folder that is not there yet")


def run(args: Namespace) -> int:
    import sys

    from django.conf import settings
    from django.db import connection

    from northstar.access.audit import acted
    from northstar.access.writing import writing
    from northstar.config.backing_up import NotGood, back_up
    from northstar.config.clock import machine_now
    from northstar.config.store import chained, ready
    from northstar.config.verbs.user import signed

    if connection.vendor != "sqlite":
        raise Sorry(
            "This record lies in PostgreSQL, whose own tool makes the copy: "
            'pg_dump --format=custom --file=northstar.dump "$NORTHSTAR_DATABASE_URL"'
        )
    ready()
    with writing():
        acted(what="backup", action="export", **signed())
    chained()
    try:
        made = back_up(
            Path(settings.HOME), Path(settings.AUDIT_ANCHOR), args.dest, machine_now(),
            writing, lambda said: print(said, file=sys.stderr),
        )  # fmt: skip
    except NotGood as bad:
        raise Sorry(str(bad)) from None
    kept = made["counts"]["northstar.sqlite3"]
    entries = made["counts"]["audit.sqlite3"]["audit_auditentry"]
    print(
        f"{args.dest} holds {kept['record_arrival']} arrivals, {kept['record_fact']} facts, "
        f"{kept['record_patient']} patients and {entries} audit entries, and was checked."
    )
    return 0
