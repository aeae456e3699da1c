"""`northstar demo`: the sample clinic, built from its files, with its own data folder and clock."""

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from importlib.resources import files
from pathlib import Path
from threading import Thread
from time import sleep

from northstar.config.home import home

HELP = "the sample clinic: build it, print addresses and sign-ins, serve it"
NEEDS_DJANGO = False
MARK = "sample-clinic"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--check", action="store_true", help="build, compare with the answer key, end"
    )
    parser.add_argument(
        "--vary", type=int, metavar="SEED", help="other names, order, dates; with --check"
    )
    parser.add_argument("--fresh", action="store_true", help="build it anew")


def run(args: Namespace) -> int:
    folder = home() / (f"demo-check-{args.vary or 0}" if args.check else "demo")
    if args.fresh or args.check:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["NORTHSTAR_HOME"] = str(folder)
    os.environ.pop("NORTHSTAR_DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "northstar.config.settings")
    # What is sent there goes nowhere: the first fax of each is busy, so that one sees it tried again.
    os.environ.setdefault(
        "NORTHSTAR_OUTBOUND",
        "email=simulator, text=simulator, fax=simulator:busy/ok, portal=simulator",
    )
    os.environ.setdefault("NORTHSTAR_CLINIC_NAME", "The sample clinic")
    os.environ.setdefault("NORTHSTAR_CLINIC_PHONE", "415 555 0100")
    import django

    django.setup()
    if not (folder / MARK).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _build(folder, args.vary)
    if args.check:
        from northstar.demo.check import differences

        return _tell(differences(args.vary))
    return _serve(args.port)


def _build(folder: Path, seed: int | None) -> None:
    from rich.progress import Progress

    from northstar import demo
    from northstar.config.store import ready
    from northstar.demo import cases
    from northstar.demo.build import build
    from northstar.demo.vary import clinic

    if not sys.stderr.isatty():
        print("northstar: building the sample clinic, about a minute", file=sys.stderr, flush=True)
    ready()
    varied = clinic(seed)
    with Progress(transient=True) as bar:
        task = bar.add_task("building the sample clinic", total=len(varied.envelopes))
        build(varied.envelopes, varied.now, lambda n: bar.advance(task, n))
        cases.begin(varied.now)
    (folder / "escalation.csv").write_bytes((files(demo) / "data/escalation.csv").read_bytes())
    (folder / MARK).touch()


def _tell(differences: list[str]) -> int:
    for line in differences:
        print(line)
    if not differences:
        print("The sample clinic agrees with its answer key.")
    return 1 if differences else 0


def _serve(port: int) -> int:
    from northstar.config.verbs.serve import household
    from northstar.demo.clinic import PASSWORD, STAFF

    print(f"\nThe sample clinic is at http://127.0.0.1:{port}/")
    print(f"Sign in with one of these names; the password is {PASSWORD}\n")
    for person in STAFF:
        print(f"  {person.username:8} {person.name}, {', '.join(person.roles)}")
    print(flush=True)
    Thread(target=_let_in, name="later arrivals", daemon=True).start()
    return household(f"127.0.0.1:{port}")


def _let_in() -> None:
    """Files of later hours arrive when the clinic's clock has been moved past them."""
    from northstar.config.clock import clinic_now
    from northstar.demo.later import keep_delivering

    keep_delivering(clinic_now, lambda: sleep(1))
