"""The inbox of five hundred pieces, in a clinic of as many people as asked for: at the server, whole pages."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from northstar.config.bench.figures import Benchmark, Figure, Size, percentile

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
OPEN, OTHERS, EACH, ROUNDS = 500, 40, 50, 60
_BUDGET = 50.0
_SAID = (
    "Hello, I am calling about my ride on Thursday, please call me back before noon.",
    "The pharmacy says my refill is not there yet and I have two tablets left.",
    "Fax from the heart clinic: letter about the visit of last week, two pages",
    "My letter says that the scan was denied and I do not know what to do now.",
)


def measure(size: Size) -> Iterator[Figure]:
    """Opening the inbox, one piece, a tab, and an act with the row that follows."""
    client, connection = _settled(size.patients)
    from django.apps import apps

    piece = apps.get_model("inbox", "Piece")

    first = piece.objects.filter(is_open=True, staff__username="hand0").order_by("pk").first()
    assert first is not None, "pieces were settled"
    asked: dict[str, Callable[[int], Any]] = {
        "the inbox": lambda n: client.get("/inbox/"),
        "its voicemails": lambda n: client.get("/inbox/?tab=voice"),
        "one piece beside the list": lambda n: client.get(
            f"/inbox/{first.public_id}/", headers={"Northstar-Part": "beside"}
        ),
        "an act": _filing(client),
    }
    told = f"{OPEN} open pieces, {size.patients:,} people, {connection.vendor}, this process with the database in it"
    for name, ask in asked.items():
        clock, worked, count = _timed(ask, connection)
        budget = 100.0 if name == "an act" else _BUDGET
        yield Figure(f"{name}, processor time", percentile(worked, 0.95), "ms", f"p95 of {len(worked)}; {told}", budget, less=True)  # fmt: skip
        yield Figure(f"{name}, by the clock", percentile(clock, 0.95), "ms", f"p95; the median is {percentile(clock, 0.5):.1f} ms")  # fmt: skip
        yield Figure(f"{name}, questions to the database", count, "", "at most, for one request")


def _timed(ask: Callable[[int], Any], connection: Any) -> tuple[list[float], list[float], int]:
    clock, worked, most = [], [], 0
    for number in range(ROUNDS):
        asked: list[str] = []

        def noted(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
            asked.append(sql)  # noqa: B023 - used within its own round
            return execute(sql, params, many, context)

        with connection.execute_wrapper(noted):
            began, busy = time.perf_counter(), time.process_time()
            answer = ask(number)
            busy = time.process_time() - busy
            spent = time.perf_counter() - began
        assert answer.status_code in (200, 302), answer.status_code
        if number >= 5:  # the first fill the caches
            clock.append(spent * 1000)
            worked.append(busy * 1000)
            most = max(most, len(asked))
    return clock, worked, most


def _filing(client: Any) -> Callable[[int], Any]:
    from django.apps import apps

    piece = apps.get_model("inbox", "Piece")

    pieces = list(
        piece.objects.filter(is_open=True, staff__username="hand0").order_by("-pk")[:ROUNDS]
    )

    def file(number: int) -> Any:
        return client.post(f"/inbox/{pieces[number].public_id}/file/", {"tab": "all"})

    return file


def _settled(patients: int) -> tuple[Any, Any]:
    from django.db import connection
    from django.test import Client

    from northstar.access.models import HeldClock, Membership, Role, Staff
    from northstar.access.staffing import default_team

    HeldClock.objects.create(pk=1, at=NOW)
    since, team = NOW - timedelta(days=900), default_team()
    hands = [Staff(username=f"hand{n}", name=f"Hand {n}", password="!") for n in range(OTHERS)]  # noqa: S106  # nosec B106 - nobody signs in so
    Staff.objects.bulk_create(hands)
    Role.objects.bulk_create(Role(staff=hand, role="coordinator", start=since) for hand in hands)
    Membership.objects.bulk_create(Membership(staff=h, team=team, start=since) for h in hands)
    _people(patients)
    _pieces(patients, [hand.pk for hand in hands])
    client = Client(headers={"host": "localhost"})
    client.force_login(hands[0])
    return client, connection


def _people(count: int) -> None:
    from django.apps import apps

    patient = apps.get_model("record", "Patient")

    for start in range(0, count, 20_000):
        patient.objects.bulk_create(
            patient(
                pk=n,
                name=f"Given Family{n}",
                sort_name=f"Family{n}, Given",
                birth_date="1950-02-01",
            )
            for n in range(start + 1, min(start + 20_000, count) + 1)
        )


def _pieces(patients: int, hands: list[int]) -> None:
    """Each hand's open pieces, five hundred of the first, and one long since finished for every
    twentieth person."""
    from northstar.record import feeds

    feed = feeds.feed("voicemail", title="Voicemail", format="mail")
    held = [hands[0]] * OPEN + [hand for hand in hands[1:] for _ in range(EACH)]
    closed = max(1, patients // 20)
    for start in range(0, len(held) + closed, 10_000):
        _slice(feed, held, start, min(start + 10_000, len(held) + closed), patients)


def _slice(feed: Any, held: list[int], start: int, end: int, patients: int) -> None:
    from django.apps import apps

    piece = apps.get_model("inbox", "Piece")
    arrival, identity, link = (apps.get_model("record", n) for n in ("Arrival", "Identity", "Link"))

    numbers = range(start + 1, end + 1)
    arrival.objects.bulk_create(
        arrival(
            pk=n, public_id=UUID(int=n), feed=feed, sha256=n.to_bytes(32, "big"), size=1, received=NOW,
            format="mail", reader="1", verdict="filed",
        )
        for n in numbers
    )  # fmt: skip
    identity.objects.bulk_create(
        identity(pk=n, feed=feed, key=f"message:{n}", kind="item") for n in numbers
    )
    link.objects.bulk_create(
        link(identity_id=n, patient_id=1 + n % patients, at=NOW, by="bench", reason="bench")
        for n in numbers
    )
    piece.objects.bulk_create(_piece(n, held, patients) for n in numbers)


def _piece(number: int, held: list[int], patients: int) -> Any:
    from django.apps import apps

    piece = apps.get_model("inbox", "Piece")

    is_open = number <= len(held)
    return piece(
        arrival_id=number, identity_id=number, sort=("voice", "message", "fax", "voice")[number % 4],
        came=NOW - timedelta(minutes=number), sender="+1 415 555 0101", gist=_SAID[number % 4],
        band=3 if number % 25 else 1, patient_id=1 + number % patients, sure=True,
        thread=f"caller:{number // 2}" if number % 10 == 0 else "",
        staff_id=held[number - 1] if is_open else held[-1], is_open=is_open,
        closed=None if is_open else NOW,
    )  # fmt: skip


BENCHMARK = Benchmark("inbox", "the inbox of five hundred pieces", measure)
