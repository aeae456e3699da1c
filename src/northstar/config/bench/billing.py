"""A month's billing for ten thousand people: cases, minutes, plans and stays asked and judged."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from northstar.config.bench.figures import Benchmark, Figure, Size
from northstar.config.bench.stopwatch import Stopwatch

_FIRST = date(2026, 8, 1)
_METHOD = (
    "{} people in chronic care management, six steps of a case and four attested acts each, {} of them ready; "
    "all judged, from cold; CPU of the process, {} queries"
)


def measure(size: Size) -> Iterator[Figure]:
    """Laid out row by row, then asked as the page asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from northstar.access.viewer import system_viewer
    from northstar.casework.billing import asking
    from northstar.config.clock import zone

    pks = lay_out(size.of(10_000))
    with Stopwatch() as watch:
        found = asking.month(system_viewer("bench"), pks, _FIRST, zone=zone())
    ready = sum(1 for one in found if one.verdict.state == "ready")
    with CaptureQueriesContext(connection) as asked:
        asking.month(system_viewer("bench"), pks, _FIRST, zone=zone())
    yield Figure(
        "a month's billing", watch.cpu, "CPU seconds", _METHOD.format(len(found), ready, len(asked)),
        5, less=True,
    )  # fmt: skip


def lay_out(count: int) -> list[int]:
    """People with a case each; every third has nineteen minutes, the others more."""
    from northstar.access.models import Credential, Staff
    from northstar.casework.billing.laid_out import cases
    from northstar.record.laid_out import registered

    start = datetime(2026, 1, 5, tzinfo=UTC)
    staff = Staff.objects.create(username="bench", name="Bench")
    Credential.objects.create(staff=staff, kind="RN", start=start - timedelta(days=900))
    owners = registered(count, start)
    cases(owners, staff, start=start, month=_FIRST)
    return list(owners)


BENCHMARK = Benchmark("billing", "a month's billing for ten thousand people", measure)
