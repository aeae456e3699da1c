"""What answers an order: a result or report under its number, or of its kind on or after its day."""

from datetime import datetime
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.clinical import ServiceRequest
from northstar.chart.value import Value

# (days until we ask, days until it is old news): the clinic's own habit, UNCONFIRMED.
WAITS = {"laboratory": (14, 120), "imaging": (30, 180)}
_NOT_YET = ("registered", "cancelled", "entered-in-error")
_NOT_DONE = ("not-done", "entered-in-error", "preparation")


def order_key(asked: ServiceRequest) -> str:
    """What tells this order from others of the same person."""
    on = asked.authored.text if asked.authored else ""
    return asked.source.key if asked.source else f"{asked.code.words} {on}"


def answered_by(chart: Chart, asked: ServiceRequest) -> Value | None:
    """By order number, else by the same code or name on or after the day of the order."""
    return _numbered(chart, asked) or _alike(chart, asked) or _done(chart, asked)


def answers_to(chart: Chart, asked: ServiceRequest) -> list[Value]:
    """All that came back under the order's own numbers."""
    return [f for n in asked.orders for f in _under(chart, n) if f.status not in _NOT_YET]


def _numbered(chart: Chart, asked: ServiceRequest) -> Value | None:
    return next(
        (f for n in asked.orders for f in _under(chart, n) if f.status not in _NOT_YET), None
    )


def _alike(chart: Chart, asked: ServiceRequest) -> Value | None:
    since = asked.authored.start if asked.authored else None
    marks = [f"{c.system}|{c.code}" for c in asked.code.codings]
    names = [asked.code.words.lower()] if asked.code.words else []
    found = [f for mark in (*marks, *names) for f in _called(chart, mark)]
    told = (f for f in found if f.status not in _NOT_YET and not _is_of_earlier(chart, asked, f))
    return next((f for f in told if since and f.began and f.began.end > since), None)


def _is_of_earlier(chart: Chart, asked: ServiceRequest, found: Any) -> bool:
    """It bears the number of an order that was due before this one: a repeat that is still to come is not
    answered by the first. The other way it is: whoever was tested since need not be tested for the older order."""
    due = _due(asked)
    first = _numbered_orders(chart).get(found.order, ()) if found.order and due else ()
    return any((on := _due(other)) and due and on < due for other in first)


def _due(asked: ServiceRequest) -> datetime | None:
    days = [at.start for at in (asked.authored, asked.occurrence) if at]
    return max(days, default=None)


def _numbered_orders(chart: Chart) -> dict[str, list[ServiceRequest]]:
    if "orders by number" not in chart.views:
        known: dict[str, list[ServiceRequest]] = {}
        for asked in chart.requests:
            for number in asked.orders:
                known.setdefault(number, []).append(asked)
        chart.views["orders by number"] = known
    return chart.views["orders by number"]


def _done(chart: Chart, asked: ServiceRequest) -> Value | None:
    words, since = asked.code.words.lower(), asked.authored.start if asked.authored else None
    if not words or not since:
        return None
    tried = (p for p in chart.procedures if p.status not in _NOT_DONE)
    done = (p for p in tried if p.began and p.began.end > since)
    return next((p for p in done if words in p.code.words.lower()), None)


def _under(chart: Chart, number: str) -> list:
    return _index(chart)[0].get(number, [])


def _called(chart: Chart, mark: str) -> list:
    return _index(chart)[1].get(mark, [])


def _index(chart: Chart) -> tuple[dict[str, list], dict[str, list]]:
    """Results and reports by order number, and by code and name: looked through once a chart."""
    if "answers to orders" not in chart.views:
        numbers: dict[str, list] = {}
        marks: dict[str, list] = {}
        told: list[Any] = [*chart.observations, *chart.reports]
        for found in told:
            if found.order:
                numbers.setdefault(found.order, []).append(found)
            for mark in {f"{c.system}|{c.code}" for c in found.code.codings} | {
                found.code.words.lower()
            }:
                marks.setdefault(mark, []).append(found)
        chart.views["answers to orders"] = numbers, marks
    return chart.views["answers to orders"]
