"""`northstar panel`: who looks after whom."""

from argparse import ArgumentParser, Namespace

from northstar.config.cli import Sorry

HELP = "who looks after whom: assign the people of a feed, or one person, to a colleague or team"
SIGNS = True


def add_arguments(parser: ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    assign = does.add_parser("assign", help="from now on; also for people the feed tells of later")
    whose = assign.add_mutually_exclusive_group(required=True)
    whose.add_argument("--feed", help="everybody this feed tells of")
    whose.add_argument("--patient", metavar="ID", help="one person, by public id")
    assign.add_argument("--to", required=True, metavar="USER|TEAM")


def run(args: Namespace) -> int:
    from northstar.access import staffing
    from northstar.access.audit import acted
    from northstar.access.models import Staff
    from northstar.access.refuse import Refused
    from northstar.access.writing import writing
    from northstar.config.store import ready
    from northstar.config.verbs.user import signed
    from northstar.record import feeds, panels

    ready()
    mark = signed()
    day = mark["at"].date()
    try:
        holder = staffing.holder_named(args.to)
        to = {"staff" if isinstance(holder, Staff) else "team": holder.pk}
        with writing():
            if args.feed:
                if not feeds.known(args.feed):
                    raise Refused(
                        f"There is no feed {args.feed}; `northstar feed list` names them."
                    )
                count = panels.assign_feed(feeds.feed(args.feed), day=day, **to)
                acted(what=f"panel: feed {args.feed} to {holder.public_id}", action="admin", **mark)
            else:
                row = panels.patient_for(mark["by"], args.patient, mark["at"])
                panels.place(patient=row.pk, day=day, **to)
                count = 1
                acted(what=f"panel: to {holder.public_id}", patients=[row.public_id], **mark)
    except Refused as refused:
        raise Sorry(str(refused)) from None
    print(f"{holder.name} looks after {count} people of these now.")
    return 0
