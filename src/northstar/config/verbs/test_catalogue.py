"""The catalogue names every signal once, with its reason, and counts what is open."""

import json

import pytest

from northstar.config.verbs import catalogue
from northstar.rules.assess import signals


def test_every_signal_is_in_it_once():
    rows = [catalogue.told_of(*pair) for pair in catalogue.everything()]
    codes = [row["signal"] for row in rows]
    assert len(set(codes)) == len(codes) >= 25
    assert {signal.code for signal in signals()} <= set(codes)
    assert all(row["why"] and row["cites"] and row["examples"] for row in rows)


@pytest.mark.django_db
def test_counts_of_a_quiet_clinic_are_nought(capsys, monkeypatch):
    monkeypatch.setattr("northstar.config.store.ready", lambda: None)
    assert catalogue.run(catalogue.Namespace(counts=True, json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["open"] for row in told} == {0}
