"""The command line lists its verbs quickly and says in one sentence what went wrong."""

import sys

import pytest

from northstar.config import cli, verbs


@pytest.fixture
def verb(tmp_path, monkeypatch):
    """A verb of this test's own: `verb(source)` writes it."""
    home = tmp_path / "verbs"
    home.mkdir()
    monkeypatch.setattr(cli, "VERBS", home)
    monkeypatch.setenv("NORTHSTAR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(verbs, "__path__", [str(home)])

    def write(body):
        head = 'HELP = "try"\nNEEDS_DJANGO = False\ndef add_arguments(parser):\n    pass\n'
        (home / "try_out.py").write_text(f"{head}def run(args):\n    {body}\n")
        sys.modules.pop("northstar.config.verbs.try_out", None)

    yield write
    sys.modules.pop("northstar.config.verbs.try_out", None)


def test_without_a_verb_it_lists_them(capsys):
    assert cli.run([]) == 0
    listed = capsys.readouterr().out
    assert "check" in listed
    assert "run the tests" in listed


def test_every_verb_has_a_line_of_help():
    assert all(cli.help_line(file) for file in cli.verbs().values())


def test_listing_imports_no_verb(verb, capsys):
    verb("return 0")
    cli.run([])
    assert "try-out" in capsys.readouterr().out
    assert "northstar.config.verbs.try_out" not in sys.modules


def test_a_wrong_verb_is_a_wrong_call(capsys):
    assert cli.run(["tset"]) == 2
    assert "no verb 'tset'" in capsys.readouterr().err


def test_a_verb_says_how_it_ends(verb):
    verb("return 1")
    assert cli.run(["try-out"]) == 1


def test_a_plain_refusal_is_one_sentence(verb, capsys):
    verb("from northstar.config.cli import Sorry; raise Sorry('the folder is empty.')")
    assert cli.run(["try-out"]) == 1
    assert capsys.readouterr().err == "northstar: the folder is empty.\n"


def test_an_unforeseen_error_keeps_its_values_to_itself(verb, capsys, tmp_path):
    verb("raise ValueError('born 3 May 1944')")
    assert cli.run(["try-out"]) == 1
    said = capsys.readouterr().err
    noted = (tmp_path / "home" / "errors.log").read_text()
    assert "ValueError" in said
    assert "try_out.py" in noted
    assert "1944" not in said + noted


def test_stopping_it_is_quiet(verb, capsys):
    verb("raise KeyboardInterrupt")
    assert cli.run(["try-out"]) == 130
    assert capsys.readouterr().err == ""
