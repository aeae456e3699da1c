"""The unattended hand: what one message or one chart breaks, it does not break for the others."""

import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from northstar import spine
from northstar.jobs import bell
from northstar.jobs.listen import keeper
from northstar.jobs.worker import Worker
from northstar.record import feeds, keeping, patients

AT = datetime(2026, 9, 8, 7, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
HANDS = Worker(clock=lambda: AT, machine_clock=lambda: AT)
pytestmark = [pytest.mark.store, pytest.mark.django_db(databases=["default", "audit"])]


def keep(*numbers: str) -> None:
    feed = feeds.feed("hl7", format="hl7v2", zone="America/Los_Angeles")
    messages = [
        (
            f"MSH|^~\\&|ADT|HOSPB|||20260908073000||ADT^A01|{n}|P|2.5.1\r"
            f"PID|1||{n}^^^HOSPB^MR||Lee^Ann{n}||1950010{n}|F\rPV1|1|I|4E\r"
        ).encode()
        for n in numbers
    ]
    keeper.keep(messages, feed, AT)


def test_what_was_kept_is_filed_and_judged():
    keep("1", "2")
    assert HANDS.turn()
    assert not keeping.any_waiting()
    assert not HANDS.turn()
    assert len(patients.everyone()) == 2


def test_a_message_that_cannot_be_filed_is_set_aside_and_the_others_are_filed(monkeypatch, caplog):
    keep("1", "2", "3")
    sound = keeping.read_again

    def read_again(arrival):
        if arrival.control == "2":
            raise KeyError
        return sound(arrival)

    monkeypatch.setattr(spine.keeping, "read_again", read_again)
    done = spine.file_waiting(AT)
    assert [one.arrival.verdict for one in done.kept].count("quarantined") == 1
    assert len(done.patients) == 2
    assert not keeping.any_waiting()
    assert caplog.records[-1].exc_info[0] is KeyError  # where it broke is for whoever mends it


def test_a_chart_that_a_rule_fails_on_is_put_off_and_the_others_are_judged(monkeypatch):
    keep("1", "2")
    sound = spine.assess
    failed = []

    def assess(chart, now):
        if "Ann1" in str(chart.persons):
            failed.append(chart)
            raise ZeroDivisionError
        return sound(chart, now)

    monkeypatch.setattr(spine, "assess", assess)
    HANDS.turn()
    assert failed
    assert not HANDS.turn()


def test_the_bell_is_heard_at_once_and_nobody_has_to_listen(settings, tmp_path):
    settings.HOME = tmp_path
    bell.ring()
    waiting = bell.Bell()
    assert not waiting.wait(0)
    threading.Timer(0.05, bell.ring).start()
    assert waiting.wait(60)
    assert not waiting.wait(0)
