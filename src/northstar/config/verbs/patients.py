"""`northstar patients`: whom the record knows."""

import json
import sys
from argparse import ArgumentParser, Namespace

HELP = "whom the record knows; --find a name, birth date, phone, address, number, words of a note"
SIGNS = True


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--find", default="", metavar="TEXT", help="parts of a name, a birth date")
    parser.add_argument("--most", type=int, default=100_000, metavar="N")
    parser.add_argument("--json", action="store_true", help="one object a line")


def run(args: Namespace) -> int:
    from northstar.access.audit import viewed
    from northstar.config.clock import clinic_now, machine_now
    from northstar.config.store import ready
    from northstar.config.verbs.user import at_the_command_line
    from northstar.record.people import cards_now

    ready()
    now, viewer = clinic_now(), at_the_command_line()
    rows, more = _found(viewer, args.find, now.date(), args.most)
    cards = cards_now(viewer, rows)
    action = "search" if args.find else "view"
    viewed(viewer, "patients", now, machine_now(), action=action)
    for who in cards:
        if args.json:
            told = {
                "id": who.id, "name": who.name, "birth_date": who.birth_date,
                "gender": who.gender, "language": who.language, "died": who.died,
            }  # fmt: skip
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(f"{who.id}  {who.birth_date:<10}  {who.name}{' (died)' if who.died else ''}")
    if more:
        print(f"There are more than {args.most}; --most shows more of them.", file=sys.stderr)
    return 0


def _found(viewer, said: str, day, most: int):
    from northstar.record import finding

    if not said:
        return finding.find(viewer, said, day, most)
    hits, more = finding.search(viewer, said, day, most)
    return [hit.patient for hit in hits], more
