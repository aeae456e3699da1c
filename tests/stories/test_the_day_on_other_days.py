"""Scene 11 through its pages with changed inputs: holidays, other zones, the nights the clocks change, a
dead number, what is taken back while she is on the telephone, two records joined in the middle. Every clock
is counted here a second time, by the law and not by the product."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from northstar.access.models import HeldClock
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.acts.models import Act
from northstar.casework.worklist import verify as lines
from northstar.casework.worklist.models import Line
from northstar.discover import within
from northstar.doing.promising import promise
from northstar.record import panels, verify
from northstar.rules.signal import Band
from northstar.spine import review_due
from tests.harness.the_law import two_business_days
from tests.stories.house import House

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a story")
HOME, VISIT = "home-without-contact", "follow-up-visit-missing"
SAID = "He has the new pills; his neighbour looks in."
FIRST, SECOND = "(415) 555-0141", "(415) 555-0142"


@dataclass(frozen=True)
class Other:
    """When he left, as the hospital writes it; in whose zone the clinic lives; the day he left, there, and
    the last day on which he is to be called: written down by hand, from a calendar on the wall."""

    left: str
    zone: str
    day: str
    due: str


PACIFIC, EASTERN, ARIZONA, HAWAII = (
    "America/Los_Angeles", "America/New_York", "America/Phoenix", "Pacific/Honolulu",
)  # fmt: skip
OTHER = {
    "the night before Thanksgiving": Other("202611251640", PACIFIC, "2026-11-25", "2026-11-30"),
    "the day after Thanksgiving": Other("202611271640", PACIFIC, "2026-11-27", "2026-12-01"),
    "Christmas is a Friday": Other("202612241100", PACIFIC, "2026-12-24", "2026-12-29"),
    "New Year's Eve": Other("202612312359", PACIFIC, "2026-12-31", "2027-01-05"),
    "Independence Day is a Saturday": Other("202607021500", PACIFIC, "2026-07-02", "2026-07-07"),
    "Juneteenth is a Friday": Other("202606180900", EASTERN, "2026-06-18", "2026-06-23"),
    # One moment, told by a hospital in California: Thursday night there, Friday in New York.
    "late in California": Other("202609102130-0700", PACIFIC, "2026-09-10", "2026-09-14"),
    "already Friday in New York": Other("202609102130-0700", EASTERN, "2026-09-11", "2026-09-15"),
    "still Thursday in Honolulu": Other("202609110230-0700", HAWAII, "2026-09-10", "2026-09-14"),
    "Arizona keeps its clocks in winter": Other("202611022330-0800", ARIZONA, "2026-11-03", "2026-11-05"),
    "Arizona keeps its clocks in summer": Other("202609102359-0700", ARIZONA, "2026-09-10", "2026-09-14"),
    "before the clocks go forward": Other("202603080130", PACIFIC, "2026-03-08", "2026-03-10"),
    "an hour that does not exist": Other("202603080230", PACIFIC, "2026-03-08", "2026-03-10"),
    "a minute before midnight, New York, by offset": Other("202603072359-0500", EASTERN, "2026-03-07", "2026-03-10"),
    "the first 01:30": Other("202611010130-0700", PACIFIC, "2026-11-01", "2026-11-03"),
    "the second 01:30": Other("202611010130-0800", PACIFIC, "2026-11-01", "2026-11-03"),
    "a minute before midnight of the long day": Other("202611012359-0800", PACIFIC, "2026-11-01", "2026-11-03"),
}  # fmt: skip
SHORT = (
    "the night before Thanksgiving",
    "already Friday in New York",
    "an hour that does not exist",
)


class Desk(House):
    """Sarah at her desk in some zone, with a browser that only asks for pages."""

    def __init__(self, client, settings, zone=PACIFIC):
        settings.TIME_ZONE, settings.PHONE = zone, "simulator"
        super().__init__(ZoneInfo(zone))
        self.client = client
        client.force_login(self.sarah)

    def it_is(self, moment):
        self.now = moment.astimezone(self.zone)
        HeldClock.objects.update_or_create(pk=1, defaults={"at": self.now})
        review_due(self.now)

    def morning(self, day):
        self.it_is(datetime.combine(day, datetime.min.time(), self.zone).replace(hour=9, minute=15))

    def page(self, name, *which, **asked):
        answer = self.client.get(reverse(name, args=which), asked)
        assert answer.status_code == 200, name
        return answer.content.decode()

    def post(self, name, *which, **typed):
        return self.client.post(reverse(name, args=which), typed)

    def dials(self, line, number=FIRST):
        told = self.client.post(
            reverse("call-dial", args=[self.patient().public_id]),
            {"number": number, "line": line.public_id}, headers={"Northstar-Part": "call"},
        ).json()  # fmt: skip
        assert "error" not in told
        return told

    def writes(self, patient, line, told, outcome="reached", **more):
        typed = {
            "line": line.public_id, "key": uuid4(), "dial": told["dial"], "number": told["number"],
            "who": "", "checked": ["full name", "birth date"], "note": SAID, "outcome": outcome,
        } | more  # fmt: skip
        return self.post("call-finish", patient, **typed)

    def calls(self):
        return acts.of_patient(READER, self.patient().pk, kinds=["call"])

    def holds(self):
        """Nothing fell through, whatever happened."""
        assert lines.orphans() == 0
        problems = verify.problems() + lines.problems()
        for more in within("northstar.casework", "verify", "PROBLEMS"):
            problems += more(self.now.date())
        assert problems == []
        assert all(act.says and act.began <= act.ended <= act.at for act in Act.objects.all())


def stay(left="", number="V77", went="01"):
    """His bed; with a moment, that he has left it."""
    bed = "PV1|1|I|4W^12^A^HOSPB||||77^Park^Helen|||MED||||7|||||" + number
    gone = (went, f"|{left}") if left else ("", "")
    return f"{bed}{'|' * 17}{gone[0]}{'|' * 8}202601010900{gone[1]}"


def goes_in(desk):
    """Into a hospital that tells us of visits too: else nobody can say that one is missing."""
    booked(desk, "S12", "0", "900", f"{desk.now - timedelta(days=9):%Y%m%d}100000")
    desk.hospital_b("A01", "1", stay())


def comes_home(desk, left):
    desk.hospital_b("A03", "2", stay(left))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(one, id=name, marks=() if name in SHORT else pytest.mark.long)
        for name, one in OTHER.items()
    ],
)
def test_the_clocks_of_another_day(client, settings, other):
    day, due = date.fromisoformat(other.day), date.fromisoformat(other.due)
    assert due == two_business_days(day)  # the wall calendar and the law agree
    desk = Desk(client, settings, other.zone)
    desk.morning(day - timedelta(days=2))
    goes_in(desk)
    desk.it_is(datetime.combine(day + timedelta(days=1), datetime.min.time(), desk.zone))
    comes_home(desk, other.left)
    desk.morning(due - timedelta(days=1))
    the_clocks_read(desk, day, due)
    it_is_last_day_then_late(desk, due)
    one_call_settles_it(desk)
    desk.holds()


def said(day):
    return f"{day:%a} {day.day} {day:%b}"


def the_clocks_read(desk, day, due):
    line = desk.the_line(HOME)
    assert line.due.astimezone(desk.zone).date() == due
    assert line.due.astimezone(desk.zone).hour == 23
    assert f"call by end of {said(due)}" in desk.page("today")
    visits = {said(day + timedelta(days=days)) for days in (7, 14)}
    assert any(f"no visit booked by {one}" in desk.the_line(VISIT).says for one in visits)
    assert said(due) in desk.page("transitions")


def it_is_last_day_then_late(desk, due):
    midnight = datetime.combine(due, datetime.min.time(), desk.zone)
    for at, band in (
        (midnight - timedelta(minutes=1), Band.HARM), (midnight, Band.CLOCK),
        (datetime.combine(due, datetime.max.time(), desk.zone), Band.CLOCK),
    ):  # fmt: skip
        desk.it_is(at)
        assert desk.the_line(HOME).band == band, at
        assert "call by end of" in desk.the_line(HOME).says
    desk.morning(due + timedelta(days=1))
    assert f"the call was due by end of {said(due)}" in desk.page("today")


def one_call_settles_it(desk):
    line = desk.the_line(HOME)
    told = desk.dials(line)
    desk.it_is(desk.now + timedelta(minutes=11))
    assert desk.writes(desk.patient().public_id, line, told).status_code == 302
    assert desk.the_line(HOME) is None
    [call] = desk.calls()
    assert (call.ended - call.began, call.detail["note"]) == (timedelta(minutes=11), SAID)
    desk.page("close")


@pytest.fixture
def desk(client, settings, tmp_path):
    """He is home since Friday night; it is the Tuesday after Labor Day."""
    settings.HOME = tmp_path
    desk = Desk(client, settings)
    desk.at("Tue 1 Sep 09:00")
    goes_in(desk)
    desk.at("Fri 4 Sep 22:45")
    comes_home(desk, "202609042240")
    desk.morning(date(2026, 9, 8))
    return desk


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-03-08T01:50-08:00", "2026-03-08T03:10-07:00"),
        ("2026-11-01T01:50-07:00", "2026-11-01T01:10-08:00"),
    ],
)
def test_twenty_minutes_are_twenty_over_the_hour_that_is_lost_or_told_twice(
    client, settings, begins, ends
):
    desk = Desk(client, settings)
    desk.it_is(datetime.fromisoformat(begins))
    comes_home(desk, f"{desk.now - timedelta(hours=20):%Y%m%d%H%M}")
    line = Line.objects.get(signal=HOME)  # it is nobody's hour, and on no list before Monday
    told = desk.dials(line)
    desk.it_is(datetime.fromisoformat(ends))
    assert desk.writes(desk.patient().public_id, line, told).status_code == 302
    [call] = desk.calls()
    assert call.ended - call.began == timedelta(minutes=20)
    assert "20 min" in desk.page("close")
    desk.holds()


def test_a_dead_number_is_not_the_end_of_it(desk, tmp_path):
    (tmp_path / "telephones.csv").write_text("number,does\n4155550141,dead\n", "utf-8")
    line, him = desk.the_line(HOME), desk.patient().public_id
    told = desk.dials(line)
    assert told["outcome"] == "dead-number"
    assert desk.writes(him, line, told, "dead-number", checked=[]).status_code == 302
    line.refresh_from_db()
    assert line.is_open
    assert line.due.astimezone(desk.zone).date() == date(2026, 9, 9)
    assert line.next_on <= date(2026, 9, 9)
    assert "Dead number" in desk.page("call", him)
    again = desk.dials(line, SECOND)
    desk.it_is(desk.now + timedelta(minutes=6))
    assert desk.writes(him, line, again).status_code == 302
    assert desk.the_line(HOME) is None
    assert [call.detail["status"] for call in desk.calls()] in (
        ["reached", "dead number"], ["dead number", "reached"],
    )  # fmt: skip
    desk.holds()


def test_the_discharge_is_taken_back_while_she_is_on_the_telephone(desk):
    """What she wrote stands; what asked for the call does not; it asks again when he really leaves."""
    line, him = desk.the_line(HOME), desk.patient().public_id
    told = desk.dials(line)
    desk.it_is(desk.now + timedelta(minutes=4))
    desk.hospital_b("A13", "3", stay())
    answer = desk.writes(him, line, told, promise="bring his glasses", promise_on="2026-09-09")
    assert answer.status_code == 302
    assert [call.detail["note"] for call in desk.calls()] == [SAID]
    assert desk.the_line(HOME) is None
    kept = Line.objects.get(key__startswith="promise:")
    assert (kept.is_open, kept.staff) == (True, desk.sarah)
    desk.it_is(desk.now + timedelta(days=1))
    comes_home_again(desk)
    desk.holds()


def comes_home_again(desk):
    desk.hospital_b("A03", "4", stay(f"{desk.now:%Y%m%d%H%M}"))
    line = desk.the_line(HOME)
    assert line.due.astimezone(desk.zone).date() == two_business_days(desk.now.date())


@pytest.mark.parametrize(
    ("event", "bed"), [("A11", stay(number="V78")), ("A13", stay())], ids=["A11", "A13"]
)
def test_what_was_cancelled_asks_for_nothing_more(desk, event, bed):
    """A new admission taken back (he is home after all), or the discharge (he is not home)."""
    if event == "A11":
        desk.hospital_b("A01", "5", bed)
        assert desk.the_line(HOME) is None
    desk.it_is(desk.now + timedelta(minutes=30))
    desk.hospital_b(event, "6", bed)
    assert (desk.the_line(HOME) is not None) is (event == "A11")
    asked, _, settled = desk.page("today").partition("Settled by the facts")
    assert ("call by end of Wed 9 Sep" in asked) is (event == "A11")
    assert ("call by end of Wed 9 Sep" in settled) is (event == "A13")
    desk.page("transitions")
    desk.holds()


def booked(desk, event, control, number, day):
    stamp = f"{desk.now:%Y%m%d%H%M}"
    desk.arrives("hospital-b", "hl7v2", "\r".join((
        f"MSH|^~\\&|HIS|HOSPB|NS|CLINIC|{stamp}||SIU^{event}|{control}|P|2.5.1",
        f"SCH|P{number}|F{number}|||||^Visit after hospital||30|min|^^^{day}||||||||||||||Booked",
        "PID|1||W77^^^HOSPB^MR||Whitaker^Harold||19470312|M",
        "RGS|1", f"AIS|1||^Visit after hospital|{day}|||30|min", "",
    )))  # fmt: skip


def test_a_visit_that_is_cancelled_is_missing_again(desk):
    assert desk.the_line(VISIT)
    booked(desk, "S12", "7", "901", "20260910100000")
    assert desk.the_line(VISIT) is None
    desk.it_is(desk.now + timedelta(minutes=20))
    booked(desk, "S15", "8", "901", "20260910100000")
    assert re.search("no visit booked by (Fri 11|Fri 18) Sep", desk.the_line(VISIT).says)
    desk.holds()


OTHERWISE = "PID|1||W88^^^HOSPB^MR||Whittaker^Hal||19470321|M|||9 Elm Rd^^Oakland^CA^94601"


@pytest.mark.parametrize(
    "stays", ["W77", "W88"], ids=["his number stays", "the other number stays"]
)
def test_two_records_become_one_while_she_is_on_the_telephone(desk, stays):
    """Hospital B had registered him twice, and says so in the middle of the call."""
    line, him = desk.the_line(HOME), desk.patient().public_id
    other = registered_otherwise(desk)
    kept = promise(
        by=viewer_of(desk.sarah, desk.now), patient=other, says="send the bus times",
        on=date(2026, 9, 10), at=desk.now,
    )  # fmt: skip
    told = desk.dials(line)
    desk.it_is(desk.now + timedelta(minutes=7))
    one_of(desk, stays)
    assert desk.writes(him, line, told).status_code == 302
    only = panels.patient_for(viewer_of(desk.sarah, desk.now), him, desk.now)
    assert [call.detail["note"] for call in acts.of_patient(READER, only.pk, kinds=["call"])] == [
        SAID
    ]
    assert desk.the_line(HOME) is None
    kept.refresh_from_db()
    assert (kept.is_open, kept.patient, kept.staff) == (True, only, desk.sarah)
    for number in (him, other.public_id):
        assert "send the bus times" in desk.page("patient", number)
    desk.holds()


def registered_otherwise(desk):
    head = f"MSH|^~\\&|ADT|HOSPB|NS|CLINIC|{desk.now:%Y%m%d%H%M}||ADT^A28|9|P|2.5.1"
    desk.arrives("hospital-b", "hl7v2", f"{head}\rEVN|A28|{desk.now:%Y%m%d%H%M}\r{OTHERWISE}\r")
    from northstar.record.models import Patient

    return Patient.objects.get(name__contains="Whittaker")


def one_of(desk, stays):
    goes = {"W77": "W88", "W88": "W77"}[stays]
    now = {"W77": "PID|1||W77^^^HOSPB^MR||Whitaker^Harold||19470312|M", "W88": OTHERWISE}[stays]
    head = f"MSH|^~\\&|ADT|HOSPB|NS|CLINIC|{desk.now:%Y%m%d%H%M}||ADT^A40^ADT_A39|10|P|2.5.1"
    desk.arrives(
        "hospital-b", "hl7v2",
        f"{head}\rEVN|A40|{desk.now:%Y%m%d%H%M}\r{now}\rMRG|{goes}^^^HOSPB^MR\r",
    )  # fmt: skip
