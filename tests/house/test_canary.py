"""Words marked restricted, planted in a chart, a message and a line, searched for at every address."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db.models import Max

from northstar import spine
from northstar.access import roles
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Entitlement, HeldClock, Membership, Role, Staff, Team
from northstar.access.viewer import ALL_LABELS, system_viewer
from northstar.casework.acts.models import Act
from northstar.casework.batons.models import Baton
from northstar.casework.inbox.models import Piece
from northstar.casework.outbox.models import Message
from northstar.casework.promises.models import Promise
from northstar.casework.worklist.models import Line
from northstar.chart.clinical import Condition
from northstar.chart.people import HumanName, Patient
from northstar.chart.sensitivity import Label
from northstar.chart.value import Concept
from northstar.chart.when import when
from northstar.demo.writing import mail
from northstar.record import feeds, panels
from northstar.record.models import Arrival, Identity
from northstar.record.models import Patient as Row
from northstar.sources.reading import Found, Reading
from northstar.sources.recognise import formats
from tests.house.test_doors import guarded, is_open, pages

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

NOW = datetime(2026, 9, 8, 15, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READER = system_viewer("a test")
LABELS = [label for label in Label if label]
METHOD_NOT_ALLOWED = 405
OF_KIND = {
    "line": (Line,),
    "source": (Arrival,),
    "patients": (Row,),
    "who": (Row,),
    "who-looked": (Row,),
    "staff": (Staff,),
    "teams": (Team, Staff),
    "whose": (Line,),
    "feeds": (Arrival,),
    "inbox": (Piece,),
    "outbox": (Message,),
    "promises": (Promise,),
    "handoff": (Baton,),
    "time": (Act,),
}
NAME, SHOWN = "Chen", "Eczema of the hands"
UUID_IN, INT_IN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), re.compile(r"/1(?=[/.]|$)")


def canary(label):
    return f"Canary{label.value}bird"


@pytest.fixture
def clinic():
    """Somebody with an ordinary fact and one of every label, a message and a line of every label."""
    HeldClock.objects.create(pk=1, at=NOW)
    team = Team.objects.create(name="Clinic")
    given = {
        "names": (HumanName(family=NAME, given=("Mei-Ling",)),),
        "birth_date": when("1948-03-14"),
    }
    reading = Reading(format="test", version="1", written=when("2026-09-01T10:00:00Z"))
    reading.people["1"] = Patient(**given)
    reading.found = [
        Found("1", "Condition", str(label.value), _condition(canary(label)), "c", label=label.value)
        for label in LABELS
    ] + [Found("1", "Condition", "0", _condition(SHOWN), "c0")]
    feed = feeds.feed("clinic", title="Our own record", format="fhir_r4")
    done = spine.arrived([(b"a chart", reading, "chart")], feed, by=READER, at=NOW)
    (patient,) = Row.objects.all()
    panels.place(patient=patient.pk, day=NOW.date(), team=team.pk)
    spine.review([patient.pk], NOW)
    items = set()
    for label in LABELS:
        post = feeds.feed(f"post {label.value}", format="mail", zone="UTC", label=label.value)
        said = f"Please call me, I am in severe pain. {canary(label)}"
        data = mail.voicemail(
            f"vm-{label.value}", NOW, f"+1415555{label.value:04d}", 5, said, mail.hush()
        )
        read = formats()["mail"].read(data, feeds.as_source(post), "vm.eml")
        items |= spine.arrived([(data, read, "vm.eml")], post, by=READER, at=NOW).items
    spine.review_items(items, NOW)
    for label in LABELS:
        Line.objects.create(
            patient_id=patient.pk, team=team, signal="by hand", key=str(label), matter=str(label),
            says=canary(label), because=[], band=2, factors={canary(label): 1}, score=1,
            label=label.value, next_on=NOW.date(), opened=NOW, refreshed=NOW,
        )  # fmt: skip
    assert done.patients
    return patient


def _condition(words):
    return Condition(code=Concept(text=words), onset=when("2026-08-01"))


def somebody(client, settings, role, labels=0):
    settings.REQUIRE_SECOND_STEP = False
    staff = Staff.objects.create(username=f"dana{labels}", name="Dana")
    Role.objects.create(staff=staff, role=role, start=LONG_AGO)
    Membership.objects.create(staff=staff, team=Team.objects.get(), start=LONG_AGO)
    if labels:
        Entitlement.objects.create(staff=staff, labels=labels, reason="treats", start=LONG_AGO)
    client.force_login(staff)


def addresses(client):
    """Every address that answers, with every id there is of the kind it wants. A door that is closed to
    this role (test_doors: before anything is looked for) is tried with one."""
    number = str(Identity.objects.aggregate(Max("pk"))["pk__max"])
    for address, view, name in pages():
        if is_open(address) or name in ("sign-out", "lock", "account-app"):
            continue
        closed = _closed(client, view)
        if not closed and client.get(address).status_code == METHOD_NOT_ALLOWED:
            continue  # an act, which shows nothing
        wanted = UUID_IN.search(address)
        for uid in (_ids(address)[: 1 if closed else None]) if wanted else [""]:
            one = UUID_IN.sub(uid, address) if wanted else address
            yield from (
                (INT_IN.sub(f"/{n}", one) for n in ("1", "2", number))
                if INT_IN.search(one)
                else (one,)
            )


def _closed(client, view):
    """Whether the door of this page lets none of the roles in that this person has."""
    staff = client.session["_auth_user_id"]
    held = set(Role.objects.filter(staff=staff).values_list("role", flat=True))
    return (name := guarded(view)) is not None and not held & roles.MAY[name]


def _ids(address):
    """The ids that an address may take: of its own kind (or one that nothing has), or of every kind
    where its own is not known."""
    kinds = OF_KIND.get(address.split("/")[1], (Row, Arrival, Line, Staff))
    return [
        str(uid) for table in kinds for uid in table.objects.values_list("public_id", flat=True)
    ] or [str(uuid4())]


def shown(client):
    """(address, everything it answers) for a person who looks at all and searches for the words."""
    for address in addresses(client):
        answer = client.get(address)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield address, text.decode("utf-8", "replace"), answer.status_code
    for label in LABELS:
        for search in ({"sought": canary(label)}, {"q": canary(label)}):
            for address in ("/find/", "/patients/"):
                answer = client.post(address, search)
                words = answer.content.decode().replace(f'"{canary(label)}"', "")
                # What was typed may be repeated; that it found something may not be told.
                found = words.count(canary(label)) > 1 or "has something" in words
                yield address, canary(label) if found else "", answer.status_code


@pytest.mark.parametrize("role", ["coordinator", "biller", "privacy-officer"])
def test_no_restricted_word_is_shown_to_who_is_not_entitled(client, settings, clinic, role):
    somebody(client, settings, role)
    told = [(address, text) for address, text, _ in shown(client) if "Canary" in text]
    assert not told, [
        (address, text[max(0, text.find("Canary") - 200) :][:400]) for address, text in told[:3]
    ]


def test_who_is_entitled_to_one_sees_that_one(client, settings, clinic):
    somebody(client, settings, "coordinator", labels=Label.PART2.value)
    seen = {word for _, text, _ in shown(client) for word in re.findall(r"Canary\d+bird", text)}
    assert seen == {canary(Label.PART2)}


def test_who_is_entitled_sees_them_all(client, settings, clinic):
    somebody(client, settings, "coordinator", labels=ALL_LABELS)
    everything = list(shown(client))
    for label in LABELS:
        at = {address.split("/")[1] for address, text, _ in everything if canary(label) in text}
        assert {"", "line", "source", "patients"} <= at, f"{label} is shown only at {at}"


@pytest.mark.parametrize(
    "role", ["coordinator", "biller", "manager", "administrator", "privacy-officer"]
)
def test_every_look_at_somebody_is_exactly_one_entry(client, settings, clinic, role):
    somebody(client, settings, role, labels=ALL_LABELS if role == "coordinator" else 0)
    for address in addresses(client):
        before = AuditEntry.objects.count()
        answer = client.get(address)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        entries = AuditEntry.objects.count() - before
        names = NAME in text.decode("utf-8", "replace")
        assert entries <= 1, f"{address} leaves {entries} entries"
        assert entries == 1 or not (names and answer.status_code == 200), f"{address}: no entry"


def test_an_address_that_nobody_knows_tells_nothing(client, settings, clinic):
    somebody(client, settings, "coordinator")
    there, not_there = (client.get(f"/line/{uid}/") for uid in (_hidden_line(), uuid4()))
    assert there.status_code == not_there.status_code
    assert there.content == not_there.content


def _hidden_line():
    return Line.objects.filter(label=Label.PART2.value).first().public_id
