"""`northstar link`: how well the linking works on a file of people whose truth is known."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from northstar.config.cli import Sorry

HELP = "link the people of a file and compare with the truth"
NEEDS_DJANGO = False


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--evaluate", type=Path, required=True, metavar="RECORDS.csv",
        help="a table of people: id, source, given, family, birth_date and what else docs/linking.md names",
    )  # fmt: skip
    parser.add_argument(
        "--truth", type=Path, required=True, metavar="TRUTH.csv", help="a table with id and person"
    )
    parser.add_argument("--json", action="store_true", help="for machines")


def run(args: Namespace) -> int:
    from northstar.engines.linking.people_file import Unreadable

    try:
        told = evaluated(args.evaluate, args.truth, quiet=args.json)
    except Unreadable as trouble:
        raise Sorry(str(trouble)) from None
    print(json.dumps(told, ensure_ascii=False) if args.json else in_words(told))
    return 1 if told["policy"]["wrong_joins"] else 0


def evaluated(records: Path, truth: Path, *, quiet: bool = True) -> dict[str, Any]:
    """What is said of one file. `seconds` counts from the rows in memory to the verdicts."""
    from rich.console import Console
    from rich.progress import Progress

    from northstar.config.clock import ticks
    from northstar.engines.linking import measure, people_file
    from northstar.engines.linking.matching import link
    from northstar.engines.linking.model import stored
    from northstar.engines.linking.traits import of_columns

    people, model = people_file.people(records), stored()
    persons = people_file.truth(truth, people.ids)
    with Progress(transient=True, disable=quiet, console=Console(file=sys.stderr)) as bar:
        task = bar.add_task("comparing people", total=1.0)
        began = ticks()
        traits = of_columns(people.table)
        bar.update(task, completed=0.3)
        linked = link(
            traits, model, sources=people.table.get("source", ()),
            progress=lambda share: bar.update(task, completed=0.3 + 0.7 * share),
        )  # fmt: skip
        seconds = ticks() - began
    return measure.report(linked, people.ids, persons, seconds)


def in_words(told: dict[str, Any]) -> str:
    """For a person at the terminal."""
    model, policy = told["model"], told["policy"]
    joined = (
        f"What the house would do: {policy['joined']:,} pairs joined (precision {policy['joined_precision']:.4f}, "
        f"recall {policy['joined_recall']:.4f}), {policy['asked']:,} asked (share {policy['asked_share']:.4f}); "
        f"joined or asked: {policy['joined_or_asked_recall']:.4f} of all"
    )
    alone = (
        f"The model alone, at weight {model['threshold']:.2f}: precision {model['precision']:.4f}, "
        f"recall {model['recall']:.4f}, F1 {model['f1']:.4f}; recall at precision 0.999: {model['recall_at_p999']:.4f}"
    )
    lines = [
        f"{told['records']:,} records, {told['true_pairs']:,} pairs of one person, {told['seconds']:.2f} s",
        alone,
        joined,
        f"Wrong joins: {len(policy['wrong_joins'])}",
        *(f"  {one} and {other}, weight {weight}" for one, other, weight in policy["wrong_joins"]),
    ]
    return "\n".join(lines)
