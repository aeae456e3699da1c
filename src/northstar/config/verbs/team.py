"""`northstar team`: who works together, sharing panels and a queue."""

import json
from argparse import ArgumentParser, Namespace

from northstar.config.cli import Sorry

HELP = "who works together: add, list, join, leave"
SIGNS = True


def add_arguments(parser: ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    does.add_parser("add", help="a new team").add_argument("team")
    does.add_parser("list", help="every team and its people").add_argument(
        "--json", action="store_true"
    )
    for name, what in (("join", "someone comes into a team"), ("leave", "someone leaves one")):
        change = does.add_parser(name, help=what)
        change.add_argument("username")
        change.add_argument("team")


def run(args: Namespace) -> int:
    from northstar.access.refuse import Refused
    from northstar.config.store import ready

    ready()
    try:
        return {"add": _add, "list": _list, "join": _change, "leave": _change}[args.does](args)
    except Refused as refused:
        raise Sorry(str(refused)) from None


def _add(args: Namespace) -> int:
    from northstar.access import staffing
    from northstar.config.verbs.user import signed

    print(f"There is a team {staffing.found_team(name=args.team, **signed()).name}.")
    return 0


def _change(args: Namespace) -> int:
    from northstar.access import staffing
    from northstar.access.models import Staff, Team
    from northstar.config.verbs.user import signed

    staff, team = staffing.holder_named(args.username), staffing.holder_named(args.team)
    if not isinstance(staff, Staff) or not isinstance(team, Team):
        raise Sorry("Name a colleague first and a team second.")
    joins = args.does == "join"
    (staffing.join if joins else staffing.leave)(staff=staff, team=team, **signed())
    print(f"{staff.name} {'is now in' if joins else 'has left'} {team.name}.")
    return 0


def _list(args: Namespace) -> int:
    from northstar.access import staffing
    from northstar.config.clock import clinic_now

    teams = staffing.teams(at=clinic_now())
    if args.json:
        told = [{"team": team, "members": names} for team, names in teams.items()]
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for team, names in teams.items():
        print(f"{team:<20} {', '.join(names) or 'nobody yet'}")
    return 0
