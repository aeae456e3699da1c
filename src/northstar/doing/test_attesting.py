"""Minutes: of completed acts, attested by their author, in one program, and never twice."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.harness.mrs_chen import NOW

from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import viewer_of
from northstar.casework.acts import recording
from northstar.casework.programs import asking as programs
from northstar.casework.time import asking
from northstar.casework.time.free import longest_free, overlaps
from northstar.casework.time.models import Entry
from northstar.doing.acting import did
from northstar.doing.attesting import attest, attest_day
from northstar.doing.enrolling import go_on, refer
from northstar.doing.test_enrolling import CONSENT, FIT

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
START, END = NOW.replace(hour=0, minute=0), NOW.replace(hour=23, minute=59)
LATER = NOW + timedelta(hours=3)


def minutes(count, after=0):
    return NOW + timedelta(minutes=after), NOW + timedelta(minutes=after + count)


@pytest.fixture
def by(sarah):
    return viewer_of(sarah, NOW)


@pytest.fixture
def enrol(by, chen):
    def enrol(program):
        case = refer(by=by, patient=chen, program=program, why="asked", at=NOW)
        for what, detail in (("eligible", FIT), ("consented", CONSENT | {"consult": True})):
            go_on(by=by, patient=chen, case=case.id, what=what, detail=detail, at=NOW)

    return enrol


@pytest.fixture
def call(chen):
    def call(who, began, ended, **more):
        return did(
            by=who, patient=chen, kind="call", says="spoke with her", began=began, ended=ended,
            at=LATER, **more,
        )  # fmt: skip

    return call


def attested(by, **more):
    return attest_day(by=by, start=START, end=END, at=LATER, **more)


def test_a_day_is_attested_at_once_and_each_minute_counts_in_one_program(
    by, chen, enrol, call, sarah
):
    enrol("CCM")
    call(by, *minutes(12))
    call(by, *minutes(10, after=8))
    attested(by)
    told = asking.of_patients([chen.pk], START, END)[chen.pk]
    assert [(one.program, one.seconds // 60) for one in told] == [("CCM", 12), ("CCM", 6)]
    assert attested(by) == []


def test_two_colleagues_with_one_person_at_one_time_count_once(by, chen, enrol, call):
    enrol("CCM")
    dana = viewer_of(Staff.objects.create(username="dana", name="Dana Whitfield"), NOW)
    call(by, *minutes(12))
    act = call(dana, *minutes(12, after=2))
    attested(by)
    with pytest.raises(Refused, match="no minute counts twice"):
        attest(by=dana, act=act.public_id, program="CCM", began=act.began, ended=act.ended, at=LATER)  # fmt: skip
    attested(dana)
    told = asking.of_patients([chen.pk], START, END)[chen.pk]
    assert sum(one.seconds for one in told) == 14 * 60


def test_two_programs_ask_which(by, chen, enrol, call):
    enrol("CCM")
    enrol("CHI")
    act = call(by, *minutes(12))
    [row] = [row for row in asking.day_of(by, START, END) if row.act.pk == act.pk]
    assert row.asks
    assert {entry.act_id for entry in attested(by)}.isdisjoint({act.pk})
    attest(by=by, act=act.public_id, program="CHI", began=act.began, ended=act.ended, at=LATER)
    assert [one.program for one in asking.of_patients([chen.pk], START, END)[chen.pk]] == ["CHI"]


def test_an_edit_needs_a_reason_and_keeps_what_was(by, chen, enrol, call):
    enrol("CCM")
    act = call(by, *minutes(12))
    attested(by)
    change = {"act": act.public_id, "program": "CCM", "began": act.began, "at": LATER, "by": by}
    with pytest.raises(Refused, match="Say why"):
        attest(**change, ended=act.ended + timedelta(minutes=5))
    attest(**change, ended=act.ended + timedelta(minutes=5), why="wrote it up afterwards")
    assert Entry.objects.filter(act=act).count() == 2
    assert asking.of_patients([chen.pk], START, END)[chen.pk][0].seconds == 17 * 60
    entry = Entry.objects.first()
    entry.why = "x"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()


def test_what_was_taken_back_or_is_another_persons_counts_for_nothing(by, chen, enrol, call):
    enrol("CCM")
    act = call(by, *minutes(12))
    attested(by)
    dana = viewer_of(Staff.objects.create(username="dana", name="Dana Whitfield"), NOW)
    with pytest.raises(Refused, match="Only whoever did it"):
        attest(by=dana, act=act.public_id, program="", began=act.began, ended=act.ended, at=LATER)
    recording.take_back(act=act, person=str(chen.public_id), by=by, at=LATER, why="not her")
    assert asking.of_patients([chen.pk], START, END) == {}


def test_without_consent_time_counts_nowhere(by, chen, call):
    act = call(by, *minutes(12))
    [entry] = attested(by)
    assert entry.program == ""
    with pytest.raises(Refused, match="consented"):
        attest(by=by, act=act.public_id, program="CCM", began=act.began, ended=act.ended, at=LATER, why="x")  # fmt: skip


stretches = st.tuples(st.integers(0, 60), st.integers(0, 30)).map(lambda t: minutes(t[1], t[0]))


@given(stretches, st.lists(stretches, max_size=6))
def test_what_is_free_overlaps_nothing_and_lies_inside(stretch, taken):
    free = longest_free(stretch, taken)
    assert stretch[0] <= free[0] <= free[1] <= stretch[1]
    assert not any(overlaps(free, other) for other in taken if other[0] < other[1])


def test_the_last_evening_of_a_case_counts_and_the_evening_before_it_does_not(by, chen, enrol):
    """Half past six in the evening in California is the next day in UTC; the day is the clinic's."""
    enrol("CCM")
    evening = NOW.replace(hour=18, minute=30)
    eve, last = evening - timedelta(days=1), evening
    for began in (eve, last):
        did(by=by, patient=chen, kind="call", says="spoke with her", began=began,
            ended=began + timedelta(minutes=10), at=began + timedelta(minutes=10))  # fmt: skip
    case = programs.of_patient(by, chen.pk, NOW.date())[0]
    go_on(by=by, patient=chen, case=case.id, what="closed", at=NOW, detail={"reason": "moved"})
    for day, program in ((eve, ""), (last, "CCM")):
        start = day.replace(hour=0, minute=0)
        made = attest_day(
            by=by, start=start, end=start + timedelta(days=1), at=evening + timedelta(hours=1)
        )
        assert [one.program for one in made if one.act.kind == "call"] == [program]
