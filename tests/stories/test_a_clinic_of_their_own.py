"""Somebody who has never seen the house sets up a clinic from the command line alone."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
import zstandard

from northstar.sources.recognise import formats

PASSWORD = "seven quiet herons wade"
# When the samples' worlds end: the messages', then the bundles'.
MORNINGS = ("2020-05-08T14:30", "2021-07-12T07:30")


@pytest.fixture
def typed(tmp_path):
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("NORTHSTAR_")}

    def typed(*words, given="", home="clinic", code=0):
        (tmp_path / home).mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "northstar", *map(str, words)],
            env=surroundings | {"NORTHSTAR_HOME": str(tmp_path / home)},
            input=given, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, (words[0], done.stderr, done.stdout[-500:])
        return done.stdout

    return typed


def some_of(folder, count):
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return sorted(files, key=lambda path: path.stat().st_size)[:count]


def original(home, arrival):
    """The bytes and the format of an arrival, read past our own code."""
    with sqlite3.connect(home / "northstar.sqlite3") as store:
        content, fmt = store.execute(
            "SELECT o.content, a.format FROM record_arrival a JOIN record_original o "
            "ON o.arrival_id = a.id WHERE a.public_id = ?",
            [arrival.replace("-", "")],
        ).fetchone()
    return zstandard.ZstdDecompressor().decompress(content), fmt


def test_from_nothing_to_a_morning_with_reasons(typed, tmp_path, shared_data):
    typed("user", "add", "sarah", "--name", "Sarah", "--role", "coordinator", "--stdin",
          given=PASSWORD + "\n")  # fmt: skip
    typed("feed", "add", "clinic", "--format", "fhir_r4", "--every", "4d")
    typed("feed", "add", "hospital", "--format", "hl7v2", "--every", "4d")
    typed("rota", "hours", "sarah", "--from", "08:00", "--to", "16:30")
    bundles = some_of(shared_data / "synthea-r4-2021" / "bundles", 12)
    messages = shared_data / "hl7v2-simhospital" / "messages.hl7"
    for feed, paths in (("clinic", bundles), ("hospital", [messages])):
        told = json.loads(typed("read", *paths, "--feed", feed, "--json"))
        assert told["arrivals"]
        assert not told["refused"]
    lines = [line for at in MORNINGS for line in morning(typed, at)]
    assert lines
    quotes = 0
    for line in lines:
        assert sum(line["factors"].values()) == line["score"]
        assert line["holder"]
        assert line["next"]
        for why in line["because"]:
            quotes += check(why, tmp_path / "clinic")
    assert quotes
    looks_whole_and_can_be_copied(typed, tmp_path)


def morning(typed, at):
    day = json.loads(typed("morning", "--as", "sarah", "--at", at, "--json"))
    assert day["orphans"] == 0
    return day["lines"]


def check(why, home):
    """A quote is what stands at its locator. Gives 1 where there was one."""
    if not why["quote"]:
        return 0
    data, fmt = original(home, why["arrival"])
    assert formats()[fmt].place(data, why["locator"]) == why["quote"], why["locator"]
    return 1


def looks_whole_and_can_be_copied(typed, tmp_path):
    people = [json.loads(line) for line in typed("patients", "--json").splitlines()]
    assert all(one["name"] for one in people)
    chart = json.loads(typed("chart", people[0]["id"], "--json"))
    assert chart["facts"]["Patient"]
    typed("verify")
    typed("audit", "verify")
    typed("backup", tmp_path / "copy")
    typed("backup", tmp_path / "copy", code=1)  # never over another one
    typed("restore", tmp_path / "copy", home="restored")
    said = [typed("verify", "--hash", home=home) for home in ("clinic", "restored")]
    assert said[0] == said[1]
    typed("audit", "verify", home="restored")
    typed("restore", tmp_path / "copy", code=1)  # never over a clinic that has data
    with (tmp_path / "copy" / "northstar.sqlite3").open("r+b") as file:
        file.seek(40_960)
        file.write(b"\0" * 8192)
    typed("restore", tmp_path / "copy", home="third", code=1)
    assert not (tmp_path / "third" / "northstar.sqlite3").exists()


def test_on_postgresql_the_databases_own_tool_makes_the_copy(typed, tmp_path, monkeypatch):
    from northstar.config.verbs.restore import run

    monkeypatch.setenv("NORTHSTAR_DATABASE_URL", "postgresql://somewhere/else")
    with pytest.raises(Exception, match="pg_restore"):
        run(None)
