"""The words in which stories are told: what is given, what happens, what Sarah's list says then."""

from datetime import datetime
from zoneinfo import ZoneInfo

from northstar import spine
from northstar.access.models import Membership, Role, Staff, Team
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.worklist.today import day
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.record import feeds, panels, patients
from northstar.record.models import Patient
from northstar.sources.recognise import formats

ZONE = ZoneInfo("America/Los_Angeles")


class House:
    """A clinic with Sarah in it, and a clock that moves when something happens."""

    def __init__(self, zone=ZONE):
        self.zone = zone
        self.now = datetime(2026, 9, 1, 9, 0, tzinfo=zone)
        self.sarah = Staff.objects.create(username="sarah", name="Sarah Okafor")
        team = Team.objects.create(name="Clinic")
        long_ago = datetime(2020, 1, 1, tzinfo=ZONE)
        Role.objects.create(staff=self.sarah, role="coordinator", start=long_ago)
        Membership.objects.create(staff=self.sarah, team=team, start=long_ago)

    def at(self, text):
        """The clock moves on to a moment such as `Fri 4 Sep 22:40`."""
        self.now = datetime.strptime(f"{text} 2026", "%a %d %b %H:%M %Y").replace(tzinfo=self.zone)

    def arrives(self, feed, fmt, text):
        """Something comes from a feed, now."""
        row = feeds.feed(feed, format=fmt, zone=str(self.zone), every=86_400 * 10)
        data = text.encode()
        reading = formats()[fmt].read(data, feeds.as_source(row), "")
        assert not reading.refused
        receipt = spine.arrived(
            [(data, reading, "")], row, by=system_viewer("reading"), at=self.now
        )
        panels.place_all(patients.everyone(), day=self.now.date(), staff=self.sarah.pk)
        spine.review(receipt.patients, self.now)

    def hospital_b(self, event, control, *segments):
        """An HL7 message of Hospital B about Mr. Whitaker, written now."""
        stamp = f"{self.now:%Y%m%d%H%M}"
        head = (
            f"MSH|^~\\&|ADT|HOSPB|NS|CLINIC|{stamp}||ADT^{event}|{control}|P|2.5.1",
            f"EVN|{event}|{stamp}",
            "PID|1||W77^^^HOSPB^MR||Whitaker^Harold||19470312|M|||12 Oak St^^Oakland^CA^94601||(415)555-0141",
        )
        self.arrives("hospital-b", "hl7v2", "\r".join((*head, *segments)) + "\r")

    def patient(self):
        return Patient.objects.get(name__contains="Whitaker")

    def sarah_records_a_call(self, outcome):
        """What she did is a fact of source "staff"."""
        call = Communication(
            medium="call", status=outcome, sent=when(self.now.isoformat()), sender="Sarah Okafor"
        )
        spine.act(
            by=viewer_of(self.sarah, self.now), patient=self.patient(), kind="Communication",
            value=call, key=f"call {self.now.isoformat()}", at=when(self.now.isoformat()),
            now=self.now, what="call recorded",
        )  # fmt: skip

    def sarahs_list(self):
        """Her rows now, after whatever time alone has changed."""
        spine.review_due(self.now)
        return day(viewer_of(self.sarah, self.now), self.now).rows

    def the_line(self, signal):
        """The open line of one signal, or None."""
        lines = [line for row in self.sarahs_list() for line in row.lines if line.signal == signal]
        return lines[0] if lines else None
