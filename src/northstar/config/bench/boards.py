"""The questions behind the boards of transitions and loops, with as many people as asked for."""

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from northstar.config.bench.figures import Benchmark, Figure, Size, percentile
from northstar.config.bench.filling import filling

_DAY, _EACH, _BUDGET = date(2026, 9, 8), 60, 50.0
_PANEL, _TEAM, _HANDS = 250, 7, 400  # people of one coordinator; the team holds every tenth person
_HOME, _OPEN = 130, 8  # one person in so many is newly home, or has a loop open
_PATIENT = (
    "INSERT INTO record_patient (id, public_id, name, sort_name, own_script, birth_date, gender, language, "
    "interpreter, died, label, look_again, rules) VALUES (?, ?, ?, ?, '', '1950-01-01', 'female', 'en', NULL, 0, 0, NULL, '')"
)
_HOLDS = "INSERT INTO record_panel (patient_id, team, staff, start) VALUES (?, ?, ?, '2024-01-01')"
_WAY = "INSERT INTO transitions_underway (patient_id, since, until) VALUES (?, ?, ?)"
_LOOP = (
    "INSERT INTO loops_openloop (patient_id, mark, kind, name, says, steps, next_on, whom, chased, urgent, label, until) "
    "VALUES (?, ?, ?, 'Lipid panel', '', '[]', ?, 'the laboratory', 0, ?, 0, '2026-12-01')"
)


def measure(size: Size) -> Iterator[Figure]:
    """A coordinator with a panel of her own, one of a large team, and somebody who sees everybody."""
    count = size.patients
    with filling() as fill:
        fill(_PATIENT, ((n, UUID(int=n).hex, f"P {n}", f"P {n:08}") for n in range(1, count + 1)))
        fill(_HOLDS, ((n, None, 1 + n % max(1, count // _PANEL)) for n in range(1, count + 1)))
        fill(_HOLDS, ((n, _TEAM, None) for n in range(1, count + 1, 10)))
        fill(_WAY, ((n, _before(n % 30), _before(n % 30 - 29)) for n in range(1, count + 1, _HOME)))
        fill(_LOOP, (_loop(n) for n in range(1, count + 1, _OPEN)))
    yield from _measured(count)


def _measured(count: int) -> Iterator[Figure]:
    from northstar.access.viewer import Viewer
    from northstar.casework.loops.asking import open_loops
    from northstar.casework.transitions.asking import under_way

    viewers = {
        "a panel of 250": lambda n: Viewer(1 + n % max(1, count // _PANEL), "x", "Bench"),
        "a team of every tenth": lambda n: Viewer(None, "x", "Bench", teams=frozenset({_TEAM})),
        "everybody": lambda n: Viewer(None, "x", "Bench", everyone=True),
    }
    asked: dict[str, Callable[[Any], Any]] = {
        "who is on the way home": lambda viewer: under_way(viewer, _DAY),
        "open loops, first page": lambda viewer: open_loops(viewer, _DAY),
    }
    for what, ask in asked.items():
        for whose, viewer in viewers.items():
            walls, works = _taken(ask, viewer)
            yield Figure(
                f"{what}, {whose}", percentile(works, 0.95), "ms",
                f"p95 of {len(works)}, processor time with SQLite inside it; by the clock {percentile(walls, 0.95):.1f} ms; "
                f"{count:,} people", _BUDGET, less=True,
            )  # fmt: skip


def _taken(
    ask: Callable[[Any], Any], viewer: Callable[[int], Any]
) -> tuple[list[float], list[float]]:
    walls, works = [], []
    for number in range(_EACH):
        who = viewer(number)
        began, busy = time.perf_counter(), time.process_time()
        ask(who)
        works.append((time.process_time() - busy) * 1000)
        walls.append((time.perf_counter() - began) * 1000)
    return walls[3:], works[3:]


def _before(days: int) -> str:
    return (_DAY - timedelta(days=days)).isoformat()


def _loop(number: int) -> tuple:
    kind = "referral" if number % 3 == 0 else "result"
    return number, f"{number:024}", kind, _before(number % 40 - 20), 0 if number % 97 == 0 else 2


BENCHMARK = Benchmark("boards", "the questions behind the boards of transitions and loops", measure)
