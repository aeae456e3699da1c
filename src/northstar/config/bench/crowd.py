"""A large clinic made of bare rows: patients, their panels, and open lines, without reading a file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from northstar.config.bench.words import FAMILIES, GIVEN

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
MINE = 60  # lines that the one coordinator whose day is measured has due


def crowd(patients: int, lines: int) -> int:
    """Fill the store; gives the row number of the coordinator whose day is measured."""
    from django.db import connection

    from northstar.access.models import HeldClock, Role, Staff
    from northstar.casework.worklist.today import Line

    HeldClock.objects.create(pk=1, at=NOW)
    hands = [
        Staff(username=f"hand{n}", name=f"Hand {n}", password="!")  # noqa: S106  # nosec B106 - nobody signs in so
        for n in range(max(2, lines // 500))
    ]
    Staff.objects.bulk_create(hands)
    Role.objects.bulk_create(
        Role(staff=hand, role="coordinator", start=NOW - timedelta(days=900)) for hand in hands
    )
    staff = [hand.pk for hand in hands]
    with connection.cursor() as cursor:
        _fill(cursor, _PATIENT, _patients(patients))
        _fill(cursor, _PANEL, _panels(patients, staff))
    opened = _lines(patients, lines, staff)
    while some := list(islice(opened, 5000)):
        Line.objects.bulk_create(some)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return staff[0]


def _fill(cursor, sql: str, rows: Iterator[tuple]) -> None:
    from northstar.access.writing import writing

    while some := list(islice(rows, 20_000)):
        with writing():
            cursor.executemany(sql, some)


def _uid(dice: Random) -> str:
    return UUID(int=dice.getrandbits(128), version=4).hex


_PATIENT = (
    "INSERT INTO record_patient (id, public_id, name, sort_name, own_script, birth_date, gender, language, "
    "interpreter, died, label, look_again, rules) VALUES (%s, %s, %s, %s, '', %s, 'female', 'en', NULL, 0, 0, NULL, '')"
)
_PANEL = (
    "INSERT INTO record_panel (patient_id, team, staff, start) VALUES (%s, NULL, %s, '2024-01-01')"
)


def _patients(count: int) -> Iterator[tuple]:
    dice = Random(1)
    for pk in range(1, count + 1):
        given, family = dice.choice(GIVEN), dice.choice(FAMILIES)
        born = f"{dice.randrange(1930, 2005)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}"
        yield pk, _uid(dice), f"{given} {family}", f"{family}, {given}", born


def _panels(count: int, staff: list[int]) -> Iterator[tuple]:
    return ((pk, staff[pk % len(staff)]) for pk in range(1, count + 1))


def _lines(patients: int, count: int, staff: list[int]) -> Iterator:
    from northstar.casework.worklist.today import Line

    dice = Random(2)
    for number in range(count):
        pk = number % patients + 1
        due_now = number // len(staff) < MINE
        score = dice.randrange(10, 60)
        yield Line(
            patient_id=pk, signal="refill-gap", key=f"medicine {number}", matter=f"medicine {number % 7}",
            says="A daily medicine ran out", suggests="Call and ask.", because=[_WHY], band=dice.choice(_BANDS),
            factors={"days": score}, score=score, staff_id=staff[pk % len(staff)],
            next_on=NOW.date() + timedelta(days=0 if due_now else dice.randrange(1, 60)),
            opened=NOW, refreshed=NOW,
        )  # fmt: skip


_BANDS = (1, 2, 2, 3, 3, 3)
_WHY = {
    "says": "Ran out ten days ago; no new fill has come.",
    "feed": "fills", "arrival": "", "locator": "", "quote": "",
}  # fmt: skip
