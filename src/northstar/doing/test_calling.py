"""A call: written once, whatever came of it, with every word kept and a next day where nobody was reached."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.harness.mrs_chen import NOW

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Absence, Role, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.calls import asking
from northstar.casework.worklist import acts as lines
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.asking import lines_of
from northstar.casework.worklist.models import Line
from northstar.chart.people import ContactPoint, HumanName, RelatedPerson
from northstar.chart.words import Consent
from northstar.doing.acting import did
from northstar.doing.call_told import Told
from northstar.doing.calling import called, dialled
from northstar.doing.taking_back import take_back_call
from northstar.record import charts
from northstar.rules.call_consents import refuses_calls, voicemail, word_about
from northstar.rules.call_outcomes import BY_CODE, OUTCOMES
from northstar.rules.contacts import TRIED
from northstar.rules.death import has_died
from northstar.spine import review

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a test")
HOME = "(415) 555-0132"
KNOWN = ("full name", "birth date")
LATER = NOW + timedelta(hours=2)  # 09:30


@pytest.fixture
def line(chen, sarah):
    line = by_hand.new(patient=chen.pk, key="a test", at=NOW, to=sarah)
    line.says = "wants a call about her pill"
    return by_hand.keep(line, at=NOW)


@pytest.fixture
def dana(db):
    dana = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=dana, role="nurse", start=NOW - timedelta(days=1))
    return dana


@pytest.fixture
def calls(sarah, chen):
    def calls(outcome="reached", line=None, at=LATER, **told):
        told = {"checked": KNOWN if outcome == "reached" else ()} | told
        return called(
            by=viewer_of(sarah, at), patient=chen, told=Told(outcome=outcome, number=HOME, **told),
            at=at, key=told.pop("key", None) or uuid4(), began=at - timedelta(minutes=9), line=line,
        )  # fmt: skip

    return calls


def chart(chen, at=LATER):
    return charts.charts(READER, [chen.pk], at)[chen.pk]


def reload(line):
    return Line.objects.get(pk=line.pk)


def test_one_submit_writes_everything(calls, chen, line):
    act = calls(
        line=line, purpose="the days after hospital", note="She feels well.", heard=("cost",)
    )
    assert act.says == (
        "Called (415) 555-0132 about the days after hospital: reached. Identified by full name and "
        "birth date. She feels well. In the way: cost."
    )
    assert (act.ended - act.began) == timedelta(minutes=9)
    told = [m for m in chart(chen).messages if m.medium == "call"]
    assert [(m.status, m.phone, m.about) for m in told] == [
        ("reached", "+14155550132", (("reached", "patient"),))
    ]
    closed = reload(line)
    assert not closed.is_open
    assert closed.steps.get(what="done").outcome == "Reached, and settled"
    relay(1000)
    assert AuditEntry.objects.filter(what="act: call").count() == 1


def test_the_button_pressed_twice_writes_one_call(calls, chen, sarah):
    key = uuid4()
    told = Told(outcome="no-answer", number=HOME)
    both = [
        called(by=viewer_of(sarah, LATER), patient=chen, told=told, at=LATER, key=key)
        for _ in range(2)
    ]
    assert both[0].pk == both[1].pk
    assert len(acts.of_patient(READER, chen.pk, kinds=["call"])) == 1


@pytest.mark.parametrize("outcome", [o.code for o in OUTCOMES if o.in_vain])
def test_who_was_not_reached_is_tried_again(calls, line, outcome):
    calls(outcome, line=line)
    again = reload(line)
    assert again.is_open
    assert again.next_on >= LATER.date()
    assert again.steps.get(what="called").why


def test_without_a_line_it_becomes_one(calls, chen, sarah):
    calls("no-answer")
    [line] = [one for one in lines_of(READER, chen.pk) if one.key.startswith("call:")]
    assert line.staff_id == sarah.pk
    assert line.next_on >= LATER.date()
    assert line.suggests.startswith("Call ")


def test_tried_again_and_again_it_stays_one_line_until_they_are_reached(calls, chen):
    """Each time from the person's page, where no line leads to the call."""
    calls("no-answer")
    [first] = left(chen)
    calls("left-message", at=LATER + timedelta(days=1))
    [again] = left(chen)
    assert again.pk == first.pk
    assert again.next_on > first.next_on
    assert again.suggests != first.suggests
    act = calls(at=LATER + timedelta(days=2))
    assert act.line_id == first.pk
    assert left(chen) == []


def test_who_was_reached_about_another_line_is_not_tried_again(calls, chen, line):
    calls("no-answer")
    [before] = left(chen)
    act = calls(line=line, at=LATER + timedelta(hours=1), note="About her pill.")
    assert act.line_id == line.pk
    assert not reload(line).is_open
    assert left(chen) == []
    assert reload(before).steps.get(what="done").outcome == "Reached, and settled"


def test_what_is_not_finished_settles_nothing_else(calls, chen, line):
    calls("no-answer")
    calls(line=line, at=LATER + timedelta(hours=1), keep_on=LATER.date() + timedelta(days=2))
    assert len(left(chen)) == 1


def test_taken_back_the_earlier_call_in_vain_is_open_again(calls, chen, sarah, line):
    calls("no-answer")
    act, then = calls(line=line, at=LATER + timedelta(hours=1)), LATER + timedelta(hours=2)
    take_back_call(
        by=viewer_of(sarah, then), patient=chen, act=act, why="it was her sister", at=then
    )
    [again] = left(chen)
    assert again.says == "was not reached by telephone (no answer)"


def test_a_colleague_or_another_system_spoke_with_them(calls, chen, sarah, dana):
    """The line stays with its holder, who called for a reason; but it says so, and comes back."""
    calls("no-answer")
    [line] = left(chen)
    Line.objects.filter(pk=line.pk).update(asleep=True)
    then = LATER + timedelta(days=1)
    by = viewer_of(dana, then)
    other = by_hand.new(patient=chen.pk, key="of a colleague", at=NOW, to=dana)
    other.says = "wants a call about a bill"
    told = Told(outcome="reached", number="(415) 555-0199", checked=KNOWN, incoming=True)
    act = called(
        by=by, patient=chen, told=told, at=then, key=uuid4(), line=by_hand.keep(other, at=NOW),
    )  # fmt: skip
    [line] = left(chen)
    assert line.staff_id == sarah.pk
    assert line.says == "was not reached by telephone (no answer); spoken with since, on Wed 9 Sep"
    assert (line.next_on, line.asleep) == (then.date(), False)
    assert line.suggests.startswith("Look what was said")
    much_later = then + timedelta(hours=1)
    take_back_call(
        by=viewer_of(dana, much_later), patient=chen, act=act, why="the wrong one", at=much_later
    )
    [line] = left(chen)
    assert line.says == "was not reached by telephone (no answer)"


def test_nobody_is_told_to_call_who_has_died(calls, chen):
    calls("no-answer")
    calls("deceased", who="Wei Chen", at=LATER + timedelta(hours=1))
    [line] = left(chen)
    assert line.says == "has died since; was not reached by telephone (no answer)"
    assert line.suggests.startswith("Do not call them")


@pytest.mark.parametrize("day", ["keep_on", "visit_by"])
def test_a_day_that_has_passed_is_refused(calls, line, day):
    with pytest.raises(Refused, match="has passed"):
        calls(line=line, **{day: LATER.date() - timedelta(days=1)})


def left(chen):
    return [one for one in lines_of(READER, chen.pk) if one.key.startswith("call:")]


def test_the_next_day_is_one_on_which_somebody_is_there(calls, line, sarah):
    Absence.objects.create(staff=sarah, first=date(2026, 9, 9), last=date(2026, 9, 11))
    calls("no-answer", line=line)
    assert reload(line).next_on in (date(2026, 9, 8), date(2026, 9, 14))


def test_two_identifiers_come_first(calls):
    with pytest.raises(Refused, match="two things"):
        calls(checked=("full name",))


def test_declined_is_informed(calls, line):
    with pytest.raises(Refused, match="explained"):
        calls("declined", line=line)
    calls("declined", line=line, note="No home visit; I explained what it is for. Ask in spring.")
    assert reload(line).steps.get(what="done").outcome == "Declined by the person"


def test_who_wants_no_calls_is_left_alone(calls, chen, sarah, line):
    calls("refused", line=line)
    assert refuses_calls(chart(chen), LATER.date())
    with pytest.raises(Refused, match="asked not to be called"):
        dialled(by=viewer_of(sarah, LATER), patient=chen, number=HOME, at=LATER)
    with pytest.raises(Refused, match="asked not to be called"):
        dialled(by=viewer_of(sarah, LATER), patient=chen, number=HOME, at=LATER, whose="a friend")
    line.band, line.is_open = 0, True
    assert dialled(by=viewer_of(sarah, LATER), patient=chen, number=HOME, at=LATER, line=line)


def test_a_death_told_on_the_telephone_stops_everything_and_can_be_undone(calls, chen, sarah):
    with pytest.raises(Refused, match="who told you"):
        calls("deceased")
    calls("deceased", who="Wei Chen")
    assert has_died(chart(chen))
    assert [x.signal for x in lines_of(READER, chen.pk) if x.signal == "person-died"]
    with pytest.raises(Refused, match="has died"):
        dialled(by=viewer_of(sarah, LATER), patient=chen, number=HOME, at=LATER)
    calls(at=LATER + timedelta(hours=1), note="She answered herself.")
    assert not has_died(chart(chen, LATER + timedelta(hours=1)))


def test_what_was_put_off_is_closed_by_a_death_and_comes_back_when_it_proves_false(
    calls, chen, sarah
):
    review([chen.pk], NOW)
    mine = [one for one in lines_of(READER, chen.pk) if one.signal != by_hand.BY_HAND]
    put_off = next(one for one in mine if one.band)
    on = LATER.date() + timedelta(days=3)
    lines.later(line=put_off, by=viewer_of(sarah, LATER), at=LATER, on=on, why="her son is away")
    calls("deceased", who="Wei Chen")
    closed = reload(put_off)
    assert not closed.is_open
    assert closed.steps.get(what="done").outcome == "has died"
    told = "The person has died, as a source says: nothing of this is asked any more."
    assert closed.steps.get(what="done").why == told
    calls(at=LATER + timedelta(hours=1), note="She answered herself.")
    back = reload(put_off)
    assert (back.is_open, back.asleep, back.staff_id) == (True, True, put_off.staff_id)
    assert back.next_on >= on
    lines.done(
        line=back, by=viewer_of(sarah, LATER), at=LATER + timedelta(hours=2), outcome="Settled"
    )
    review([chen.pk], LATER + timedelta(hours=2))
    assert not reload(put_off).is_open, "what a person has closed since is not opened again"


def test_her_son_counts_once_she_allows_it(calls, chen, sarah, line):
    calls(who="Wei Chen", line=line, note="He says she sleeps.")
    assert reload(line).is_open, "nothing may be said to him yet, so it is tried again"
    calls(
        speaks_with="yes",
        speaks_with_name="Wei Chen",
        voicemail="no",
        at=LATER + timedelta(hours=1),
    )
    known = chart(chen, LATER + timedelta(hours=2))
    assert word_about(known, "Wei Chen", LATER.date()).allows
    assert not voicemail(known, LATER.date()).allows
    calls(who="Wei Chen", line=line, at=LATER + timedelta(hours=2))
    assert not reload(line).is_open


def test_an_interpreter_is_named_where_one_is_needed(calls, chen, sarah):
    from northstar.chart.people import Patient

    did(by=viewer_of(sarah, NOW), patient=chen, kind="note", says="needs one", at=NOW,
        states=[("Patient", Patient(interpreter=True))])  # fmt: skip
    with pytest.raises(Refused, match="interpreter"):
        calls()
    assert "Interpreter: 4471" in calls(interpreter="4471").says


def test_a_promise_and_a_visit_become_lines(calls, chen, line):
    with pytest.raises(Refused, match="by which day"):
        calls(promise="call you back", line=line)
    calls(
        promise="call you back about the pill",
        promise_on=date(2026, 9, 10),
        visit_by=date(2026, 9, 11),
        line=line,
    )
    left = {one.key.partition(":")[0]: one for one in lines_of(READER, chen.pk)}
    assert "call you back about the pill" in left["promise"].says
    assert left["visit"].belongs == line.belongs, "one row with the work it came out of"
    assert left["visit"].says == "wants a visit by Fri 11 Sep, as agreed on the telephone"


def test_what_was_dialled_and_never_finished_is_seen(calls, chen, sarah):
    dial = dialled(by=viewer_of(sarah, LATER), patient=chen, number=HOME, at=LATER)
    by = viewer_of(sarah, LATER)
    assert asking.unfinished(by, chen.pk, LATER) == dial
    act = called(
        by=by,
        patient=chen,
        told=Told(outcome="busy", number=HOME),
        at=LATER + timedelta(minutes=2),
        key=uuid4(),
        dial=dial,
    )
    assert act.began == LATER
    assert asking.unfinished(by, chen.pk, LATER) is None


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=700)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    outcome=st.sampled_from(sorted(BY_CODE)),
    note=WORDS,
    taught=WORDS,
    who=st.sampled_from(["", "Wei Chen", "a neighbour"]),
    has_line=st.booleans(),
)
def test_no_outcome_loses_a_word_and_every_attempt_has_a_next_day(
    sarah, chen, outcome, note, taught, who, has_line
):
    told = Told(outcome=outcome, number=HOME, note=note, taught=taught, who=who, checked=KNOWN)
    with transaction.atomic():
        _loses_nothing(told, sarah, chen, _to_call(sarah, chen) if has_line else None)
        transaction.set_rollback(True)


def _to_call(sarah, chen):
    line = by_hand.new(patient=chen.pk, key=f"a test {uuid4()}", at=NOW, to=sarah)
    line.says = "wants a call"
    return by_hand.keep(line, at=NOW)


def _loses_nothing(told, sarah, chen, line):
    try:
        act = called(
            by=viewer_of(sarah, LATER), patient=chen, told=told, at=LATER, key=uuid4(), line=line
        )
    except Refused:
        return  # the page keeps what was typed
    assert (act.detail["note"], act.detail["taught"]) == (told.note, told.taught)
    kept = [m.text for m in chart(chen).messages if m.medium == "call"][-1]
    assert told.note.strip() in kept
    assert told.taught.strip() in kept
    if act.detail["status"] in TRIED:
        following = reload(line) if line else Line.objects.get(key=f"call:{act.public_id}")
        assert following.is_open
        assert following.next_on >= LATER.date()


def test_consent_words_are_facts(chen, sarah):
    states = [
        ("RelatedPerson", RelatedPerson(names=(HumanName(text="Wei Chen"),), telecoms=(ContactPoint("phone", "415-555-0177"),))),
        ("Consent", Consent(status="active", decision="permit", scope="speaking about health", actor="Wei Chen")),
    ]  # fmt: skip
    did(by=viewer_of(sarah, NOW), patient=chen, kind="note", says="asked", at=NOW, states=states)
    assert word_about(chart(chen), "Wei Chen", NOW.date()).allows
