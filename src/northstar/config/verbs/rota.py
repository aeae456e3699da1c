"""`northstar rota`: who is there when, who is called first, who is away."""

import json
from argparse import ArgumentParser, Namespace
from datetime import date, time

from northstar.config.cli import Sorry

HELP = "who is there when: hours, on-call, away, closed, clear, list"
SIGNS = True


def add_arguments(parser: ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    for name, what in (
        ("hours", "weekly working hours of a colleague or a team"),
        ("on-call", "who is called, and in which order"),
    ):
        hours = does.add_parser(name, help=what)
        hours.add_argument("who", metavar="USER|TEAM")
        hours.add_argument("--days", default="mon-fri", help="mon-fri, sat,sun or all (mon-fri)")
        hours.add_argument("--from", dest="begins", required=True, type=time.fromisoformat)
        hours.add_argument(
            "--to", dest="ends", required=True, type=time.fromisoformat,
            help="earlier than --from: overnight",
        )  # fmt: skip
        hours.add_argument("--order", type=int, default=1, help="who is called first: 1, then 2")
    away = does.add_parser("away", help="days on which a colleague is away")
    away.add_argument("who", metavar="USER")
    closed = does.add_parser("closed", help="days on which the clinic is closed")
    for days in (away, closed):
        days.add_argument("--from", dest="first", required=True, type=date.fromisoformat)
        days.add_argument("--to", dest="last", type=date.fromisoformat, help="the last day")
        days.add_argument("--why", default="")
    does.add_parser("clear", help="take all weekly hours away").add_argument("who")
    does.add_parser("list", help="the rota").add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    from northstar.access.refuse import Refused
    from northstar.config.store import ready

    ready()
    try:
        return {
            "hours": _hours,
            "on-call": _hours,
            "away": _away,
            "closed": _away,
            "clear": _clear,
            "list": _list,
        }[args.does](args)
    except Refused as refused:
        raise Sorry(str(refused)) from None


def _hours(args: Namespace) -> int:
    from northstar.access import rostering, staffing
    from northstar.access.models import Shift
    from northstar.config.verbs.user import signed

    made = rostering.give_hours(
        to=staffing.holder_named(args.who),
        days=rostering.days_named(args.days),
        begins=args.begins,
        ends=args.ends,
        kind=Shift.ON_CALL if args.does == "on-call" else Shift.WORK,
        order=args.order,
        **signed(),
    )
    print(f"{args.who} is {made[0].get_kind_display()} on {len(made)} days of the week.")
    return 0


def _away(args: Namespace) -> int:
    from northstar.access import rostering, staffing
    from northstar.access.models import Staff
    from northstar.config.verbs.user import signed

    staff = staffing.holder_named(args.who) if args.does == "away" else None
    if staff is not None and not isinstance(staff, Staff):
        raise Sorry("A team is not away; name a colleague, or use `rota closed`.")
    last = args.last or args.first
    rostering.away(staff=staff, first=args.first, last=last, why=args.why, **signed())
    print(f"{staff.name if staff else 'The clinic'}: away from {args.first} to {last}.")
    return 0


def _clear(args: Namespace) -> int:
    from northstar.access import rostering, staffing
    from northstar.config.verbs.user import signed

    count = rostering.clear(of=staffing.holder_named(args.who), **signed())
    print(f"{count} hours of {args.who} taken away.")
    return 0


def _list(args: Namespace) -> int:
    from northstar.access import rostering

    told = [
        {
            "who": (row.staff or row.team).name,  # type: ignore[union-attr]
            "kind": row.kind,
            "day": str(row.date) if row.date else rostering.DAYS[row.weekday or 0],
            "from": f"{row.begins:%H:%M}",
            "to": f"{row.ends:%H:%M}",
            "order": row.order,
        }
        for row in rostering.weekly()
    ]
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for one in told:
        turn = f", called as number {one['order']}" if one["kind"] == "on-call" else ""
        print(f"{one['who']:<24} {one['kind']:<8} {one['day']} {one['from']}-{one['to']}{turn}")
    if not told:
        print("No hours are given: everyone is taken to be there Monday to Friday, 8:00 to 17:00.")
    return 0
