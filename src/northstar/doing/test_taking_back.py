"""A call to the wrong person is taken back whole; what cannot be undone is said beforehand and stays."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.worklist import acts as lines
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.asking import lines_of
from northstar.casework.worklist.models import Line
from northstar.doing.call_told import Told
from northstar.doing.calling import called, dialled
from northstar.doing.calling_offices import About, Office, called_office
from northstar.doing.taking_back import came_of, take_back_call
from northstar.record import charts
from northstar.record.verify import problems
from northstar.rules.call_consents import refuses_calls
from northstar.rules.death import has_died

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a test")
LATER = NOW + timedelta(hours=2)
AFTER = LATER + timedelta(minutes=5)
HOME = "(415) 555-0132"


@pytest.fixture
def by(sarah):
    return viewer_of(sarah, LATER)


@pytest.fixture
def line(chen, sarah):
    line = by_hand.new(patient=chen.pk, key="a test", at=NOW, to=sarah)
    line.says = "wants a call about her pill"
    return by_hand.keep(line, at=NOW)


@pytest.fixture
def call(by, chen):
    def call(outcome="reached", line=None, at=LATER, dial=None, **told):
        checked = ("full name", "birth date") if outcome == "reached" else ()
        return called(
            by=by, patient=chen, told=Told(outcome=outcome, number=HOME, checked=checked, **told), at=at,
            key=uuid4(), began=at - timedelta(minutes=9), line=line, dial=dial,
        )  # fmt: skip

    return call


@pytest.fixture
def take_back(by, chen):
    def take_back(act, why="It was her sister.", at=AFTER, by=by):
        return take_back_call(by=by, patient=chen, act=act, why=why, at=at)

    return take_back


def chart(chen):
    return charts.charts(READER, [chen.pk], AFTER)[chen.pk]


def calls_told(chen):
    return [m for m in chart(chen).messages if m.medium == "call"]


def open_keys(chen):
    return {line.key for line in lines_of(READER, chen.pk)}


def test_all_that_came_of_it_goes(call, take_back, chen, line):
    before = (open_keys(chen), calls_told(chen))
    act = call(
        line=line, promise="call back", promise_on=date(2026, 9, 10), visit_by=date(2026, 9, 11)
    )
    assert not Line.objects.get(pk=line.pk).is_open
    take_back(act)
    assert (open_keys(chen), calls_told(chen)) == before
    assert Line.objects.get(key__startswith="promise:").steps.last().outcome == "Called off"
    [still] = acts.of_patient(READER, chen.pk, kinds=["call"])
    assert still.taken_back.why == "It was her sister."
    relay(1000)
    assert AuditEntry.objects.filter(what="act taken back: call").count() == 1
    assert not problems()


def test_a_death_or_a_refusal_told_of_somebody_else_is_undone(call, take_back, chen):
    died = call("deceased", who="a neighbour")
    assert has_died(chart(chen))
    take_back(died)
    assert not has_died(chart(chen))
    assert "person-died" not in {line.signal for line in lines_of(READER, chen.pk)}
    refused = call("refused", at=LATER + timedelta(minutes=1))
    take_back(refused, at=AFTER + timedelta(minutes=1))
    assert not refuses_calls(chart(chen), AFTER.date())


def test_work_for_who_was_not_reached_goes_too(call, take_back, chen):
    act = call("no-answer")
    assert f"call:{act.public_id}" in open_keys(chen)
    take_back(act)
    assert f"call:{act.public_id}" not in open_keys(chen)


def test_only_its_author_and_only_with_a_reason(call, take_back, chen):
    act = call()
    with pytest.raises(Refused, match="why"):
        take_back(act, why=" ")
    other = viewer_of(Staff.objects.create(username="vera", name="Vera Lind"), LATER)
    with pytest.raises(Refused, match="Only Sarah Okafor"):
        take_back(act, by=other)
    assert calls_told(chen)
    take_back(act)
    with pytest.raises(Refused, match="already"):
        take_back(act)


def test_what_was_done_since_stays_and_is_said(call, take_back, by, chen, line):
    act = call("no-answer", line=line)
    lines.pin(line=Line.objects.get(pk=line.pk), by=by, at=AFTER, up=True, why="her son asked")
    said = came_of(act, AFTER)
    assert any("something was done about it since" in words for words in said.stays)
    asleep = Line.objects.get(pk=line.pk).next_on
    take_back(act)
    assert Line.objects.get(pk=line.pk).next_on == asleep


def test_that_a_number_was_dialled_stays(call, take_back, by, chen):
    dial = dialled(by=by, patient=chen, number=HOME, at=LATER)
    act = call(dial=dial)
    assert "That the number was dialled, and when." in came_of(act, AFTER).stays
    take_back(act)


def test_a_kept_promise_stays_kept(call, take_back, by, chen):
    act = call(promise="call back", promise_on=date(2026, 9, 10))
    line = Line.objects.get(key__startswith="promise:")
    lines.done(line=line, by=by, at=AFTER, outcome="Kept")
    assert any("kept already" in words for words in came_of(act, AFTER).stays)
    take_back(act)
    assert Line.objects.get(pk=line.pk).steps.filter(what="done").last().outcome == "Kept"


def test_a_call_to_an_office_too(by, chen, line, take_back):
    office = Office(name="The pharmacy", outcome="reached", representative="Ann")
    [act] = called_office(
        by=by, office=office, about=[About(chen, line, "It is ready.", None)], at=LATER, began=LATER,
        key=uuid4(),
    )  # fmt: skip
    assert not Line.objects.get(pk=line.pk).is_open
    take_back(act)
    assert Line.objects.get(pk=line.pk).is_open
