"""Twelve months on one picture: places, medicines, visits, life; and the same as a list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.desk.patient.life import happenings
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import CLASSES, join
from northstar.rules.emergency import emergency_visits
from northstar.rules.medicines import medicines
from northstar.rules.stays import INPATIENT, stays

_LEFT, _RIGHT, _WIDE = 92.0, 752.0, 760
_MONTHS, _DAYS = 12, 365
_MOST_BARS, _MOST_LIST = 6, 60
_LETTER = 6.4  # px of a letter at 12 px, for keeping words apart


@dataclass(frozen=True, slots=True)
class Span:
    """Something with a length or a moment, in one lane. `tone` is a class of the picture."""

    lane: str
    words: str
    begins: date
    ends: date
    tone: str
    chip: Chip | None
    when: str


@dataclass(slots=True)
class Timeline:
    """The drawing, its description, and the list twin."""

    svg: SafeString
    spans: list[Span] = field(default_factory=list)
    more: int = 0


def timeline(
    chart: Chart, chips: Chips, disputed: Iterable[str], looked: date | None, moved: Iterable = ()
) -> Timeline:
    """The last twelve months of a chart; `moved`: what was replaced in who and where the person is."""
    today = chips.calendar.today
    first = today - timedelta(days=_DAYS)
    spans = [
        span
        for found in (
            _places(chart, chips),
            _medicines(chart, chips, set(disputed)),
            _visits(chart, chips, first),
            _life(chart, chips, moved),
        )
        for span in found
        if span.ends >= first and span.begins <= today
    ]
    listed = sorted(spans, key=lambda s: s.begins, reverse=True)
    return Timeline(
        _drawn(spans, first, today, looked), listed[:_MOST_LIST], max(0, len(listed) - _MOST_LIST)
    )


def _places(chart: Chart, chips: Chips) -> Iterable[Span]:
    zone, today = chips.calendar.zone, chips.calendar.today
    for stay in stays(chart, zone):
        begins = stay.starts.first_day(zone)
        over = stay.day_unsaid(zone)
        ends = stay.left.first_day(zone) if stay.left else begins if over else today
        nights = stay.nights(zone)
        length = "" if nights is None else f", {nights} nights" if nights != 1 else ", 1 night"
        still = (
            ", over, no source says since when" if over else "" if stay.left else ", still there"
        )
        words = f"{stay.facility}{'' if over else length}{still}"
        yield _span("Places", words, begins, max(ends, begins), "hosp", stay.last, chips)
    for visit in emergency_visits(chart, zone):
        if visit.began:
            at = visit.began.first_day(zone)
            words = join("Emergency department", visit.facility)
            yield _span("Places", words, at, at, "hosp", visit, chips)


def _medicines(chart: Chart, chips: Chips, disputed: set[str]) -> Iterable[Span]:
    known, today = medicines(chart, chips.calendar.zone), chips.calendar.today
    for name, supply in known.dispensed.items():
        if supply.spans:
            begins, ends = supply.spans[0][0], min(supply.spans[-1][1], today)
            recent = next(
                (b for b, e in supply.spans if e >= today - timedelta(days=_DAYS)), begins
            )
            tone = "hot" if name in disputed else "bar2"
            yield _span("Medicines", name, recent, max(ends, recent), tone, supply.last, chips)
    for name in known.stopped:
        if stop := known.last_stop(name):
            words = join(f"{name} stopped", stop.why)
            yield _span("Medicines", words, stop.day, stop.day, "pt-on", stop.value, chips)
    for name in {*known.prescribed, *known.said_taken} - known.dispensed.keys():
        value = next(iter((*known.prescribed.get(name, ()), *known.said_taken.get(name, ()))))
        began = value.began.first_day(chips.calendar.zone) if value.began else None
        if began and known.current(name, today):
            tone = "hot" if name in disputed else "bar"
            yield _span("Medicines", name, began, today, tone, value, chips)


def _visits(chart: Chart, chips: Chips, first: date) -> Iterable[Span]:
    zone = chips.calendar.zone
    seen: set[tuple] = set()
    for visit in chart.encounters:
        if visit.began and visit.class_code not in INPATIENT and visit.class_code != "EMER":
            at = visit.began.first_day(zone)
            what = visit.code.words or CLASSES.get(visit.class_code, "Visit")
            if at >= first and (at, visit.facility) not in seen:
                seen.add((at, visit.facility))
                yield _span("Visits", join(what, visit.facility), at, at, "pt", visit, chips)
    for booked in chart.appointments:
        if booked.start and booked.status == "noshow":
            at = booked.start.first_day(zone)
            words = join("Missed visit", booked.service or booked.code.words)
            yield _span("Visits", words, at, at, "pt-on", booked, chips)


def _life(chart: Chart, chips: Chips, moved: Iterable) -> Iterable[Span]:
    for words, begins, ends, value in happenings(chart, chips.calendar, moved):
        tone = "pt" if begins == ends else "bar"
        yield _span("Life", words, begins, ends, tone, value, chips)


def _span(
    lane: str, words: str, begins: date, ends: date, tone: str, value: Value, chips: Chips
) -> Span:
    day = chips.calendar.day
    when = day(begins) if begins == ends else f"{day(begins)} to {day(ends)}"
    return Span(lane, words, begins, ends, tone, chips.of(value), when)


# The picture
def _drawn(spans: list[Span], first: date, today: date, looked: date | None) -> SafeString:
    rows = {
        "Places": _packed([s for s in spans if s.lane == "Places"], 2, first),
        "Medicines": _longest([s for s in spans if s.lane == "Medicines"]),
        "Visits": [[s for s in spans if s.lane == "Visits"]],
        "Life": _longest([s for s in spans if s.lane == "Life"]),
    }
    out, y = [], 20.0
    for index, (lane, lines) in enumerate(rows.items()):
        tall = 14 + 20 * max(1, len(lines))
        if index % 2 == 0:
            out.append(f'<rect class="band" x="0" y="{y:.0f}" width="{_WIDE}" height="{tall}"/>')
        out.append(f'<text class="lab" x="8" y="{y + 24:.0f}">{lane}</text>')
        for number, line in enumerate(lines):
            out += [_mark(span, y + 8 + 20 * number, first) for span in line]
        if not any(lines):
            out.append(f'<text class="dim" x="{_LEFT:.0f}" y="{y + 24:.0f}">Nothing known</text>')
        y += tall
    grid = _grid(first, today, y)
    mark = ""
    if looked and looked >= first:
        x = _x(looked, first)
        mark = f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{y:.0f}"/>'
    return mark_safe(  # noqa: S308 - every word of a source went through escape() in _mark # nosec B308 B703
        f'<svg viewBox="0 0 {_WIDE} {y + 4:.0f}" role="img" aria-labelledby="tlt tld">'
        f'<title id="tlt">Twelve months at a glance</title><desc id="tld">{_told(spans)}</desc>'
        f"{grid}{''.join(out)}{mark}</svg>"
    )


def _told(spans: list[Span]) -> str:
    counts = {
        lane: sum(s.lane == lane for s in spans)
        for lane in ("Places", "Medicines", "Visits", "Life")
    }
    words = ", ".join(f"{lane.lower()}: {n}" for lane, n in counts.items())
    return f"{words}. The same facts stand in the list below."


def _packed(spans: list[Span], most: int, first: date) -> list[list[Span]]:
    """Spans in as few lines as their words allow, at most `most`."""
    lines: list[list[Span]] = [[] for _ in range(most)]
    free = [0.0] * most
    for span in sorted(spans, key=lambda s: s.begins):
        x = _x(span.begins, first)
        line = next((i for i in range(most) if free[i] <= x), most - 1)
        lines[line].append(span)
        free[line] = _x(span.ends, first) + 10 + len(span.words) * _LETTER
    return [line for line in lines if line] or [[]]


def _longest(spans: list[Span]) -> list[list[Span]]:
    """One line each; those in dispute first, then those that last longest. A moment (a stop, a move)
    stands on the line of what it ends, else they share one."""
    bars = sorted(
        (s for s in spans if not s.tone.startswith("pt")),
        key=lambda s: (s.tone != "hot", (s.begins - s.ends).days, s.words),
    )
    lines = [[span] for span in bars[:_MOST_BARS]]
    shared: list[Span] = []
    for point in (s for s in spans if s.tone.startswith("pt")):
        own = next((line for line in lines if point.words.startswith(f"{line[0].words} ")), shared)
        own.append(point)
    return [*lines, *([shared] if shared else [])] or [[]]


def _mark(span: Span, y: float, first: date) -> str:
    x, end = _x(span.begins, first), _x(span.ends, first)
    words = escape(_short(span.words))
    title = f"<title>{escape(span.words)}, {escape(span.when)}</title>"
    if span.tone.startswith("pt"):
        return f'<circle class="{span.tone}" cx="{x:.1f}" cy="{y + 9:.1f}" r="4">{title}</circle>'
    wide = max(end - x, 5.0)
    bar = f'<rect class="{span.tone}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="16" rx="4">{title}</rect>'
    return bar + _label(words, x, wide, y, span.tone)


def _label(words: str, x: float, wide: float, y: float, tone: str) -> str:
    """Inside the bar where it fits, else beside it on the side that has room."""
    long = len(words) * _LETTER
    style = ' class="txt-clash"' if tone == "hot" else ""
    if long + 12 < wide and tone != "hosp":
        return f'<text{style} x="{x + 6:.1f}" y="{y + 12:.1f}">{words}</text>'
    if x + wide + 6 + long < _RIGHT:
        return f'<text{style} x="{x + wide + 6:.1f}" y="{y + 12:.1f}">{words}</text>'
    return f'<text{style} x="{x - 6:.1f}" y="{y + 12:.1f}" text-anchor="end">{words}</text>'


def _short(words: str) -> str:
    return words if len(words) <= 34 else words[:33].rstrip() + "…"


def _x(day: date, first: date) -> float:
    share = max(0, min((day - first).days, _DAYS)) / _DAYS
    return _LEFT + share * (_RIGHT - _LEFT)


def _grid(first: date, today: date, foot: float) -> str:
    out, month = [], date(first.year, first.month, 1)
    for _ in range(_MONTHS + 1):
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        if month <= today:
            x = _x(month, first)
            out.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{foot:.0f}"/>')
            if x < _RIGHT - 20:
                out.append(f'<text class="dim" x="{x + 4:.1f}" y="13">{month:%b}</text>')
    return "".join(out)
