"""The plan as FHIR: our own reader of FHIR R4 takes every resource and finds in it what was written."""

import json
from dataclasses import replace

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.viewer import viewer_of
from northstar.chart.sensitivity import Label
from northstar.doing import planning, signing
from northstar.record.feeds import as_source, feed
from northstar.sources.recognise import formats

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def made(client, sarah, chen):
    """The bundle that Sarah downloads of a plan with one open and one restricted goal."""
    me = viewer_of(sarah, NOW)
    says = {
        "words": "Cook New Year dinner", "aim": "INR in range", "measure": "INR", "low": "2", "high": "3",
        "by": "2027-02-05", "hill": "finding",
    }  # fmt: skip
    goal = planning.add(by=me, patient=chen, home="goals", words=says, at=NOW)
    step = {"says": "Ask about a stool", "owner": f"staff:{sarah.public_id}", "by": "2026-09-18"}
    planning.add(by=me, patient=chen, home=f"{goal}/steps", words=step, at=NOW)
    hers = {"says": "Stand a little longer each day", "owner": "person", "state": "done"}
    planning.add(by=me, patient=chen, home=f"{goal}/steps", words=hers, at=NOW)
    hidden = {"words": "Stay off heroin", "label": str(int(Label.PART2))}
    planning.add(by=replace(me, labels=0x7FFF), patient=chen, home="goals", words=hidden, at=NOW)
    signing.sign(by=me, patient=chen, at=NOW)
    client.force_login(sarah)
    answer = client.get(f"/patients/{chen.public_id}/plan/copy.json")
    assert answer["Content-Type"] == "application/fhir+json"
    return json.loads(answer.content)


def test_our_own_reader_reads_it_back(made, db):
    reading = formats()["fhir_r4"].read(
        json.dumps(made).encode(), as_source(feed("another", format="fhir_r4")), "plan.json"
    )
    assert not reading.refused
    told = {}
    for found in reading.found:
        told.setdefault(found.kind, []).append(found.value)
    [plan], [goal], [team] = told["CarePlan"], told["Goal"], told["CareTeam"]
    assert (plan.status, plan.author) == ("active", "Sarah Okafor")
    assert (goal.code.text, goal.measure, goal.low, goal.high) == (
        "Cook New Year dinner",
        "INR",
        2,
        3,
    )
    assert goal.due.text == "2027-02-05"
    assert {name for _, name, _ in team.members} == {"Sarah Okafor", "Mei-Ling Chen"}
    assert {(task.status, task.intent) for task in told["Task"]} == {
        ("requested", "plan"), ("completed", "plan"),
    }  # fmt: skip
    assert {task.due.text for task in told["Task"] if task.due} == {"2026-09-18"}


def test_every_reference_leads_to_something_in_it_or_to_the_person(made, chen):
    known = {entry["fullUrl"] for entry in made["entry"]}
    asked = [made]
    while asked:
        one = asked.pop()
        if isinstance(one, dict):
            if isinstance(one.get("reference"), str):
                assert one["reference"] in known
            asked += one.values()
        elif isinstance(one, list):
            assert one, "FHIR knows no empty list"
            asked += one


def test_it_says_whom_it_is_about_so_that_another_clinic_finds_them(made, chen):
    [who] = [
        one["resource"] for one in made["entry"] if one["resource"]["resourceType"] == "Patient"
    ]
    assert who["name"] == [{"text": "Mei-Ling Chen"}]
    assert who["birthDate"] == "1952-03-14"
    assert who["gender"] == "female"


def test_what_is_restricted_does_not_leave_with_it(made):
    assert "heroin" not in json.dumps(made)
