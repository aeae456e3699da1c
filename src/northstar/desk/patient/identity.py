"""The bar on top of every patient screen: who this is, and what must never be missed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from northstar.chart.chart import Chart
from northstar.chart.clinical import Flag
from northstar.chart.people import Patient
from northstar.chart.value import Value
from northstar.chart.words import Consent
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import answer, join
from northstar.knowledge.languages import language_name
from northstar.record.feeds import our_own
from northstar.record.identities import Matched
from northstar.record.people import Card
from northstar.rules.allergies import active_allergies
from northstar.rules.interpreter import wants_interpreter
from northstar.rules.telephones import tidy

_CODE_STATUS = re.compile(
    r"resuscitat|\bcode status|\bfull code|\bdnr\b|\bdni\b|\bpolst\b|\bmolst\b|advance directive|"
    r"intubat|life.sustaining",
    re.IGNORECASE,
)
_DONE = frozenset({"inactive", "entered-in-error", "completed", "cancelled", "rejected"})
_GENDERS = {"female": "woman", "male": "man", "other": "other gender", "unknown": ""}


@dataclass(frozen=True, slots=True)
class Fact:
    """A few words and where they come from."""

    words: str
    chip: Chip | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One source's record of the person. `first` where there is nothing it was joined to."""

    title: str
    since: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Everything the bar shows, in words."""

    family: str
    given: str
    own_script: str
    initials: str
    who: str
    spoken: str
    pronouns: str
    died: str
    allergies: list[Fact]
    no_known: Fact | None
    code_status: Fact | None
    identifiers: list[Fact]
    phones: list[Fact]
    records: list[Record]
    restricted: int


def bar(chart: Chart, card: Card, records: list[Matched], chips: Chips) -> Bar:
    """The identity bar, from what this viewer may see."""
    name = next((p.name for p in reversed(chart.persons) if p.name), None)
    family = (name.family if name else "") or card.sort_name or "Name not known"
    given = " ".join(name.given) if name and name.family else ""
    return Bar(
        family=family,
        given=given,
        own_script=_own_script(chart),
        initials=((given[:1] or "") + family[:1]).upper(),
        who=_who(chart, chips),
        spoken=_spoken(chart),
        pronouns=next((p.pronouns for p in reversed(chart.persons) if p.pronouns), ""),
        died=_died(chart, card, chips),
        allergies=_allergies(chart, chips),
        no_known=_no_known(chart, chips),
        code_status=_code_status(chart, chips),
        identifiers=_identifiers(chart, chips),
        phones=_phones(chart, chips),
        records=[_record(one, chips) for one in records],
        restricted=sum(
            bool(v.source and v.source.label) for kind in chart.kinds() for v in chart.of(kind)
        ),
    )


def _own_script(chart: Chart) -> str:
    names = (name.plain for person in reversed(chart.persons) for name in person.names)
    return next((n for n in names if any(ord(c) > 0x24F and c.isalpha() for c in n)), "")


def _who(chart: Chart, chips: Chips) -> str:
    age = chart.age(chips.calendar.today)
    born = (
        f"born {chips.calendar.born(chart.birth_date)}"
        if chart.birth_date
        else "birth date not known"
    )
    return join(str(age) if age is not None else "", _GENDERS.get(chart.gender, ""), born)


def _spoken(chart: Chart) -> str:
    language = next((p.language for p in reversed(chart.persons) if p.language), "")
    wants = wants_interpreter(chart)
    asked = "" if wants is None else "interpreter" if wants else "no interpreter"
    return join(language_name(language), asked) or "language not asked yet"


def _died(chart: Chart, card: Card, chips: Chips) -> str:
    at = next((p.deceased_at for p in reversed(chart.persons) if p.deceased_at), None)
    if at:
        return f"Died {chips.calendar.born(at)}"
    return "Died" if card.died or any(p.deceased for p in chart.persons) else ""


def _allergies(chart: Chart, chips: Chips) -> list[Fact]:
    found: dict[str, Fact] = {}
    for allergy in reversed(active_allergies(chart)):
        words = allergy.code.words
        reaction = ", ".join(allergy.reactions[:2])
        found.setdefault(words.casefold(), Fact(join(words, reaction), chips.of(allergy)))
    return list(found.values())


def _no_known(chart: Chart, chips: Chips) -> Fact | None:
    said = next((a for a in reversed(chart.allergies) if a.absent), None)
    return Fact("No known allergies", chips.of(said)) if said else None


def _code_status(chart: Chart, chips: Chips) -> Fact | None:
    """The latest word of any source about resuscitation."""
    found = sorted(_about_resuscitation(chart), key=lambda pair: _started(pair[1]))
    if not found:
        return None
    words, value = found[-1]
    return Fact(words[:120], chips.of(value))


def _about_resuscitation(chart: Chart) -> Iterable[tuple[str, Value]]:
    standing: list[Flag | Consent] = [*chart.of("Flag"), *chart.of("Consent")]
    for value in standing:
        words = join(value.code.words, getattr(value, "scope", ""), getattr(value, "category", ""))
        if value.status not in _DONE and _CODE_STATUS.search(words):
            yield value.code.words or words, value
    known: dict[str, bool] = {}
    for observation in chart.observations:
        name = observation.code.words
        if name not in known:
            known[name] = bool(_CODE_STATUS.search(name))
        if known[name] and observation.status not in _DONE:
            yield join(name, answer(observation), by=": "), observation


def _started(value: Value) -> float:
    return value.began.start.timestamp() if value.began else 0.0


def _identifiers(chart: Chart, chips: Chips) -> list[Fact]:
    """One number a source: our own first, medical record numbers first, no social security numbers."""
    found: dict[tuple[str, str], Fact] = {}
    ours, newest = our_own(), chart.persons[::-1]
    for person in sorted(newest, key=lambda p: not (p.source and p.source.feed in ours)):
        title = chips.title(person.source)
        usable = [
            i for i in person.identifiers if i.type != "SS" and "ssn" not in i.system and i.value
        ]
        usable.sort(key=lambda i: i.type != "MR")
        for known in usable[:2]:
            found.setdefault((title, known.value), Fact(known.value[:40], chips.of(person), title))
    return list(found.values())[:8]


def _phones(chart: Chart, chips: Chips) -> list[Fact]:
    found: dict[str, Fact] = {}
    for person in reversed(chart.persons):
        for number, use in phones_of(person):
            found.setdefault(
                re.sub(r"\D", "", number)[-10:], Fact(tidy(number), chips.of(person), use)
            )
    return list(found.values())[:6]


def phones_of(person: Patient) -> list[tuple[str, str]]:
    """(number, home or mobile) of the numbers in use."""
    return [
        (t.value[:40], t.use)
        for t in person.telecoms
        if t.system in ("phone", "sms", "") and t.use != "old" and t.value
    ]


def _record(one: Matched, chips: Chips) -> Record:
    by = "the matching rules" if one.by.startswith("linking ") else one.by
    return Record(one.title, chips.calendar.day_of(one.since), by, "; ".join(one.why))
