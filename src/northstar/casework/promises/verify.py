"""What must always hold of promises: each is kept, called off, or stands on somebody's list."""

from datetime import date

from northstar.casework.promises.acts import KEY, standing_day
from northstar.casework.promises.models import Promise

_ENDS = ("done", "settled", "folded", "divided")


def problems(today: date) -> list[str]:
    """Plain sentences about promises that nobody can keep."""
    rows = Promise.objects.select_related("line").prefetch_related("turns", "line__steps")
    lost = shifted = parted = 0
    for row in rows.order_by("pk").iterator(500):
        ended = any(step.what in _ENDS for step in row.line.steps.all())
        lost += not row.line.is_open and not ended
        shifted += row.line.key != f"{KEY}{row.public_id}" or _speaks_of_another_day(row)
        parted += row.line.identity_id != row.identity_id
    return [
        words.format(count)
        for words, count in (
            ("{} promises were closed without a word of how", lost),
            ("{} promises whose line speaks of another day or another promise", shifted),
            ("{} promises whose line hangs on another record than the promise", parted),
        )
        if count
    ]


def _speaks_of_another_day(row: Promise) -> bool:
    on = standing_day(row)
    return row.line.is_open and f"{on:%a} {on.day} {on:%b}" not in row.line.says


PROBLEMS = problems
