"""The pages a coordinator waits for, with a large clinic behind them; the same during an import."""

import http.client
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from northstar.config.bench.crowd import MEASURED, crowd
from northstar.config.bench.figures import Benchmark, Figure, Size, percentile
from northstar.config.bench.house import running
from northstar.config.bench.lives import bundles
from northstar.config.clock import ticks

_EACH = 25
_PACED, _PACE = 15, 1.0  # requests, and seconds between them: no coordinator clicks faster for long
_QUIET, _BUSY = 50, 200  # milliseconds a page may take; an act takes twice, or half again as much


@dataclass(frozen=True, slots=True)
class Somebody:
    """A coordinator at work: signed in, with lines and people of their own."""

    cookie: str
    token: str
    lines: list[str]
    people: list[str]


def measure(size: Size) -> Iterator[Figure]:
    """The web server as it runs in a clinic, eight coordinators who ask one page after
    another: at the pace of people, and without a pause."""
    crew = [_somebody(staff) for staff in crowd(size.patients, size.lines)]
    with running("serve", "--only", "web", "--address", f"127.0.0.1:{(port := _free_port())}"):
        _until_open(port)
        yield from _pages(size, port, crew, "", _QUIET, 2 * _QUIET)
        with TemporaryDirectory() as folder:
            for number, content in enumerate(bundles(size.of(4000), start=10_000)):
                (Path(folder) / f"{number}.json").write_bytes(content)
            with running("read", folder, "--feed", "bench") as reading:
                time.sleep(5)
                yield from _pages(size, port, crew, " during an import", _BUSY, 300)
                if reading.poll() is not None:
                    raise TimeoutError("the import ended before the pages were measured")


def _pages(size, port, crew, when: str, page: float, act: float) -> Iterator[Figure]:
    method = (
        f"{size.patients:,} patients, {size.lines:,} open lines; {{}} requests{when} of one asking process on the same "
        "two cores, {}, each coordinator their own; p95, measured by the client"
    )
    loads = (
        ("one connection", crew[:1], _EACH, 0.0, "without a pause"),
        (f"{len(crew)} people a second apart", crew, _PACED, _PACE, f"{_PACE:.0f} s between two of a person"),
        (f"{len(crew)} connections", crew, _EACH, 0.0, "without a pause"),
    )  # fmt: skip
    for name, ask in _ASKED.items():
        _taken(port, crew, ask, 3)
        budget = act if name == "an act" else page
        for load, some, count, pause, told in loads:
            if when and pause:
                continue  # the import would be over before everybody has asked so slowly
            taken = _taken(port, some, ask, count, pause)
            yield Figure(
                f"{name}{when}, {load}", percentile(taken, 0.95) * 1000, "ms",
                method.format(len(taken), told), budget if len(some) > 1 else None, less=True,
            )  # fmt: skip


def _taken(
    port: int, crew: list[Somebody], ask: "Ask", count: int, pause: float = 0.0
) -> list[float]:
    """How long each request took, in seconds. Everyone asks at once, or one after another by turns, each
    with about so many seconds between."""
    dice = random.Random(5)

    def one(who: Somebody) -> list[float]:
        line, taken = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
        for number in range(count):
            time.sleep(dice.uniform(0, 2 * pause))
            taken.append(_one(line, who, ask, number))
        line.close()
        return taken

    with ThreadPoolExecutor(MEASURED) as threads:
        return [taken for some in threads.map(one, crew) for taken in some]


def _one(line: http.client.HTTPConnection, who: Somebody, ask: "Ask", number: int) -> float:
    address, typed = ask(who, number)
    headers = {"Cookie": who.cookie}
    if typed:
        headers |= {"X-CSRFToken": who.token, "Content-Type": "application/x-www-form-urlencoded"}
    began = ticks()
    line.request("POST" if typed else "GET", address, urlencode(typed) or None, headers)
    answer = line.getresponse()
    answer.read()
    if answer.status not in (200, 302):
        raise ValueError(f"{address} answered {answer.status}")
    return ticks() - began


Ask = Callable[[Somebody, int], tuple[str, dict[str, str]]]


def _act(who: Somebody, number: int) -> tuple[str, dict[str, str]]:
    what = "pin" if number % 2 else "push"
    return f"/line/{who.lines[number % len(who.lines)]}/{what}/", {"why": "measured"}


def _search(who: Somebody, number: int) -> tuple[str, dict[str, str]]:
    return "/find/", {"sought": _SOUGHT[number % len(_SOUGHT)]}


_SOUGHT = (
    "bardenholm nad",
    "marwick",
    "corkov ami",
    "1952-03-14",
    "eltonson",
    "jarlow pet",
    "ingvey",
)
_ASKED: dict[str, Ask] = {
    "Today": lambda who, number: ("/", {}),
    "one line of work": lambda who, number: (f"/line/{who.lines[number % len(who.lines)]}/", {}),
    "a patient's page": lambda who, number: (f"/patients/{who.people[number % len(who.people)]}/", {}),
    "search": _search,
    "an act": _act,
}  # fmt: skip


def _somebody(staff: int) -> Somebody:
    """Signed in as the sign-in page does it."""
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    from northstar.access.models import Staff
    from northstar.casework.worklist.today import held_by

    client, token = Client(), _get_new_csrf_string()
    client.force_login(Staff.objects.get(pk=staff), backend="northstar.access.backend.InTheStore")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    held = held_by(staff, most=25)
    return Somebody(
        cookie=f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
        token=token,
        lines=[line for line, _ in held],
        people=[who for _, who in held],
    )


def _until_open(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"the web server did not begin (process {os.getpid()})")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


BENCHMARK = Benchmark(
    "pages", "pages with a large clinic behind them, also during an import", measure
)
