"""The pages a coordinator waits for, with a large clinic behind them; the same during an import."""

import http.client
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from northstar.config.bench.crowd import crowd
from northstar.config.bench.figures import Benchmark, Figure, Size, percentile
from northstar.config.bench.house import running
from northstar.config.bench.lives import bundles
from northstar.config.clock import ticks

_CONNECTIONS, _EACH = 8, 25


def measure(size: Size) -> Iterator[Figure]:
    """The web server as it runs in a clinic, eight connections that ask one page after another."""
    staff = crowd(size.patients, size.lines)
    cookie, addresses = _signed_in(staff), _addresses(staff)
    with running("serve", "--only", "web", "--address", f"127.0.0.1:{(port := _free_port())}"):
        _until_open(port)
        yield from _pages(size, port, cookie, addresses, "", 50)
        with TemporaryDirectory() as folder:
            for number, content in enumerate(bundles(size.of(400))):
                (Path(folder) / f"{number}.json").write_bytes(content)
            with running("read", folder, "--feed", "bench"):
                time.sleep(2)
                yield from _pages(size, port, cookie, addresses, " during an import", 200)


def _pages(size, port, cookie, addresses, when: str, budget: float) -> Iterator[Figure]:
    method = (
        f"{size.patients:,} patients, {size.lines:,} open lines; {_CONNECTIONS} connections of one asking process on "
        f"the same two cores, {_CONNECTIONS * _EACH} requests{when} without a pause; p95, measured by the client"
    )
    for name, paths in addresses.items():
        alone = _ask(port, cookie, paths, _EACH)[2:]
        yield Figure(
            f"{name}{when}, one connection", percentile(alone, 0.95) * 1000, "ms",
            method.replace(f"{_CONNECTIONS} connections", "one connection").replace(str(_CONNECTIONS * _EACH), str(_EACH)),
        )  # fmt: skip
        with ThreadPoolExecutor(_CONNECTIONS) as crew:
            asked = [crew.submit(_ask, port, cookie, paths, _EACH) for _ in range(_CONNECTIONS)]
            taken = [one for some in asked for one in some.result()]
        yield Figure(
            f"{name}{when}, {_CONNECTIONS} connections",
            percentile(taken, 0.95) * 1000,
            "ms",
            method,
            budget,
            less=True,
        )


def _ask(port: int, cookie: str, paths: list[str], count: int) -> list[float]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken = []
    for number in range(count):
        began = ticks()
        line.request("GET", paths[number % len(paths)], headers={"Cookie": cookie})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise ValueError(f"{paths[number % len(paths)]} answered {answer.status}")
        taken.append(ticks() - began)
    line.close()
    return taken


def _signed_in(staff: int) -> str:
    """A session as the sign-in page makes it."""
    from django.conf import settings
    from django.test import Client

    from northstar.access.models import Staff

    client = Client()
    client.force_login(
        Staff.objects.get(pk=staff), backend="django.contrib.auth.backends.ModelBackend"
    )
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _addresses(staff: int) -> dict[str, list[str]]:
    """The pages there are, each with addresses of the coordinator's own people."""
    from django.urls import NoReverseMatch, reverse

    from northstar.casework.worklist.today import held_by

    found = {"Today": [reverse("today")]}
    for page, ids in (
        ("line", [line for line, _ in held_by(staff)]),
        ("patient", [who for _, who in held_by(staff)]),
    ):
        try:
            found[page.capitalize()] = [reverse(page, args=[uid]) for uid in ids]
        except NoReverseMatch:
            continue
    return found


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
