"""`northstar audit`: is the chain whole, and who looked at whom."""

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from northstar.config.cli import FOUND_PROBLEMS, Sorry

if TYPE_CHECKING:
    from northstar.access.audit.models import AuditEntry

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
    from northstar.access.audit import viewed
    from northstar.access.audit.asking import about, by
    from northstar.access.models import Staff
    from northstar.config.clock import clinic_now, machine_now
    from northstar.config.verbs.user import signed

    patient = _patient(args.patient) if args.patient else None
    rows = about(patient, args.last) if patient else by(_who(args.staff), args.last)
    # Reading who looked at a person is itself a look at that person.
    viewed(
        signed()["by"],
        "audit chain",
        clinic_now(),
        machine_now(),
        patients=[patient] if patient else [],
    )
    names = {str(uid): name for uid, name in Staff.objects.values_list("public_id", "name")}
    for row in rows:
        told = _told(row, names)
        print(json.dumps(told, ensure_ascii=False) if args.json else _line(told))
    return 0


def _patient(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Sorry(
            "A person is named by their public id, as `northstar patients` shows."
        ) from None


def _who(username: str) -> str:
    from northstar.access.models import Staff

    staff = Staff.objects.filter(username=username.casefold()).first()
    return str(staff.public_id) if staff else username


def _told(row: "AuditEntry", names: dict[str, str]) -> dict[str, Any]:
    from northstar.config.clock import zone

    return {
        "entry": row.sequence,
        "at": row.machine_at.astimezone(zone()).isoformat(timespec="seconds"),
        "who": names.get(row.who, row.who),
        "roles": row.roles.split(),
        "action": row.action,
        "what": row.what,
        "people": len(json.loads(row.patients)),
        "purpose": row.purpose,
        "outcome": row.outcome,
        "address": row.address,
    }


def _line(told: dict[str, Any]) -> str:
    why = f", because: {told['purpose']}" if told["purpose"] else ""
    return (
        f"{told['entry']:>8}  {told['at']}  {told['who']}  {told['action']} {told['what']} "
        f"({told['people']} people), {told['outcome']}{why}"
    )
