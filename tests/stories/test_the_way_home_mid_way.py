"""Scene 11 when something happens in the middle: a stay was another person's, two records are one, a visit is
called off by the office it was booked with."""

from datetime import datetime

import pytest

from northstar.access.viewer import viewer_of
from northstar.casework.worklist.models import Line
from northstar.desk.transitions import board
from northstar.doing import going_home
from northstar.record.models import Patient
from tests.stories.house import House
from tests.stories.test_the_way_home_otherwise import pv1

pytestmark = [pytest.mark.django_db(databases=["default", "audit"])]
WHITAKER = "PID|1||W77^^^HOSPB^MR||Whitaker^Harold||19470312|M|||12 Oak St^^Oakland^CA^94601||(415)555-0141"
HALF_KNOWN = "PID|1||W99^^^HOSPB^MR||Whitaker^H||19500101|M"
HAYES = (
    "PID|1||W88^^^HOSPB^MR||Hayes^Robert||19610402|M|||9 Elm St^^Oakland^CA^94601||(415)555-0177"
)
LEFT = pv1(left="202609042240", went="01")
BEFORE = pv1(visit="V1", since="202608310800").replace("|I|", "|O|")
ASKED = "way home: visit"


class Ward:
    """What a hospital and an office send about several people, and what Sarah's board says then."""

    def __init__(self):
        self.house, self.count = House(), 0

    def says(self, at, event, *segments, by="HOSPB"):
        self.house.at(at)
        self.count += 1
        stamp = f"{self.house.now:%Y%m%d%H%M}"
        kind = "SIU" if event.startswith("S") else "ADT"
        head = f"MSH|^~\\&|{kind}|{by}|NS|CLINIC|{stamp}||{kind}^{event}|{self.count}|P|2.5.1"
        text = "\r".join((head, f"EVN|{event}|{stamp}", *segments)) + "\r"
        self.house.arrives(by.lower(), "hl7v2", text)

    def comes_home(self, pid):
        self.says("Tue 1 Sep 09:00", "A01", pid, pv1())
        self.says("Fri 4 Sep 22:40", "A03", pid, LEFT)
        self.house.at("Tue 8 Sep 07:30")

    def office(self, at, event, status):
        booked = (
            f"SCH|P1|F1|||||^Office visit||30|min|^^^202609100930^202609101000{'|' * 14}{status}"
        )
        who = WHITAKER.replace("HOSPB", "PARK")
        self.says(at, event, booked, who, "AIS|1||^Office visit|202609100930", by="PARK")

    @property
    def sarah(self):
        return viewer_of(self.house.sarah, self.house.now)

    def rows(self):
        found, _ = board.board(self.sarah, self.house.now)
        return {row.who.name: row for row in found}

    def visit(self):
        (row,) = self.rows().values()
        return next(cell.words for cell in row.cells if cell.name == "Visit")


@pytest.fixture
def ward(db):
    return Ward()


def test_a_stay_that_was_another_persons_goes_over_and_who_was_asked_is_told(ward):
    ward.says("Mon 31 Aug 08:00", "A04", HAYES, BEFORE)
    ward.comes_home(WHITAKER)
    mine = Patient.objects.get(name__contains="Whitaker")
    going_home.visit_asked(by=ward.sarah, patient=mine, of="Dr. Park", at=ward.house.now)
    ward.says("Tue 8 Sep 09:00", "A45", HAYES, "MRG|W77^^^HOSPB^MR||||V77", LEFT)
    assert list(ward.rows()) == ["Robert Hayes"]
    assert "tell whoever was asked" in Line.objects.get(key=ASKED, is_open=True).suggests


def test_two_records_become_one_and_what_was_asked_goes_with_them(ward):
    ward.says("Mon 31 Aug 08:00", "A04", WHITAKER, BEFORE)
    ward.comes_home(HALF_KNOWN)
    other = Patient.objects.get(name="H Whitaker")
    going_home.visit_asked(by=ward.sarah, patient=other, of="Dr. Park", at=ward.house.now)
    ward.says("Tue 8 Sep 09:00", "A40", WHITAKER, "MRG|W99^^^HOSPB^MR", "PV1|1|N")
    assert list(ward.rows()) == ["Harold Whitaker"]
    assert ward.visit() == "asked Tue 8 Sep; none by Fri 18 Sep"
    kept = Line.objects.get(key=ASKED, is_open=True)
    assert (kept.patient.name, kept.suggests[:12]) == ("Harold Whitaker", "Ask Dr. Park")


@pytest.mark.parametrize(
    ("event", "status", "words"),
    [
        ("S15", "Cancelled", "called off Thu 10 Sep; none by Fri 18 Sep"),
        ("S26", "NoShow", "missed Thu 10 Sep; none by Fri 18 Sep"),
        ("S12", "Booked", "booked Thu 10 Sep 09:30"),
    ],
)
def test_the_office_has_the_later_word_on_what_sarah_wrote_down_as_booked(
    ward, event, status, words
):
    ward.comes_home(WHITAKER)
    mine, hour = ward.house.patient(), datetime(2026, 9, 10, 9, 30, tzinfo=ward.house.zone)
    going_home.visit_booked(
        by=ward.sarah, patient=mine, of="Dr. Park", starts=hour, at=ward.house.now
    )
    assert ward.visit() == "booked Thu 10 Sep 09:30"
    ward.office("Wed 9 Sep 12:00", event, status)
    assert ward.visit() == words
