"""Steps and review days of a plan are lines: they come with the signature and go with what is done."""

from datetime import date, timedelta

import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.plans import FRIDAY, READER, of_the_plan

from northstar.access.refuse import Refused
from northstar.casework.plans.readiness import readiness
from northstar.casework.worklist import acts as worklist
from northstar.casework.worklist.asking import lines_of
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.doing import agreeing, planning, signing
from northstar.doing.acting import did

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]


def test_our_step_is_a_line_with_its_day_and_goes_with_the_plan(
    goal, says, me, chen, sarah, marcus, plan
):
    home = goal()
    step = planning.add(
        by=me, patient=chen, home=f"{home}/steps", at=NOW,
        words={"says": "ask about a stool", "owner": f"staff:{sarah.public_id}", "by": str(FRIDAY)},
    )  # fmt: skip
    signing.sign(by=me, patient=chen, at=NOW)

    def mine():
        return [line for line in lines_of(READER, chen.pk) if line.matter == "plan of care"]

    [line] = mine()
    assert (line.staff_id, line.next_on) == (sarah.pk, FRIDAY)
    says(f"{step}/owner", f"staff:{marcus.public_id}")
    signing.sign(by=me, patient=chen, at=NOW + timedelta(minutes=1))
    [line] = mine()
    assert line.staff_id == marcus.pk
    says(f"{step}/state", "done")
    signing.sign(by=me, patient=chen, at=NOW + timedelta(minutes=2))
    assert mine() == []
    signing.take_back(by=me, patient=chen, why="not done after all", at=NOW + timedelta(minutes=3))
    assert [line.staff_id for line in mine()] == [marcus.pk]


def test_the_last_evening_of_a_month_is_a_day_of_that_month(goal, me, chen):
    goal()
    evening = NOW.replace(month=9, day=30, hour=19)
    signing.sign(by=me, patient=chen, at=evening)
    agreeing.copy_given(
        by=me, patient=chen, kind="person", to="Mei-Ling Chen", how="by hand", at=evening
    )
    ready = readiness([chen.pk], until=NOW.replace(month=10, day=1, hour=0, minute=0))
    assert ready[chen.pk].signed.date() == ready[chen.pk].copy_given == date(2026, 9, 30)
    assert readiness([chen.pk], until=NOW) == {}


def test_a_step_done_on_the_list_is_done_in_the_plan_and_not_asked_for_again(
    goal, says, me, chen, sarah, plan
):
    home = goal()
    told = {"says": "ask about a stool", "owner": f"staff:{sarah.public_id}", "by": str(FRIDAY)}
    step = planning.add(by=me, patient=chen, home=f"{home}/steps", words=told, at=NOW)
    signing.sign(by=me, patient=chen, at=NOW)
    [line] = [one for one in lines_of(READER, chen.pk) if one.matter == "plan of care"]
    with pytest.raises(Refused, match="not done on the list"):
        planning.step_done(by=me, patient=chen, step=step, at=NOW)
    later = NOW + timedelta(hours=1)
    worklist.done(line=line, by=me, at=later, outcome="It is ordered")
    end = plan().done[step]
    assert (end.by, end.outcome) == ("Sarah Okafor", "It is ordered")
    planning.step_done(by=me, patient=chen, step=step, at=later)
    assert not plan().done
    assert not plan().said.steps[0].is_open


def test_signing_ticks_what_was_done_on_the_list_unless_it_was_planned_anew(
    goal, says, me, chen, sarah, plan
):
    home = goal()
    told = {"says": "ask about a stool", "owner": f"staff:{sarah.public_id}", "by": str(FRIDAY)}
    step = planning.add(by=me, patient=chen, home=f"{home}/steps", words=told, at=NOW)
    signing.sign(by=me, patient=chen, at=NOW)

    def mine():
        return [one for one in lines_of(READER, chen.pk) if one.matter == "plan of care"]

    worklist.done(line=mine()[0], by=me, at=NOW + timedelta(hours=1), outcome="It is ordered")
    signing.sign(by=me, patient=chen, at=NOW + timedelta(hours=2))
    assert not mine()
    assert plan().signed.words[f"{step}/state"].text == "done"
    says(f"{step}/state", "open", at=NOW + timedelta(hours=3))
    signing.sign(by=me, patient=chen, at=NOW + timedelta(hours=3))
    worklist.done(line=mine()[0], by=me, at=NOW + timedelta(hours=4), outcome="Again")
    says(f"{step}/by", "2026-09-25", at=NOW + timedelta(hours=5))
    assert not plan().done
    signing.sign(by=me, patient=chen, at=NOW + timedelta(hours=6))
    assert len(mine()) == 1


def test_the_day_on_which_it_is_looked_at_again_is_a_line(goal, says, me, chen):
    goal()
    says("review", str(FRIDAY))
    signing.sign(by=me, patient=chen, at=NOW)
    [line] = of_the_plan(chen)
    assert (line.says, line.next_on) == ("has the plan of care to be looked at again", FRIDAY)
    says("review", "2026-09-25")
    signing.sign(by=me, patient=chen, at=NOW + timedelta(minutes=1))
    [line] = of_the_plan(chen)
    assert line.next_on == date(2026, 9, 25)
    worklist.done(line=line, by=me, at=NOW + timedelta(minutes=2), outcome="Gone through with her")
    says("words", "To see my grandson marry")
    signing.sign(by=me, patient=chen, at=NOW + timedelta(minutes=3))
    assert of_the_plan(chen) == []
    says("review", "2026-12-04")
    signing.sign(by=me, patient=chen, at=NOW + timedelta(minutes=4))
    assert [line.next_on for line in of_the_plan(chen)] == [date(2026, 12, 4)]


def test_a_step_ticked_in_the_plan_leaves_the_list_at_once_and_comes_back_with_the_tick(
    goal, says, me, chen, sarah, plan
):
    step = planning.add(
        by=me, patient=chen, home=f"{goal()}/steps", at=NOW,
        words={"says": "ask about a stool", "owner": f"staff:{sarah.public_id}", "by": str(FRIDAY)},
    )  # fmt: skip
    signing.sign(by=me, patient=chen, at=NOW)
    says(f"{step}/state", "done")
    assert of_the_plan(chen) == []
    assert plan().done == {}
    says(f"{step}/state", "open")
    assert [line.next_on for line in of_the_plan(chen)] == [FRIDAY]
    assert plan().done == {}
    says(f"{step}/state", "slipped")
    assert len(of_the_plan(chen)) == 1


def test_after_a_death_nothing_of_the_plan_is_asked_any_more(goal, says, me, chen, sarah):
    planning.add(
        by=me, patient=chen, home=f"{goal()}/steps", at=NOW,
        words={"says": "ask about a stool", "owner": f"staff:{sarah.public_id}", "by": str(FRIDAY)},
    )  # fmt: skip
    says("review", str(FRIDAY))
    signing.sign(by=me, patient=chen, at=NOW)
    agreeing.agree(
        by=me, patient=chen, said="declined", who="Mei-Ling Chen", how="by phone", on=NOW.date(), at=NOW,
        words="explained; she wants to wait", ask_again=FRIDAY,
    )  # fmt: skip
    assert len(of_the_plan(chen)) == 3
    told = Communication(medium="call", status="deceased", sent=when(NOW.isoformat()))
    did(
        by=me, patient=chen, kind="call", says="told of her death", at=NOW,
        states=[("Communication", told)],
    )  # fmt: skip
    assert of_the_plan(chen) == []
