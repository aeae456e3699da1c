"""`northstar link`: how well the linking works on people whose truth is known; what a new model would
change in the record, and applying it."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from northstar.config.cli import Sorry, set_up_django

if TYPE_CHECKING:
    from northstar.engines.linking.people_file import People

HELP = "measure the linking on a file; list or apply what a new model would change"
NEEDS_DJANGO = False
_COLUMN_HELP = (
    "for --evaluate, as often as needed: which of their columns is which of ours, such as given=fname or "
    "'address=house_no street'; ours are id, source, given, family, middle, suffix, maiden, previous_family, "
    "birth_date, sex, phone, email, ssn, mrn, address, city, state, postal_code, and person"
)


def add_arguments(parser: ArgumentParser) -> None:
    does = parser.add_mutually_exclusive_group(required=True)
    does.add_argument(
        "--evaluate", type=Path, nargs="+", metavar="RECORDS",
        help="tables of people, one or several, as CSV (comma, tab, semicolon) or Parquet; columns that are often "
        "called so are recognised (first_name, dob, zip), for the others see --column; nothing is kept",
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
        "--truth", type=Path, metavar="TRUTH",
        help="for --evaluate: who is who, as id and person, or as pairs of ids (id_l, id_r), perhaps with a "
        "verdict (match: 1 or 0); not needed where the records have a column person or cluster",
    )  # fmt: skip
    parser.add_argument(
        "--column", action="append", default=[], metavar="OURS=THEIRS", help=_COLUMN_HELP
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
    from northstar.engines.linking.table_file import Unreadable

    try:
        told = evaluated(args.evaluate, args.truth, named=_columns(args.column), quiet=args.json)
    except Unreadable as trouble:
        raise Sorry(str(trouble)) from None
    print(json.dumps(told, ensure_ascii=False) if args.json else in_words(told))
    return 1 if told["policy"]["wrong_joins"] else 0


def _columns(said: list[str]) -> dict[str, str]:
    found = {}
    for one in said:
        ours, sign, theirs = one.partition("=")
        if not (sign and ours.strip() and theirs.strip()):
            raise Sorry(
                f"--column takes OURS=THEIRS, such as given=first_name; {one} is not of that form."
            )
        found[ours.strip()] = theirs.strip()
    return found


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


def evaluated(
    records: Path | Sequence[Path],
    truth: Path | None,
    *,
    named: Mapping[str, str] | None = None,
    quiet: bool = True,
) -> dict[str, Any]:
    """What is said of these files. `seconds` counts from the rows in memory to the verdicts."""
    from rich.console import Console
    from rich.progress import Progress

    from northstar.config.clock import ticks
    from northstar.engines.linking import measure, people_file, truth_file
    from northstar.engines.linking.matching import link
    from northstar.engines.linking.model import stored
    from northstar.engines.linking.table import people_of
    from northstar.record.collector import without_collector

    files = [records] if isinstance(records, Path) else records
    people, model = people_file.people(files, named), stored()
    known = truth_file.truth(truth, people)
    with (
        Progress(transient=True, disable=quiet, console=Console(file=sys.stderr)) as bar,
        without_collector(),
    ):
        task = bar.add_task("comparing people", total=1.0)
        began = ticks()
        linked = link(
            people_of(people.table), model, sources=people.table.get("source", ()),
            progress=lambda share: bar.update(task, completed=share),
        )  # fmt: skip
        seconds = ticks() - began
    told = measure.report(linked, _ids(people, files), known.persons, seconds, only=known.only)
    return told | {
        "columns": {n: v for n, v in people.read.items() if n != "person" or truth is None}, "columns_left_out": list(people.left),
        "labels_of_unknown_records": known.unknown, "labels_that_contradict": known.contradicting,
    }  # fmt: skip


def _ids(people: "People", files: Sequence[Path]) -> list[str]:
    """As the files name them; with the file's name where two may use the same."""
    if len(files) == 1:
        return list(people.ids)
    return [f"{files[at].stem} {one}" for at, one in zip(people.files, people.ids, strict=True)]


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
        *_of_the_columns(told),
        f"{told['records']:,} records, {told['true_pairs']:,} pairs of one person, {told['seconds']:.2f} s",
        alone,
        joined,
        f"Wrong joins: {len(policy['wrong_joins'])}",
        *(f"  {one} and {other}, weight {weight}" for one, other, weight in policy["wrong_joins"]),
    ]
    return "\n".join(lines)


def _of_the_columns(told: dict[str, Any]) -> list[str]:
    """What was read as what, so that a column that was overlooked is noticed."""
    read, left = told["columns"], told["columns_left_out"]
    names = (ours if ours == theirs else f"{ours} from {theirs}" for ours, theirs in read.items())
    lines = [f"Read: {', '.join(names)}." + (f" Left out: {', '.join(left)}." if left else "")]
    if unknown := told["labels_of_unknown_records"]:
        lines.append(f"{unknown:,} labels speak of records that are not there.")
    if against := told["labels_that_contradict"]:
        lines.append(
            f"{against:,} pairs are said to be two people and are one by other labels; they are left out."
        )
    return lines
