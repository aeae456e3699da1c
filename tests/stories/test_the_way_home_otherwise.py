"""Scene 11 with other messages: told ahead, told by two, through two hospitals, through a facility."""

import pytest

from northstar.access.viewer import system_viewer
from northstar.record import charts
from northstar.rules.passages import came, passage
from tests.stories.house import House

pytestmark = [pytest.mark.django_db(databases=["default", "audit"])]
HOME = "home-without-contact"
PID = "PID|1||A77^^^{by}^MR~W77^^^HOSPB^MR||Whitaker^Harold||19470312|M|||12 Oak St^^Oakland^CA^94601||(415)555-0141"


def pv1(visit="V77", at="HOSPB", since="202609010900", left="", went=""):
    """A stay: the number of the visit, where, from when to when, and where to (table 0112)."""
    said = {1: "1", 2: "I", 3: f"4W^12^A^{at}", 7: "77^Park^Helen", 10: "MED", 14: "7", 19: visit}
    said |= {36: went, 44: since, 45: left}
    return "|".join(["PV1", *(said.get(n, "") for n in range(1, 46))])


class Ward:
    """What hospitals and an exchange send, and where he is on the way then."""

    def __init__(self, house):
        self.house, self.count = house, 0

    def says(self, at, event, stay, by="hospb"):
        self.house.at(at)
        self.count += 1
        stamp = f"{self.house.now:%Y%m%d%H%M}"
        head = f"MSH|^~\\&|ADT|{by}|NS|CLINIC|{stamp}||ADT^{event}|{self.count}|P|2.5.1"
        pid = PID.format(by=by.upper())
        text = "\r".join((head, f"EVN|{event}|{stamp}", pid, stay)) + "\r"
        self.house.arrives(by, "hl7v2", text)

    def way(self):
        pk = self.house.patient().pk
        chart = charts.charts(system_viewer("a test"), [pk], self.house.now)[pk]
        return passage(chart, self.house.now)

    def where(self):
        return came(self.way(), self.house.now)


@pytest.fixture
def ward(db):
    return Ward(House())


def test_a_leaving_told_ahead_starts_its_clock_on_its_day(ward):
    ward.says("Tue 1 Sep 09:00", "A01", pv1())
    ward.says("Wed 2 Sep 09:00", "A03", pv1(left="202609041100", went="01"))
    assert ward.way().left_day is None
    signals = {line.signal for row in ward.house.sarahs_list() for line in row.lines}
    assert not signals & {HOME, "high-risk-at-discharge"}
    ward.house.at("Fri 4 Sep 12:00")
    assert "came home" in ward.house.the_line(HOME).says
    assert ward.way().day == 0


def test_taken_back_by_the_hospital_it_is_taken_back_for_who_passed_it_on(ward):
    ward.says("Tue 1 Sep 09:00", "A01", pv1())
    ward.says("Tue 1 Sep 09:05", "A01", pv1(), by="exchange")
    ward.says("Fri 4 Sep 22:40", "A03", pv1(left="202609042240", went="01"))
    ward.says("Fri 4 Sep 22:50", "A03", pv1(left="202609042241"), by="exchange")
    assert ward.house.the_line(HOME)
    ward.says("Sat 5 Sep 08:00", "A13", pv1())
    assert ward.where() == "HOSPB since Tue 1 Sep"
    assert ward.house.the_line(HOME) is None
    ward.says("Sun 6 Sep 10:00", "A03", pv1(left="202609061000"), by="exchange")
    assert ward.where() == "left Sunday morning, 6 Sep"
    ward.house.at("Tue 8 Sep 07:30")
    assert ward.house.the_line(HOME), "what is told after it was taken back is a new leaving"


def test_moved_on_it_says_since_when_he_is_in_hospital(ward):
    ward.says("Tue 1 Sep 09:00", "A01", pv1())
    ward.says("Thu 3 Sep 12:00", "A03", pv1(left="202609031200", went="02"))
    assert ward.where().startswith("moved to another hospital")
    other = {"visit": "X9", "at": "HOSPA", "since": "202609031400"}
    ward.says("Thu 3 Sep 14:00", "A01", pv1(**other), by="hospa")
    assert ward.where() == "HOSPA, in hospital since Tue 1 Sep"
    ward.says("Tue 8 Sep 10:00", "A03", pv1(**other, left="202609081000", went="01"), by="hospa")
    assert ward.house.the_line(HOME).due.astimezone(ward.house.zone).strftime("%a %d") == "Thu 10"


def test_days_in_a_facility_are_no_days_in_hospital(ward):
    ward.says("Tue 1 Sep 09:00", "A01", pv1())
    ward.says("Fri 4 Sep 22:40", "A03", pv1(left="202609042240", went="03"))
    facility = {"visit": "S1", "at": "BAYSNF", "since": "202609042350"}
    ward.says(
        "Wed 16 Sep 10:00", "A03", pv1(**facility, left="202609161000", went="01"), by="baysnf"
    )
    found = ward.way()
    assert found.stay.nights(ward.house.zone) == 3
    assert ward.where() == "home Wednesday morning, 16 Sep"
