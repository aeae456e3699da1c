"""What a sender hears: never AA before the commit, the first answer again, and nobody held up."""

import asyncio
import threading
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.harness.own_thread import in_its_own_thread

from northstar.jobs.listen import keeper
from northstar.jobs.listen.intake import Limits
from northstar.jobs.listen.senders import BadSenders, Senders, sender_of
from northstar.jobs.listen.server import Listener
from northstar.record import feeds, keeping
from northstar.sources.hl7v2.framing import Deframer, framed

AT = datetime(2026, 9, 8, 7, 30, tzinfo=ZoneInfo("America/Los_Angeles"))


def message(control: str, number: str = "V1", more: str = "") -> bytes:
    return (
        f"MSH|^~\\&|ADT|HOSPB|||20260908073000||ADT^A01|{control}|P|2.5.1{more}\r"
        f"PID|1||{number}^^^HOSPB^MR||Lee^Ann||19500101|F\rPV1|1|I|4E\r"
    ).encode()


@pytest.fixture
def feed(db):
    return feeds.feed("hl7", format="hl7v2", zone="America/Los_Angeles")


def codes(wires: list[bytes]) -> list[str]:
    return [wire.decode().split("\rMSA|")[1][:2] if wire else "" for wire in wires]


def test_a_batch_is_kept_and_accepted(feed):
    assert codes(keeper.keep([message("1"), message("2")], feed, AT)) == ["AA", "AA"]
    assert [arrival.verdict for arrival in keeping.waiting(9)] == ["kept", "kept"]


def test_the_same_message_again_hears_the_first_answer_and_changes_nothing(feed):
    (first,) = keeper.keep([message("1")], feed, AT)
    again = keeper.keep([message("1"), message("1")], feed, AT.replace(hour=9))
    assert again == [first, first]
    assert len(keeping.waiting(9)) == 1


def test_other_content_under_the_same_control_number_is_quarantined(feed):
    keeper.keep([message("1")], feed, AT)
    assert codes(keeper.keep([message("1", "V2"), message("2")], feed, AT)) == ["AE", "AA"]
    assert len(keeping.waiting(9)) == 2


def test_what_is_no_message_is_kept_and_refused(feed):
    assert codes(keeper.keep([b"PID|1", message("2"), b"\xff\x00"], feed, AT)) == ["AR", "AA", "AR"]
    assert len(keeping.waiting(9)) == 1


def test_a_message_the_reader_fails_on_holds_nobody_up(feed, monkeypatch):
    sound = keeper.glance

    def glance(data, source):
        if b"|poison|" in data:
            raise RuntimeError
        return sound(data, source)

    monkeypatch.setattr(keeper, "glance", glance)
    assert codes(keeper.keep([message("poison"), message("2")], feed, AT)) == ["AE", "AA"]
    assert len(keeping.waiting(9)) == 1


def test_what_the_store_will_not_take_is_never_accepted(feed, monkeypatch):
    kept = keeper.spine.keep_batch

    def keep_batch(items, *rest, **more):
        if any(b"|bad|" in data for data, _, _ in items):
            raise ValueError
        return kept(items, *rest, **more)

    monkeypatch.setattr(keeper.spine, "keep_batch", keep_batch)
    assert codes(keeper.keep([message("bad"), message("2")], feed, AT)) == ["AE", "AA"]
    assert len(keeping.waiting(9)) == 1


def test_enhanced_mode_hears_what_it_asked_for(feed):
    loud, quiet = message("1", more="|||AL|NE"), message("2", more="|||NE|NE")
    told = keeper.keep([loud, quiet], feed, AT)
    assert codes(told) == ["CA", ""]


class Sender:
    """A sending system at the other end of the line."""

    @classmethod
    async def at(cls, port: int) -> "Sender":
        self = cls()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        self.frames = Deframer()
        return self

    async def send(self, *messages: bytes, crumbs: int = 0) -> None:
        wire = b"".join(map(framed, messages))
        for at in range(0, len(wire), crumbs or len(wire)):
            self.writer.write(wire[at : at + (crumbs or len(wire))])
            await self.writer.drain()

    async def hear(self, count: int) -> list[bytes]:
        told: list[bytes] = []
        while len(told) < count:
            data = await asyncio.wait_for(self.reader.read(65536), 60)
            if not data:
                break
            told += self.frames.feed(data)
        return told


def echo(messages):
    return [framed(b"MSH|" + m.split(b"|")[9]) for m in messages]


def heard(keep, talk, **more):
    """What `talk(port, listener)` gives against a listener that keeps with `keep`."""

    async def run():
        listener = Listener(keep, refuse=lambda head: framed(b"no"), limits=Limits(**more))
        port = await listener.start("127.0.0.1", 0)
        try:
            return await asyncio.wait_for(talk(port, listener), 120)
        finally:
            await listener.stop()

    return in_its_own_thread(run())


def test_answers_come_in_the_order_of_the_messages():
    async def talk(port, listener):
        sender = await Sender.at(port)
        await sender.send(*(message(str(n)) for n in range(300)))
        return await sender.hear(300)

    assert heard(echo, talk) == [b"MSH|%d" % n for n in range(300)]


def test_crumbs_junk_and_a_cut_line():
    async def talk(port, listener):
        cut = await Sender.at(port)
        cut.writer.write(b"\x0bMSH|half a mess")
        await cut.writer.drain()
        cut.writer.close()
        sender = await Sender.at(port)
        sender.writer.write(b"GET / HTTP/1.1\r\n\r\n")
        await sender.send(message("7"), message("8"), crumbs=5)
        return await sender.hear(2)

    assert heard(echo, talk) == [b"MSH|7", b"MSH|8"]


def test_many_connections_share_a_commit():
    sizes: list[int] = []
    gate = threading.Event()

    def keep(messages):
        sizes.append(len(messages))
        gate.wait(60)
        return echo(messages)

    async def talk(port, listener):
        senders = [await Sender.at(port) for _ in range(20)]
        for n, sender in enumerate(senders):
            await sender.send(message(str(n)))
        while sum(sizes) + listener._intake._waiting.qsize() < len(senders):
            await asyncio.sleep(0.01)  # until all of it is heard, however long that takes here
        gate.set()
        return [(await sender.hear(1))[0] for sender in senders]

    assert heard(keep, talk) == [b"MSH|%d" % n for n in range(20)]
    assert sum(sizes) == 20
    assert len(sizes) <= 4


def test_nothing_is_answered_before_it_is_kept():
    gate = threading.Event()

    def keep(messages):
        gate.wait(60)
        return echo(messages)

    async def talk(port, listener):
        sender = await Sender.at(port)
        await sender.send(message("1"))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(sender.reader.read(1), 0.2)
        gate.set()
        return await sender.hear(1)

    assert heard(keep, talk) == [b"MSH|1"]


def test_a_failing_batch_closes_the_line_and_the_listener_lives_on():
    def keep(messages):
        if b"|bad|" in messages[0]:
            raise RuntimeError
        return echo(messages)

    async def talk(port, listener):
        bad = await Sender.at(port)
        await bad.send(message("bad"))
        nothing = await bad.hear(1)
        good = await Sender.at(port)
        await good.send(message("2"))
        return nothing, await good.hear(1)

    assert heard(keep, talk) == ([], [b"MSH|2"])


def test_a_stalled_frame_is_dropped():
    async def talk(port, listener):
        stalled = await Sender.at(port)
        stalled.writer.write(b"\x0bMSH|half")
        await stalled.writer.drain()
        return await stalled.hear(1)

    assert heard(echo, talk, stalled=0.3) == []


def test_too_many_connections_are_turned_away():
    async def talk(port, listener):
        first, second = await Sender.at(port), await Sender.at(port)
        turned_away = await second.hear(1)
        await first.send(message("1"))
        return turned_away, await first.hear(1)

    assert heard(echo, talk, connections=1) == ([], [b"MSH|1"])


def test_a_frame_above_the_limit_is_refused_and_the_next_one_heard():
    async def talk(port, listener):
        sender = await Sender.at(port)
        await sender.send(message("1"), b"MSH|^~\\&|A|B" + b"x" * (17 << 20), message("2"))
        return await sender.hear(3)

    assert heard(echo, talk) == [b"MSH|1", b"no", b"MSH|2"]


def test_what_is_too_long_is_told_so_by_its_number():
    told = keeper.refuse_too_long(message("77"), AT).decode()
    assert "MSA|AR|77|" in told
    assert "16 MiB" in told


def test_a_silent_line_is_closed_where_the_clinic_wants_it():
    async def talk(port, listener):
        return await (await Sender.at(port)).hear(1)

    assert heard(echo, talk, idle=0.2) == []


def test_a_sender_that_takes_no_answers_holds_nobody_up_and_fills_no_memory():
    async def talk(port, listener):
        deaf = await Sender.at(port)
        flood = b"".join(framed(message(str(n))) for n in range(400))
        for _ in range(20):
            deaf.writer.write(flood)
        await asyncio.sleep(0.3)
        other = await Sender.at(port)
        await other.send(message("x"))
        return await other.hear(1)

    def long_answers(messages):
        return [framed(b"MSH|x" if b"|x|" in m else b"y" * 100_000) for m in messages]

    assert heard(long_answers, talk) == [b"MSH|x"]


def test_an_ending_listener_answers_what_it_kept():
    begun = threading.Event()

    def keep(messages):
        begun.set()
        time.sleep(0.3)
        return echo(messages)

    async def run():
        listener = Listener(keep)
        sender = await Sender.at(await listener.start("127.0.0.1", 0))
        await sender.send(message("1"))
        assert await asyncio.to_thread(begun.wait, 60)
        await listener.stop()
        return await sender.hear(2)

    assert in_its_own_thread(run()) == [b"MSH|1"]


def test_the_sender_decides_the_feed(db):
    senders = Senders("hl7", "LAB|HOSPB=labs, *|WEST=west")
    assert sender_of(message("1")) == ("ADT", "HOSPB")
    assert [senders.feed_of(*who) for who in (("LAB", "HOSPB"), ("X", "WEST"), ("X", "Y"))] == [
        "labs",
        "west",
        "hl7",
    ]
    with pytest.raises(BadSenders):
        Senders("hl7", "LAB=labs")


def test_a_batch_of_several_feeds_is_answered_in_order(db):
    rows = {name: feeds.feed(name, format="hl7v2") for name in ("a", "b")}
    told = keeper.keep_by_feed(
        [message("1"), message("2"), message("2")],
        lambda data: rows["a" if b"|1|P|" in data else "b"],
        AT,
    )
    assert codes(told) == ["AA", "AA", "AA"]
    assert told[1] == told[2]
    assert {arrival.feed.name for arrival in keeping.waiting(9)} == {"a", "b"}
