"""The sample clinic agrees with its answer key, as it is and varied; and the key can disagree."""

import json
import os
import subprocess
import sys
from datetime import date
from importlib import resources

import pytest

from northstar.demo import cases
from northstar.demo.build import build
from northstar.demo.check import differences
from northstar.demo.key import key
from northstar.demo.key_days import business_days_after, holidays
from northstar.demo.retold import Retold
from northstar.demo.vary import clinic, removable, variation

DATA = resources.files("northstar.demo") / "data"


def _check(home, *more: str) -> subprocess.CompletedProcess:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("NORTHSTAR", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-m", "northstar", "demo", "--check", *more],
        env=env | {"NORTHSTAR_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_clinic_agrees_with_its_key(tmp_path):
    done = _check(tmp_path, "--vary", "1")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


@pytest.mark.django_db(databases=["default", "audit"])
@pytest.mark.parametrize(
    "seed", [None, 2, *(pytest.param(n, marks=pytest.mark.long) for n in range(3, 11))]
)
def test_it_agrees_however_it_is_varied(seed):
    varied = clinic(seed)
    build(varied.envelopes, varied.now)
    cases.begin(varied.now)
    assert differences(seed) == []


def test_every_removable_sentence_stands_in_the_files():
    text = "\n".join(
        envelope.data.decode("utf-8", "replace")
        for envelope in clinic().envelopes
        if envelope.feed not in ("pharmacy", "dialysis")
    )
    opened = text + "".join(_notes(text))
    for row in removable():
        assert row["sentence"] in opened, row["name"]


def _notes(text: str):
    import base64
    import re

    for found in re.findall(r'"data": "([A-Za-z0-9+/=]+)"', text):
        yield base64.b64decode(found).decode()


def test_seeds_differ_and_are_the_same_twice():
    names = [variation(seed).retold for seed in range(1, 11)]
    assert len({tuple(sorted(n.names.items())) for n in names}) == 10
    assert len({n.without for n in names}) >= 4
    one, again = clinic(1), clinic(1)
    assert [e.data for e in one.envelopes] == [e.data for e in again.envelopes]


def test_the_holiday_moves_the_clock_and_not_the_key_alone():
    text = (DATA / "key.json").read_text("utf-8")
    assert _due(text, Retold()) == ("2026-09-09", 2)  # Labor Day between
    assert _due(text, Retold(weeks=1)) == ("2026-09-15", 1)  # no holiday: the call is due today


def _due(text, how):
    told = key(text, how.text, {})
    home = next(one for one in told["must"] if one["id"] == "whitaker-home")
    return home["due"], home["band"]


def test_the_key_counts_as_the_law_does():
    assert business_days_after(date(2026, 9, 4), 2) == date(2026, 9, 9)
    assert {date(2026, 7, 3), date(2026, 11, 26), date(2026, 5, 25), date(2026, 1, 19)} <= holidays(2026)  # fmt: skip
    assert date(2021, 12, 31) in holidays(2021)  # New Year's Day 2022 was a Saturday


def test_every_id_of_the_key_is_one():
    told = json.loads((DATA / "key.json").read_text("utf-8"))
    ids = [one["id"] for one in told["must"]]
    assert len(set(ids)) == len(ids)
    assert {name for pair in told["above"] for name in pair} | set(told["first"]) <= set(ids)


def test_an_empty_list_disagrees_in_sentences():
    from northstar.demo.check import compared

    told = key((DATA / "key.json").read_text("utf-8"), str, {})
    said = compared(told, [])
    assert "voicemail-12: Samuel Brooks has no line of urgent-words." in said
    assert len([one for one in said if "has no line" in one]) == len(told["must"])
    assert "Today has 0 rows." in said


def test_a_wrong_line_is_told_from_a_right_one():
    from northstar.demo.check import compared

    told = key((DATA / "key.json").read_text("utf-8"), str, {})
    line = {
        "id": "1", "patient": "p", "name": "Susan Lee", "born": "1953-01-25", "group": "emergency visit",
        "signal": "in-the-emergency-department", "headline": "was in the emergency department Sunday afternoon",
        "because": [{"says": "", "quote": ""}], "suggests": "Call", "due": "2026-09-14T06:59:00+00:00", "minutes": 10,
        "holder": "Sarah Okafor", "next": "2026-09-08", "band": "Harm this week", "rank": 1, "score": 12,
        "factors": {"emergency visit": 12},
    }  # fmt: skip
    assert not [one for one in compared(told, [line]) if one.startswith("lee-emergency")]
    wrong = line | {
        "due": "2026-09-15T06:59:00+00:00",
        "score": 11,
        "signal": "home-without-contact",
    }
    said = compared(told, [wrong])
    assert any("though an emergency visit starts no discharge clock" in one for one in said)
    assert any("do not sum" in one for one in said)
