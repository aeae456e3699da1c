"""What the board shows: one row a person, one cell a question, each a glyph with a word."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from northstar.access.viewer import Viewer
from northstar.casework.reconciliation import asking as lists
from northstar.casework.transitions import asking
from northstar.casework.transitions.asking import ASKED, EQUIPMENT, PAPERS, THERE, VISIT, Handled
from northstar.chart.chart import Chart
from northstar.record import charts
from northstar.record.people import Card, people
from northstar.rules.passage_clocks import Answer, Risk
from northstar.rules.passages import STAGES, Passage, came, passage, stage
from northstar.rules.signal import Because
from northstar.rules.wording import day

MOST = 100
_LOOK_BACK = timedelta(days=160)
# state: colour, glyph. Late is red in the first cell of a row that is late, else amber.
_LOOKS = {
    "done": ("ok", "check"), "booked": ("info", "cal"), "asked": ("info", "arrow"), "open": ("", "clock"),
    "due": ("due", "clock"), "late": ("now", "alert"), "unknown": ("watch", "eye"), "off": ("", ""),
    "none": ("", ""),
}  # fmt: skip
_STILL_AWAITED = timedelta(days=30)
_SELDOM = ("facility", "unsaid", "open")
_RISKS = {"high": ("due", "alert"), "perhaps high": ("watch", "eye"), "lower": ("", "foot")}
NAMES = {
    "contact": "Call", "summary": "Summary", "lists": "Medicines", "visit": "Visit", "touches": "Day 7, 14",
    "equipment": "Equipment", "pending": "Results out",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer as it is drawn."""

    name: str
    state: str
    words: str
    tone: str
    icon: str
    why: tuple[Because, ...] = ()


@dataclass(slots=True)
class Row:
    """One person on the board. `clock` is the next day on which a clock ends."""

    who: Card
    stage: str
    where: str
    doubted: bool
    risk: Risk
    risk_looks: tuple[str, str]
    owner: str
    clock: date | None
    closes: date | None
    next: str
    cells: list[Cell] = field(default_factory=list)


def board(viewer: Viewer, now: datetime, first: int = 0) -> tuple[list[Row], bool]:
    """Everybody of the viewer's panel on the way, and whether there are more than fit on one page."""
    pks = asking.under_way(viewer, now.date(), first, MOST + 1)
    return rows(viewer, pks[:MOST], now), len(pks) > MOST


def rows(viewer: Viewer, pks: list[int], now: datetime) -> list[Row]:
    """The rows of these people (by row number), as far as this viewer may see: by clock, then name."""
    opened = charts.charts(viewer, pks, now)
    found = {pk: way for pk in pks if pk in opened and (way := passage(opened[pk], now))}
    cards = people(viewer, found)
    signed = lists.signed(found)
    done = asking.handled(viewer, found, now - _LOOK_BACK)
    owners = asking.holders(viewer, found, now.date())
    shown = [
        _row(cards[pk], way, signed.get(pk), done.get(pk, []), owners.get(pk, ""), now)
        for pk, way in found.items()
        if pk in cards
    ]
    return sorted(shown, key=lambda row: (row.clock or date.max, row.who.sort_name))


def one(
    viewer: Viewer, pk: int, chart: Chart, card: Card, now: datetime
) -> tuple[Row, Passage] | None:
    """One person's row, with what it was made of."""
    way = passage(chart, now)
    if way is None:
        return None
    done = asking.handled(viewer, [pk], now - _LOOK_BACK).get(pk, [])
    owner = asking.holders(viewer, [pk], now.date()).get(pk, "")
    return _row(card, way, lists.signed([pk]).get(pk), done, owner, now), way


def columns(found: Iterable[Row]) -> list[tuple[str, str, list[Row]]]:
    """(code, words, rows) of every stage; those in which somebody stands seldom only where there is any."""
    rows = list(found)
    split = [(code, words, [row for row in rows if row.stage == code]) for code, words in STAGES]
    return [one for one in split if one[2] or one[0] not in _SELDOM]


def _row(
    who: Card, way: Passage, signed: datetime | None, acts: list[tuple[str, Handled]], owner: str,
    now: datetime,
) -> Row:  # fmt: skip
    mine = [(kind, act) for kind, act in acts if act.at >= way.stay.starts.start]
    told = {
        "contact": way.contact,
        "summary": _asked(way.summary, PAPERS, mine, now, from_bed=way.in_hospital),
        "lists": _lists(way, signed, now),
        "visit": _asked(way.visit, VISIT, mine, now, from_bed=way.in_hospital),
        "touches": way.touches,
        "equipment": _equipment(acts, way.stay.starts.start, now),
        "pending": way.pending,
    }
    settled = all(told[name].state in ("done", "off", "none") for name in ("lists", "equipment"))
    made = Row(
        who=who, stage=stage(way, settled=lambda: settled), where=came(way, now), doubted=way.doubted,
        risk=way.risk, risk_looks=_RISKS[way.risk.level], owner=owner, clock=way.clock,
        closes=way.closes, next=_next(way),
    )  # fmt: skip
    late = False
    for name, answer in told.items():
        cell = _cell(NAMES[name], answer, late=late)
        late = late or cell.tone == "now"
        made.cells.append(cell)
    return made


def _cell(name: str, answer: Answer, *, late: bool) -> Cell:
    """At most one red a row: what else is late is amber, with the same glyph and word."""
    tone, icon = _LOOKS[answer.state]
    return Cell(
        name,
        answer.state,
        answer.words,
        "due" if tone == "now" and late else tone,
        icon,
        answer.why,
    )


def _asked(answer: Answer, kind: str, acts: list[tuple[str, Handled]], now: datetime, *, from_bed: bool) -> Answer:  # fmt: skip
    """What is not there yet, but was asked for, says so; its clock runs on. What was booked and came to
    nothing is asked for by nobody."""
    act = next((act for what, act in acts if what == kind), None)
    if act is None or act.state != ASKED or answer.state in ("done", "booked"):
        return answer
    if answer.state == "off" and not from_bed:
        return answer
    if answer.missed and answer.missed > act.at:
        return answer
    said = f"asked {day(act.at.astimezone(now.tzinfo).date())}"
    why = Because(f"{act.by} asked {act.what}, {day(act.at.astimezone(now.tzinfo).date())}")
    state = answer.state if answer.state == "late" else "asked"
    return replace(answer, state=state, words=f"{said}; {answer.words}", why=(*answer.why, why))


def _lists(way: Passage, signed: datetime | None, now: datetime) -> Answer:
    if way.left_day is None or way.stay.left is None:
        return Answer("off", "once the day is known" if way.unsaid else "after leaving")
    if signed and signed >= way.stay.left.start:
        on = day(signed.astimezone(now.tzinfo).date())
        return Answer("done", f"agreed {on}", (Because(f"The agreed list was signed {on}"),))
    return Answer("open", "not compared")


def _equipment(acts: list[tuple[str, Handled]], since: datetime, now: datetime) -> Answer:
    """What is awaited, also where it was asked for before they went back to hospital; else whether all is there."""
    latest: dict[str, Handled] = {}
    for kind, act in acts:
        if kind == EQUIPMENT and act.at >= since - _STILL_AWAITED:
            latest.setdefault(act.thing, act)
    awaited = [act for act in latest.values() if act.state != THERE]
    told = awaited or [act for act in latest.values() if act.at >= since]
    if not told:
        return Answer("none", "none asked")
    on = [day(act.at.astimezone(now.tzinfo).date()) for act in told]
    why = tuple(Because(f"{act.by}: {act.what}, {at}") for act, at in zip(told, on, strict=True))
    if not awaited:
        return Answer("done", "there", why)
    many = f"{len(awaited)} awaited; " if len(awaited) > 1 else ""
    return Answer("asked", f"{many}asked {on[-1]}", why)


def _next(way: Passage) -> str:
    """What its nearest clock asks for, for the list by clock."""
    running = [a for a in (way.contact, way.visit, way.touches) if a.due and a.due == way.clock]
    return running[0].words if running else ""
