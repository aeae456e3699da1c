"""A run of the tests that broke off is never told as one that passed."""

import json

import pytest

from northstar.config.verbs.test import Tally


@pytest.fixture
def told(tmp_path):
    path = tmp_path / "tally.json"
    path.write_text(json.dumps({"counts": {"passed": 3, "failed": 0}, "skipped": {"why": 1}}))
    return path


def test_what_passed_passed(told):
    tally = Tally()
    tally.add(told, 0)
    assert (tally.counts["passed"], tally.failed, dict(tally.skipped)) == (3, False, {"why": 1})


@pytest.mark.parametrize("code", [2, 3, 4, 5, -9])
def test_what_broke_off_failed(told, code, capsys):
    tally = Tally()
    tally.add(told, code)
    assert tally.failed
    assert tally.counts["failed"] == 1
    assert f"broke off: pytest ended with {code}" in capsys.readouterr().out


def test_a_second_pass_may_have_nothing_to_do(tmp_path):
    tally = Tally()
    tally.add(tmp_path / "nothing", 5, 5)
    assert not tally.failed
