"""`northstar audit`: is the chain whole, and who looked at whom."""

import json
from argparse import ArgumentParser, Namespace
from typing import Any
from uuid import UUID

from northstar.config.cli import FOUND_PROBLEMS, Sorry

HELP = "verify: is the audit chain whole; show: who looked at a person, what someone did"


def add_arguments(parser: ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    verify = does.add_parser("verify", help="check the chain, the acts and the anchor")
    verify.add_argument("--json", action="store_true")
    show = does.add_parser("show", help="entries about one person or by one colleague")
    about = show.add_mutually_exclusive_group(required=True)
    about.add_argument("--patient", metavar="ID", help="the person's public id")
    about.add_argument("--staff", metavar="USER", help="a sign-in name, or the name of a job")
    show.add_argument("--last", type=int, default=100, metavar="N", help="so many (100)")
    show.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    from northstar.config.store import ready

    ready()
    return {"verify": _verify, "show": _show}[args.does](args)


def _verify(args: Namespace) -> int:
    from northstar.access.audit.proof import proof

    found = proof()
    if args.json:
        print(json.dumps(found.__dict__))
    else:
        for problem in found.problems:
            print(problem)
        verdict = "not whole" if found.problems else "whole"
        print(
            f"The audit chain is {verdict}: {found.entries} entries, {found.after_anchor} after "
            f"the anchor, {found.waiting} acts still to be chained."
        )
    return FOUND_PROBLEMS if found.problems else 0


def _show(args: Namespace) -> int:
    from northstar.access.audit import relay, viewed
    from northstar.access.audit.asking import about, by, told
    from northstar.config.clock import clinic_now, machine_now, zone
    from northstar.config.verbs.user import signed

    patient = _patient(args.patient) if args.patient else None
    while relay():  # what was done a moment ago belongs to the answer
        pass
    rows = about(patient, args.last) if patient else by(_who(args.staff), args.last)
    # Reading who looked at a person is itself a look at that person.
    viewed(
        signed()["by"],
        "audit chain",
        clinic_now(),
        machine_now(),
        patients=[patient] if patient else [],
    )
    for look in told(rows, zone()):
        words = look.__dict__ | {"at": look.at.isoformat(timespec="seconds")}
        print(json.dumps(words, ensure_ascii=False) if args.json else _line(words))
    return 0


def _patient(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Sorry(
            "A person is named by their public id, as `northstar patients` shows."
        ) from None


def _who(username: str) -> str:
    from northstar.access.signing import known

    staff = known(username)
    return str(staff.public_id) if staff else username


def _line(look: dict[str, Any]) -> str:
    why = f", because: {look['purpose']}" if look["purpose"] else ""
    return (
        f"{look['entry']:>8}  {look['at']}  {look['who']}  {look['action']} {look['what']} "
        f"({look['people']} people), {look['outcome']}{why}"
    )
