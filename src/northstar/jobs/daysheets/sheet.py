"""What one coordinator must have in hand when the system is down: whom, which numbers, what is dangerous."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import cast

from northstar.access.models import Staff
from northstar.access.viewer import viewer_of
from northstar.casework.worklist.rows import Row
from northstar.casework.worklist.today import rows_until
from northstar.chart.chart import Chart
from northstar.knowledge.high_alert import is_high_alert
from northstar.knowledge.languages import language_name
from northstar.record import charts
from northstar.record.people import Card
from northstar.rules.allergies import active_allergies
from northstar.rules.call_consents import refuses_calls, warnings
from northstar.rules.death import has_died
from northstar.rules.medicines import medicines
from northstar.rules.signal import Band
from northstar.rules.telephones import Telephone, numbers_of_others, own_numbers
from northstar.rules.their_clock import home_of, in_one_line

_AHEAD = timedelta(days=3)  # a weekend, and the Monday on which it is not mended yet
MOST = 200  # rows of one sheet
_UNSURE = "It is not sure that it is about them: two identifiers before a word"


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do: what, why, what next, and by when."""

    says: str
    because: str
    suggests: str
    due: str
    band: int


@dataclass(frozen=True, slots=True)
class Person:
    """One person on the sheet, in words ready to print. `careful` and `risky` stand out."""

    name: str
    facts: str
    home: str
    careful: tuple[str, ...]
    phones: tuple[str, ...]
    allergies: tuple[str, ...]
    risky: tuple[str, ...]
    medicines: tuple[str, ...]
    work: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One coordinator's sheet. `urgent` and `others`: (who it may be, what to do) of whom
    we do not know, life or safety apart. `patients` are the public ids of everybody named on it."""

    whose: str
    at: datetime
    people: tuple[Person, ...]
    urgent: tuple[tuple[str, Work], ...]
    others: tuple[tuple[str, Work], ...]
    patients: tuple[str, ...]
    restricted: bool
    more: bool


def sheet(staff: Staff, now: datetime, restricted: bool) -> Sheet | None:
    """What this person holds from now on for three days; None where that is nothing. It has only what
    they may see themselves, and what is restricted only where `restricted` says so: several people may
    know the passphrase of a clinic."""
    viewer = viewer_of(staff, now)
    viewer = viewer if restricted else replace(viewer, labels=0)
    rows = rows_until(viewer, now.date() + _AHEAD, MOST)
    if not rows:
        return None
    known, others = _parted(rows)
    told = charts.charts(viewer, [pk for pk, _ in known], now)
    people = tuple(
        _person(told[pk], some, sure, now) for (pk, sure), some in known.items() if pk in told
    )
    unknown = tuple((row.name, _work(row, now)) for row in others)
    return Sheet(
        staff.name, now, people,
        tuple(one for one in unknown if one[1].band == Band.SAFETY),
        tuple(one for one in unknown if one[1].band != Band.SAFETY),
        tuple(sorted(viewer.looked["patients"])), restricted, len(rows) >= MOST,
    )  # fmt: skip


def _parted(rows: Iterable[Row]) -> tuple[dict[tuple[int, bool], list[Row]], list[Row]]:
    """By person and whether that is sure, in the order of the first row; and what is of nobody we know."""
    known: dict[tuple[int, bool], list[Row]] = {}
    others = []
    for row in rows:
        pk = row.lead.patient_id or row.lead.likely_id
        if row.who and pk:
            known.setdefault((pk, row.sure), []).append(row)
        else:
            others.append(row)
    return known, others


def _person(chart: Chart, rows: list[Row], sure: bool, now: datetime) -> Person:
    card: Card = rows[0].who  # type: ignore[assignment]  # parted by it
    home = home_of(chart)
    risky, rest = _medicines(chart, now)
    return Person(
        name=rows[0].name,
        facts=_facts(card, now.date()),
        home=in_one_line(home) if home else "",
        careful=(*(() if sure else (_UNSURE,)), *_careful(chart, now.date())),
        phones=tuple(_phones(chart, now)),
        allergies=tuple(_allergies(chart)),
        risky=risky,
        medicines=rest,
        work=tuple(_work(row, now) for row in rows),
    )


def _facts(card: Card, today: date) -> str:
    age = card.age(today)
    told = (
        f"born {_born(card.birth_date)}" if card.birth_date else "birth date not known",
        f"{age} years" if age is not None else "",
        card.gender,
        f"speaks {language_name(card.language)}" if card.language else "",
        "interpreter needed" if card.interpreter else "",
    )
    return ", ".join(part for part in told if part)


def _born(iso: str) -> str:
    """14 Mar 1952; as it is known where it is not a whole day."""
    if len(iso) < len("1952-03-14"):
        return iso
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {day:%b} {day.year}"


def _careful(chart: Chart, today: date) -> Iterable[str]:
    """What must be known before anybody dials."""
    if has_died(chart):
        yield "Has died: call nobody on this sheet about it but the family, from their own number"
    if refuses_calls(chart, today):
        yield "Wants no calls"
    yield from (words for words, _ in warnings(chart))


def _phones(chart: Chart, now: datetime) -> Iterable[str]:
    for one in own_numbers(chart):
        yield " ".join(part for part in (one.number, one.use, _marks(one)) if part)
    for one in numbers_of_others(chart, now.date(), _zone(now)):
        said = "may be told" if one.consent and one.consent.allows else "say nothing about health"
        who = f"{one.whose}, {one.relation}" if one.relation else one.whose
        yield f"{one.number} {who}: {said}{f' ({one.state})' if one.state else ''}"


def _marks(one: Telephone) -> str:
    return f"({one.state})" if one.state else ""


def _allergies(chart: Chart) -> Iterable[str]:
    found: dict[str, str] = {}
    for one in reversed(active_allergies(chart)):
        reaction = f" ({', '.join(one.reactions[:2])})" if one.reactions else ""
        found.setdefault(one.code.words.casefold(), f"{one.code.words}{reaction}")
    if not found and any(one.absent for one in chart.allergies):
        return ("no known allergies, as a source says",)
    return found.values()


def _medicines(chart: Chart, now: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those with which a mistake does the most harm, with their words; then the names of the others."""
    used = medicines(chart, _zone(now)).in_use(now.date())
    risky = {name: fact for name, fact in used.items() if is_high_alert(name)}
    words = (f"{fact.code.words}{_taken(fact)}" for fact in risky.values())
    return tuple(words), tuple(name for name in used if name not in risky)


def _taken(fact: object) -> str:
    dosage = getattr(fact, "dosage", "")
    return f": {dosage}" if dosage else ""


def _work(row: Row, now: datetime) -> Work:
    line = row.lead
    because = row.because
    return Work(
        line.says, because[0]["says"] if because else "", line.suggests,
        _due(line.due, line.due_day, now), line.band,
    )  # fmt: skip


def _due(due: datetime | None, whole_day: bool, now: datetime) -> str:
    if due is None:
        return ""
    local = due.astimezone(now.tzinfo)
    day = "today" if local.date() == now.date() else f"{local:%a} {local.day} {local:%b}"
    said = day if whole_day else f"{day} {local:%H:%M}"
    return f"overdue since {said}" if due < now else f"by {said}"


def _zone(now: datetime) -> tzinfo:
    return cast(tzinfo, now.tzinfo)  # the clinic's time always has its zone
