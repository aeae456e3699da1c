"""The sample clinic's own side: staff, team, hours, on-call, feeds, and the held clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from northstar.access.models import (
    Absence,
    Credential,
    HeldClock,
    Membership,
    Role,
    Shift,
    Staff,
    Team,
)
from northstar.casework.worklist.holders import QUEUE
from northstar.knowledge.calendar import holiday
from northstar.record import feeds

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PASSWORD = "north-star-2026"  # noqa: S105 - the sample clinic's, printed at its start # nosec B105


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the sample clinic's staff."""

    username: str
    name: str
    roles: tuple[str, ...]
    on_call: int = 0
    credential: str = ""


STAFF = (
    Person("sarah", "Sarah Okafor", ("coordinator", "on-call"), on_call=2, credential="CMA"),
    Person("dana", "Dana Whitfield", ("nurse", "on-call"), on_call=1, credential="RN"),
    Person("marcus", "Marcus Bell", ("coordinator",)),
    Person("ines", "Inés Robles", ("social-worker",), credential="LCSW"),
    Person("tomas", "Tomás Vega", ("community-health-worker",), credential="CHW"),
    Person("priya", "Priya Nair", ("pharmacist",), credential="PharmD"),
    Person("park", "Dr. Helen Park", ("provider",), credential="MD"),
    Person("bill", "Bill Ames", ("biller",)),
    Person("maya", "Maya Stone", ("manager",)),
    Person("olive", "Olive Grant", ("privacy-officer",)),
    Person("adam", "Adam Reyes", ("administrator",)),
)

FEEDS = (
    ("clinic", "Our own record", "fhir_r4", "", 86_400 * 4),
    ("hospital-a", "Hospital A", "ccda", "", 86_400 * 5),
    ("hospital-b", "Hospital B", "hl7v2", "HOSPB", 86_400 * 4),
    ("dialysis", "The dialysis unit", "hl7v2", "DIAL", 86_400 * 7),
    ("pharmacy", "The pharmacies", "fills", "", 86_400 * 4),
    ("voicemail", "Voicemail", "mail", "", 86_400 * 4),
    ("portal", "Portal messages", "mail", "", 86_400 * 4),
    ("fax", "Fax", "mail", "", 86_400 * 7),
)


def found(now: datetime, zone: str) -> Team:
    """Make staff, hours, feeds and the held clock; gives the team that looks after everyone."""
    team, _ = Team.objects.get_or_create(name=QUEUE)
    for person in STAFF:
        _hire(person, team)
    for name, title, fmt, assigner, every in FEEDS:
        feeds.feed(
            name, title=title, format=fmt, assigner=assigner, zone=zone, every=every,
            settings={"date_order": "MDY"} if fmt == "mail" else {},
        )  # fmt: skip
    _close_on_holidays(now.date())
    HeldClock.objects.update_or_create(pk=1, defaults={"at": now})
    return team


def _close_on_holidays(today: date) -> None:
    for day in (today + timedelta(days=ahead) for ahead in range(-60, 300)):
        if name := holiday(day):
            Absence.objects.create(first=day, last=day, why=name)


def _hire(person: Person, team: Team) -> None:
    staff = Staff(username=person.username, name=person.name)
    staff.set_password(PASSWORD)
    staff.save()
    Membership.objects.create(staff=staff, team=team, start=LONG_AGO)
    if person.credential:
        Credential.objects.create(staff=staff, kind=person.credential, start=LONG_AGO)
    for role in person.roles:
        Role.objects.create(staff=staff, role=role, start=LONG_AGO)
    for weekday in range(5):
        Shift.objects.create(
            staff=staff, weekday=weekday, begins=time(8), ends=time(16, 30), kind=Shift.WORK
        )
    if person.on_call:
        for weekday in range(7):
            Shift.objects.create(
                staff=staff,
                weekday=weekday,
                begins=time(8),
                ends=time(8),  # all round: it counts where the holder is not at work
                kind=Shift.ON_CALL,
                order=person.on_call,
            )
