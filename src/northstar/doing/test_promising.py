"""A promise: a line with a holder and a day, whatever happens to either."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.harness.mrs_chen import NOW

from northstar.access.models import Absence, Role, Shift, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.promises import asking
from northstar.casework.promises.words import sorry
from northstar.casework.worklist import acts as lines
from northstar.casework.worklist import undoing
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.today import day
from northstar.doing import promising
from northstar.doing.acting import did
from northstar.rules.signal import Band
from northstar.spine import review

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a test")
THURSDAY, FRIDAY, SATURDAY = date(2026, 9, 10), date(2026, 9, 11), date(2026, 9, 12)
WORDS = "call back about the two heart pills"


@pytest.fixture
def by(sarah):
    return viewer_of(sarah, NOW)


@pytest.fixture
def marcus(sarah):
    row = Staff.objects.create(username="marcus", name="Marcus Webb")
    Role.objects.create(staff=row, role="coordinator", start=NOW - timedelta(days=90))
    return row


@pytest.fixture
def promise(by, chen):
    def promise(on=THURSDAY, at=NOW, says=WORDS, **more):
        promising.promise(by=by, patient=chen, says=says, on=on, at=at, **more)
        return asking.of_patient(READER, chen.pk, at.date())[-1].promise

    return promise


def standing(chen, on):
    return [(one.state, one.on) for one in asking.of_patient(READER, chen.pk, on)]


def test_i_will_call_you_thursday_is_on_thursdays_list(promise, by, sarah, chen):
    line = promise().line
    assert (line.holder, line.next_on, line.is_open) == (sarah, THURSDAY, True)
    assert line.says == f"was promised for Thu 10 Sep: {WORDS}"
    assert line not in [one for row in day(by, NOW).rows for one in row.lines]
    on_thursday = day(by, NOW + timedelta(days=2)).rows
    assert line in [one for row in on_thursday for one in row.lines]
    assert [act.says for act in acts.of_patient(READER, chen.pk)] == [
        f"Promised for Thu 10 Sep: {WORDS}."
    ]


def test_its_age_is_seen_and_words_to_say_sorry_stand_by(promise, chen):
    line = promise().line
    review([chen.pk], NOW + timedelta(days=4))
    line.refresh_from_db()
    assert line.says.startswith("was promised for Thu 10 Sep, two days ago:")
    assert "I am sorry." in line.words[0]
    assert line.words[0].startswith("We promised you something for Thursday, and")
    assert sorry(WORDS, THURSDAY, date(2026, 9, 11))[0].startswith(
        "We promised you something for yesterday,"
    )
    assert sorry(WORDS, THURSDAY, date(2026, 9, 20))[0].startswith(
        "We promised you something for 10 September,"
    )
    assert line.factors == {"We promised it": 3, "Late since Thu 10 Sep": 2}
    assert (line.score, line.band) == (5, Band.CLOCK)


def test_on_its_day_it_is_a_clock_that_ends_today_and_not_before(promise, chen):
    line = promise().line
    assert line.band == Band.REST
    for days, band in ((1, Band.REST), (2, Band.CLOCK)):
        chen.refresh_from_db()
        assert chen.look_again <= NOW + timedelta(days=2)
        review([chen.pk], NOW + timedelta(days=days))
        line.refresh_from_db()
        assert line.band == band
    assert line.steps.count() == 1  # that its day has come is no news


def test_promised_for_today_it_is_one_at_once(promise):
    assert promise(on=NOW.date()).line.band == Band.CLOCK


def test_the_last_day_on_which_somebody_is_there_is_its_clock_too(promise, chen):
    line = promise(on=SATURDAY).line
    assert (line.next_on, line.band) == (FRIDAY, Band.REST)
    chen.refresh_from_db()
    review([chen.pk], NOW + timedelta(days=3))
    line.refresh_from_db()
    assert line.band == Band.CLOCK


def test_tried_before_its_day_it_does_not_hurry(promise, by, chen):
    line = promise(on=FRIDAY).line
    lines.tried(line=line, by=by, at=NOW, on=THURSDAY, why="no answer")
    review([chen.pk], NOW + timedelta(days=2))
    line.refresh_from_db()
    assert (line.next_on, line.band) == (THURSDAY, Band.REST)


def test_a_clinical_or_legal_clock_of_today_comes_before_it(promise, by, chen, sarah):
    promised = promise(on=NOW.date()).line
    contact, waits = (
        Line.objects.create(
            patient=chen, staff=sarah, signal=band.name, key="k", matter=band.name, says="says", band=band,
            score=6, next_on=NOW.date(), opened=NOW, refreshed=NOW,
        )
        for band in (Band.CLOCK, Band.HARM)
    )  # fmt: skip
    mine = {contact, promised, waits}
    ranked = [row.lead for row in day(by, NOW).rows if row.lead in mine]
    assert ranked == [contact, promised, waits]


def test_it_is_not_slept_past_its_day_without_a_word_to_the_person(promise, by):
    line = promise().line
    lines.later(line=line, by=by, at=NOW, on=THURSDAY, why="not before")
    with pytest.raises(Refused, match="Agree with them on another day"):
        lines.later(line=line, by=by, at=NOW, on=FRIDAY, why="busy")
    late = NOW + timedelta(days=3)
    lines.later(line=line, by=by, at=late, on=date(2026, 9, 14), why="she is at the hospital")


def test_the_chart_is_looked_at_again_when_the_day_has_passed(promise, chen):
    promise(on=NOW.date())
    chen.refresh_from_db()
    assert chen.look_again.astimezone(NOW.tzinfo).date() == NOW.date() + timedelta(days=1)


def test_kept_and_one_key_takes_it_back(promise, by, chen, sarah):
    made = promise()
    promising.keep(by=by, patient=chen, promise=made, at=NOW, note="She knows.")
    assert standing(chen, NOW.date()) == [("kept", THURSDAY)]
    step = made.line.steps.get(what="done")
    undoing.undo(step=step, by=by, at=NOW)
    assert standing(chen, NOW.date()) == [("promised", THURSDAY)]


def test_closed_on_today_it_is_kept_too_and_late_is_said(promise, by, chen):
    made = promise()
    later = NOW + timedelta(days=3)
    lines.done(line=made.line, by=by, at=later, outcome="Reached, and settled")
    assert standing(chen, later.date()) == [("kept late", THURSDAY)]


def test_kept_in_the_evening_of_its_day_is_not_late(promise, by, chen):
    made = promise()
    evening = NOW.replace(hour=18) + timedelta(days=(THURSDAY - NOW.date()).days)
    lines.done(line=made.line, by=by, at=evening, outcome="Reached, and settled")
    assert standing(chen, THURSDAY) == [("kept", THURSDAY)]


def test_moved_before_its_day_and_broken_after(promise, by, chen):
    made = promise()
    words = {"by": by, "patient": chen, "promise": made}
    promising.another_day(**words, on=FRIDAY, why="She is out on Thursday.", at=NOW)
    made = asking.of_patient(READER, chen.pk, NOW.date())[0].promise
    late = NOW + timedelta(days=6)
    promising.another_day(
        **words | {"promise": made}, on=date(2026, 9, 15), why="Said sorry.", at=late
    )
    [one] = asking.of_patient(READER, chen.pk, late.date())
    assert (one.moves, one.broken, one.on) == (2, 1, date(2026, 9, 15))
    one.promise.line.refresh_from_db()
    assert one.promise.line.next_on == date(2026, 9, 15)
    said = [act.says for act in acts.of_patient(READER, chen.pk)]
    assert "was not kept in time" in said[0]
    assert "Said sorry." in said[0]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"says": " "}, "Say what was promised"),
        ({"on": date(2026, 9, 7)}, "today or for a day ahead"),
    ],
)
def test_one_plain_sentence(promise, wrong, sentence):
    with pytest.raises(Refused, match=sentence):
        promise(**wrong)


def test_a_day_that_nobody_covers_is_kept_early_with_a_sentence(promise):
    line = promise(on=SATURDAY).line
    assert line.next_on == FRIDAY
    assert line.due.astimezone(NOW.tzinfo).date() == SATURDAY
    assert "Nobody is there on Sat 12 Sep" in line.because[-1]["says"]


def test_where_even_that_is_not_possible_it_is_refused(promise, sarah):
    Absence.objects.create(staff=sarah, first=NOW.date(), last=SATURDAY)
    with pytest.raises(Refused, match="Promise Mon 14 Sep"):
        promise()


def test_who_covers_for_the_promiser_keeps_it(promise, sarah, marcus):
    Absence.objects.create(staff=sarah, first=THURSDAY, last=FRIDAY, cover=marcus)
    assert promise().line.holder == marcus


def test_it_goes_to_nobody_who_comes_back_after_its_day(promise, by, marcus):
    line = promise().line
    Absence.objects.create(staff=marcus, first=NOW.date(), last=NOW.date() + timedelta(days=9))
    with pytest.raises(
        Refused, match="is not there before Fri 18 Sep, and this was promised for Thu"
    ):
        lines.hand_over(line=line, by=by, at=NOW, to=marcus)


def test_an_administrator_keeps_no_promise(promise, sarah):
    adam = Staff.objects.create(username="adam", name="Adam Reyes")
    Role.objects.create(staff=adam, role="administrator", start=NOW - timedelta(days=9))
    with pytest.raises(Refused, match="no role that opens this work"):
        promise(to=adam)


def test_somebody_else_may_keep_it(promise, marcus):
    Shift.objects.create(staff=marcus, kind="work", weekday=3, begins="08:00", ends="12:00")
    line = promise(to=marcus).line
    assert (line.holder, line.next_on) == (marcus, THURSDAY)


def test_what_comes_of_a_call_hangs_on_the_call(by, chen):
    from northstar.doing.acting import did

    call = did(by=by, patient=chen, kind="call", says="reached her", at=NOW, label=0)
    promising.promise(by=by, patient=chen, says=WORDS, on=THURSDAY, at=NOW, act=call)
    [one] = asking.of_patient(READER, chen.pk, NOW.date())
    assert one.promise.act == call
    assert one.promise.line.identity_id == call.identity_id
    assert len(acts.of_patient(READER, chen.pk)) == 1  # nobody writes it twice


def test_who_may_not_see_it_sees_nothing_of_it(promise, by, chen):
    line = promise(label=1).line
    assert asking.of_patient(by, chen.pk, NOW.date()) == []
    assert asking.of_line(by, line, NOW.date()) is None
    assert line not in [one for row in day(by, NOW + timedelta(days=2)).rows for one in row.lines]


def test_the_database_refuses_to_change_what_was_promised(promise):
    made = promise()
    made.says = "something else"
    with pytest.raises(DatabaseError), transaction.atomic():
        made.save()


def test_a_year_of_days_never_lands_where_nobody_is(by, chen, sarah):
    Absence.objects.create(staff=None, first=date(2026, 12, 24), last=date(2027, 1, 3))
    for ahead in range(0, 140, 7):
        on = NOW.date() + timedelta(days=ahead)
        line = promising.promise(by=by, patient=chen, says=f"day {ahead}", on=on, at=NOW)
        assert line.next_on <= on
        assert line.next_on >= NOW.date()


def test_the_hour_it_is_due_is_the_end_of_its_day(promise):
    due = promise().line.due.astimezone(NOW.tzinfo)
    assert due == datetime(2026, 9, 10, 23, 59, tzinfo=NOW.tzinfo)


def test_after_a_death_only_the_family_is_promised_something_in_a_call_or_note(by, chen):
    chen.died = True
    with pytest.raises(Refused, match="the family"):
        promising.promise(by=by, patient=chen, says=WORDS, on=THURSDAY, at=NOW)
    call = did(by=by, patient=chen, kind="call", says="spoke with Wei Chen", at=NOW)
    line = promising.promise(
        by=by, patient=chen, says="send Wei the forms", on=THURSDAY, at=NOW, act=call
    )
    assert line.is_open
