"""A reader that says anything else than before is a new version: else nobody is offered what it gained."""

import pytest

from tests.house.readings import noted, read

NOTE = "then: .venv/bin/python -m tests.house.readings"
NOW = read()


@pytest.mark.parametrize("name", sorted(NOW))
def test_a_reader_whose_readings_changed_has_a_new_version(name):
    now, then = NOW[name], noted().get(name)
    assert then, f"A new format: note what it reads, {NOTE}"
    same = [data for data in now["read"] if data in then["read"]]
    changed = [data for data in same if now["read"][data] != then["read"][data]]
    if now["version"] == then["version"]:
        assert not changed, (
            f"It reads {len(changed)} of its files otherwise: raise its VERSION; {NOTE}"
        )
    else:
        assert not changed, f"Its VERSION is new: {NOTE}"
    assert now["version"] == then["version"], f"Its VERSION is new: {NOTE}"
    assert len(same) == len(now["read"]), f"It has new files to read: {NOTE}"
