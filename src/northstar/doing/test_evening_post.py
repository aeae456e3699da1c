"""One key at the end of the day: what may go goes together, what may not stays, and a minute to think again."""

from datetime import timedelta

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.models import Staff
from northstar.access.viewer import viewer_of
from northstar.casework.outbox.models import Message
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.doing.evening_post import hold_back, let_go
from northstar.doing.leaving import send_due
from northstar.doing.sending import send
from northstar.engines.carrying.simulator import Simulator
from northstar.rules.writing_to import wish

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
EVENING = NOW.replace(hour=17, minute=30)
NIGHT = NOW.replace(hour=22)
PHONE = "+14155550132"


@pytest.fixture(autouse=True)
def window(settings):
    settings.UNDO_WINDOW = timedelta(minutes=1)
    return settings.UNDO_WINDOW


@pytest.fixture
def by(sarah):
    return viewer_of(sarah, EVENING)


@pytest.fixture
def texts(by, chen):
    said = wish("text", "permit", when((NOW - timedelta(hours=3)).isoformat()), address=PHONE)
    did(
        by=by,
        patient=chen,
        kind="consent",
        says="said yes to texts",
        at=NOW,
        states=[("Consent", said)],
    )

    def texts(key, at=EVENING):
        return send(by=by, patient=chen, channel="text", address="", text=f"Please call us: {key}.",
                    purpose="her pills", at=at, key=key)  # fmt: skip

    return texts


def leave(tmp_path, at, machine):
    return send_due(at, machine, {"text": Simulator(tmp_path, "text", ("ok",) * 9, False)})


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_what_waits_for_another_try_goes_now_with_the_others(by, texts, tmp_path, window):
    first, _ = texts("one"), texts("two")
    Message.objects.filter(pk=first.pk).update(leaves=EVENING + timedelta(hours=1), tries=2)
    assert let_go(by=by, at=EVENING, machine_now=EVENING) == (2, 0)
    assert leave(tmp_path, EVENING, EVENING) == 0, "there is time to hold it back"
    later = EVENING + window
    assert leave(tmp_path, later, later) == 2
    assert let_go(by=by, at=later, machine_now=later) == (0, 0)


def test_held_back_they_wait_for_the_morning(by, texts, tmp_path):
    texts("one")
    let_go(by=by, at=EVENING, machine_now=EVENING)
    count, until = hold_back(by=by, at=EVENING)
    assert (count, until) == (1, (NOW + timedelta(days=1)).replace(hour=8, minute=0))
    late = EVENING + timedelta(hours=2)
    assert leave(tmp_path, late, late) == 0
    assert states() == ["held"]
    assert let_go(by=by, at=late, machine_now=late) == (0, 0), (
        "held back is not let go by the same key"
    )
    assert leave(tmp_path, until, until) == 1


def test_quiet_hours_hold_whatever_is_pressed(by, texts):
    texts("one", at=NIGHT)
    assert let_go(by=by, at=NIGHT, machine_now=NIGHT) == (0, 1)
    assert states() == ["held"]


def test_only_ones_own(by, texts, chen):
    texts("one")
    other = viewer_of(Staff.objects.create(username="vera", name="Vera Lind"), EVENING)
    assert let_go(by=other, at=EVENING, machine_now=EVENING) == (0, 0)
    assert let_go(by=by, at=EVENING, machine_now=EVENING) == (1, 0)
    assert hold_back(by=other, at=EVENING)[0] == 0
