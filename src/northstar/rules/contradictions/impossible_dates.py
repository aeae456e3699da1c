"""Impossible dates: something happened before this person was born, after they died, or is signed in the future."""

import re
from collections import defaultdict
from datetime import date, timedelta

from northstar.rules.examples import (
    chart_of,
    document,
    from_feed,
    immunization_on,
    patient,
    procedure,
    visit,
)
from northstar.rules.papers import papers
from northstar.rules.signal import Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import with_year

_DONE = {
    "Procedure": ("completed",),
    "Encounter": ("finished", "in-progress"),
    "Immunization": ("completed",),
}
_LATE = timedelta(days=2)  # a death at night, and what is written the day after
_EARLY = timedelta(days=1)  # midnight is another moment in another zone
_PAPERWORK = re.compile(
    r"\b(?:death|certif\w+|autops\w+|post-?mortem|document\w*|reconcil\w+|administrative|billing|donat\w+|bereave\w+)\b",
    re.IGNORECASE,
)
_FRESH = timedelta(days=365)


def find(chart, now):
    """One line for each source and kind of impossibility, with the first two of it."""
    found = defaultdict(list)
    born, died = _born(chart), _died(chart)
    for kind, good in _DONE.items():
        for value in chart.of(kind) if kind != "Encounter" else chart.encounters:
            if value.status not in good or not value.began or not value.source:
                continue
            if born and value.began.end <= born[0] - _EARLY:
                found[value.source.feed, "born"].append((value.began, value))
            elif (
                died
                and value.began.start > died[0] + _LATE
                and not _PAPERWORK.search(_words(value))
            ):
                found[value.source.feed, "died"].append((value.began, value))
    for paper in papers(chart):
        ahead = _ahead_of_its_arrival(paper)
        if ahead and now - ahead < _FRESH:
            found[paper.feed, "future"].append((paper.written, paper.value))
    for (feed, what), values in sorted(found.items(), key=lambda item: item[0]):
        yield _finding(feed, what, values, born, died)
    yield from (
        LookAgain(t + _FRESH)
        for p in papers(chart)
        if (t := _ahead_of_its_arrival(p)) and t + _FRESH > now
    )


def _finding(feed, what, values, born, died) -> Finding:
    says = {
        "born": "has a record of something done before the day of birth",
        "died": "has a record of something done after the day of death",
        "future": "has a paper that is dated after the day it came",
    }[what]
    at, first = values[0]
    beside = born[1] if what == "born" else died[1] if what == "died" else None
    day = _full(at)
    name = _words(first) or "A paper"
    two = (because(first, f"{name}, {day}"), beside or _came(first))
    return Finding(
        key=f"{what}|{feed}",
        says=says,
        because=two,
        factors={"may be another person's, or a wrong date": 8},
        suggests=f"Ask {feed}, which wrote it, whose it is and when it was",
        words=(f"Your record dates “{name}” {day}, which cannot be. Whose is it, and when was it?",),
        asks=feed,
        matter="impossible dates",
    )  # fmt: skip


def _words(value) -> str:
    return " ".join(w for w in (value.code.words, getattr(value, "reason", "")) if w) or getattr(
        value, "title", ""
    )


def _born(chart):
    for person in reversed(chart.persons):
        if person.birth_date and person.birth_date.precision == "day":
            return person.birth_date.start, because(person, f"Born {_full(person.birth_date)}")
    return None


def _full(at) -> str:
    """9 Sep 2026; as it was written where the day is not known."""
    return at.text if len(at.text) < 10 else with_year(date.fromisoformat(at.text[:10]))


def _died(chart):
    for person in reversed(chart.persons):
        if person.deceased is False:
            return None
        if person.deceased_at and len(person.deceased_at.text) >= 10:
            return person.deceased_at.end, because(person, f"Died {_full(person.deceased_at)}")
    return None


def _ahead_of_its_arrival(paper):
    """The day on which it claims to be written, where that is days after we had it."""
    source, written = paper.value.source, paper.written
    if not (source and source.received and written) or paper.value.source.kind == "Communication":
        return None
    return written.start if written.start > source.received + _LATE else None


def _came(value) -> Because:
    came = value.source.received
    return Because(f"It came {with_year(came.date())}", value.source, value.quote)


SIGNAL = Signal(
    code="impossible-dates",
    title="A date that cannot be",
    why="It is either another person's record or a wrong date, and both are found only by asking.",
    cites="Kahn et al., eGEMs 2016;4(1):1244 (temporal plausibility); The Joint Commission, NPSG.01.01.01",
    reviewed=date(2026, 11, 22),
    find=find,
    minutes=5,
    kinds=("Patient", "Procedure", "Encounter", "Immunization", "DocumentReference", "Section"),
    after_death=True,
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"

EXAMPLES = [
    Example("an operation before birth", chart_of(patient("11 Feb 1958"), from_feed("hospital", procedure("Appendectomy", "3 Mar 1950"))),
            _NOW, 1, "before the day of birth"),
    Example("seen after death", chart_of(patient("11 Feb 1938", died="2 Aug 2026"), visit("Mon 24 Aug 2026 09:00")), _NOW, 1, "after the day of death"),
    Example("the certificate of death, a week later", chart_of(patient("11 Feb 1938", died="2 Aug 2026"),
            procedure("Death Certification", "9 Aug 2026")), _NOW, 0),
    Example("a note of the day after", chart_of(patient("11 Feb 1938", died="2 Aug 2026"), procedure("Examination", "3 Aug 2026")), _NOW, 0),
    Example("on the day of birth", chart_of(patient("11 Feb 1958"), immunization_on("11 Feb 1958")), _NOW, 0),
    Example("only the year of birth is known", chart_of(patient("1958"), procedure("Appendectomy", "1957")), _NOW, 0),
    Example("an ordinary paper", chart_of(patient("11 Feb 1958"), document("Note", "Fri 4 Sep 2026", text="Seen.")), _NOW, 0),
]  # fmt: skip
