"""`northstar user`: who may sign in, and as what."""

import getpass
import sys
from argparse import ArgumentParser, Namespace
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from northstar.config.cli import Sorry

if TYPE_CHECKING:
    from northstar.access.models import Staff
    from northstar.access.viewer import Viewer

HELP = "who may sign in: add, list, role, entitle, password, deactivate, unlock, app"
SIGNS = True


def add_arguments(parser: ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    add = does.add_parser("add", help="take someone on")
    add.add_argument("username")
    add.add_argument("--name", default="", help="as colleagues say it")
    add.add_argument("--role", action="append", default=[], help="may be given several times")
    _password_from(add)
    listed = does.add_parser("list", help="everyone and what they are now")
    listed.add_argument("--json", action="store_true")
    role = does.add_parser("role", help="give or end a role")
    role.add_argument("username")
    role.add_argument("role")
    role.add_argument("--end", action="store_true", help="the person is no longer that")
    entitle = does.add_parser("entitle", help="leave to see facts of a sensitive kind")
    entitle.add_argument("username")
    entitle.add_argument("kind", nargs="+", help="part2, hiv, behavioral, restricted ...")
    entitle.add_argument("--why", required=True, help="on what the leave rests")
    entitle.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="its last day")
    password = does.add_parser("password", help="give someone a new password")
    password.add_argument("username")
    _password_from(password)
    for name, what in (
        ("unlock", "let someone try again after too many wrong passwords"),
        ("app", "someone lost their phone: take their authenticator app away"),
    ):
        does.add_parser(name, help=what).add_argument("username")
    left = does.add_parser("deactivate", help="someone has left: they sign in no more")
    left.add_argument("username")
    left.add_argument(
        "--to", metavar="USER|TEAM", help="who takes what they hold (the clinic's queue)"
    )
    left.add_argument("--yes", action="store_true", help="do not ask")


def _password_from(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--stdin", action="store_true", help="read the password from the first line of the input"
    )


def run(args: Namespace) -> int:
    from northstar.access.refuse import Refused
    from northstar.config.store import ready

    ready()
    try:
        return {
            "add": _add,
            "list": _list,
            "role": _role,
            "entitle": _entitle,
            "password": _password,
            "deactivate": _deactivate,
            "unlock": _unlock,
            "app": _app,
        }[args.does](args)
    except Refused as refused:
        raise Sorry(str(refused)) from None


def _add(args: Namespace) -> int:
    from northstar.access import staffing
    from northstar.access.writing import writing

    mark = signed()
    with writing():  # with all of the roles, or not at all
        staff = staffing.take_on(
            username=args.username, name=args.name, password=_asked(args), **mark
        )
        for role in args.role:
            staffing.give_role(staff=staff, role=role, **mark)
    print(f"{staff.name} can sign in as {staff.username}.")
    return 0


def _list(args: Namespace) -> int:
    import json

    from northstar.access import staffing
    from northstar.config.clock import clinic_now

    everyone: list[dict[str, Any]] = [
        {"username": one.staff.username, "name": one.staff.name, "active": one.staff.is_active,
         "roles": list(one.roles)}
        for one in staffing.everyone(at=clinic_now())
    ]  # fmt: skip
    if args.json:
        print(json.dumps(everyone, ensure_ascii=False))
        return 0
    for one in everyone:
        what = ", ".join(one["roles"]) or "no role"
        print(f"{one['username']:<16} {one['name']:<28} {what if one['active'] else 'has left'}")
    return 0


def _role(args: Namespace) -> int:
    from northstar.access import staffing

    staff = _known(args.username)
    change = staffing.end_role if args.end else staffing.give_role
    change(staff=staff, role=args.role, **signed())
    print(f"{staff.name} is {'no longer' if args.end else 'now'} {args.role}.")
    return 0


def _entitle(args: Namespace) -> int:
    from northstar.access import staffing
    from northstar.chart.sensitivity import Label

    names = [kind.upper().replace("-", "_") for kind in args.kind]
    if unknown := [name for name in names if not Label.__members__.get(name)]:
        known = ", ".join(label.name.lower() for label in Label if label.name)
        raise Sorry(f"There is no sensitive kind {unknown[0].lower()}; there are {known}.")
    labels = reduce(or_, (Label[name] for name in names))
    staff, sign = _known(args.username), signed()
    end = datetime.combine(args.until, time.max, sign["at"].tzinfo) if args.until else None
    staffing.entitle(staff=staff, labels=labels, reason=args.why, end=end, **sign)
    print(f"{staff.name} may see: {', '.join(args.kind)}.")
    return 0


def _password(args: Namespace) -> int:
    from northstar.access import staffing

    staff = _known(args.username)
    staffing.new_password(staff=staff, password=_asked(args), **signed())
    print(f"{staff.name} has a new password and is signed out everywhere.")
    return 0


def _deactivate(args: Namespace) -> int:
    from northstar.access import staffing
    from northstar.casework.worklist.succession import has_left, held_by

    staff, sign = _known(args.username), signed()
    to = staffing.holder_named(args.to) if args.to else staffing.default_team()
    for words, count in held_by(staff, sign["by"], sign["at"]):
        print(f"  {count:>6} {words}")
    if not args.yes and not _sure(f"{staff.name} leaves, and {to.name} takes this. Go on?"):
        print("Nothing was changed.")
        return 1
    moved = has_left(staff=staff, to=to, **sign)
    print(f"{staff.name} signs in no more; {moved} pieces of work went to {to.name}.")
    return 0


def _sure(question: str) -> bool:
    if not sys.stdin.isatty():
        raise Sorry("There is no terminal to confirm on; say --yes.")
    return input(f"{question} (yes/no) ").strip().casefold() in ("y", "yes")


def _unlock(args: Namespace) -> int:
    from northstar.access import staffing

    staff = _known(args.username)
    staffing.unlock(staff=staff, **signed())
    print(f"{staff.name} can try again.")
    return 0


def _app(args: Namespace) -> int:
    from northstar.access import second_step

    staff = _known(args.username)
    second_step.take_away(staff=staff, **signed())
    print(f"{staff.name} signs in with the password alone, until they connect an app again.")
    return 0


def _known(username: str) -> "Staff":
    from northstar.access.signing import known

    staff = known(username)
    if staff is None:
        raise Sorry(f"There is nobody called {username} here. `northstar user list` names them.")
    return staff


def _asked(args: Namespace) -> str:
    """The password, never an argument: those are seen by everyone on the machine."""
    if args.stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Sorry("There is no terminal to ask for the password on; give it with --stdin.")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise Sorry("The two differ; nothing was changed.")
    return first


def signed() -> dict:
    """Who did it, for the audit chain: whoever sits at this machine's command line."""
    from northstar.config.clock import clinic_now

    return {"by": at_the_command_line(), "at": clinic_now()}


def at_the_command_line() -> "Viewer":
    """The one who types, by the machine's account; sees what the house keeps, and every look is noted."""
    from dataclasses import replace

    from northstar.access.viewer import system_viewer

    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = "?"
    viewer = system_viewer(f"command line ({account})")
    return replace(viewer, purpose="command line", device=f"account {account}")
