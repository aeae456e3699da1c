"""A step ticked in the plan in force is one line of the notes, whoever has it; one's own slip is struck through."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.models import Role, Staff
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.plans import asking
from northstar.casework.worklist.models import Line
from northstar.chart.sensitivity import Label
from northstar.doing import agreeing, finishing, planning, signing

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a test")
HELD = Label.BEHAVIORAL.value
STEP = "A step of the plan of care"
GOAL = "For the goal “Cook New Year dinner”."


@pytest.fixture
def me(sarah):
    return viewer_of(sarah, NOW)


@pytest.fixture
def entitled(me):
    """Sarah, were she entitled."""
    return replace(me, labels=HELD)


@pytest.fixture
def marcus(db):
    staff = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=staff, role="coordinator", start=NOW - timedelta(days=9))
    return staff


@pytest.fixture
def step(me, chen):
    """A goal with one step, the plan signed; gives the place of how far the step has come."""

    def step(owner="person", *, sign=True, by=me, **more):
        goal = {"words": "Cook New Year dinner"} | more
        home = planning.add(by=by, patient=chen, home="goals", words=goal, at=NOW)
        words = {"says": "ask about a stool.", "owner": owner, "by": "2026-09-18"}
        place = planning.add(by=by, patient=chen, home=f"{home}/steps", words=words, at=NOW)
        if sign:
            signing.sign(by=by, patient=chen, at=NOW)
        return f"{place}/state"

    return step


@pytest.fixture
def says(me, chen):
    def says(place, text, by=me, at=NOW):
        mark = asking.current(READER, chen.pk).marks.get(place, 0)
        return planning.write(by=by, patient=chen, place=place, text=text, seen=mark, at=at)

    return says


def notes(chen, viewer=READER):
    found = acts.of_patient(viewer, chen.pk, kinds=["plan step"])
    return [act.says for act in found if not hasattr(act, "taken_back")]


def test_a_ticked_step_is_one_line_and_counts_no_minute(step, says, chen):
    place = step()
    says(place, "done")
    says(place, "done")
    assert notes(chen) == [f"{STEP} is done (theirs): “ask about a stool”. {GOAL}"]
    [act] = acts.of_patient(READER, chen.pk, kinds=["plan step"])
    assert act.began == act.ended


@pytest.mark.parametrize(
    ("owner", "whose"),
    [
        ("caregiver:Wei", " (Wei)"),
        ("office:Bay Physio", " (Bay Physio)"),
        ("staff:{marcus}", " (Marcus Bell)"),
        ("", ""),
    ],
)
def test_it_says_who_had_the_step(step, says, chen, marcus, owner, whose):
    says(step(owner.format(marcus=marcus.public_id)), "slipped")
    assert notes(chen) == [f"{STEP} has slipped{whose}: “ask about a stool”. {GOAL}"]


def test_the_tick_taken_away_at_once_strikes_the_line_through(step, says, me, chen):
    place = step()
    says(place, "done")
    says(place, "open")
    assert notes(chen) == []
    says(place, "done")
    planning.undo(by=me, patient=chen, place=place, at=NOW)
    assert notes(chen) == []


def test_of_a_colleague_or_of_yesterday_it_is_told_that_it_is_open_again(step, says, chen, marcus):
    place = step()
    says(place, "done")
    says(place, "open", by=viewer_of(marcus, NOW))
    assert notes(chen)[0] == f"{STEP} is open again (theirs): “ask about a stool”. {GOAL}"
    assert len(notes(chen)) == 2


def test_taking_back_what_stood_before_opens_its_line_too(step, says, me, chen, sarah):
    place = step(f"staff:{sarah.public_id}")
    says(place, "done")
    assert not Line.objects.filter(is_open=True, matter="plan of care").exists()
    planning.undo(by=me, patient=chen, place=place, at=NOW)
    assert Line.objects.filter(is_open=True, matter="plan of care").count() == 1


def test_what_is_ticked_while_writing_is_covered_by_the_signature(step, says, chen):
    says(step(sign=False), "done")
    assert notes(chen) == []


def test_what_was_finished_on_the_list_is_not_told_twice(step, says, me, chen, sarah):
    place = step(f"staff:{sarah.public_id}")
    [line] = Line.objects.filter(is_open=True, matter="plan of care")
    finishing.done(lines=[line], by=me, at=NOW, outcome="Booked", row=uuid4())
    planning.step_done(by=me, patient=chen, step=place.removesuffix("/state"), at=NOW)
    assert notes(chen) == []
    says(place, "open")
    says(place, "done")
    assert notes(chen) == [
        f"{STEP} is open again (Sarah Okafor): “ask about a stool”. {GOAL}",
    ]
    assert len(acts.of_patient(READER, chen.pk, kinds=["work"])) == 1


def test_of_a_restricted_goal_nobody_else_hears(step, says, me, entitled, chen):
    says(step(by=entitled, label=str(HELD)), "done", by=entitled)
    assert len(notes(chen)) == 1
    assert notes(chen, me) == []


def test_of_a_plan_of_restricted_goals_only_nobody_else_hears_who_agreed(step, me, entitled, chen):
    step(by=entitled, label=str(HELD))
    who = {"by": entitled, "patient": chen, "at": NOW}
    agreeing.agree(said="agreed", who="Mei-Ling Chen", how="by phone", on=NOW.date(), **who)
    agreeing.copy_given(kind="person", to="Mei-Ling Chen", how="by hand", **who)
    agreeing.strike_answer(why="it was her sister", **who)
    signing.take_back(why="signed too early", **who)
    assert len(acts.of_patient(READER, chen.pk)) == 5
    assert acts.of_patient(me, chen.pk) == []
