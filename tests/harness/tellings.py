"""The sample clinic's day told again under a name: on other days, in another zone, with an incident in it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from northstar import spine
from northstar.demo import build, cast
from northstar.demo.arrivals import Envelope
from northstar.demo.retold import Retold
from northstar.demo.vary import Clinic
from tests.harness.the_law import two_business_days

# Mr. Whitaker, whom the story is about: when he left, in the files as written, and his number at the hospital.
LEFT, HIS, ANOTHER = date(2026, 9, 4), "B-90142", "B-90942"


@dataclass(frozen=True)
class Telling:
    """So many weeks on, by the clocks of a zone. `then`: what happens while she is on the telephone."""

    weeks: int = 0
    zone: str = "America/Los_Angeles"
    then: str = ""
    retold: Retold = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "retold", Retold(weeks=self.weeks, zone=self.zone))

    def clinic(self):
        """What arrives, and the moment of the morning."""
        told = [
            replace(e, received=self._moment(e.received), data=self.retold.file(e.name, e.data))
            for e in cast.envelopes()
        ]
        return Clinic(told, self._moment(cast.NOW))

    def due(self):
        """The last day on which he is to be called, by the law and not by the product."""
        return two_business_days(self.retold.day(LEFT))

    def _moment(self, at: datetime) -> datetime:
        return self.retold.moment(at.replace(tzinfo=ZoneInfo(self.zone)))


TELLINGS = {
    "the days after Thanksgiving, a dead number": Telling(12, then="dead"),
    "New Year in New York, the discharge is cancelled": Telling(17, "America/New_York", "cancel"),
    "Christmas in Honolulu, two records become one": Telling(16, "Pacific/Honolulu", "merge"),
    "the clocks go forward, two records become one": Telling(-26, then="merge"),
    "the clocks go back, the discharge is cancelled": Telling(8, then="cancel"),
    "Arizona, while others change their clocks": Telling(-26, "America/Phoenix", "dead"),
}


# As Hospital B has him, and as it had him a second time.
HIM = "Whitaker^Harold||19440317|M|||12 Alder Lane, Apt 4^^Northport^CA^94578^USA^H||^PRN^PH^^1^510^5550142"
TWICE = "Wittaker^Hal||19440713|M"


def cancelled(at, told):
    """Hospital B takes his discharge back."""
    bed = f"PV1|1|I|4E^12^A^HOSPB{'|' * 16}V77^^^HOSPB"
    _says(at, told, "A13", f"PID|1||{HIS}^^^HOSPB^MR||{HIM}", bed)


def registered_twice(at, told):
    """Hospital B knows somebody under another name and birth date."""
    _says(at, told, "A28", f"PID|1||{ANOTHER}^^^HOSPB^MR||{TWICE}")


def joined(at, told):
    """Hospital B says that both are one: the other number stays, with his name."""
    _says(at, told, "A40", f"PID|1||{ANOTHER}^^^HOSPB^MR||{HIM}", f"MRG|{HIS}^^^HOSPB^MR")


def _says(at, told, event, *segments):
    stamp, kind = f"{at:%Y%m%d%H%M%S}", {"A40": "ADT_A39", "A28": "ADT_A05"}.get(event, "ADT_A01")
    head = f"MSH|^~\\&|HIS|HOSPB|NORTHSTAR|CLINIC|{stamp}||ADT^{event}^{kind}|B-{event}|P|2.5.1"
    people = map(told.retold.text, segments)
    data = "\r".join((head, f"EVN|{event}|{stamp}", *people, "")).encode()
    letter = Envelope(at, "hospital-b", f"adt-{event}.hl7", data)
    spine.review(build.receive([letter], build.rows()).patients, at)
