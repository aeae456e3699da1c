"""A case and its life: allowed steps only, every open case with a holder and a date, nothing overwritten."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.harness.mrs_chen import NOW

from northstar.access.refuse import Refused
from northstar.access.viewer import viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.programs import alongside, asking
from northstar.casework.programs.models import Turn
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line
from northstar.chart.people import Patient
from northstar.doing.enrolling import go_on, refer, take_back
from northstar.spine import review

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
CONSENT = {
    "given_by": "Mei-Ling Chen", "how": "said", "told_cost": True, "told_one": True, "told_stop": True,
    "biller": "Dr. Helen Park",
}  # fmt: skip
FIT = {"conditions": [{"says": "heart failure"}, {"says": "diabetes"}], "risk": True}


@pytest.fixture
def by(sarah):
    return viewer_of(sarah, NOW)


@pytest.fixture
def step(by, chen):
    def step(case, what, at=NOW, **detail):
        return go_on(
            by=by, patient=chen, case=case.id, what=what, at=at, detail=detail, on=at.date()
        )

    return step


@pytest.fixture
def case(by, chen):
    return refer(by=by, patient=chen, program="CCM", why="Dr. Park asked", at=NOW)


def line(chen):
    return Line.objects.filter(patient=chen.pk, key__startswith="case:").latest("pk")


def test_from_the_referral_to_the_consent(case, step, chen, by):
    assert (case.state, line(chen).says) == (
        "referred",
        "See whether Chronic care management fits",
    )
    step(case, "eligible", **FIT)
    step(case, "invited", how="on the phone")
    stands = step(case, "consented", **CONSENT)
    assert (stands.active, stands.biller, stands.consented(NOW.date())) == (
        True, "Dr. Helen Park", True,
    )  # fmt: skip
    assert line(chen).is_open
    said = [act.says for act in acts.of_patient(by, chen.pk)]
    assert said[0].startswith("Mei-Ling Chen consented to Chronic care management (said)")
    assert said[2] == "Found eligible for Chronic care management: heart failure, diabetes."
    assert len(said) == 4


@pytest.mark.parametrize("missing", ["told_cost", "told_one", "told_stop", "given_by", "biller"])
def test_half_a_consent_is_none(case, step, missing):
    step(case, "eligible", **FIT)
    with pytest.raises(Refused):
        step(case, "consented", **(CONSENT | {missing: ""}))


def test_no_step_is_left_out(case, step, by, chen):
    with pytest.raises(Refused, match="cannot follow “Referred”"):
        step(case, "consented", **CONSENT)
    with pytest.raises(Refused, match="already"):
        refer(by=by, patient=chen, program="CCM", why="asked again", at=NOW)


def test_a_decline_is_asked_again_on_its_day_or_never(case, step, chen):
    step(case, "eligible", **FIT)
    told = {"explained": "what it is and costs", "why": "too much at once"}
    step(case, "declined", **told, again="2026-10-01")
    assert line(chen).next_on == date(2026, 10, 1)
    step(case, "invited", how="by letter")
    step(case, "declined", **told, never=True)
    assert not line(chen).is_open


def test_a_reassessment_has_its_day_and_who_stops_is_in_to_the_end_of_the_month(
    case, step, chen, by
):
    step(case, "eligible", **FIT)
    step(case, "consented", **CONSENT)
    step(case, "reassess", date="2026-12-07")
    assert line(chen).next_on == date(2026, 12, 7)
    stands = step(case, "stopped", why="enough calls")
    assert (stands.open, stands.until) == (False, date(2026, 9, 30))
    assert stands.consented(date(2026, 9, 30))
    assert not stands.consented(date(2026, 10, 1))
    assert not line(chen).is_open
    before = asking.standing([chen.pk], NOW.date() - timedelta(days=1))
    assert before == {chen.pk: []}


def test_a_mistake_is_taken_back_and_stays_to_be_read(case, step, by, chen):
    step(case, "eligible", **FIT)
    stands = take_back(by=by, patient=chen, case=case.id, why="wrong person", at=NOW)
    assert (stands.state, len(stands.turns)) == ("referred", 1)
    assert Turn.objects.count() == 3
    turn = Turn.objects.first()
    turn.says = "something else"
    with pytest.raises(DatabaseError), transaction.atomic():
        turn.save()


def test_nothing_is_dated_ahead_or_where_no_rules_are_known(case, step, by, chen):
    with pytest.raises(Refused, match="still to come"):
        go_on(by=by, patient=chen, case=case.id, what="eligible", at=NOW, detail=FIT,
              on=NOW.date() + timedelta(days=1))  # fmt: skip
    with pytest.raises(Refused, match="No rules"):
        refer(by=by, patient=chen, program="PCM", why="x", at=NOW, on=date(2019, 1, 1))


def test_the_dead_are_asked_nothing_and_a_false_report_brings_the_case_back(
    case, step, by, chen, monkeypatch
):
    said = line(chen).says
    fact = Patient(deceased=True)
    monkeypatch.setattr(alongside, "death_facts", lambda chart: [fact])
    review([chen.pk], NOW)
    assert (line(chen).says, line(chen).next_on) == (alongside.DIED, NOW.date())
    chen.died = True
    with pytest.raises(Refused, match="has died"):
        step(case, "eligible", **FIT)
    monkeypatch.setattr(alongside, "death_facts", lambda chart: [])
    review([chen.pk], NOW)
    assert line(chen).says == said


def test_an_open_case_whose_line_was_finished_gets_its_next_date_again(case, by, chen):
    before = line(chen)
    by_hand.close(before, at=NOW, by="Sarah", outcome="done")
    review([chen.pk], NOW)
    again = line(chen)
    assert (again.is_open, again.next_on > NOW.date(), again.pk != before.pk) == (True, True, True)
    review([chen.pk], NOW)
    assert Line.objects.filter(key=before.key, is_open=True).count() == 1


def test_a_decline_says_when_to_ask_again_in_words(case, step, chen):
    step(case, "eligible", **FIT)
    told = {"explained": "what it costs", "why": "thinks about it"}
    step(case, "declined", **told, again="2026-10-01")
    assert case_now(chen).turns[-1].says.endswith("To be asked again on Thu 1 Oct 2026.")
    assert case_now(chen).ask_again == "To be asked again on Thu 1 Oct"
    step(case, "invited", how="by letter")
    assert case_now(chen).ask_again == ""
    step(case, "declined", **told, never=True)
    assert case_now(chen).turns[-1].says.endswith("They do not wish to be asked again.")


def test_a_note_says_the_visit_and_the_day_in_words(case, step, chen):
    step(case, "eligible", **FIT)
    step(case, "visited", kind="wellness", **{"with": "Dr. Park"})
    step(case, "consented", **CONSENT)
    step(case, "reassess", date="2026-12-01")
    says = " ".join(turn.says for turn in case_now(chen).turns)
    assert "yearly wellness visit with Dr. Park" in says
    assert "on Tue 1 Dec 2026." in says


@pytest.mark.parametrize(("what", "name"), [("reassess", "date"), ("declined", "again")])
def test_nothing_is_set_for_a_day_that_has_passed(case, step, what, name):
    step(case, "eligible", **FIT)
    more = {"explained": "what it costs", "why": "not now"}
    if what == "reassess":
        step(case, "consented", **CONSENT)
    with pytest.raises(Refused, match="has passed"):
        step(case, what, **more, **{name: "2026-01-01"})


def case_now(chen):
    return asking.standing([chen.pk], NOW.date())[chen.pk][-1]
