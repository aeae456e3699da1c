"""The transitions board: scene 11 as it stands there, what is done on it, and what it never shows."""

import json
import re
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.stories.house import House

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Entitlement, HeldClock
from northstar.casework.acts.models import Act
from northstar.casework.outbox.models import Message
from northstar.casework.transitions.models import UnderWay
from northstar.casework.worklist.models import Line
from northstar.chart.sensitivity import Label
from northstar.record import feeds, panels
from northstar.record.models import Patient
from northstar.spine import review_due

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
ADMITTED = (
    "PV1|1|I|4W^12^A^HOSPB||||77^Park^Helen|||MED||||7||||V77|||||||||||||||||||||||||202609010900"
)
GONE_HOME = ADMITTED.replace("|V77|||||||||||||||||", "|V77|||||||||||||||||01") + "|202609042240"
BOARD = "/transitions/"


class Board:
    """Scene 11 in the house of the stories, with Sarah before the board."""

    def __init__(self, client):
        self.client, self.house = client, House()
        client.force_login(self.house.sarah)

    def at(self, text):
        self.house.at(text)
        HeldClock.objects.update_or_create(pk=1, defaults={"at": self.house.now})

    def home(self):
        self.at("Tue 1 Sep 09:00")
        self.house.hospital_b("A01", "1", ADMITTED)
        self.at("Fri 4 Sep 22:40")
        self.house.hospital_b("A03", "2", GONE_HOME)
        self.at("Tue 8 Sep 07:30")
        return self

    def page(self, address=BOARD):
        text = self.client.get(address).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))

    def way(self):
        return f"/patients/{Patient.objects.get(name__contains='Whitaker').public_id}/transition/"


@pytest.fixture
def board(client):
    return Board(client)


def test_in_hospital_and_then_home_with_the_clock_counted_over_the_holiday(board):
    board.at("Tue 1 Sep 09:00")
    assert "Nobody in hospital from your panel" in board.page()
    board.house.hospital_b("A01", "1", ADMITTED)
    assert "In hospital 1" in board.page()
    page = board.home().page()
    assert "In hospital 0" in page
    assert "Day 3 to 14 1" in page
    assert "call by Wed 9 Sep" in page
    assert "Mon 7 Sep is Labor Day" in page


def test_a_discharge_taken_back_withdraws_everything(board):
    board.home()
    board.at("Tue 8 Sep 08:00")
    board.house.hospital_b("A13", "3", ADMITTED)
    page = board.page()
    assert "In hospital 1" in page
    assert "call by" not in page


def test_what_was_asked_outside_is_told_when_a_discharge_is_taken_back(board):
    way = board.home().way()
    board.client.post(f"{way}visit/", {"of": "Dr. Park", "asked": "1"})
    board.client.post(f"{way}papers/", {"of": "Hospital B, medical records"})
    board.at("Tue 8 Sep 08:00")
    board.house.hospital_b("A13", "3", ADMITTED)
    visit, papers = (Line.objects.get(key=f"way home: {kind}") for kind in ("visit", "papers"))
    assert visit.is_open
    assert "tell whoever was asked" in visit.suggests
    assert visit.next_on == board.house.now.date()
    assert not papers.is_open
    assert not Line.objects.filter(signal="home-without-contact", is_open=True).exists()


def test_an_admission_taken_back_leaves_nobody_on_the_board(board):
    board.at("Tue 1 Sep 09:00")
    board.house.hospital_b("A01", "1", ADMITTED)
    board.at("Tue 1 Sep 12:00")
    board.house.hospital_b("A11", "4", ADMITTED)
    assert "Nobody in hospital from your panel" in board.page()
    assert not UnderWay.objects.exists()
    assert "Not in hospital" in board.page(board.way())


def test_what_was_asked_and_booked_stands_there_at_once(board):
    way = board.home().way()
    post = board.client.post
    post(f"{way}equipment/", {"what_thing": "a walker", "of": "Bay Medical Supply", "asked": "1"})
    post(f"{way}papers/", {"of": "Hospital B, medical records"})
    page = board.page(way)
    assert "asked Tue 8 Sep" in page
    assert "Bay Medical Supply" in page
    post(f"{way}equipment/", {"what_thing": "a walker", "there": "1"})
    post(f"{way}visit/", {"of": "Dr. Park", "on": "2026-09-10", "hour": "09:30", "booked": "1"})
    page = board.page()
    assert "booked Thu 10 Sep 09:30" in page
    assert "there" in page
    assert [act.kind for act in Act.objects.order_by("pk")] == [
        "equipment",
        "papers",
        "equipment",
        "visit",
    ]
    assert not Line.objects.filter(signal="follow-up-visit-missing", is_open=True).exists()


def test_a_fax_for_papers_goes_once_through_the_outbox(board):
    way = board.home().way()
    form = {
        "of": "Hospital B, medical records",
        "fax": "+1 415 555 0199",
        "text": "Please send it.",
        "key": "k1",
    }
    for _ in range(2):
        assert board.client.post(f"{way}papers/", form).status_code == 302
    assert [message.channel for message in Message.objects.all()] == ["fax"]
    assert [act.says for act in Act.objects.all()] == [
        "asked Hospital B, medical records for the discharge papers, by fax"
    ]
    assert Line.objects.filter(key="way home: papers", is_open=True).exists()
    assert "asked Tue 8 Sep" in board.page(way)


def test_a_restricted_stay_leaves_no_trace(board):
    board.home()
    closed = feeds.feed(
        "recovery", format="hl7v2", zone="America/Los_Angeles", label=int(Label.PART2)
    )
    again = ADMITTED.replace("V77", "V99").replace("202609010900", "202609071200")
    head = "MSH|^~\\&|ADT|RECOV|NS|CLINIC|202609071200||ADT^A01|7|P|2.5.1\rEVN|A01|202609071200\r"
    who = "PID|1||R5^^^RECOV^MR||Whitaker^Harold||19470312|M|||12 Oak St^^Oakland^CA^94601||(415)555-0141\r"
    board.house.arrives("recovery", "hl7v2", f"{head}{who}{again}\r")
    assert closed.label
    board.at("Tue 8 Sep 08:00")
    page = board.page()
    assert "In hospital 0" in page
    assert "call by Wed 9 Sep" in page
    Entitlement.objects.create(
        staff=board.house.sarah,
        labels=int(Label.PART2),
        start=board.house.now,
        reason="her caseload",
    )
    assert "In hospital 1" in board.page()


def test_what_was_asked_is_asked_after(board):
    way = board.home().way()
    board.client.post(f"{way}visit/", {"of": "Dr. Park", "asked": "1"})
    line = Line.objects.get(key="way home: visit", is_open=True)
    assert line.holder
    assert line.next_on > board.house.now.date()
    board.client.post(
        f"{way}visit/", {"of": "Dr. Park", "on": "2026-09-10", "hour": "09:30", "booked": "1"}
    )
    line.refresh_from_db()
    assert not line.is_open


def test_a_booked_visit_that_was_missed_is_asked_for_by_nobody(board):
    way = board.home().way()
    post = board.client.post
    post(f"{way}visit/", {"of": "Dr. Park", "on": "2026-09-10", "hour": "09:30", "booked": "1"})
    board.at("Fri 11 Sep 08:00")
    page = board.page(way)
    assert "none by Fri 18 Sep" in page
    assert "asked Tue 8 Sep" not in page
    post(f"{way}visit/", {"of": "Dr. Park", "asked": "1"})
    assert "asked Fri 11 Sep; none by Fri 18 Sep" in board.page(way)


def test_what_is_asked_for_from_the_bed_stands_until_they_are_home(board):
    board.at("Tue 1 Sep 09:00")
    board.house.hospital_b("A01", "1", ADMITTED)
    board.at("Thu 3 Sep 10:00")
    board.client.post(f"{board.way()}visit/", {"of": "Dr. Park", "asked": "1"})
    assert "asked Thu 3 Sep; after leaving" in board.page()
    board.at("Fri 4 Sep 22:40")
    board.house.hospital_b("A03", "2", GONE_HOME)
    line = Line.objects.get(key="way home: visit")
    assert line.suggests == "Ask Dr. Park for the day and hour of the visit."
    board.at("Sun 6 Sep 11:00")
    again = ADMITTED.replace("V77", "V78").replace("202609010900", "202609061100")
    board.house.hospital_b("A01", "3", again)
    line.refresh_from_db()
    assert "tell whoever was asked" in line.suggests


def test_who_left_on_a_day_nobody_told_has_a_column_and_a_line(board):
    board.at("Tue 8 Sep 07:30")
    over = {
        "resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "IMP"},
        "subject": {"reference": "Patient/p1"}, "period": {"start": "2026-09-01T09:00:00-07:00"},
        "serviceProvider": {"display": "Hospital A"},
    }  # fmt: skip
    who = {
        "resourceType": "Patient", "id": "p1", "birthDate": "1947-03-12", "gender": "male",
        "name": [{"family": "Whitaker", "given": ["Harold"]}],
    }  # fmt: skip
    entries = [{"resource": one} for one in (who, over)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    board.house.arrives("clinic", "fhir_r4", json.dumps(bundle))
    page = board.page()
    assert "In hospital 0" in page
    assert "Left, day not told 1" in page
    assert "ask when they left" in page
    line = Line.objects.get(signal="left-day-unknown", is_open=True)
    assert line.holder
    whole = board.page(board.way().replace("transition/", ""))
    assert "Hospital A, over, no source says since when" in whole
    assert "still there" not in whole
    board.client.post(f"{board.way()}papers/", {"of": "Hospital A, medical records"})
    board.house.sarah_records_a_call("no answer")
    assert Line.objects.filter(key="way home: papers", is_open=True).exists()


def test_each_thing_is_asked_after_until_it_is_there(board):
    way = board.home().way()
    for thing in ("a walker", "oxygen"):
        form = {"what_thing": thing, "of": "Bay Medical Supply", "asked": "1"}
        board.client.post(f"{way}equipment/", form)
    assert "2 awaited; asked Tue 8 Sep" in board.page()
    there = {"what_thing": "the bed", "there": "1"}
    answer = board.client.post(f"{way}equipment/", there)
    assert "Say which of them is there: oxygen, walker." in answer.content.decode()
    board.client.post(f"{way}equipment/", there | {"what_thing": "Walker"})
    (left,) = Line.objects.filter(key__startswith="way home: equipment", is_open=True)
    assert "oxygen" in left.suggests
    board.at("Tue 8 Sep 20:00")
    again = ADMITTED.replace("V77", "V78").replace("202609010900", "202609082000")
    board.house.hospital_b("A01", "3", again)
    assert "asked Tue 8 Sep" in board.page(), (
        "what was asked before they went back is still to come"
    )
    board.client.post(f"{way}equipment/", there | {"what_thing": "the oxygen machine"})
    left.refresh_from_db()
    assert not left.is_open


def test_what_was_not_so_is_taken_back_and_the_line_asks_again(board):
    way = board.home().way()
    board.client.post(f"{way}visit/", {"of": "Dr. Park", "asked": "1"})
    booked = {"of": "Dr. Park", "on": "2026-09-10", "hour": "09:30", "booked": "1"}
    board.client.post(f"{way}visit/", booked)
    wrong = Act.objects.get(says__startswith="booked")
    assert "not so : booked a visit with Dr. Park" in board.page(way)
    answer = board.client.post(f"{way}{wrong.public_id}/back/", {"why": " "})
    assert "Say why it is taken back" in answer.content.decode()
    board.client.post(f"{way}{wrong.public_id}/back/", {"why": "wrong day"})
    page = board.page(way)
    assert "asked Tue 8 Sep; none by Fri 18 Sep" in page
    assert "Taken back: wrong day" in page
    (line,) = Line.objects.filter(key="way home: visit", is_open=True)
    board.client.post(f"{way}{Act.objects.first().public_id}/back/", {"why": "not asked at all"})
    line.refresh_from_db()
    assert not line.is_open
    assert "asked Tue 8 Sep" not in board.page()


def test_the_same_press_sent_twice_is_one_act(board):
    way = board.home().way()
    forms = (
        ("equipment", {"what_thing": "a walker", "of": "Bay Medical Supply", "asked": "1"}),
        ("visit", {"of": "Dr. Park", "on": "2026-09-10", "hour": "09:30", "booked": "1"}),
    )
    for what, form in forms:
        for _ in range(2):
            assert board.client.post(f"{way}{what}/", form).status_code == 302
    assert [act.kind for act in Act.objects.order_by("pk")] == ["equipment", "visit"]
    board.at("Tue 8 Sep 09:00")
    board.client.post(f"{way}equipment/", forms[0][1])
    assert Act.objects.count() == 3, "asked again is another act"


@pytest.mark.parametrize("on", ["2300-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_that_cannot_be_meant_ends_in_a_sentence(board, on):
    way = board.home().way()
    form = {"of": "Dr. Park", "on": on, "hour": "23:59", "booked": "1"}
    answer = board.client.post(f"{way}visit/", form)
    assert answer.status_code == 422
    assert "What you typed is kept" in answer.content.decode()


@pytest.mark.parametrize("address", [BOARD, "/loops/", "/patients/"])
def test_a_page_far_beyond_the_end_is_empty(board, address):
    board.home()
    assert board.client.get(f"{address}?page=99999999999999999999999").status_code == 200


def test_what_was_typed_is_kept_where_something_is_missing(board):
    way = board.home().way()
    answer = board.client.post(f"{way}visit/", {"of": "Dr. Park", "booked": "1"})
    assert answer.status_code == 422
    assert "Say the day and the hour" in answer.content.decode()
    assert 'value="Dr. Park"' in answer.content.decode()


def test_a_conversation_stops_the_call_clock(board):
    board.home()
    board.house.sarah_records_a_call("reached")
    page = board.page()
    assert "reached Tue 8 Sep" in page
    assert "call by" not in page


def test_another_panel_sees_nobody(board, client):
    from northstar.access.models import Role, Staff

    board.home()
    dana = Staff.objects.create(username="dana", name="Dana Cole")
    Role.objects.create(
        staff=dana, role="coordinator", start=datetime(2020, 1, 1, tzinfo=board.house.now.tzinfo)
    )
    client.force_login(dana)
    assert "Whitaker" not in board.page()
    assert client.get(board.way()).status_code == 403


def test_a_look_is_one_entry(board):
    board.home()
    for address in (BOARD, board.way()):
        before = AuditEntry.objects.count()
        board.client.get(address)
        assert AuditEntry.objects.count() == before + 1


def test_more_people_ask_no_more_questions(board):
    board.home()
    board.page()
    with CaptureQueriesContext(connection) as few:
        board.page()
    adm = "MSH|^~\\&|ADT|HOSPB|NS|CLINIC|202609080700||ADT^A01|9|P|2.5.1\rEVN|A01|202609080700\r"
    pid = "PID|1||W88^^^HOSPB^MR||Hayes^Robert||19610402|M\r"
    board.house.arrives("hospital-b", "hl7v2", f"{adm}{pid}{ADMITTED.replace('V77', 'V88')}\r")
    for row in Patient.objects.all():
        panels.place(patient=row.pk, day=board.house.now.date(), staff=board.house.sarah.pk)
    with CaptureQueriesContext(connection) as more:
        page = board.page()
    assert "In hospital 1" in page
    assert len(more) == len(few)


def test_touches_at_day_7_and_14_stand_on_the_board_and_become_lines(board):
    board.home()
    assert "after the call" in board.page()
    board.house.sarah_records_a_call("reached")
    assert "day 7: Fri 11 Sep" in board.page()
    assert not Line.objects.filter(signal="touch-after-stay", is_open=True).exists()
    board.at("Fri 11 Sep 08:00")
    review_due(board.house.now)
    line = Line.objects.get(signal="touch-after-stay", is_open=True)
    assert line.key.endswith("day 7")
    assert line.holder
    board.house.sarah_records_a_call("reached")
    assert "day 14: Fri 18 Sep" in board.page()
    assert not Line.objects.filter(signal="touch-after-stay", is_open=True).exists()
