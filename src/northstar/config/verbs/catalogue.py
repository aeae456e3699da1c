"""`northstar catalogue`: every signal with its reason and source; --counts tells how often each speaks now."""

import json
from argparse import ArgumentParser, Namespace
from typing import Any

HELP = "the signals: title, why, source, review date, examples; --counts: open lines of each"
PACKAGES = (
    "northstar.rules.signals", "northstar.rules.contradictions", "northstar.rules.inbox",
    "northstar.rules.feeds",
)  # fmt: skip

_ABOUT = {
    "signals": "a person", "contradictions": "papers before a procedure",
    "inbox": "a message", "feeds": "a feed",
}  # fmt: skip


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--counts", action="store_true", help="open lines of each signal now")
    parser.add_argument("--json", action="store_true", help="for machines")


def run(args: Namespace) -> int:
    told = _counted() if args.counts else [told_of(*pair) for pair in everything()]
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(map(_count_line if args.counts else _entry, told)))
    return 0


def everything() -> list[tuple[str, Any]]:
    """Each signal's module and room, the way the rules find them: by being there."""
    from northstar.discover import modules

    return [
        (package.rpartition(".")[2], module)
        for package in PACKAGES
        for module in modules(package)
        if hasattr(module, "SIGNAL")
    ]


def told_of(room: str, module: Any) -> dict[str, Any]:
    """One signal as the catalogue tells it."""
    signal = module.SIGNAL
    return {
        "signal": signal.code,
        "about": _ABOUT[room],
        "title": signal.title,
        "finds": (module.__doc__ or "").strip().splitlines()[0],
        "why": signal.why,
        "cites": signal.cites,
        "reviewed": signal.reviewed.isoformat(),
        "band": signal.band.name.lower(),
        "rides": signal.rides,
        "examples": [example.name for example in module.EXAMPLES],
    }


def _counted() -> list[dict[str, Any]]:
    from northstar.casework.worklist.verify import open_by_signal
    from northstar.config.store import ready

    ready()
    found = open_by_signal()
    known = {module.SIGNAL.code: module.SIGNAL.title for _, module in everything()}
    for code in found.keys() - known.keys():
        known[code] = code
    rows = [{"signal": code, "title": title, "open": found.get(code, 0)} for code, title in known.items()]  # fmt: skip
    return sorted(rows, key=lambda row: (-row["open"], row["signal"]))


def _count_line(row: dict[str, Any]) -> str:
    return f"{row['open']:6}  {row['signal']:32} {row['title']}"


def _entry(row: dict[str, Any]) -> str:
    rides = "; opens no line, rides on the next contact" if row["rides"] else ""
    return "\n".join((
        f"{row['title']} ({row['signal']}, about {row['about']}; {row['band']}{rides})",
        f"  {row['finds']}",
        f"  Why: {row['why']}",
        f"  Source: {row['cites']}; reviewed {row['reviewed']}",
        *(f"  - {name}" for name in row["examples"]),
        "",
    ))  # fmt: skip
