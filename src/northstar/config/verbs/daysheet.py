"""`northstar daysheet`: the locked day sheets, for the day the system is down."""

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from northstar.config.cli import Sorry, set_up_django

HELP = "write everybody's locked day sheet now, or open one with the passphrase"
NEEDS_DJANGO = False  # a sheet is opened on a day on which the store is not there


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--open", type=Path, metavar="FILE", help="unlock this sheet, without the store"
    )
    parser.add_argument(
        "--to", type=Path, metavar="PAGE", help="where the page is written (beside FILE)"
    )
    parser.add_argument(
        "--check", action="store_true", help="say whether sheets of today are there; 1 if not"
    )  # fmt: skip


def run(args: Namespace) -> int:
    from northstar.access.refuse import Refused

    try:
        if args.open:
            return _open(args.open, args.to or args.open.with_suffix(".html"))
        set_up_django()
        return _check() if args.check else _write()
    except Refused as refused:
        raise Sorry(str(refused)) from None


def _open(sheet: Path, page: Path) -> int:
    """Unlocked into a page that only this account may read; one that is there is not written over."""
    from northstar.access.locked_file import opened

    try:
        data = sheet.read_bytes()
    except OSError as error:
        raise Sorry(f"{sheet} cannot be read: {error.strerror}.") from None
    content = opened(data, _passphrase())
    try:
        with os.fdopen(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise Sorry(
            f"{page} cannot be written: {error.strerror}. Name another with --to."
        ) from None
    print(f"{page}: open it in a browser and print it. It is not locked: delete it afterwards.")
    return 0


def _passphrase() -> str:
    """From the terminal, else the first line of the input; never an argument."""
    terminal = sys.stdin.isatty()
    typed = getpass.getpass("Passphrase: ") if terminal else sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise Sorry("No passphrase: type it, or give it as the first line of the input.")
    return typed


def _write() -> int:
    from northstar.config.store import chained, ready
    from northstar.config.verbs.user import signed
    from northstar.jobs.daysheets.writing import write

    ready()
    sign = signed()
    made = write(sign["by"], sign["at"], again=True)
    chained()
    for path in made:
        print(path)
    if not made:
        print("Nobody holds any work in the next three days: there is no sheet to write.")
    return 0


def _today() -> date:
    """The clinic's day; the machine's where the store cannot say, as on the day it is down."""
    from django.db import DatabaseError

    from northstar.config.clock import clinic_now, machine_now, zone

    try:
        return clinic_now().date()
    except DatabaseError:
        return machine_now().astimezone(zone()).date()


def _check() -> int:
    from django.conf import settings

    from northstar.jobs.daysheets.writing import is_set_up, newest

    if not is_set_up():
        raise Sorry("Day sheets are not set up: name a folder in NORTHSTAR_DAYSHEET.")
    folder = Path(settings.DAYSHEET)
    latest = newest(folder) if folder.is_dir() else None
    if latest == _today():
        print(f"The sheets of today are in {folder}.")
        return 0
    said = f"the latest are of {latest}" if latest else "there is none"
    print(f"No day sheet of today in {folder}: {said}.")
    return 1
