"""`northstar morning`: review what is due and print one person's day."""

import json
from argparse import ArgumentParser, Namespace
from datetime import datetime

from northstar.config.cli import Sorry

HELP = "review what is due and print a person's day"
SIGNS = True


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--as", dest="who", required=True, metavar="USER", help="whose day")
    parser.add_argument("--at", metavar="ISO", help="the clinic's clock for this run")
    parser.add_argument("--json", action="store_true", help="for machines")


def run(args: Namespace) -> int:
    from rich.progress import Progress

    from northstar.access.audit import viewed
    from northstar.access.signing import known
    from northstar.access.viewer import viewer_of
    from northstar.casework.worklist.morning import as_json
    from northstar.config.clock import clinic_now, machine_now
    from northstar.config.store import ready
    from northstar.spine import review_due

    ready()
    now = _moment(args.at) if args.at else clinic_now()
    staff = known(args.who)
    if staff is None or not staff.is_active:
        raise Sorry(f"There is nobody called {args.who} here. `northstar user list` names them.")
    with Progress(transient=True, disable=args.json) as bar:
        task = bar.add_task("reviewing charts", total=None)
        review_due(now, lambda n: bar.advance(task, n))
    # What the person may see is judged by the present, also where the day is another one.
    viewer = viewer_of(staff, clinic_now())
    told = as_json(viewer, staff, now)
    viewed(viewer, "morning", now, machine_now())
    print(json.dumps(told, ensure_ascii=False) if args.json else in_words(told))
    return 0


def _moment(text: str) -> datetime:
    from northstar.casework.worklist.asking import latest_act
    from northstar.config.clock import zone

    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Sorry(f"“{text}” is not a moment like 2026-09-08T07:30.") from None
    at = at.replace(tzinfo=zone()) if at.tzinfo is None else at.astimezone(zone())
    latest = latest_act()
    if latest and at < latest:
        raise Sorry(
            f"The latest act was at {latest.astimezone(zone()):%Y-%m-%d %H:%M}; the day cannot run backwards."
        )
    return at


def in_words(told: dict) -> str:
    """The day as text: one line of work, its reasons, what to do."""
    lines, band = [], ""
    for line in told["lines"]:
        if line["band"] != band:
            band = line["band"]
            lines.append(f"\n{band}")
        lines.append(
            f"{line['rank']:3}. {line['name']} {line['headline']}  [{line['minutes']} min]"
        )
        lines += [f"       {why['says']}" for why in line["because"]]
        if line["suggests"]:
            lines.append(f"     * {line['suggests']}")
    return "\n".join(lines).strip() or "Nothing waits for you today."
