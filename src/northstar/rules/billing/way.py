"""The way home from a stay, as a claim for transitional care asks it, read from the chart."""

from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.value import Source
from northstar.rules.billing.month import Evidence, Transition
from northstar.rules.billing.tcm import end
from northstar.rules.contacts import Contact, attempts_after, talk_after, visit_after
from northstar.rules.stays import Stay, stays

_CAME_FROM = {"OBSENC": "observation", "NONAC": "snf"}


def way_home(chart: Chart, first: date, last: date, zone: tzinfo) -> Transition | None:
    """Of the stay whose thirty days end between these days; the latest where there are several."""
    found, way = stays(chart, zone), None
    for number, stay in enumerate(found):
        day = stay.left.day(zone) if stay.left else None
        if day and first <= end(Transition(day)) <= last:
            way = _way(chart, stay, day, found[:number], found[number + 1 :], zone)
    return way


def _way(
    chart: Chart, stay: Stay, day: date, before: list[Stay], after: list[Stay], zone: tzinfo
) -> Transition:
    assert stay.left is not None
    lefts = [s.left.day(zone) for s in before if s.left]
    tries = [_said(m.source, m.began, zone) for m in attempts_after(chart, stay.left.start)]
    return Transition(
        day,
        stay.sources[0].arrival if stay.sources else "",
        came_from=_CAME_FROM.get(stay.class_code, "hospital"),
        went_to=stay.disposition,
        contact=_evidence(talk_after(chart, stay.left, zone), zone),
        tries=tuple(tries),
        visit=_evidence(visit_after(chart, stay.left, zone), zone),
        again=after[0].admitted.first_day(zone) if after and after[0].admitted else None,
        earlier=any(left and left < day <= end(Transition(left)) for left in lefts),
    )


def _evidence(contact: Contact | None, zone: tzinfo) -> Evidence | None:
    return _said(contact.fact.source, contact.at, zone) if contact else None


def _said(source: Source | None, at, zone: tzinfo) -> Evidence:
    return Evidence(
        source.called if source else "", source.arrival if source else "", at.first_day(zone)
    )
