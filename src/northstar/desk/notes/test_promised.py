"""What a note promises, and the days it speaks of."""

import re
from datetime import timedelta

import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.notes import READER, TEXT, boxes, shown, written

from northstar.access.models import HeldClock, Role, Staff
from northstar.access.refuse import Refused
from northstar.casework.acts.models import Act
from northstar.casework.notes.models import Note
from northstar.casework.worklist.models import Line
from northstar.doing import promising
from northstar.record import charts

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_somebody_else_keeps_it(desk, chen):
    """“RN to call her Friday” is work of the nurse."""
    dana = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=dana, role="nurse", start=NOW)
    there = written(desk, "Feels well. RN to call her Friday about the pill box.")
    page = shown(desk.get(there))
    ticks = boxes(page, "promise|")
    whom = {f"to-{one}": str(dana.public_id) for one in ticks["tick"]}
    signed = desk.post(there, {"what": "sign", "title": "Well", **ticks, **whom})
    assert signed.status_code == 302
    promised = Line.objects.get(key__startswith="promise:")
    assert (promised.staff, promised.next_on.isoformat()) == (dana, "2026-09-11")


def test_a_refused_promise_loses_nothing_that_was_typed(desk, monkeypatch):
    def nobody(**told):
        raise Refused("Nobody is there on that day.", status=422)

    monkeypatch.setattr(promising, "promise", nobody)
    there = written(desk)
    ticks = boxes(shown(desk.get(there)), "promise|")
    sent = {
        "what": "sign",
        "title": "T",
        "seen": "1",
        "says-1": "",
        "more": "She is alone.",
        **ticks,
    }
    answer = desk.post(there, sent)
    page = shown(answer)
    assert answer.status_code == 422
    assert "Nobody is there on that day." in page
    assert 'value="2"' in page.split('name="seen"')[1][:20]
    assert "She is alone." in page
    assert re.search(r'name="tick" value="promise[^"]*" checked', page)


def test_a_promise_for_a_day_that_has_passed_is_refused_beside_what_was_typed(desk):
    there = written(desk)
    ticks = boxes(shown(desk.get(there)), "promise|")
    days = {name: "2026-09-01" for name in ticks if name.startswith("on-")}
    answer = desk.post(
        there, {"what": "sign", "title": "T", "more": "She is alone.", **ticks, **days}
    )
    assert answer.status_code == 422
    assert "A promise is for today or for a day ahead." in shown(answer)
    assert "She is alone." in shown(answer)
    assert not Line.objects.filter(key__startswith="promise:").exists()


def test_what_is_promised_in_an_addition_becomes_a_line_too(desk):
    there = written(desk, "She feels well.")
    desk.post(there, {"what": "sign", "title": "Well"})
    added = {"what": "add", "added": "Her son rang. Will call him back Friday."}
    asked = desk.post(there, added)
    page = shown(asked)
    assert asked.status_code == 422
    assert "sounds like a promise" in page
    assert "Her son rang." in page
    [key] = re.findall(r'name="shown" value="([^"]*)"', page)
    assert desk.post(there, {**added, "shown": key, "promised": key}).status_code == 302
    promised = Line.objects.get(key__startswith="promise:")
    assert promised.says == "was promised for Fri 11 Sep: Will call him back Friday"
    assert "Her son rang." in shown(desk.get(there))


def test_a_note_about_yesterday_is_an_act_of_yesterday(desk, chen):
    there = written(desk, when="2026-09-07T16:10", minutes="25")
    page = shown(desk.get(there))
    assert "about yesterday 16:10" in page
    desk.post(there, {"what": "sign", "title": "Visited her", **boxes(page, "lisinopril")})
    [act] = Act.objects.filter(kind="note")
    began = NOW.replace(day=7, hour=16, minute=10)
    assert (act.began, act.ended, act.at) == (began, began + timedelta(minutes=25), NOW)
    assert act.says == "wrote a note: Visited her. Entered afterwards, Tue 8 Sep 07:30."
    told = charts.charts(READER, [chen.pk], NOW)[chen.pk].of("MedicationStatement")
    [stopped] = [m for m in told if m.source.feed == "staff"]
    assert stopped.asserted.start == began + timedelta(minutes=25)


def _days_beside(page):
    return re.findall(r'type="date" name="on-[^"]*" value="([\d-]+)"', page)


def test_a_day_is_counted_from_when_it_was_said(desk):
    """Entered on Tuesday, said on Friday: Monday has gone by, and Thursday is that of this week."""
    text = "I will call her Monday. I will send the form Thursday."
    page = shown(desk.get(written(desk, text, when="2026-09-04T16:00", minutes="10")))
    assert _days_beside(page) == ["2026-09-08", "2026-09-10"]


def test_tomorrow_stays_the_day_after_the_draft(desk):
    written(desk, "I will call her tomorrow.")
    HeldClock.objects.update_or_create(pk=1, defaults={"at": NOW + timedelta(days=1)})
    draft = Note.objects.get()
    page = shown(desk.get(f"{desk.at}{draft.public_id}/"))
    assert _days_beside(page) == ["2026-09-09"]


def test_a_note_of_tomorrow_is_refused_and_stays_typed(desk):
    answer = desk.post(desk.at + "write/", {"text": TEXT, "when": "2026-09-09T08:00"})
    assert answer.status_code == 422
    assert "later than now" in shown(answer)
    assert TEXT in shown(answer)
    assert not Note.objects.exists()
