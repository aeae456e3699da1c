"""A paper about somebody else: its own name or birth date is not this person's, though it lies in this chart."""

import re
from datetime import date, timedelta

from northstar.knowledge.calendar import short_day
from northstar.rules.contradiction import GRAVE, asked, looks
from northstar.rules.examples import appointment, chart_of, document, patient
from northstar.rules.paper_labels import births, names
from northstar.rules.papers import papers, when_written
from northstar.rules.procedure_words import mentions
from northstar.rules.procedures_ahead import ahead, alike, told_by
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal
from northstar.rules.wording import with_year

_FRESH = timedelta(days=90)
_CLEARED = re.compile(
    r"\b(?:clear(?:ed|ance)|pre-?op(?:erative)?|anesthesia|fit for)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def find(chart, now):
    """Judged for papers of the last three months; those of a procedure ahead wait for its clock."""
    born, known = _births(chart), _names(chart)
    if not (born or known):
        return
    plans = ahead(chart, now)
    for paper in papers(chart):
        written = when_written(paper)
        if not written or now - written > _FRESH or not (against := _against(paper, born, known)):
            continue
        plan = next((p for p in plans if _of_plan(paper, p)), None)
        two = (_known(chart, against), paper.says(against.quote, told_by(paper), against.start))
        if plan is None:
            yield LookAgain((written + _FRESH).astimezone(now.tzinfo) + timedelta(seconds=1))
            yield _finding(paper, two, now)
            continue
        replaced = [p for p, _ in plan.spoken if p.document != paper.document and _good(p, born)]
        if not replaced:
            yield from asked(
                plan, now, key=f"identity|{paper.document}", severity=GRAVE, ask=_office(paper),
                says=f"has a paper for {plan.name} that is about somebody else",
                two=two, question=_question(paper, against, plan.said),
            )  # fmt: skip
    yield from looks(chart, now)


def _finding(paper, two, now) -> Finding:
    return Finding(
        key=f"identity|{paper.document}",
        says="has a paper in the chart that names somebody else",
        because=two,
        factors={"may be another person's": 12},
        suggests=f"Ask {_office(paper)} whose it is; do not act on it before",
        words=(_question(paper, None, ""),),
        asks=_office(paper),
    )


def _against(paper, born, known):
    """The label that is not this person's; None where one of them is, or where nothing is labelled."""
    told = births(paper.text)
    if told and born:
        return None if any(one.born in born for one in told) else told[0]
    labelled = names(paper.text)
    if labelled and known and not told:
        strangers = [one for one in labelled if not _words(one.name) & known]
        return strangers[0] if len(strangers) == len(labelled) else None
    return None


def _of_plan(paper, plan) -> bool:
    """It speaks of the operation, or it is a clearance written while the operation was planned."""
    written = when_written(paper)
    spoken = any(alike(plan.mention, m) for m in mentions(paper.text) if not m.imaging)
    cleared = bool(_CLEARED.search(paper.title) or _CLEARED.search(paper.text[:1000]))
    return plan.opens <= written <= plan.at and (spoken or cleared)


def _good(paper, born) -> bool:
    """A clearance that carries this person's own birth date."""
    cleared = _CLEARED.search(paper.title) or _CLEARED.search(paper.text[:1000])
    return bool(cleared) and any(one.born in born for one in births(paper.text))


def _births(chart) -> set[date]:
    days = (p.birth_date for p in chart.persons)
    return {date.fromisoformat(day.text[:10]) for day in days if day and len(day.text) >= 10}


def _names(chart) -> set[str]:
    """Every word of every name anybody has for this person, maiden and former ones too."""
    found: set[str] = set()
    for person in chart.persons:
        for name in person.names:
            found |= _words(" ".join((*name.given, name.family, name.text)))
    return found


def _words(name: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(name)}


def _known(chart, against) -> Because:
    """What a paper of this chart with the right birth date says, else the freshest record."""
    told = _told_rightly(chart) if against.born else None
    if told:
        paper, label = told
        says = f"{told_by(paper)}: born {with_year(label.born)}{_swapped(against.born, label.born)}"
        return paper.says(label.quote, says, label.start)
    for person in reversed(chart.persons):
        if against.born and person.birth_date and len(person.birth_date.text) >= 10:
            day = date.fromisoformat(person.birth_date.text[:10])
            says = f"This person was born {with_year(day)}{_swapped(against.born, day)}"
            return Because(says, person.source, person.quote)
        if against.name and person.name:
            return Because(f"This person is {person.name.plain}", person.source, person.quote)
    return Because("No birth date in any source we hold")


def _told_rightly(chart):
    """The latest paper with the right birth date; one with the name of today before one with a former."""
    born = _births(chart)
    found = [(p, label) for p in papers(chart) for label in births(p.text) if label.born in born]
    family = next((p.name.family for p in reversed(chart.persons) if p.name and p.name.family), "")
    # What anybody may see first: the question must not hide behind a paper it does not need.
    found.sort(
        key=lambda pair: (not pair[0].restricted, family.casefold() in pair[1].quote.casefold())
    )
    return found[-1] if found else None


def _swapped(one: date, other: date) -> str:
    """Said where the two days would be one if day and month were exchanged: it may be a slip."""
    same = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    return "; in the other paper day and month stand the other way round" if same else ""


def _office(paper) -> str:
    return f"{paper.author}’s office" if paper.author else f"whoever sent it ({paper.called})"


def _question(paper, against, said: str) -> str:
    told = f" It reads “{against.quote[:120]}”." if against else ""
    when = f" before {said}" if said else ""
    at = when_written(paper)
    return (
        f"Your paper “{paper.title.strip() or 'without a title'}”{f' of {short_day(at.date())}' if at else ''} lies in our patient's "
        f"chart and names somebody else.{told} Whose is it, and will you send ours{when}?"
    )


SIGNAL = Signal(
    code="paper-about-somebody-else",
    title="A paper about somebody else",
    why="A clearance or result of a person with the same name makes somebody look ready who is not.",
    cites="The Joint Commission, NPSG.01.01.01 (two identifiers: a name alone is none); 42 CFR 482.24(c)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=6,
    kinds=("Patient", "DocumentReference", "Section", "DiagnosticReport", "Appointment"),
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_KNEE = appointment("Sat 12 Sep 2026 07:30", service="Right knee replacement")


def _she(born="11 Feb 1958"):
    from northstar.chart.people import HumanName

    return patient(born, "female", names=(HumanName(family="Moss", given=("Ida",)), HumanName(family="Reed", given=("Ida",), use="maiden")))  # fmt: skip


def _clearance(text, at="Fri 4 Sep 2026"):
    return document("Preoperative clearance", at, text=text, author="Dr. A")


EXAMPLES = [
    Example("the clearance has another birth date", chart_of(_she(), _KNEE,
            _clearance("Patient: Ida Moss\nDOB: 03/09/1961\nCleared for surgery.")), _NOW, 1,
            "for right knee replacement", due="Fri 11 Sep 2026 16:00"),
    Example("day and month the other way round is another day", chart_of(_she(), _KNEE,
            _clearance("Patient: Ida Moss, DOB: 11/02/1958. Cleared for surgery.")), _NOW, 1),
    Example("her own birth date", chart_of(_she(), _KNEE,
            _clearance("Patient: Ida Moss\nDOB: 02/11/1958\nCleared for surgery.")), _NOW, 0),
    Example("her surname before she married", chart_of(_she(), _KNEE,
            _clearance("Patient: Ida Reed\nDOB: 02/11/1958\nCleared for surgery.")), _NOW, 0),
    Example("another surname, the same given name and no birth date", chart_of(_she(), _KNEE,
            _clearance("Patient: Ida Brandt\nCleared for surgery.")), _NOW, 0),
    Example("a stranger's name and no birth date", chart_of(_she(), _KNEE,
            _clearance("Patient: Otto Brandt\nCleared for surgery.")), _NOW, 1),
    Example("the birth date of the insured husband", chart_of(_she(), _KNEE,
            _clearance("Patient: Ida Moss\nInsured (husband) DOB: 01/05/1955\nCleared for surgery.")), _NOW, 0),
    Example("the right clearance came later", chart_of(_she(), _KNEE,
            _clearance("DOB: 03/09/1961\nCleared for right knee replacement."),
            _clearance("DOB: 02/11/1958\nCleared for right knee replacement.", "Mon 7 Sep 2026")), _NOW, 0),
    Example("no procedure ahead, a letter with another birth date", chart_of(_she(),
            document("Letter", "Fri 4 Sep 2026", text="Patient: Ida Moss\nDOB: 03/09/1961\nSeen today.")), _NOW, 1,
            "in the chart", looks_again="Wed 2 Dec 2026 23:00:01"),
]  # fmt: skip
