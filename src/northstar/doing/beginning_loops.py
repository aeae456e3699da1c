"""A referral or a test that no source tells of, such as one on paper: from now on somebody asks after it."""

from datetime import date, datetime
from functools import partial
from uuid import uuid4

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer, system_viewer
from northstar.casework.acts.models import Act
from northstar.casework.loops import words
from northstar.casework.loops.asking import mark
from northstar.casework.worklist.asking_again import ask_again
from northstar.chart.clinical import ServiceRequest
from northstar.chart.value import Concept
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.knowledge.transitions import days
from northstar.record import charts
from northstar.record.models import Patient
from northstar.rules.loop import REFERRAL, RESULT, Loop
from northstar.rules.loops import loops
from northstar.rules.orders import WAITS

CATEGORIES = {"referral": REFERRAL, "laboratory": RESULT, "imaging": RESULT}
_NAMES = {"referral": "referral", "laboratory": "laboratory test", "imaging": "imaging"}
_LONGEST = 120


def begin(
    *, by: Viewer, patient: Patient, category: str, what: str, requester: str, on: date, at: datetime,
    whom: str = "", label: int = 0,
) -> Act:  # fmt: skip
    """It was ordered: what, by whom and when, and who was asked. It stands on the board at once, with the
    day on which to ask after it first. `label`: it is seen only by who may see such things.

    Raises Refused where something is missing, or the day is to come or so long ago that it is asked for anew.
    """
    what, requester, whom = (" ".join(one.split())[:_LONGEST] for one in (what, requester, whom))
    _check(category, what, requester, on, at.date())
    asked = ServiceRequest(
        code=Concept(what), status="active", intent="order", category=category, requester=requester,
        performer=whom, authored=when(on.isoformat()), orders=(f"here-{uuid4()}",),
    )  # fmt: skip
    standing = _loops(patient, at)
    _not_twice(patient, [loop for loop in standing if by.may_see(loop.label)], what, on)
    there = frozenset(loop.key for loop in standing)
    says = f"{what}: {_NAMES[category]} ordered by {requester}{f', {whom} asked' if whom else ''}"
    return did(
        by=by, patient=patient, kind=CATEGORIES[category], says=says, at=at,
        states=[("ServiceRequest", asked)], detail={"step": "ordered"}, label=label,
        then=partial(_ask, by, patient, there, at),
    )  # fmt: skip


def _check(category: str, what: str, requester: str, on: date, today: date) -> None:
    if category not in CATEGORIES:
        raise Refused("Choose what it is: a referral, a laboratory test or imaging.")
    if not what:
        raise Refused("Say what was ordered.")
    if not requester:
        raise Refused("Say who ordered it.")
    if on > today:
        raise Refused("It cannot have been ordered on a day that is still to come.")
    longest = days("referral-longest", on) if category == "referral" else WAITS[category][1]
    if (today - on).days >= longest:
        raise Refused("That is so long ago that it is to be ordered anew: look at the day.")


def _not_twice(patient: Patient, standing: list[Loop], what: str, on: date) -> None:
    """A second press, or what a source told meanwhile, begins nothing new; nor does anything after a death."""
    if patient.died:
        raise Refused("They have died: nothing new is followed.")
    if any(
        one.is_open and one.began == on and one.name.casefold() == what.casefold()
        for one in standing
    ):
        raise Refused(f"{what} of that day is followed already.", status=409)


def _loops(patient: Patient, at: datetime) -> list[Loop]:
    return loops(charts.charts(system_viewer("loops"), [patient.pk], at)[patient.pk], at)


def _ask(by: Viewer, patient: Patient, there: frozenset[str], at: datetime, act: Act) -> None:
    """What was begun has a holder and a next day."""
    for loop in _loops(patient, at):
        if loop.key in there or not loop.is_open or loop.next_on is None:
            continue
        says, suggests = words.asks(loop)
        ask_again(
            patient=patient.pk, key=f"loop {mark(str(patient.public_id), loop.key)}", says=says,
            suggests=suggests, matter=loop.kind, on=loop.next_on, by=by, at=at, label=loop.label,
        )  # fmt: skip
