"""A disagreement as it stands: opened once, settled by somebody, opened again when a source goes back."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northstar import decided, spine
from northstar.access.models import Role, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.disagreements import asking
from northstar.casework.disagreements.models import OPEN, OVER, SETTLED, Turn
from northstar.chart.medicines import MedicationRequest
from northstar.chart.people import ContactPoint, HumanName, Identifier, Patient
from northstar.chart.sensitivity import Label
from northstar.chart.value import Concept
from northstar.chart.when import when
from northstar.record import charts, feeds
from northstar.record.patients import rows
from northstar.rules.disagreement import disagreements
from northstar.rules.example_dates import ZONE, moment
from northstar.sources.reading import Found, Reading

pytestmark = [pytest.mark.store, pytest.mark.django_db(databases=["default", "audit"])]
NOW = moment("Tue 8 Sep 2026 07:30")
READER = system_viewer("a test")
KEY = "medicine metoprolol"
SHE = Patient(
    names=(HumanName(family="Rio", given=("Ana",)),),
    birth_date=when("1950-02-01"),
    gender="female",
    telecoms=(ContactPoint("phone", "4155550101"),),
    identifiers=(Identifier("SSA", "123456789", "SS"),),
)


def says(feed, status, day=1, label=0, words="Metoprolol 50 mg"):
    """A source's word on metoprolol, written on a day of September."""
    on = f"2026-09-{day:02}T10:00:00Z"
    ended = when(on[:10]) if status == "stopped" else None
    order = MedicationRequest(
        code=Concept(words), status=status, intent="order", authored=when("2025-03-01"), end=ended
    )
    reading = Reading(format="test", version="1", written=when(on))
    reading.found = [
        Found("1", "Patient", "Patient", SHE, "PID[1]#5", when(on)),
        Found("1", "MedicationRequest", "m", order, "RXE#1", when(on), label=label),
    ]
    data = repr((feed, status, day, words)).encode()
    done = spine.arrived([(data, reading, "a file")], feeds.feed(feed), by=READER, at=NOW)
    spine.review(done.patients, NOW)
    return min(done.patients)


@pytest.fixture
def sarah():
    staff = Staff.objects.create(username="sarah", name="Sarah Okafor")
    Role.objects.create(staff=staff, role="coordinator", start=NOW - timedelta(days=900))
    return viewer_of(staff, NOW)


def both(pk):
    return asking.standing([pk])[pk]


def settle(pk, by, stance="stopped", at=NOW, key=KEY):
    chart = charts.charts(READER, [pk], at)[pk]
    found = next(d for d in disagreements(chart, ZONE) if d.key == key)
    return decided.settle(
        by=by, patient=rows([pk]).get(), found=found, stance=stance, says="", reason="asked her",
        document=None, at=at,
    )  # fmt: skip


def disputed():
    says("hospital", "stopped", 4)
    return says("clinic", "active", 1)


def test_a_new_one_has_a_holder_and_a_date():
    turn = both(disputed())[KEY]
    assert (turn.status, turn.what) == (OPEN, "opened")
    assert turn.held_by
    assert turn.next_on > NOW.date()
    assert turn.words == {"hospital": "stopped", "clinic": "in use"}


def test_who_repeats_himself_opens_nothing(sarah):
    pk = disputed()
    says("clinic", "active", 2)
    assert Turn.objects.count() == 1
    settle(pk, sarah)
    says("clinic", "active", 5)
    says("hospital", "stopped", 6)
    assert both(pk)[KEY].status == SETTLED
    assert Turn.objects.count() == 2


def test_a_source_that_reverts_opens_it_again(sarah):
    pk = disputed()
    settle(pk, sarah)
    says("clinic", "stopped", 5)
    assert both(pk)[KEY].status == OVER
    says("clinic", "active", 6)
    turn = both(pk)[KEY]
    assert (turn.status, turn.what) == (OPEN, "reopened")
    assert "clinic" in turn.reason
    assert turn.held_by


def test_a_new_voice_against_the_answer_opens_it_again(sarah):
    pk = disputed()
    settle(pk, sarah)
    says("pharmacy", "stopped", 5)
    assert both(pk)[KEY].status == SETTLED
    says("payer", "active", 5)
    assert both(pk)[KEY].what == "reopened"


def test_it_needs_somebody_and_a_reason():
    pk = disputed()
    with pytest.raises(Refused, match="Only a person"):
        settle(pk, READER)
    assert both(pk)[KEY].status == OPEN


def test_taking_it_back_asks_again(sarah):
    pk = disputed()
    turn = settle(pk, sarah)
    decided.unsettle(by=sarah, patient=rows([pk]).get(), turn=turn, at=NOW)
    assert both(pk)[KEY].status == OPEN
    assert [t.what for t in asking.stories_of(sarah, pk)[KEY]] == [
        "opened",
        "settled",
        "taken back",
    ]


def test_what_a_restricted_source_adds_is_a_matter_of_its_own(sarah):
    says("clinic", "active", 1)
    pk = says("house", "stopped", 4, label=int(Label.PART2))
    assert [turn.label for turn in both(pk).values()] == [int(Label.PART2)]
    assert asking.standing_of(sarah, pk) == {}


def test_the_rows_stay_as_written(sarah):
    from django.db import DatabaseError, transaction

    settle(disputed(), sarah)
    for change in (lambda: Turn.objects.update(reason="x"), lambda: Turn.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


WORDS = [
    ("hospital", "stopped", 4),
    ("clinic", "active", 1),
    ("payer", "active", 3),
    ("clinic", "stopped", 5),
]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_arrival_changes_nothing(seed):
    some = WORDS[:]
    random.Random(seed).shuffle(some)
    for word in some:
        pk = says(*word)
    turn = both(pk)[KEY]
    assert turn.status == OPEN
    assert turn.words == {"hospital": "stopped", "payer": "in use", "clinic": "stopped"}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["active", "stopped"]), min_size=1, max_size=5))
def test_settled_stands_until_the_clinic_says_something_else(words):
    """The clinic has said `active`; it was settled as stopped. Whatever it says then, in turn."""
    from django.db import transaction

    with transaction.atomic():
        staff = Staff.objects.create(username="s", name="Sarah Okafor")
        pk = disputed()
        settle(pk, viewer_of(staff, NOW))
        was, stands = "active", True
        for day, word in enumerate(words, 5):
            says("clinic", word, day)
            # Going over to the answer is no contradiction; coming back from it is.
            stands = stands and not (word == "active" and was == "stopped")
            was = word
            turn = both(pk)[KEY]
            if word == "active":
                assert (turn.status == SETTLED) == stands
            else:
                assert turn.status == OVER
        transaction.set_rollback(True)
