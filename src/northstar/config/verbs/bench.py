"""`northstar bench`: the benchmarks, with the generators they need."""

import json
import os
import platform
import sys
from argparse import ArgumentParser, Namespace

from northstar.config.cli import Sorry

HELP = "measure speed and memory against the budgets, with data made for it"
NEEDS_DJANGO = False


def add_arguments(parser: ArgumentParser) -> None:
    from northstar.config.bench.run import benchmarks

    known = ", ".join(benchmarks())
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{known}; none: all of them")
    parser.add_argument("--scale", type=float, default=1.0, help="so many times the usual amounts")
    parser.add_argument("--patients", type=int, default=20_000, help="people behind the pages")
    parser.add_argument("--lines", type=int, default=10_000, help="open lines behind the pages")
    parser.add_argument(
        "--postgresql", action="store_true", help="on a throwaway PostgreSQL instead of SQLite"
    )
    parser.add_argument("--json", action="store_true", help="for machines")


def run(args: Namespace) -> int:
    from northstar.config.bench.figures import Size
    from northstar.config.bench.run import benchmarks

    known = benchmarks()
    unknown = [name for name in args.names if name not in known]
    if unknown:
        raise Sorry(f"There is no benchmark {unknown[0]}; there are {', '.join(known)}.")
    size = Size(args.scale, args.patients, args.lines)
    told, failed = [], 0
    for name in args.names or known:
        print(f"{name}: {known[name].title}", file=sys.stderr, flush=True)
        figures, trouble = _measured(name, size, args.postgresql)
        told += [figure.as_json() | {"benchmark": name} for figure in figures]
        if not args.json:
            print("".join(f"  {figure.in_words()}\n" for figure in figures), flush=True)
        if trouble:
            failed += 1
            print(f"northstar: {name} could not be measured:\n{trouble}", file=sys.stderr)
    if args.json:
        print(json.dumps({"machine": machine(), "figures": told}, ensure_ascii=False))
    return 1 if failed else 0


def _measured(name: str, size, postgresql: bool):
    from northstar.config import throwaway_postgres
    from northstar.config.bench.run import run as measured

    if not postgresql:
        return measured(name, size)
    try:
        with throwaway_postgres.cluster() as address:
            return measured(name, size, address)
    except throwaway_postgres.Missing as missing:
        raise Sorry(f"There can be no PostgreSQL: {missing}.") from None


def machine() -> dict[str, object]:
    """What it was measured on."""
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
