"""Whatever is killed, whenever: what was acknowledged is there, once, and the record says the same."""

import asyncio
import contextlib
import os
import random
import socket
import sqlite3
import time

import pytest

from northstar.config.bench.lives import bundles
from northstar.config.bench.papers import documents
from northstar.config.bench.wires import messages
from northstar.sources.hl7v2.framing import Deframer, framed
from tests.harness.lives import Lives
from tests.harness.own_thread import in_its_own_thread

_SENDERS = 4
_PATIENCE = 5400  # seconds for what the storm left: of 40,000 messages most


@pytest.fixture
def lives(tmp_path, ready_home):
    """Makes data folders, each with its mother process."""
    made = []

    def at(name: str) -> Lives:
        made.append(Lives(ready_home(tmp_path / name)))
        return made[-1]

    yield at
    for one in made:
        one.close()


def test_listener_and_worker_are_killed_again_and_again_under_load(lives):
    _killed_under_load(lives, kills=16, load=700)


@pytest.mark.long
def test_listener_and_worker_are_killed_a_thousand_times_under_load(lives):
    _killed_under_load(lives, kills=1000, load=40_000)


def _killed_under_load(lives, *, kills: int, load: int) -> None:
    house, dice = lives("killed"), random.Random(7)
    each = [list(messages(load // _SENDERS, n, f"S{n}x")) for n in range(_SENDERS)]
    acknowledged = in_its_own_thread(_storm(house, each, kills, dice))
    _let_it_finish(house, each, acknowledged)
    kept = _controls(house)
    assert not [c for c in acknowledged if kept.get(c) != ["filed"]], "acknowledged and lost"
    assert not [c for c, verdicts in kept.items() if len(verdicts) > 1], "kept twice"
    quiet = lives("undisturbed")
    _let_it_finish(quiet, each, set())
    assert house.hash() == quiet.hash()


async def _storm(house: Lives, each, kills: int, dice) -> set[str]:
    """Kill, begin again, and send all the while; gives the ids that were acknowledged."""
    port, acknowledged = _free_port(), set()
    over = asyncio.Event()
    senders = [asyncio.create_task(_send(port, wires, acknowledged, over)) for wires in each]
    listener, worker = _begin(house, "listen", port), _begin(house, "work", port)
    for number in range(kills):
        await asyncio.sleep(dice.uniform(0.02, 0.5))
        if number % 2:
            house.kill(listener)
            listener = _begin(house, "listen", port)
        else:
            house.kill(worker)
            worker = _begin(house, "work", port)
    over.set()
    await asyncio.gather(*senders)
    for pid in (listener, worker):
        house.kill(pid)
        house.wait(pid)
    return acknowledged


def _begin(house: Lives, verb: str, port: int) -> int:
    return house.begin(*([verb, "--address", f"127.0.0.1:{port}"] if verb == "listen" else [verb]))


def _let_it_finish(house: Lives, each, acknowledged: set[str]) -> None:
    """A quiet end: everything is sent until it is acknowledged, filed, and judged."""
    port = _free_port()
    listener = _begin(house, "listen", port)
    over = asyncio.Event()

    async def rest() -> None:
        await asyncio.gather(*(_send(port, wires, acknowledged, over) for wires in each))

    in_its_own_thread(rest())
    house.kill(listener)
    assert len(acknowledged) == sum(map(len, each))
    assert house.run("work", "--once", seconds=_PATIENCE) == 0, house.said()


async def _send(port: int, wires: list[bytes], acknowledged: set[str], over: asyncio.Event) -> None:
    """As interfaces do: one message until it is answered, again after every broken line."""
    todo = [w for w in wires if _control(w) not in acknowledged]
    while todo and not over.is_set():
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.02)
            continue
        try:
            frames = Deframer()
            while todo and not over.is_set():
                writer.write(framed(todo[0]))
                answer = await _answer(reader, frames)
                assert b"|AA|" + _control(todo[0]).encode() in answer, answer
                acknowledged.add(_control(todo.pop(0)))
        except OSError:
            pass
        finally:
            writer.close()


async def _answer(reader, frames) -> bytes:
    while data := await asyncio.wait_for(reader.read(65536), 60):
        for answer in frames.feed(data):
            return answer
    raise ConnectionResetError


def _control(wire: bytes) -> str:
    return wire.split(b"|", 10)[9].decode()


def _controls(house: Lives) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    with sqlite3.connect(house.home / "northstar.sqlite3") as store:
        for control, verdict in store.execute("SELECT control, verdict FROM record_arrival"):
            kept.setdefault(control, []).append(verdict)
    return kept


def _free_port() -> int:
    """Below those that a system gives to who connects (RFC 6335: from 49152; Linux: from 32768): while the
    listener is down somebody else might get it, or a sender that knocks again and again meet itself."""
    for port in range(20_000 + os.getpid() % 10_000, 32_768):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files of our own making: bundles, documents, messages."""
    made = tmp_path_factory.mktemp("files")
    for number, content in enumerate(bundles(60)):
        (made / f"{number}.json").write_bytes(content)
    for number, content in enumerate(documents(60)):
        (made / f"{number}.xml").write_bytes(content)
    for number, content in enumerate(messages(200)):
        (made / f"{number}.hl7").write_bytes(content)
    return made


def _read(house: Lives, *paths) -> None:
    assert house.run("read", *map(str, paths), "--feed", "files") == 0, house.said()
    assert house.run("work", "--once", seconds=_PATIENCE) == 0, house.said()


def test_a_reading_killed_again_and_again_ends_like_an_undisturbed_one(lives, folder):
    house, quiet, dice = lives("killed"), lives("undisturbed"), random.Random(3)
    began = time.monotonic()
    _read(quiet, folder)
    whole = time.monotonic() - began
    for _ in range(12):
        pid = house.begin("read", str(folder), "--feed", "files")
        time.sleep(dice.uniform(0.05, max(0.3, whole / 3)))
        house.kill(pid)
        house.wait(pid)
    _read(house, folder)
    assert house.hash() == quiet.hash()


def test_twice_shuffled_and_in_pieces_say_the_same(lives, folder):
    _agree(lives, sorted(folder.iterdir()), random.Random(5))


def test_real_files_twice_shuffled_and_in_pieces_say_the_same(lives, shared_data):
    dice, files = random.Random(11), []
    for corpus, most in (
        ("ccda-smart-samples", 12), ("ccda-vendors-2015ed", 12), ("hl7v2-varied", 60),
        ("hl7v2-simhospital", 20), ("fhir-us-core-examples", 80), ("fhir-mcc-ecareplan", 20),
    ):  # fmt: skip
        found = sorted(
            p for p in (shared_data / corpus).rglob("*") if p.is_file() and p.suffix in _KINDS
        )
        files += dice.sample(found, min(most, len(found)))
    _agree(lives, files, dice)


_KINDS = (".json", ".xml", ".hl7", ".txt", ".gz", ".ndjson")


def _agree(lives, files, dice) -> None:
    once, other = lives("once"), lives("other")
    _read_all(once, files)
    mixed = files + dice.sample(files, len(files) // 2)
    dice.shuffle(mixed)
    half = len(mixed) // 2
    _read_all(other, mixed[:half])
    _read_all(other, mixed[half:])
    assert once.hash() == other.hash()


def _read_all(house: Lives, files) -> None:
    # 1: some of the files are refused, which is an answer too.
    assert house.run("read", *map(str, files), "--feed", "files") in (0, 1), house.said()
    assert house.run("work", "--once", seconds=_PATIENCE) == 0, house.said()
