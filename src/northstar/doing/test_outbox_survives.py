"""Workers that die at any step, carriers that lie in wait, people who recall: nothing leaves twice, nothing is lost.

Random days of writing, working, dying, recalling, stopping and answering. The carrier counts what it
really took; what people answer is the truth. At the end a healthy worker is let loose.
"""

import contextlib
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.harness.mrs_chen import NOW

from northstar.access.viewer import viewer_of
from northstar.casework.acts.models import Act
from northstar.casework.outbox import stopping
from northstar.casework.outbox.models import (
    DELIVERED,
    FAILED,
    FOR_A_PERSON,
    RECALLED,
    SENDING,
    TAKEN,
    UNKNOWN,
    WAITING,
    WITHHELD,
    Message,
)
from northstar.chart.when import when
from northstar.doing import leaving
from northstar.doing.acting import did
from northstar.doing.sending import recall, send
from northstar.doing.wanting import it_was_sent, send_again
from northstar.engines.carrying.carrier import DELIVERED as CAME
from northstar.engines.carrying.carrier import LATER, REFUSED, Receipt
from northstar.engines.carrying.carrier import UNKNOWN as NOBODY_KNOWS
from northstar.rules.writing_to import wish

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
DAY = NOW.replace(hour=9)
PHONE = "+14155550132"


class Dies(BaseException):
    """The machine stops here."""


class Road:
    """A carrier that does as it is told next, and counts what it really took."""

    name = "a road"

    def __init__(self, can_ask):
        self.can_ask, self.mood, self.took, self.stopped = can_ask, "ok", Counter(), False

    def carry(self, message):
        assert not self.stopped, "it went out against a word to stop"
        if self.mood == "dies before":
            raise Dies
        if self.mood in ("busy", "refuse"):
            return Receipt(LATER if self.mood == "busy" else REFUSED, self.mood)
        self.took[message.key] += 1
        if self.mood == "dies after":
            raise Dies
        if self.mood == "fails after":
            raise RuntimeError
        return Receipt(NOBODY_KNOWS if self.mood == "lost" else CAME, self.mood)

    def ask(self, key, reference):
        return Receipt(CAME if self.took[key] else LATER, "asked")


MOODS = ["ok", "busy", "refuse", "lost", "dies before", "dies after", "fails after"]
STEPS = st.one_of(
    st.just(("write", "")),
    st.sampled_from(MOODS).map(lambda mood: ("work", mood)),
    st.sampled_from(
        [
            ("claim and die", ""), ("die noting", ""), ("two at once", ""), ("recall", ""), ("wait", ""),
            ("stop", ""), ("start", ""), ("answer", ""),
        ]
    ),
)  # fmt: skip


@pytest.fixture
def by(sarah, chen):
    by = viewer_of(sarah, NOW)
    yes = wish("text", "permit", when("2026-09-01"), address=PHONE)
    did(by=by, patient=chen, kind="consent", says="said yes", at=NOW, states=[("Consent", yes)])
    return by


class House:
    """One outbox, its worker and the people around it."""

    def __init__(self, by, chen, road):
        self.by, self.chen, self.road, self.machine, self.count = by, chen, road, DAY, 0

    def do(self, step, mood):
        getattr(self, f"_{step.replace(' ', '_')}")(mood)
        self.check()

    def _write(self, _):
        if not self.road.stopped:
            self.count += 1
            send(by=self.by, patient=self.chen, channel="text", address="", purpose="x", at=DAY,
                 text=f"Please call us, {self.count}.", key=f"k{self.count}")  # fmt: skip

    def _work(self, mood):
        self.road.mood = mood
        with contextlib.suppress(Dies):
            leaving.send_due(DAY, self.machine, {"text": self.road}, most=2)

    def _claim_and_die(self, _):
        leaving.claim(DAY, self.machine, {"text": self.road})

    def _die_noting(self, _):
        """It was handed over; the machine stops inside the transaction that notes it."""
        self.road.mood = "ok"
        if mine := leaving.claim(DAY, self.machine, {"text": self.road}):
            said = self.road.carry(leaving.outgoing(mine))
            try:
                with transaction.atomic():
                    leaving.note(mine, said, DAY, self.machine)
                    raise Dies
            except Dies:
                pass

    def _two_at_once(self, _):
        self.road.mood = "ok"
        roads = {"text": self.road}
        one, two = (leaving.claim(DAY, self.machine, roads) for _ in range(2))
        assert one is None or two is None or one.pk != two.pk
        for mine in filter(None, (two, one)):
            leaving.note(mine, self.road.carry(leaving.outgoing(mine)), DAY, self.machine)

    def _recall(self, _):
        if waiting := Message.objects.filter(state__in=WAITING).first():
            recall(by=self.by, message=waiting, at=DAY)

    def _wait(self, _):
        self.machine += timedelta(minutes=30)

    def _stop(self, _):
        self.__hear("STOP", True)

    def _start(self, _):
        self.__hear("START", False)

    def __hear(self, word, stopped):
        stopping.heard(channel="text", address=PHONE, text=word, by=self.by, at=DAY)
        self.road.stopped = stopped

    def _answer(self, _):
        """Somebody looks at what wants a person, and says what is true."""
        for message in Message.objects.filter(state__in=FOR_A_PERSON):
            if message.state == UNKNOWN and self.road.took[str(message.public_id)]:
                it_was_sent(by=self.by, message=message, at=DAY, who="she herself")
            else:
                send_again(by=self.by, message=message, at=DAY)

    def check(self):
        for message in Message.objects.select_related("line"):
            took = self.road.took[str(message.public_id)]
            assert took <= 1, "it was sent twice"
            assert message.state not in (TAKEN, DELIVERED) or took == 1
            assert message.state not in (RECALLED, FAILED, *WAITING, WITHHELD) or took == 0
            if message.state in FOR_A_PERSON:
                assert message.line.is_open
                assert message.line.staff_id or message.line.team_id
            elif message.line:
                assert not message.line.is_open

    def settle(self):
        """A healthy worker and people who answer, until nothing is left."""
        self._start("")
        for _ in range(6):
            self._wait("")
            self._work("ok")
            self._work("ok")
            self._answer("")
        self.check()


def _a_day(by, chen, steps, can_ask):
    with transaction.atomic():
        house = House(by, chen, Road(can_ask))
        for step, mood in steps:
            house.do(step, mood)
        house.settle()
        states = Counter(Message.objects.values_list("state", flat=True))
        written = Act.objects.exclude(kind__in=("consent", "message"))
        assert states[SENDING] == states[UNKNOWN] == states[FAILED] == states[WITHHELD] == 0
        assert sum(states.values()) == house.count == written.count()
        assert states[DELIVERED] + states[TAKEN] == sum(house.road.took.values())
        transaction.set_rollback(True)


QUIETLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=20, suppress_health_check=QUIETLY)
@given(steps=st.lists(STEPS, max_size=14), can_ask=st.booleans())
def test_nothing_leaves_twice_and_nothing_is_lost(by, chen, steps, can_ask):
    _a_day(by, chen, [("write", ""), *steps], can_ask)


@pytest.mark.long
@settings(max_examples=1000, suppress_health_check=QUIETLY)
@given(steps=st.lists(STEPS, max_size=25), can_ask=st.booleans())
def test_nothing_leaves_twice_in_a_thousand_days(by, chen, steps, can_ask):
    _a_day(by, chen, [("write", ""), *steps], can_ask)


@pytest.mark.parametrize("can_ask", [True, False])
@pytest.mark.parametrize("mood", MOODS)
def test_each_way_of_dying_once(by, chen, mood, can_ask):
    _a_day(
        by,
        chen,
        [("write", ""), ("work", mood), ("wait", ""), ("work", "ok"), ("answer", "")],
        can_ask,
    )
