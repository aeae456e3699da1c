"""Scene 11, the part of the morning: a discharge on the Friday night before a holiday Monday."""

import pytest

from tests.stories.house import House

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
HOME = "home-without-contact"
ADMITTED = (
    "PV1|1|I|4W^12^A^HOSPB||||77^Park^Helen|||MED||||7|||||V77|||||||||||||||||||||||||202609010900"
)
GONE_HOME = ADMITTED.replace("|V77|||||||||||||||||", "|V77|||||||||||||||||01") + "|202609042240"


@pytest.fixture
def house(db):
    return House()


def admitted(house):
    house.at("Tue 1 Sep 09:00")
    house.hospital_b("A01", "1", ADMITTED)


def comes_home(house):
    house.at("Fri 4 Sep 22:40")
    house.hospital_b("A03", "2", GONE_HOME)


def test_the_clock_reads_the_end_of_wednesday_because_monday_is_a_holiday(house):
    admitted(house)
    comes_home(house)
    house.at("Tue 8 Sep 07:30")
    line = house.the_line(HOME)
    assert line is not None
    assert line.due.astimezone(house.now.tzinfo).strftime("%a %d %b") == "Wed 09 Sep"
    assert any("Labor Day" in why["says"] for why in line.because)


def test_the_line_falls_silent_when_sarah_has_reached_him(house):
    admitted(house)
    comes_home(house)
    house.at("Tue 8 Sep 09:15")
    assert house.the_line(HOME)
    house.sarah_records_a_call("reached")
    assert house.the_line(HOME) is None


def test_leaving_a_message_is_not_reaching_him(house):
    admitted(house)
    comes_home(house)
    house.at("Tue 8 Sep 09:15")
    house.sarah_records_a_call("left message")
    assert house.the_line(HOME)


def test_a_discharge_taken_back_withdraws_everything(house):
    admitted(house)
    comes_home(house)
    house.at("Sat 5 Sep 06:00")
    house.hospital_b("A13", "3", ADMITTED)
    house.at("Tue 8 Sep 07:30")
    assert house.the_line(HOME) is None


def test_the_taking_back_may_come_before_the_discharge(house):
    admitted(house)
    house.at("Sat 5 Sep 06:00")
    house.hospital_b("A13", "3", ADMITTED)
    comes_home(house)
    house.at("Tue 8 Sep 07:30")
    assert house.the_line(HOME) is None


def test_a_death_stops_the_clock_and_a_false_report_starts_it_again(house):
    admitted(house)
    comes_home(house)
    house.at("Sun 6 Sep 08:00")
    dead = "PID|1||W77^^^HOSPB^MR||Whitaker^Harold||19470312|M" + "|" * 21 + "202609060700|Y"
    _describe(house, "5", dead)
    house.at("Tue 8 Sep 07:30")
    assert house.the_line(HOME) is None
    assert house.the_line("person-died")
    house.at("Tue 8 Sep 08:30")
    _describe(house, "6", dead.replace("202609060700|Y", '""|N'))
    assert house.the_line("person-died") is None
    assert house.the_line(HOME)


def _describe(house, control, pid):
    stamp = f"{house.now:%Y%m%d%H%M}"
    msh = f"MSH|^~\\&|ADT|HOSPB|NS|CLINIC|{stamp}||ADT^A08|{control}|P|2.5.1"
    house.arrives("hospital-b", "hl7v2", f"{msh}\rEVN|A08|{stamp}\r{pid}\rPV1|1|N\r")
