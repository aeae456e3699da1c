"""How many web processes there are."""

import pytest

from northstar.config.home import BadSetting
from northstar.config.web import processes


@pytest.mark.parametrize(("cores", "meant"), [(1, 2), (2, 2), (6, 6), (64, 8)])
def test_there_is_one_for_each_core_from_two_to_eight(monkeypatch, cores, meant):
    monkeypatch.delenv("NORTHSTAR_WEB_PROCESSES", raising=False)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(cores)))
    assert processes() == meant


def test_the_setting_says_how_many(monkeypatch):
    monkeypatch.setenv("NORTHSTAR_WEB_PROCESSES", "3")
    assert processes() == 3


@pytest.mark.parametrize("said", ["0", "many", "-2", "1000"])
def test_what_is_no_number_of_processes_is_refused(monkeypatch, said):
    monkeypatch.setenv("NORTHSTAR_WEB_PROCESSES", said)
    with pytest.raises(BadSetting, match="NORTHSTAR_WEB_PROCESSES"):
        processes()
