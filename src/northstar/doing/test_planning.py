"""The plan of care: nothing written is lost, signed once, stated as facts, its steps are lines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.harness.mrs_chen import NOW

from northstar.access.models import Role, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.plans import asking
from northstar.casework.plans.models import Version, Written
from northstar.casework.worklist import acts as worklist
from northstar.casework.worklist.asking import lines_of
from northstar.chart.sensitivity import Label
from northstar.doing import planning
from northstar.record import charts

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a test")
FRIDAY = date(2026, 9, 18)


@pytest.fixture
def me(sarah):
    return viewer_of(sarah, NOW)


@pytest.fixture
def marcus(db):
    staff = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=staff, role="nurse", start=NOW - timedelta(days=9))
    return staff


@pytest.fixture
def says(me, chen):
    """Writes in one place as Sarah; gives what became of it."""

    def says(place, text, by=me, seen=None, at=NOW):
        standing = asking.current(READER, chen.pk)
        mark = (standing.marks.get(place, 0) if standing else 0) if seen is None else seen
        return planning.write(by=by, patient=chen, place=place, text=text, seen=mark, at=at)

    return says


@pytest.fixture
def goal(me, chen):
    def goal(words="Cook New Year dinner on my feet", **more):
        said = {"words": words} | more
        return planning.add(by=me, patient=chen, home="goals", words=said, at=NOW)

    return goal


@pytest.fixture
def plan(chen):
    return lambda viewer=READER: asking.current(viewer, chen.pk)


def test_a_goal_in_her_words_is_signed_and_becomes_a_fact(goal, says, plan, me, chen):
    place = goal(measure="INR", low="2", high="3", by="2027-02-05")
    says("words", "To see my grandson marry")
    planning.sign(by=me, patient=chen, at=NOW)
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
    planning.sign(by=me, patient=chen, at=NOW + timedelta(hours=1))
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
        planning.sign(by=me, patient=chen, at=NOW)
    says("words", "Sleep through the night", seen=theirs.mark)
    assert not plan().beside
    assert plan().words["words"].text == "Sleep through the night"


def test_a_save_sent_twice_is_written_once(says):
    first = says("words", "Walk to the market")
    assert says("words", "Walk to the market", seen=0).mark == first.mark
    assert Written.objects.count() == 1


def test_our_step_is_a_line_with_its_day_and_goes_with_the_plan(
    goal, says, me, chen, sarah, marcus, plan
):
    home = goal()
    step = planning.add(
        by=me, patient=chen, home=f"{home}/steps", at=NOW,
        words={"says": "ask about a stool", "owner": f"staff:{sarah.public_id}", "by": str(FRIDAY)},
    )  # fmt: skip
    planning.sign(by=me, patient=chen, at=NOW)

    def mine():
        return [line for line in lines_of(READER, chen.pk) if line.matter == "plan of care"]

    [line] = mine()
    assert (line.staff_id, line.next_on) == (sarah.pk, FRIDAY)
    says(f"{step}/owner", f"staff:{marcus.public_id}")
    planning.sign(by=me, patient=chen, at=NOW + timedelta(minutes=1))
    [line] = mine()
    assert line.staff_id == marcus.pk
    says(f"{step}/state", "done")
    planning.sign(by=me, patient=chen, at=NOW + timedelta(minutes=2))
    assert mine() == []
    planning.take_back(by=me, patient=chen, why="not done after all", at=NOW + timedelta(minutes=3))
    assert [line.staff_id for line in mine()] == [marcus.pk]


def test_what_she_said_to_it_and_who_has_a_copy(goal, me, chen, plan):
    goal()
    with pytest.raises(Refused, match="Sign"):
        planning.copy_given(
            by=me, patient=chen, kind="person", to="Mei-Ling Chen", how="by hand", at=NOW
        )
    planning.sign(by=me, patient=chen, at=NOW)
    with pytest.raises(Refused, match="explained"):
        planning.agree(
            by=me, patient=chen, said="declined", who="Mei-Ling Chen", how="by phone",
            on=NOW.date(), at=NOW,
        )  # fmt: skip
    planning.agree(
        by=me, patient=chen, said="agreed", who="Mei-Ling Chen", how="with interpreter, by phone",
        on=NOW.date(), at=NOW,
    )  # fmt: skip
    planning.copy_given(
        by=me, patient=chen, kind="person", to="Mei-Ling Chen", how="by hand", at=NOW
    )
    [agreed] = plan().signed.agreements
    assert agreed.who == "Mei-Ling Chen"
    ready = asking.readiness([chen.pk])[chen.pk]
    assert (ready.version, ready.copy_given) == (1, NOW.date())
    assert "problems" in ready.missing
    assert "goals" in ready.missing
    kinds = {act.kind for act in acts.of_patient(READER, chen.pk)}
    assert kinds == {"plan signed", "plan agreed", "plan copy given"}


def test_a_restricted_goal_leaves_no_trace_for_who_may_not_see_it(
    goal, me, chen, plan, says, sarah
):
    goal()
    hidden = planning.add(
        by=entitled(sarah), patient=chen, home="goals", at=NOW,
        words={"words": "Stay off heroin", "label": str(int(Label.PART2))},
    )  # fmt: skip
    planning.sign(by=entitled(sarah), patient=chen, at=NOW)
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


def entitled(staff):
    """The same person, entitled to everything."""
    return replace(viewer_of(staff, NOW), labels=0x7FFF)


def test_the_database_refuses_to_change_a_version(goal, me, chen):
    goal()
    planning.sign(by=me, patient=chen, at=NOW)
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
                    planning.sign(by=me, patient=chen, at=at)
                else:
                    planning.take_back(by=me, patient=chen, why="by mistake", at=at)
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


def test_the_last_evening_of_a_month_is_a_day_of_that_month(goal, me, chen):
    goal()
    evening = NOW.replace(month=9, day=30, hour=19)
    planning.sign(by=me, patient=chen, at=evening)
    planning.copy_given(
        by=me, patient=chen, kind="person", to="Mei-Ling Chen", how="by hand", at=evening
    )
    ready = asking.readiness([chen.pk], until=NOW.replace(month=10, day=1, hour=0, minute=0))
    assert ready[chen.pk].signed.date() == ready[chen.pk].copy_given == date(2026, 9, 30)
    assert asking.readiness([chen.pk], until=NOW) == {}


def test_after_a_death_no_plan_is_signed(goal, me, chen):
    goal()
    chen.died = True
    with pytest.raises(Refused, match="has died"):
        planning.sign(by=me, patient=chen, at=NOW)


def test_a_step_done_on_the_list_is_done_in_the_plan_and_not_asked_for_again(
    goal, says, me, chen, sarah, plan
):
    home = goal()
    told = {"says": "ask about a stool", "owner": f"staff:{sarah.public_id}", "by": str(FRIDAY)}
    step = planning.add(by=me, patient=chen, home=f"{home}/steps", words=told, at=NOW)
    planning.sign(by=me, patient=chen, at=NOW)
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
    planning.sign(by=me, patient=chen, at=NOW)

    def mine():
        return [one for one in lines_of(READER, chen.pk) if one.matter == "plan of care"]

    worklist.done(line=mine()[0], by=me, at=NOW + timedelta(hours=1), outcome="It is ordered")
    planning.sign(by=me, patient=chen, at=NOW + timedelta(hours=2))
    assert not mine()
    assert plan().signed.words[f"{step}/state"].text == "done"
    says(f"{step}/state", "open", at=NOW + timedelta(hours=3))
    planning.sign(by=me, patient=chen, at=NOW + timedelta(hours=3))
    worklist.done(line=mine()[0], by=me, at=NOW + timedelta(hours=4), outcome="Again")
    says(f"{step}/by", "2026-09-25", at=NOW + timedelta(hours=5))
    assert not plan().done
    planning.sign(by=me, patient=chen, at=NOW + timedelta(hours=6))
    assert len(mine()) == 1
