"""The plan of care: nothing written is lost, signed once, stated as facts."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.harness.mrs_chen import NOW
from tests.harness.plans import FRIDAY, READER

from northstar.access.refuse import Refused
from northstar.access.viewer import viewer_of
from northstar.casework.plans import asking
from northstar.casework.plans.models import Version, Written
from northstar.doing import planning, signing
from northstar.record import charts

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]


def test_a_goal_in_her_words_is_signed_and_becomes_a_fact(goal, says, plan, me, chen):
    place = goal(measure="INR", low="2", high="3", by="2027-02-05")
    says("words", "To see my grandson marry")
    signing.sign(by=me, patient=chen, at=NOW)
    chart = charts.charts(READER, [chen.pk], NOW)[chen.pk]
    [whole] = chart.of("CarePlan")
    assert (whole.status, whole.text, whole.author) == (
        "active",
        "To see my grandson marry",
        "Sarah Okafor",
    )
    [aim] = chart.of("Goal")
    assert (aim.code.text, aim.measure, aim.low, aim.high, aim.author) == (
        "Cook New Year dinner on my feet", "INR", 2, 3, "patient",
    )  # fmt: skip
    assert aim.due.text == "2027-02-05"
    says(f"{place}/words", "Cook New Year dinner with Wei", at=NOW + timedelta(hours=1))
    signing.sign(by=me, patient=chen, at=NOW + timedelta(hours=1))
    chart = charts.charts(READER, [chen.pk], NOW)[chen.pk]
    assert [one.code.text for one in chart.of("Goal")] == ["Cook New Year dinner with Wei"]
    assert [(c.was, c.now) for c in plan().versions[0].changes] == [
        ("Cook New Year dinner on my feet", "Cook New Year dinner with Wei")
    ]


def test_the_second_save_stands_beside_the_first_until_somebody_chooses(
    says, plan, me, marcus, chen, goal
):
    goal()
    first = says("words", "Dance at the wedding")
    mine = says("words", "Walk to the market", seen=first.mark)
    theirs = says("words", "Sleep through the night", by=viewer_of(marcus, NOW), seen=first.mark)
    assert (mine.beside, theirs.beside) == (False, True)
    standing = plan()
    assert standing.words["words"].text == "Walk to the market"
    assert [(b.text, b.by) for b in standing.beside["words"]] == [
        ("Sleep through the night", "Marcus Bell")
    ]
    with pytest.raises(Refused, match="choose"):
        signing.sign(by=me, patient=chen, at=NOW)
    says("words", "Sleep through the night", seen=theirs.mark)
    assert not plan().beside
    assert plan().words["words"].text == "Sleep through the night"


def test_a_save_sent_twice_is_written_once(says):
    first = says("words", "Walk to the market")
    assert says("words", "Walk to the market", seen=0).mark == first.mark
    assert Written.objects.count() == 1


def test_the_database_refuses_to_change_a_version(goal, me, chen):
    goal()
    signing.sign(by=me, patient=chen, at=NOW)
    version = Version.objects.get()
    version.note = "something else"
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save()


PLACES = ("words", "review", "elements/problems/text")
ACTS = st.one_of(
    st.tuples(
        st.just("write"), st.sampled_from(PLACES), st.sampled_from(["", "2026-12-01", "2027-01-15"]),
        st.booleans(), st.booleans(),
    ),
    st.tuples(st.just("undo"), st.sampled_from(PLACES)),
    st.tuples(st.just("sign")),
    st.tuples(st.just("back")),
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ACTS, max_size=14))
def test_any_sequence_of_acts_keeps_every_version_and_loses_no_text(me, chen, marcus, goal, steps):
    """Against a plain model: every text accepted is found in the history, versions only grow and never
    change, and what stands is the last that did not stand beside another's."""
    with transaction.atomic():
        goal()
        other, at, typed, kept = viewer_of(marcus, NOW), NOW, [], {}
        for step in steps:
            at += timedelta(seconds=1)
            standing = asking.current(READER, chen.pk)
            try:
                if step[0] == "write":
                    _, place, text, stale, theirs = step
                    mark = 0 if stale else standing.marks.get(place, 0)
                    planning.write(
                        by=other if theirs else me,
                        patient=chen,
                        place=place,
                        text=text,
                        seen=mark,
                        at=at,
                    )
                    typed.append((place, text))
                elif step[0] == "undo":
                    planning.undo(by=me, patient=chen, place=step[1], at=at)
                elif step[0] == "sign":
                    signing.sign(by=me, patient=chen, at=at)
                else:
                    signing.take_back(by=me, patient=chen, why="by mistake", at=at)
            except Refused:
                pass
            now = asking.current(READER, chen.pk)
            told = {(w.place, w.text) for w in Written.objects.filter(plan=now.row)}
            assert set(typed) <= told
            bodies = {v.number: (v.what, v.body) for v in Version.objects.filter(plan=now.row)}
            assert kept.items() <= bodies.items()
            assert sorted(bodies) == list(range(1, len(bodies) + 1))
            kept = bodies
        transaction.set_rollback(True)


def test_after_a_death_no_plan_is_signed(goal, me, chen):
    goal()
    chen.died = True
    with pytest.raises(Refused, match="has died"):
        signing.sign(by=me, patient=chen, at=NOW)


def test_it_is_signed_again_as_it_stands_and_never_unread(goal, says, me, marcus, chen, plan):
    goal()
    signing.sign(by=me, patient=chen, at=NOW)
    with pytest.raises(Refused, match="Nothing has changed"):
        signing.sign(by=me, patient=chen, at=NOW)
    signing.sign(by=me, patient=chen, at=NOW, again=True, number=2)
    with pytest.raises(Refused, match="signed meanwhile by Sarah Okafor"):
        signing.sign(by=me, patient=chen, at=NOW, again=True, number=2)
    assert [one.number for one in plan().versions] == [2, 1]
    mark = plan().seen
    says("words", "Mine")
    says("review", str(FRIDAY), by=viewer_of(marcus, NOW))
    with pytest.raises(Refused, match="Marcus Bell wrote in the plan"):
        signing.sign(by=me, patient=chen, at=NOW, seen=mark)
    signing.sign(by=me, patient=chen, at=NOW, seen=plan().seen)


def test_a_target_that_no_number_can_meet_is_not_signed(goal, me, chen):
    goal(measure="INR", low="5", high="3")
    with pytest.raises(Refused, match="more than"):
        signing.sign(by=me, patient=chen, at=NOW)


def test_what_is_sent_twice_is_added_once(me, chen, plan):
    def press(words):
        return planning.add(
            by=me, patient=chen, home="goals", words={"words": words}, key="abcd1234", at=NOW
        )

    assert press("Dance") == press("Dance")
    assert press("Walk") != press("Dance")
    assert sorted(one.words for one in plan().said.goals) == ["Dance", "Walk"]
    assert not plan().beside


@pytest.mark.parametrize("day", ["1999-01-01", "9999-12-31", "soon"])
def test_a_day_of_another_century_is_a_slip(says, day):
    with pytest.raises(Refused):
        says("review", day)
