"""`northstar link`: how well the linking works on people whose truth is known; what a new model would
change in the record, and applying it."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from northstar.config.cli import Sorry, set_up_django

HELP = "measure the linking on a file; list or apply what a new model would change"
NEEDS_DJANGO = False


def add_arguments(parser: ArgumentParser) -> None:
    does = parser.add_mutually_exclusive_group(required=True)
    does.add_argument(
        "--evaluate", type=Path, metavar="RECORDS.csv",
        help="a table of people: id, source, given, family, birth_date and what else docs/linking.md names",
    )  # fmt: skip
    does.add_argument(
        "--changes", action="store_true", help="what today's model would judge otherwise"
    )
    does.add_argument(
        "--apply", action="store_true", help="let today's model judge every pair again"
    )
    does.add_argument(
        "--train", type=Path, metavar="MODEL.json", help="learn the weights anew, without labels"
    )
    parser.add_argument(
        "--truth", type=Path, metavar="TRUTH.csv", help="for --evaluate: id and person"
    )
    parser.add_argument("--as", dest="who", metavar="USER", help="for --apply: who decides it")
    parser.add_argument("--why", default="", help="for --apply: the reason")
    parser.add_argument("--json", action="store_true", help="for machines")


def run(args: Namespace) -> int:
    if args.evaluate:
        return _evaluate(args)
    if args.train:
        return _train(args.train)
    set_up_django()
    from northstar.config.store import ready

    ready()
    return _changes(args.json) if args.changes else _apply(args)


def _evaluate(args: Namespace) -> int:
    from northstar.engines.linking.people_file import Unreadable

    if not args.truth:
        raise Sorry("--evaluate needs --truth TRUTH.csv, which says who each record is.")
    try:
        told = evaluated(args.evaluate, args.truth, quiet=args.json)
    except Unreadable as trouble:
        raise Sorry(str(trouble)) from None
    print(json.dumps(told, ensure_ascii=False) if args.json else in_words(told))
    return 1 if told["policy"]["wrong_joins"] else 0


def _train(file: Path) -> int:
    from northstar.config.bench.population import table
    from northstar.engines.linking.model import CURRENT, stored
    from northstar.engines.linking.training import trained
    from northstar.engines.linking.traits import of_columns

    columns, _ = table(30_000, 7)
    now = stored()
    model = trained(
        of_columns(columns), version=CURRENT, same=now.same, ask=now.ask, prior=now.prior,
        note="invented people of config/bench/population.py, seed 7; u from two million random pairs, "
        "m by expectation maximisation, no labels",
    )  # fmt: skip
    file.write_text(json.dumps(model.as_json(), indent=1) + "\n", "utf-8")
    return 0


def _changes(as_json: bool) -> int:
    """Records are named by their patient's public number, never by name."""
    from northstar.record import relinking

    found = list(relinking.changes())
    told: list[dict[str, Any]] = [
        {
            "patients": relinking.patients_named(change), "before": change.before, "after": change.after,
            "weight": round(change.weight, 2), "why": list(change.why), "joins": change.joins,
        }
        for change in found
    ]  # fmt: skip
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for one in told:
        print(
            f"{' and '.join(one['patients'])}: {one['before']} would be {one['after']}: {'; '.join(one['why'])}"
        )
    links = sum(one["joins"] for one in told)
    print(
        f"{len(told):,} pairs would be judged otherwise; {links:,} of them would join or part records."
    )
    if told:
        print("`northstar link --apply --as USER --why REASON` applies it.")
    return 0


def _apply(args: Namespace) -> int:
    from northstar import decided
    from northstar.access.signing import known
    from northstar.access.viewer import viewer_of
    from northstar.config.clock import clinic_now
    from northstar.config.store import chained

    staff = known(args.who) if args.who else None
    if staff is None or not staff.is_active:
        raise Sorry("--apply needs --as USER, somebody who works here: a person decides it.")
    if not args.why.strip():
        raise Sorry(
            "--apply needs --why REASON; it stands in the audit beside each patient touched."
        )
    now = clinic_now()
    touched = decided.apply_the_model(by=viewer_of(staff, now), reason=args.why, at=now)
    chained()
    print(f"{len(touched):,} patients were looked at again.")
    return 0


def evaluated(records: Path, truth: Path, *, quiet: bool = True) -> dict[str, Any]:
    """What is said of one file. `seconds` counts from the rows in memory to the verdicts."""
    from rich.console import Console
    from rich.progress import Progress

    from northstar.config.clock import ticks
    from northstar.engines.linking import measure, people_file
    from northstar.engines.linking.matching import link
    from northstar.engines.linking.model import stored
    from northstar.engines.linking.table import people_of
    from northstar.record.collector import without_collector

    people, model = people_file.people(records), stored()
    persons = people_file.truth(truth, people.ids)
    with (
        Progress(transient=True, disable=quiet, console=Console(file=sys.stderr)) as bar,
        without_collector(),
    ):
        task = bar.add_task("comparing people", total=1.0)
        began = ticks()
        made = people_of(people.table)
        bar.update(task, completed=0.3)
        linked = link(
            made, model, sources=people.table.get("source", ()),
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
