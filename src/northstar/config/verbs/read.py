"""`northstar read`: files, folders and archives into the record, with the import report."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from northstar.config.cli import Sorry

HELP = "read files, folders and archives into the record; print the import report"
SIGNS = True


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--feed", required=True, help="the source system these come from")
    parser.add_argument("--zone", help="the zone of times written without one (IANA name)")
    parser.add_argument(
        "--columns", type=Path, help="a JSON file with the column map of a CSV feed"
    )
    parser.add_argument("--json", action="store_true", help="the report for machines")


def run(args: Namespace) -> int:
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from northstar.config.clock import clinic_now, ticks
    from northstar.config.store import ready
    from northstar.jobs.read_in import read_in
    from northstar.record import feeds

    ready()
    missing = [path for path in args.paths if not path.exists()]
    if missing:
        raise Sorry(f"There is no file or folder {missing[0]}.")
    feed = feeds.feed(args.feed, **_known(args))
    began = ticks()
    columns = (SpinnerColumn(), TextColumn("{task.completed} arrivals read"))
    with Progress(*columns, transient=True, disable=args.json) as bar:
        task = bar.add_task("reading", total=None)
        report = read_in(args.paths, feed, clinic_now(), lambda n: bar.advance(task, n))
    told = report.as_json(ticks() - began)
    print(json.dumps(told, ensure_ascii=False) if args.json else in_words(told))
    return 1 if report.refused else 0


def _known(args: Namespace) -> dict:
    from django.conf import settings

    from northstar.record import feeds

    known = {"zone": args.zone} if args.zone else {}
    if args.columns:
        try:
            columns = json.loads(args.columns.read_text())
        except (OSError, ValueError):
            raise Sorry(f"The column map {args.columns} cannot be read as JSON.") from None
        before = next((row for row in feeds.every_feed() if row.name == args.feed), None)
        known["settings"] = (before.settings if before else {}) | {"columns": columns}
    return known or ({} if feeds.known(args.feed) else {"zone": settings.TIME_ZONE})


def in_words(told: dict) -> str:
    """The report for a person: what was kept, and every trouble with its place."""
    kept = ", ".join(f"{count} {kind}" for kind, count in told["kept"].items()) or "nothing"
    people = told["patients"]
    lines = [
        f"{told['arrivals']} arrivals, {told['duplicates']} seen before, in {told['seconds']} s",
        f"kept {told['elements']} elements: {kept}",
        (
            f"{told['facts']} new facts; patients: {people['new']} new, {people['matched']} matched, "
            f"{people['to_review']} questions who is who"
        ),
    ]
    for name in ("refused", "dropped", "doubted"):
        troubles = told[name]
        if troubles:
            lines.append(f"{name}: {len(troubles)}")
            lines += [f"  {t['path']} {t.get('locator', '')} {t['why']}" for t in troubles[:20]]
            if len(troubles) > 20:
                lines.append(f"  and {len(troubles) - 20} more; --json lists all")
    return "\n".join(lines)
