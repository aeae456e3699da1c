"""A restricted goal leaves no trace for who may not see it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.plans import READER

from northstar.access.refuse import Refused
from northstar.access.viewer import viewer_of
from northstar.casework.plans import asking
from northstar.chart.sensitivity import Label
from northstar.doing import planning, signing
from northstar.record import charts

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]


def test_a_restricted_goal_leaves_no_trace_for_who_may_not_see_it(
    goal, me, chen, plan, says, sarah
):
    goal()
    hidden = planning.add(
        by=entitled(sarah), patient=chen, home="goals", at=NOW,
        words={"words": "Stay off heroin", "label": str(int(Label.PART2))},
    )  # fmt: skip
    signing.sign(by=entitled(sarah), patient=chen, at=NOW)
    seen = plan(me)
    told = repr((seen.words, seen.beside, seen.versions, seen.lines))
    assert "heroin" not in told
    assert hidden not in told
    with pytest.raises(Refused):
        says(f"{hidden}/words", "x")
    assert asking.history(me, seen.row, f"{hidden}/words") == []
    chart = charts.charts(me, [chen.pk], NOW)[chen.pk]
    assert "heroin" not in repr([*chart.of("Goal"), *chart.of("CarePlan")])
    whole = charts.charts(READER, [chen.pk], NOW)[chen.pk]
    assert any(one.source.label == Label.PART2 for one in whole.of("Goal"))


def test_that_a_restricted_goal_was_taken_out_is_not_told_to_who_never_saw_it(
    goal, me, chen, sarah
):
    goal()
    hidden = planning.add(
        by=entitled(sarah), patient=chen, home="goals", at=NOW,
        words={"words": "Stay off heroin", "label": str(int(Label.PART2))},
    )  # fmt: skip
    signing.sign(by=entitled(sarah), patient=chen, at=NOW)
    planning.take_out(by=entitled(sarah), patient=chen, what=hidden, why="reached", at=NOW)
    signing.sign(by=entitled(sarah), patient=chen, at=NOW + timedelta(minutes=1))
    seen = charts.charts(me, [chen.pk], NOW)[chen.pk].of("Goal")
    assert [one.status for one in seen] == ["active"]


def entitled(staff):
    """The same person, entitled to everything."""
    return replace(viewer_of(staff, NOW), labels=0x7FFF)


def test_whoever_may_not_see_a_goal_signs_no_otherwise_than_without_it(
    goal, me, chen, sarah, marcus
):
    goal()
    signing.sign(by=me, patient=chen, at=NOW)
    planning.add(
        by=entitled(sarah), patient=chen, home="goals", at=NOW,
        words={"words": "Stay off heroin", "label": str(int(Label.PART2))},
    )  # fmt: skip
    with pytest.raises(Refused, match="Nothing has changed"):
        signing.sign(by=viewer_of(marcus, NOW), patient=chen, at=NOW, seen=0)


def test_that_there_is_a_plan_of_restricted_goals_only_is_restricted(me, chen, sarah, plan):
    planning.add(
        by=entitled(sarah), patient=chen, home="goals", at=NOW,
        words={"words": "Stay off heroin", "label": str(int(Label.PART2))},
    )  # fmt: skip
    act = signing.sign(by=entitled(sarah), patient=chen, at=NOW)
    assert act.label == Label.PART2
    assert plan(me).signed is None
    assert plan(me).versions == []


@pytest.mark.parametrize("label", ["\u00b2", "-1", "everybody"])
def test_who_may_see_a_goal_is_one_of_the_list(goal, says, label):
    with pytest.raises(Refused, match="list"):
        says(f"{goal()}/label", label)
