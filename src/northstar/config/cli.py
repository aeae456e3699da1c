"""The command line: finds the verb's module, runs it, and says what went wrong in one sentence.

A verb is a file in `verbs/`. Only the one that was called is imported. One that says SIGNS leaves
audit entries, which are chained and anchored before it ends: no worker may be running.
"""

import argparse
import ast
import importlib
import os
import sys
import time
import traceback
from pathlib import Path
from types import ModuleType

from northstar.config.home import BadSetting, home

VERBS = Path(__file__).parent / "verbs"
FOUND_PROBLEMS, USAGE, INTERRUPTED = 1, 2, 130


class Sorry(Exception):
    """One plain sentence for the person at the terminal; the verb ends with exit 1."""


def run(argv: list[str]) -> int:
    try:
        return _run(argv)
    except (Sorry, BadSetting) as sorry:
        _complain(str(sorry))
        return FOUND_PROBLEMS
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not complain again while it closes down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND_PROBLEMS
    except Exception as error:
        _complain(_unexpected(error, argv))
        return FOUND_PROBLEMS


def _run(argv: list[str]) -> int:
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(_list_of_verbs())
        return 0
    if argv[0] == "--version":
        from importlib.metadata import version

        print(f"northstar {version('northstar')}")
        return 0
    names = verbs()
    if argv[0] not in names:
        _complain(f"there is no verb {argv[0]!r}; `northstar` alone lists them.")
        return USAGE
    verb = importlib.import_module(f"northstar.config.verbs.{names[argv[0]].stem}")
    parser = argparse.ArgumentParser(prog=f"northstar {argv[0]}", description=verb.HELP)
    verb.add_arguments(parser)
    args = _parse(verb, parser, argv[1:])
    if getattr(verb, "NEEDS_DJANGO", True):
        set_up_django()
    code = int(verb.run(args) or 0)
    if getattr(verb, "SIGNS", False):
        from northstar.config.store import chained

        chained()
    return code


def _parse(
    verb: ModuleType, parser: argparse.ArgumentParser, argv: list[str]
) -> argparse.Namespace:
    """A verb that says PASSES_ON gets what it does not know itself as `args.rest`."""
    if not getattr(verb, "PASSES_ON", False):
        return parser.parse_args(argv)
    args, rest = parser.parse_known_args(argv)
    args.rest = rest
    return args


def verbs() -> dict[str, Path]:
    """Every verb by the name a person types."""
    files = sorted(VERBS.glob("[!_]*.py"))
    return {f.stem.replace("_", "-"): f for f in files if not f.stem.startswith("test_")}


def help_line(file: Path) -> str:
    """The verb's HELP, read without importing it, so that the list appears at once."""
    for node in ast.parse(file.read_text("utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="HELP")], value=ast.Constant(value=str(line))):
                return line
    return ""


def _list_of_verbs() -> str:
    lines = [f"  {name:<11} {help_line(file)}" for name, file in verbs().items()]
    return "\n".join(
        [
            "usage: northstar VERB [--help] [...]",
            "",
            *lines,
            "",
            "Exit: 0 done, 1 it found problems, 2 it was called wrongly.",
        ]
    )


def set_up_django() -> None:
    """For a verb that only sometimes needs the store (NEEDS_DJANGO False)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "northstar.config.settings")
    from django import setup
    from django.core.exceptions import ImproperlyConfigured

    try:
        setup()
    except ImproperlyConfigured as error:
        raise Sorry(f"cannot start: {error}") from None


def _complain(sentence: str) -> None:
    print(f"northstar: {sentence}", file=sys.stderr)


def _unexpected(error: Exception, argv: list[str]) -> str:
    """What the terminal says. The log gets the kind of error and our own frames, never a value:
    an error's message may quote a patient."""
    if os.environ.get("NORTHSTAR_DEBUG") == "1":
        traceback.print_exception(error)
    kind = type(error).__name__
    frames = [
        f"  {frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    entry = "\n".join([f"{time.strftime('%FT%TZ', time.gmtime())} {argv[0]} {kind}", *frames])
    sentence = f"{argv[0]} stopped on something unforeseen ({kind})"
    try:
        log = home() / "errors.log"
        with log.open("a", encoding="utf-8") as file:
            file.write(entry + "\n")
    except (OSError, BadSetting):
        return f"{sentence}; NORTHSTAR_DEBUG=1 shows where."
    return f"{sentence}; where is noted in {log}."
