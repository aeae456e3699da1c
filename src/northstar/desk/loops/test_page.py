"""Loops on the board and on the person's page: steps by evidence, two keys, chase, take back, who sees."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.stories.house import House

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Entitlement, HeldClock, Role, Staff
from northstar.access.viewer import viewer_of
from northstar.casework.acts.models import Act
from northstar.casework.loops.models import OpenLoop
from northstar.casework.worklist.acts import acknowledge
from northstar.casework.worklist.models import Line
from northstar.chart.sensitivity import Label
from northstar.record.models import Patient

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
HEAD = "MSH|^~\\&|LAB|{feed}|NS|CLINIC|{stamp}||{what}|{control}|P|2.5.1\r"
PID = "PID|1||W77^^^CLINIC^MR||Whitaker^Harold||19470312|M|||12 Oak St^^Oakland^CA^94601||(415)555-0141\r"
ORDER = "ORC|NW|P7|||||||202608100900|||77^Park^Helen\rOBR|1|P7||24331-1^Lipid panel^LN|||202608100900\r"
POTASSIUM = (
    "OBR|1|P9|F9|2823-3^Potassium^LN|||202609071500||||||||77^Park^Helen||||||202609071600||LAB|F\r"
    "OBX|1|NM|2823-3^Potassium^LN||6.6|mmol/L|3.5-5.1|HH|||F|||202609071500\r"
)
DIED, LIVES = (f"{PID[:-1]}{'|' * 17}{told}\r" for told in "YN")
LIPIDS = (
    "OBR|1|P7|F7|24331-1^Lipid panel^LN|||202609071500||||||||77^Park^Helen||||||202609071600||LAB|F\r"
    "OBX|1|NM|13457-7^LDL^LN||90|mg/dL|<130|N|||F|||202609071500\r"
)
REFERRAL = "RF1|P^Pending^HL70283|R^Routine^HL70280|CAR^Cardiology^HL70281|||R1|20260810||20260810\rPRD|RT^Referred to^HL70286|Osei^Kofi\r"


class Desk:
    """Sarah before the board, with what a laboratory and an office send."""

    def __init__(self, client):
        self.client, self.house, self.count = client, House(), 0
        client.force_login(self.house.sarah)
        self.at("Tue 8 Sep 07:30")

    def at(self, text):
        self.house.at(text)
        HeldClock.objects.update_or_create(pk=1, defaults={"at": self.house.now})

    def hears(self, what, body, feed="laboratory", pid=PID):
        self.count += 1
        head = HEAD.format(
            feed=feed, stamp=f"{self.house.now:%Y%m%d%H%M}", what=what, control=self.count
        )
        self.house.arrives(feed, "hl7v2", head + pid + body)

    def page(self, address="/loops/"):
        text = self.client.get(address).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))

    def loop(self, name):
        return OpenLoop.objects.get(name__icontains=name)

    def says(self, name, code, owner="", note="", **more):
        loop = self.loop(name)
        address = f"/patients/{loop.patient.public_id}/loops/{loop.mark}/"
        return self.client.post(address, {"code": code, "owner": owner, "note": note, **more})


@pytest.fixture
def desk(client):
    return Desk(client)


def test_empty_says_so(desk):
    assert "No loop is open in your panel" in desk.page()


def test_ordered_resulted_reviewed_told(desk):
    desk.hears("OML^O21", ORDER)
    assert "no result yet" in desk.page()
    desk.hears("ORU^R01", LIPIDS)
    assert [done for _, done, _ in desk.loop("Lipid").steps] == [True, True, False, False]
    desk.says("Lipid", "reviewed", "Sarah Okafor", "Bay Laboratory, Mon 7 Sep")
    assert desk.loop("Lipid").steps[2][2] == "Tue 8 Sep by Sarah Okafor"
    line = Line.objects.get(key__startswith="loop ", is_open=True)
    assert line.next_on > desk.house.now.date()
    assert line.holder
    mark = desk.loop("Lipid").mark
    desk.says("Lipid", "told", "himself", "by phone; “so the number is fine”")
    assert not OpenLoop.objects.filter(mark=mark).exists()
    line.refresh_from_db()
    assert not line.is_open
    assert [act.detail["step"] for act in Act.objects.order_by("pk")] == ["reviewed", "told"]


def test_nobody_is_told_what_nobody_has_read(desk):
    desk.hears("OML^O21", ORDER)
    for code, sentence in (
        ("reviewed", "Nothing has come back"),
        ("told", "Nothing has come back"),
    ):
        answer = desk.says("Lipid", code, "Dr. Park", "by phone")
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    desk.hears("ORU^R01", LIPIDS)
    answer = desk.says("Lipid", "told", "himself", "by phone")
    assert "Nobody has read it yet" in answer.content.decode()
    assert "by phone" in answer.content.decode()


def test_a_critical_result_is_read_by_a_clinician(desk):
    desk.hears("ORU^R01", POTASSIUM)
    desk.hears("ADT^A08", "PV1|1|N\r")
    assert Line.objects.filter(signal="abnormal-result-not-followed", is_open=True).exists()
    answer = desk.says("otassium", "reviewed", "Sarah Okafor", "on the screen")
    assert "name the clinician" in answer.content.decode()
    desk.says("otassium", "reviewed", "Dr. Helen Park", "her answer in the chart, Tue 8 Sep 07:20")
    assert not Line.objects.filter(signal="abnormal-result-not-followed", is_open=True).exists()


@pytest.mark.parametrize("read_by", ["Sarah Okafor", "sarah", "Okafor", "me", "Marcus Bell"])
def test_no_coordinator_reads_what_is_out_of_bounds_not_even_one_on_call(desk, read_by):
    desk.hears("ORU^R01", POTASSIUM)
    Role.objects.create(
        staff=desk.house.sarah, role="on-call", start=desk.house.now.replace(year=2020)
    )
    marcus = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=marcus, role="coordinator", start=desk.house.now.replace(year=2020))
    loop = desk.loop("otassium")
    page = desk.page(f"/patients/{loop.patient.public_id}/loops/?loop={loop.mark}")
    assert "Reviewed?" in page
    assert 'value="Sarah Okafor"' not in page
    answer = desk.says("otassium", "reviewed", read_by, "on the screen")
    assert answer.status_code == 422
    assert "name the clinician" in answer.content.decode()


def test_asking_again_gives_the_line_its_next_day(desk):
    desk.hears("REF^I12", REFERRAL, feed="clinic")
    loop = desk.loop("ardiology")
    assert (loop.kind, loop.chased) == ("referral", 0)
    desk.says("ardiology", "chased", "Bay Cardiology", "it never came; sent again")
    loop = desk.loop("ardiology")
    assert loop.chased == 1
    line = Line.objects.get(key__startswith="loop ", is_open=True)
    assert line.next_on >= loop.next_on > desk.house.now.date()


def test_five_states_then_taken_back(desk):
    desk.hears("REF^I12", REFERRAL, feed="clinic")
    for code in ("booked", "attended", "report"):
        desk.says("ardiology", code, "the front desk", "Bay Cardiology told us, Tue 8 Sep")
    desk.says("ardiology", "reviewed", "Dr. Helen Park", "her note")
    assert [done for _, done, _ in desk.loop("ardiology").steps] == [True] * 4 + [False]
    desk.says("ardiology", "undone", note="it was another person’s note")
    assert [done for _, done, _ in desk.loop("ardiology").steps] == [True] * 3 + [False] * 2
    assert Line.objects.filter(key__startswith="loop ", is_open=True).count() == 1


def test_not_wanted_any_more_closes_it_with_who_and_why(desk):
    desk.hears("OML^O21", ORDER)
    answer = desk.says("Lipid", "ended", "himself", "")
    assert "Say why, and who decided" in answer.content.decode()
    desk.says("Lipid", "ended", "himself", "does not want more blood taken; told what it was for")
    assert not OpenLoop.objects.exists()
    assert not Line.objects.filter(is_open=True, key__startswith="loop ").exists()


def test_the_form_is_filled_from_the_evidence(desk):
    desk.hears("OML^O21", ORDER)
    desk.hears("ORU^R01", LIPIDS)
    loop = desk.loop("Lipid")
    page = desk.client.get(
        f"/patients/{loop.patient.public_id}/loops/?loop={loop.mark}"
    ).content.decode()
    assert 'value="Sarah Okafor"' in page
    assert re.search(r'<button class="btn pri" data-key="n" autofocus>It was read', page)


def test_the_patient_page_has_a_part_of_it(desk):
    desk.hears("OML^O21", ORDER)
    assert "Results and referrals" in desk.page(
        f"/patients/{desk.loop('Lipid').patient.public_id}/"
    )


def test_restricted_rows_are_not_there(desk):
    desk.hears("OML^O21", ORDER)
    OpenLoop.objects.update(label=2)
    assert "No loop is open in your panel" in desk.page()


def test_another_panel_sees_nothing(desk, client):
    desk.hears("OML^O21", ORDER)
    dana = Staff.objects.create(username="dana", name="Dana Cole")
    Role.objects.create(staff=dana, role="coordinator", start=desk.house.now.replace(year=2020))
    client.force_login(dana)
    assert "Whitaker" not in desk.page()
    assert desk.says("Lipid", "ended", "x", "y").status_code == 403


def test_a_look_is_one_entry_and_no_question_a_row(desk):
    desk.hears("OML^O21", ORDER)
    address = f"/patients/{Patient.objects.get().public_id}/loops/"
    for one in ("/loops/", address):
        before = AuditEntry.objects.count()
        desk.page(one)
        assert AuditEntry.objects.count() == before + 1
    with CaptureQueriesContext(connection) as few:
        desk.page()
    desk.hears(
        "OML^O21",
        ORDER.replace("P7", "P8").replace("Lipid panel", "Thyroid").replace("24331-1", "3016-3"),
    )
    with CaptureQueriesContext(connection) as more:
        desk.page()
    assert OpenLoop.objects.count() == 2
    assert len(more) == len(few)


def lines_by_hand():
    return Line.objects.filter(key__startswith="loop ", is_open=True)


def test_after_a_death_a_result_still_goes_to_who_ordered_it(desk):
    desk.hears("OML^O21", ORDER)
    desk.says("Lipid", "chased", "Bay Laboratory", "drawn, not read out yet")
    before = lines_by_hand().get().says
    desk.hears("ADT^A31", "PV1|1|N\r", pid=DIED)
    line = lines_by_hand().get()
    assert line.says == "has died; Lipid panel has not come back: it goes to who ordered it"
    assert line.steps.filter(what="noted").count() == 1
    desk.at("Wed 9 Sep 07:30")
    desk.hears("ORU^R01", LIPIDS)
    assert "is here and nobody has read it" in lines_by_hand().get().says
    desk.at("Thu 10 Sep 07:30")
    desk.hears("ADT^A31", "PV1|1|N\r", pid=LIVES)
    now = lines_by_hand().get().says
    assert now.startswith("has Lipid panel to be brought round: ask")
    assert before.startswith("has Lipid panel to be brought round: ask")


def test_a_rules_own_line_about_a_result_that_was_begun_goes_to_who_ordered_it(desk):
    """Sarah has it in hand, so no rule settles it by itself."""
    desk.hears("ORU^R01", POTASSIUM)
    line, now = Line.objects.get(signal="abnormal-result-not-followed"), desk.house.now
    acknowledge(line=line, by=viewer_of(desk.house.sarah, now), at=now)
    before = line.says
    desk.hears("ADT^A31", "PV1|1|N\r", pid=DIED)
    line.refresh_from_db()
    assert line.is_open
    assert line.says.startswith("has died; Potassium is here and nobody has read it")
    desk.at("Wed 9 Sep 07:30")
    desk.hears("ADT^A31", "PV1|1|N\r", pid=LIVES)
    line.refresh_from_db()
    assert (line.is_open, line.says) == (True, before)


def test_after_a_death_nobody_is_told_and_no_visit_is_chased(desk):
    desk.hears("OML^O21", ORDER)
    desk.hears("ORU^R01", LIPIDS)
    desk.says("Lipid", "reviewed", "Dr. Helen Park", "her answer, Tue 8 Sep")
    desk.hears("REF^I12", REFERRAL, feed="clinic")
    desk.says("ardiology", "chased", "Bay Cardiology", "no date yet")
    assert lines_by_hand().count() == 2
    desk.hears("ADT^A31", "PV1|1|N\r", pid=DIED)
    assert not lines_by_hand().exists()
    closed = Line.objects.filter(key__startswith="loop ")
    assert {line.steps.get(what="done").outcome for line in closed} == {"has died"}
    desk.at("Wed 9 Sep 07:30")
    desk.hears("ADT^A31", "PV1|1|N\r", pid=LIVES)
    assert lines_by_hand().count() == 2, "a false report of a death gives the work back"
    assert all(line.next_on >= desk.house.now.date() for line in lines_by_hand())


ON_PAPER = {"category": "referral", "what": "Cardiology", "requester": "Dr. Helen Park",
            "whom": "Bay Heart", "on": "2026-09-04"}  # fmt: skip


def begun(desk, **said):
    who = Patient.objects.get()
    return desk.client.post(f"/patients/{who.public_id}/loops/begin/", ON_PAPER | said)


def test_a_referral_on_paper_is_followed_until_they_are_told(desk):
    desk.hears("ADT^A08", "PV1|1|N\r")
    assert begun(desk).status_code == 302
    assert "Cardiology" in desk.page()
    line = Line.objects.get(key__startswith="loop ", is_open=True)
    assert line.next_on
    for code in ("booked", "attended", "report", "reviewed", "told"):
        answer = desk.says("ardiology", code, "Dr. Helen Park", "on the phone, Mon 14 Sep")
        assert answer.status_code == 302, code
    desk.page()  # takes the word that it was written down
    assert "No loop is open" in desk.page()
    assert not Line.objects.filter(key__startswith="loop ", is_open=True).exists()


def test_a_test_on_paper_is_answered_when_its_result_arrives(desk):
    desk.hears("ADT^A08", "PV1|1|N\r")
    begun(desk, category="laboratory", what="Lipid panel")
    assert "Lipid panel" in desk.page()
    desk.hears("ORU^R01", LIPIDS)
    [resulted] = [step for step in desk.loop("Lipid").steps if step[0] == "resulted"]
    assert resulted[1]


def test_pressed_twice_it_is_followed_once(desk):
    desk.hears("ADT^A08", "PV1|1|N\r")
    begun(desk)
    answer = begun(desk)
    assert answer.status_code == 422
    assert "followed already" in answer.content.decode()
    assert Act.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "sorry"),
    [
        ({"on": "2026-09-09"}, "still to come"),
        ({"on": "2024-09-09"}, "ordered anew"),
        ({"on": "soon"}, "Choose the day"),
        ({"what": " "}, "Say what was ordered"),
        ({"requester": ""}, "Say who ordered it"),
        ({"category": "x"}, "Choose what it is"),
    ],
)
def test_what_cannot_be_begun_is_said_and_stays_typed(desk, said, sorry):
    desk.hears("ADT^A08", "PV1|1|N\r")
    answer = begun(desk, **said)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sorry in text
    assert "Bay Heart" in text
    assert not Act.objects.exists()


def test_what_is_begun_restricted_is_seen_by_whoever_may_see_such_things(desk):
    desk.hears("ADT^A08", "PV1|1|N\r")
    label = int(Label.BEHAVIORAL)
    assert begun(desk, label=label).status_code == 422  # she may not see such things herself
    assert not Act.objects.exists()
    held = Entitlement.objects.create(
        staff=desk.house.sarah, labels=label, reason="care", start=desk.house.now
    )
    assert begun(desk, label=label, what="Grief group").status_code == 302
    assert "Grief group" in desk.page()
    who = Patient.objects.get()
    held.delete()
    for address in (
        "/loops/",
        "/",
        f"/patients/{who.public_id}/",
        f"/patients/{who.public_id}/loops/",
    ):
        page = desk.page(address)
        assert "Grief group" not in page, page[max(0, page.find("Grief") - 300) :][:700]
    again = begun(desk, what="Grief group")
    assert again.status_code == 302, "that it is followed already is not told"
