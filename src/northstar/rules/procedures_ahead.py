"""What is planned to be done to somebody: the procedure, its side, its hour, and who speaks of it.

A booking (an appointment, an order with its day, a planned procedure) makes a plan; notes that speak of
the same procedure add what the booking leaves out. Imaging with contrast and other imaging count as
plans of their own, without an office that operates.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.when import When
from northstar.knowledge.calendar import is_business_day
from northstar.rules.papers import RECENT, Paper, papers, when_written
from northstar.rules.procedure_words import Mention, mentions, of_an_earlier_year, other_side
from northstar.rules.signal import Because
from northstar.rules.wording import when as worded

_BOOKED = frozenset({"booked", "pending", "proposed", "waitlist", "arrived", "checked-in", ""})
_ORDERED = frozenset({"active", "on-hold", "draft", "", "in-progress", "requested"})
_PREPARED = frozenset({"preparation", "planned", "not-started", "scheduled", "active"})
HORIZON = timedelta(days=90)
OFFICES_OPEN, OFFICES_CLOSE = time(9), time(16)  # hours in which an office can be asked and answer


@dataclass(frozen=True, slots=True)
class Plan:
    """One procedure to come. `at` is its hour (aware, the clinic's zone); `whole_day` where only the
    day is known. `quote` are the booking's own words, `value` its fact, `by` who does it.

    `spoken` are (paper, mention) of recent papers that mean this procedure, on whichever side.
    """

    key: str
    name: str
    mention: Mention
    at: datetime
    whole_day: bool
    by: str
    place: str
    value: Any
    quote: str
    spoken: tuple[tuple[Paper, Mention], ...] = field(default=())

    @property
    def side(self) -> str:
        """The booking's side; where it is silent, the one that every paper agrees on."""
        if self.mention.side or self.mention.imaging:
            return self.mention.side
        told = {m.side for _, m in self.spoken if m.side in ("left", "right")}
        return told.pop() if len(told) == 1 else ""

    @property
    def extent(self) -> str:
        """Total or partial, by the booking or by the latest paper that says it and is no consent."""
        if self.mention.extent:
            return self.mention.extent
        said = [m.extent for p, m in self.spoken if m.extent and not p.consent]
        return said[-1] if said else ""

    @property
    def office(self) -> str:
        """Whom to ask about the procedure itself."""
        return f"{self.by}’s office" if self.by else self.place or "the office that booked it"

    @property
    def opens(self) -> datetime:
        """From when on its papers are read against each other."""
        return self.at - RECENT

    def booking(self) -> Because:
        """The booking, quoted."""
        return Because(
            says=f"Booked: {self.name}, {self.said}", source=self.value.source, quote=self.quote
        )

    @property
    def said(self) -> str:
        """Its day and hour in words."""
        start = getattr(self.value, "start", None) or getattr(self.value, "occurrence", None)
        return (
            worded(start, self.at.tzinfo) if start else f"{self.at:%a} {self.at.day} {self.at:%b}"
        )

    def telling(self, wanted: str) -> Because:
        """What best tells the `side` or `extent` of the plan: the booking, else the paper that says it."""
        if getattr(self.mention, wanted):
            return self.booking()
        held = getattr(self, wanted)
        telling = [
            (paper, mention)
            for paper, mention in self.spoken
            if held and getattr(mention, wanted) == held and not other_side(mention.side, self.side)
        ]
        if not telling:
            return self.booking()
        # What anybody may see before what few may, and a note before a form.
        paper, mention = min(
            reversed(telling), key=lambda pair: (pair[0].restricted, pair[0].consent)
        )
        return paper.says(mention.quote, told_by(paper), mention.start)


def ahead(chart: Chart, now: datetime) -> list[Plan]:
    """The procedures still to come within the horizon, the nearest first; imaging is not among them."""
    return [
        p
        for p in every_plan(chart, now.tzinfo)
        if now < p.at <= now + HORIZON and not p.mention.imaging
    ]


def imaging_ahead(chart: Chart, now: datetime) -> list[Plan]:
    """Scans to come within the horizon, the nearest first."""
    return [
        p
        for p in every_plan(chart, now.tzinfo)
        if now < p.at <= now + HORIZON and p.mention.imaging
    ]


def turns(chart: Chart, now: datetime) -> Iterator[datetime]:
    """When the list of what lies ahead changes by time alone."""
    for plan in every_plan(chart, now.tzinfo):
        yield from (t for t in (plan.at - HORIZON, plan.at) if t > now)


def others(chart: Chart, plan: Plan, zone: tzinfo | None) -> list[Plan]:
    """Other plans and bookings of the chart, past ones too: what a paper may mean instead."""
    return [p for p in every_plan(chart, zone) if p.key != plan.key]


def alike(one: Mention, other: Mention) -> bool:
    """Do both speak of the same procedure, leaving the side open?"""
    same_family = one.family == other.family or "surgery" in (one.family, other.family)
    same_site = one.site == other.site or (
        one.family == other.family and not (one.site and other.site)
    )
    return same_family and same_site and bool(one.site or other.site or one.family == other.family)


def last_office_hour(before: datetime) -> datetime:
    """The last moment before `before` at which an office is open to be asked."""
    if is_business_day(before.date()) and before.time() > OFFICES_OPEN:
        return before.replace(
            hour=min(before.time(), OFFICES_CLOSE).hour, minute=0, second=0, microsecond=0
        )
    day = before.date() - timedelta(days=1)
    while not is_business_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, OFFICES_CLOSE, tzinfo=before.tzinfo)


def told_by(paper: Paper) -> str:
    """A paper by its title and author."""
    title = paper.title.strip() or ("Consent" if paper.consent else "A paper")
    return f"{title}{f', {paper.author}' if paper.author else ''}"


def every_plan(chart: Chart, zone: tzinfo | None) -> list[Plan]:
    """Every booked procedure, past ones too; the bookings of one procedure on one day as one."""
    if "plans" not in chart.views:
        found: list[Plan] = []
        for plan in sorted(
            _booked(chart, zone), key=lambda p: (p.at.date(), p.whole_day, p.at, p.key)
        ):
            if not any(_same(plan, known) for known in found):
                found.append(plan)
        chart.views["plans"] = [_with_papers(chart, plan) for plan in found]
    return chart.views["plans"]


def _same(plan: Plan, known: Plan) -> bool:
    """One booking told twice: the same procedure on the same day, not on opposite sides."""
    return (
        plan.at.date() == known.at.date()
        and alike(plan.mention, known.mention)
        and not other_side(plan.mention.side, known.mention.side)
        and plan.mention.imaging == known.mention.imaging
    )


def _booked(chart: Chart, zone: tzinfo | None) -> Iterator[Plan]:
    words: tuple[str, ...]
    for visit in chart.appointments:
        if visit.status in _BOOKED or visit.status == "fulfilled":
            words = (visit.reason, visit.service, visit.code.words, visit.comment)
            yield from _plan(visit, visit.start, words, visit.practitioner, visit.location, zone)
    for order in chart.requests:
        if order.status in _ORDERED and order.occurrence:
            words = (order.code.words, order.reason, order.note)
            yield from _plan(
                order, order.occurrence, words, order.performer or order.requester, "", zone
            )
    for done in chart.procedures:
        if done.status in _PREPARED:
            words = (f"{done.code.words} {done.body_site}".strip(), done.reason, done.note)
            yield from _plan(done, done.start, words, done.performer, done.location, zone)


def _plan(
    value: Any, start: When | None, words: tuple[str, ...], by: str, place: str, zone: tzinfo | None
) -> Iterator[Plan]:
    day = start.day(zone) if start else None
    said = next(((w, m) for w in words if w for m in mentions(w) if m.planned), None)
    if start is None or day is None or said is None or not value.source:
        return
    whole = start.precision == "day"
    at = datetime.combine(day, time(7), tzinfo=zone) if whole else start.start.astimezone(zone)
    text, mention = said
    quote = text if text == value.quote else value.quote or text
    yield Plan(value.source.key, _name(text), mention, at, whole, by, place, value, quote)


def _name(text: str) -> str:
    """The words of the booking as they stand in a sentence."""
    name = text.strip(" .")
    return name if name[1:2].isupper() or not name[:1].isupper() else name[0].lower() + name[1:]


def _with_papers(chart: Chart, plan: Plan) -> Plan:
    spoken = tuple(
        (paper, mention)
        for paper in papers(chart)
        if (at := when_written(paper)) and plan.opens <= at <= plan.at
        for mention in mentions(paper.text)
        if mention.planned
        and alike(plan.mention, mention)
        and not mention.imaging
        and not of_an_earlier_year(mention.quote, plan.at.date())
    )
    return Plan(
        plan.key, plan.name, plan.mention, plan.at, plan.whole_day, plan.by, plan.place,
        plan.value, plan.quote, spoken,
    )  # fmt: skip
