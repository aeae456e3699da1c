"""The rooms import only what they may (the contracts stand in pyproject.toml)."""

import tomllib
from pathlib import Path

from importlinter.cli import lint_imports

import northstar

ROOT = Path(__file__).parents[2]
PACKAGE = Path(northstar.__file__).parent
PURE = {"chart", "engines", "knowledge", "rules", "sources"}


def contract(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == name)


def test_the_import_contracts_hold(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    # The linter's own way to log would switch off every logger there is, for all tests after it.
    monkeypatch.setattr("logging.config.dictConfig", lambda given: None)
    broken = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert not broken, capsys.readouterr().out


def test_every_room_above_the_line_is_kept_from_django():
    there = {f"northstar.{room}" for room in PURE if (PACKAGE / room / "__init__.py").exists()}
    named = set(contract("pure")["source_modules"])
    assert named == there, "name the room in the contract `pure` of pyproject.toml"
