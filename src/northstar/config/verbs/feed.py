"""`northstar feed`: the source systems this clinic hears, and what is known of each."""

import json
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from northstar.config.cli import Sorry

HELP = "the source systems we hear: add, set, list"
SIGNS = True
_UNITS = {"m": 60, "h": 3600, "d": 86_400}


def add_arguments(parser: ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    for name, what in (("add", "a new source system"), ("set", "change what is known of one")):
        one = does.add_parser(name, help=what)
        one.add_argument("name")
        one.add_argument("--title", help="as colleagues say it")
        one.add_argument("--format", help="fhir_r4, ccda, hl7v2, fills, mail ...")
        one.add_argument("--zone", help="the zone of times written without one (IANA name)")
        one.add_argument(
            "--assigner", help="who gives out the numbers it names without saying whose"
        )
        one.add_argument("--every", help="the longest silence it promises: 30m, 24h, 4d")
        one.add_argument(
            "--own",
            choices=("yes", "no"),
            help="it is our own record; others' lists are compared to it",
        )
        one.add_argument("--columns", type=Path, help="a JSON file with a CSV feed's column map")
        one.add_argument(
            "--label", action="append",
            help="all of it is this sensitive: part2, hiv, behavioral ... or normal; may be repeated",
        )  # fmt: skip
    does.add_parser("list", help="every feed").add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    from northstar.config.store import ready

    ready()
    return _list(args) if args.does == "list" else _keep(args)


def _keep(args: Namespace) -> int:
    from northstar.access.audit import acted
    from northstar.access.writing import writing
    from northstar.config.verbs.user import signed
    from northstar.record import feeds

    there = feeds.known(args.name)
    if args.does == "add" and there:
        raise Sorry(f"There is a feed {args.name} already; change it with `northstar feed set`.")
    if args.does == "set" and not there:
        raise Sorry(f"There is no feed {args.name}; make it with `northstar feed add`.")
    known = _known(args)
    with writing():
        row = feeds.feed(args.name)
        if told := {name: known.pop(name) for name in ("columns", "own") if name in known}:
            known["settings"] = row.settings | told
        feeds.feed(args.name, **known)
        what = f"feed {args.does}: {args.name} ({', '.join(sorted(known))})"
        acted(action="admin", what=what[:120], **signed())
    print(f"Feed {args.name} is known: {_in_words(_told(args.name))}.")
    return 0


def _known(args: Namespace) -> dict[str, Any]:
    known = {"title": args.title, "assigner": args.assigner, "format": _format(args.format)}
    known |= {"zone": _zone(args), "every": _every(args.every), "label": _label(args.label)}
    known["columns"] = _columns(args.columns)
    known["own"] = args.own == "yes" if args.own else None
    return {name: value for name, value in known.items() if value is not None}


def _format(name: str | None) -> str | None:
    from northstar.sources.recognise import formats

    if name and name not in formats():
        raise Sorry(f"There is no reader {name}; there are {', '.join(sorted(formats()))}.")
    return name


def _zone(args: Namespace) -> str | None:
    from zoneinfo import ZoneInfo

    from django.conf import settings

    name = args.zone or (settings.TIME_ZONE if args.does == "add" else None)
    try:
        return ZoneInfo(name).key if name else None
    except (ValueError, OSError, KeyError):
        raise Sorry(f"“{name}” is no time zone like America/Los_Angeles.") from None


def _every(text: str | None) -> int | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,4})([mhd])", text)
    if not found or not int(found[1]):
        raise Sorry(f"“{text}” is no length of time like 30m, 24h or 4d.")
    return int(found[1]) * _UNITS[found[2]]


def _label(names: list[str] | None) -> int | None:
    from northstar.chart.sensitivity import Label

    if names is None:
        return None
    unknown = [name for name in names if name.upper().replace("-", "_") not in Label.__members__]
    if unknown:
        known = ", ".join(name.lower().replace("_", "-") for name in Label.__members__)
        raise Sorry(f"There is no label {unknown[0]}; the labels are {known}.")
    total = 0
    for name in names:
        total |= Label[name.upper().replace("-", "_")]
    return total


def _columns(path: Path | None) -> Any:
    if path is None:
        return None
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise Sorry(f"The column map {path} cannot be read as JSON.") from None


def _told(name: str) -> dict[str, Any]:
    return next(one for one in _all() if one.pop("name") == name)


def _in_words(told: dict[str, Any]) -> str:
    """What is known of a feed, as one would tell it on the telephone."""
    from northstar.chart.sensitivity import Label

    known = {
        "called": told["title"],
        "numbers of": told["assigner"],
        "read as": "whatever each file is" if told["format"] == "any" else told["format"],
        "times without a zone from": told["zone"],
        "silent for": f"{_as_asked(told['every'])} at most",
        "all of it marked": ", ".join(
            (one.name or "").lower().replace("_", "-") for one in Label if one & told["label"]
        ),
        "last heard": told["last_heard"] or "never",
    }
    return "; ".join(f"{name} {value}" for name, value in known.items() if value)


def _as_asked(seconds: int) -> str:
    """A length of time as it is given to --every."""
    unit, size = next(one for one in reversed(_UNITS.items()) if not seconds % one[1])
    return f"{seconds // size}{unit}"


def _all() -> list[dict[str, Any]]:
    from northstar.record import feeds

    heard = feeds.heard()
    return [
        {
            "name": row.name,
            "title": row.title,
            "format": row.format or "any",
            "zone": row.zone,
            "assigner": row.assigner,
            "every": row.every,
            "label": row.label,
            "last_heard": heard[row.pk].last.isoformat() if row.pk in heard else None,
        }
        for row in feeds.every_feed()
    ]


def _list(args: Namespace) -> int:
    told = _all()
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for one in told:
        last = one["last_heard"] or "never heard"
        print(f"{one['name']:<20} {one['format']:<10} {one['zone']:<22} {last}  {one['title']}")
    return 0
