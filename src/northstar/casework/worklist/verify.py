"""What must always hold of lines, and what the open ones say."""

from datetime import date

from django.db.models import Count

from northstar.access import rota
from northstar.casework.worklist.models import Line
from northstar.record.following import nobodys
from northstar.record.verify import held_together, names_of
from northstar.rules.signal import Band


def problems() -> list[str]:
    """Plain sentences about open lines that nobody holds or that have no next date."""
    lost, silent = orphans(), unasked()
    found = [f"{lost} open lines without a holder or a next date"] if lost else []
    return found + (
        [f"{silent} things of a parted chart that nobody is asked about"] if silent else []
    )


def uncovered(today: date) -> list[str]:
    """Open lines whose next date, today or later, is a day on which whoever holds them is not there."""
    covers: dict[tuple[int | None, int | None], rota.Cover] = {}
    lines = Line.objects.filter(is_open=True, next_on__gt=today).exclude(band=Band.SAFETY)
    count = 0
    for line in lines.select_related("staff", "team"):
        whose = (line.staff_id, line.team_id)
        if whose not in covers:
            covers[whose] = rota.cover_of(line.holder)
        assert line.next_on is not None, "the database lets no open line be without one"
        count += not covers[whose].covers(line.next_on)
    return [f"{count} open lines whose next date nobody covers"] if count else []


PROBLEMS = uncovered


def orphans() -> int:
    """Open lines without a holder or a next date: the database allows none."""
    without_date = Line.objects.filter(is_open=True, next_on=None).count()
    return without_date + Line.objects.filter(is_open=True, staff=None, team=None).count()


def unasked() -> int:
    """What was made on a chart that was parted, stands on none, and is no line's question."""
    asked = Line.objects.filter(is_open=True, key__startswith="whose:act:")
    return len(
        {str(pk) for pk in nobodys()}
        - {key.rpartition(":")[2] for key in asked.values_list("key", flat=True)}
    )


def said() -> list[str]:
    """Every open line as one text, without receipt times and row numbers; none of patients of whom a
    person is still to say who stands with whom, since that is what such lines hang on."""
    lines = Line.objects.filter(is_open=True).exclude(patient__in=list(held_together()))
    rows = list(lines.select_related("feed", "arrival"))
    people = names_of({row.patient_id for row in rows if row.patient_id})
    return [
        "\t".join(
            (
                "line",
                _subject(row, people),
                row.signal,
                row.key,
                row.says,
                str(row.band),
                str(row.score),
            )
        )
        for row in rows
    ]


def _subject(row: Line, people: dict[int, str]) -> str:
    if row.patient_id:
        return people[row.patient_id]
    return row.feed.name if row.feed else bytes(row.arrival.sha256).hex() if row.arrival else ""


def open_by_signal() -> dict[str, int]:
    """How many lines of each signal are open."""
    counted = Line.objects.filter(is_open=True).values("signal").annotate(lines=Count("pk"))
    return {row["signal"]: row["lines"] for row in counted.order_by("signal")}
