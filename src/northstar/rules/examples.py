"""Charts in a few words, for the examples that stand in every rule.

Every builder is lazy: it only notes what to build, so that importing hundreds of examples costs
nothing; calling the note builds it. `chart_of(stay(admitted="Wed 2 Sep 2026 14:00"))` is a function
without arguments, as `Example.subject` wants it; in a test `chart_of(...)()` is the chart.

Days and times are written as a person would (`example_dates`).
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import partial, wraps
from typing import Any

from msgspec.structs import replace

from northstar.chart import clinical, coverage, medicines, people, visits, words
from northstar.chart.chart import Chart, Heard
from northstar.chart.value import Coding, Concept, Source, Value
from northstar.chart.when import When
from northstar.rules.example_dates import at, moment
from northstar.rules.item import Item


def later(build: Callable) -> Callable[..., Callable[[], Any]]:
    """Note the arguments now, build when called."""

    @wraps(build)
    def note(*args, **kwargs):
        return partial(build, *args, **kwargs)

    return note


@later
def chart_of(*notes, heard=(), patient: str = "example", kin: tuple[str, ...] = ()) -> Chart:
    """A chart of these values; each gets a source with a feed and a key of its own."""
    counts: dict[str, int] = defaultdict(int)
    values = []
    for value in _flat(notes):
        kind = type(value).__name__
        counts[kind] += 1
        values.append((kind, _sourced(value, kind, counts[kind])))
    return Chart(values, patient=patient, heard=_flat([heard]), kin=kin)


@later
def from_feed(feed: str, *notes, written: str = "") -> list[Value]:
    """The same values, said by this feed (and written then)."""
    source = Source(feed=feed, written=moment(written) if written else None)
    return [replace(value, source=source) for value in _flat(notes)]


def concept(text: str = "", **codes: str) -> Concept:
    """`concept("Heart failure", icd10cm="I50.9")`."""
    return Concept(text, tuple(Coding(system, code) for system, code in codes.items()))


@later
def heard(feed: str, kinds: str, first: str, last: str, every_hours: float = 24, gaps=()) -> Heard:
    """How a feed was heard; `kinds` are FHIR names with spaces between, `gaps` pairs of times."""
    return Heard(
        feed=feed,
        kinds=frozenset(kinds.split()),
        first=at(first).start,
        last=at(last).start,
        every=timedelta(hours=every_hours),
        gaps=tuple((at(begins).start, at(ends).start) for begins, ends in gaps),
    )


# Where the person was and will be.


@later
def stay(
    admitted: str = "",
    left: str = "",
    class_code: str = "IMP",
    disposition: str = "",
    facility: str = "Hospital B",
    visit: str = "",
    diagnosed: dict[str, str] | None = None,
    **more,
) -> visits.Encounter:
    """A hospital or facility stay; `diagnosed` maps words to ICD-10-CM codes."""
    more.setdefault("status", "finished" if left else "in-progress")
    return visits.Encounter(
        class_code=class_code,
        start=_when(admitted),
        end=_when(left),
        disposition=disposition,
        facility=facility,
        visit=visit or f"V {admitted or left}",
        diagnoses=tuple(concept(w, icd10cm=code) for w, code in (diagnosed or {}).items()),
        **more,
    )


@later
def step(event: str, at: str, visit: str = "V77", facility: str = "Hospital B", **more):
    """One HL7 v2 step of a visit: `step("A03", "Fri 4 Sep 2026 22:40", disposition="home")`."""
    times = {name: _when(more.pop(name)) for name in ("start", "end") if name in more}
    return visits.Encounter(
        event=event, occurred=_when(at), visit=visit, facility=facility, **times, **more
    )


@later
def visit(at: str, class_code: str = "AMB", status: str = "finished", **more) -> visits.Encounter:
    """A visit outside hospital on one day: AMB, VR (by phone or video) or HH (at home)."""
    more.setdefault("visit", f"V {at}")
    return visits.Encounter(
        status=status, class_code=class_code, start=_when(at), end=_when(at), **more
    )


@later
def appointment(at: str, minutes: int = 30, status: str = "booked", created: str = "", **more):
    """Something booked."""
    return visits.Appointment(
        start=_when(at), minutes=minutes, status=status, created=_when(created), **more
    )


# What is wrong, measured, done, asked for.


@later
def problem(text: str, status: str = "active", since: str = "", ended: str = "", **codes: str):
    """A problem: `problem("Heart failure", icd10cm="I50.9", since="2020")`."""
    return clinical.Condition(
        code=concept(text, **codes),
        clinical_status=status,
        verification_status="confirmed",
        category="problem-list-item",
        onset=_when(since),
        abatement=_when(ended),
    )


@later
def allergy(
    text: str,
    reaction: str = "",
    status: str = "active",
    absent: bool = False,
    category: str = "",
    **codes,
):
    """An allergy, or with `absent` a stated "no known allergies"."""
    return clinical.AllergyIntolerance(
        code=concept(text, **codes),
        clinical_status=status,
        reactions=(reaction,) if reaction else (),
        absent=absent,
        category=category,
    )


@later
def result(
    text: str, /, number: float | None, unit: str, at: str, loinc: str = "", **more
) -> clinical.Observation:
    """A laboratory result or vital sign."""
    more.setdefault("status", "final")
    more.setdefault("category", "laboratory")
    return clinical.Observation(
        code=concept(text, **({"loinc": loinc} if loinc else {})),
        number=number,
        unit=unit,
        effective=_when(at),
        **more,
    )


@later
def procedure(text: str, at: str, codes: dict[str, str] | None = None, **more):
    """Something done."""
    more.setdefault("status", "completed")
    return clinical.Procedure(code=concept(text, **(codes or {})), start=_when(at), **more)


@later
def immunization_on(at: str, text: str = "Hepatitis B vaccine", **more):
    """A vaccine given."""
    more.setdefault("status", "completed")
    return clinical.Immunization(code=concept(text), occurrence=_when(at), **more)


@later
def order(text: str, at: str, category: str = "laboratory", codes=None, **more):
    """An order or, with category "referral", a referral."""
    more.setdefault("status", "active")
    more.setdefault("intent", "order")
    return clinical.ServiceRequest(
        code=concept(text, **(codes or {})), category=category, authored=_when(at), **more
    )


# Medicines.


@later
def fills(**by_ingredient) -> list[medicines.MedicationDispense]:
    """Fills by ingredient: `fills(lisinopril="1 Oct 2026, 30 days")`; several in a tuple.

    After the day, in any order: "30 days", "rxnorm 29046", "ndc 00093111301", "$12.50", "#90".
    """
    return [
        _fill(name.replace("_", " "), text)
        for name, texts in by_ingredient.items()
        for text in ((texts,) if isinstance(texts, str) else texts)
    ]


@later
def prescribed(text: str, at: str, status: str = "active", ended: str = "", codes=None, **more):
    """Prescribed: `codes` as {"rxnorm": "29046"}."""
    return medicines.MedicationRequest(
        code=concept(text, **(codes or {})),
        status=status,
        intent="order",
        authored=_when(at),
        end=_when(ended),
        **more,
    )


@later
def said_taken(text: str, at: str, status: str = "active", codes=None, **more):
    """Said to be taken."""
    return medicines.MedicationStatement(
        code=concept(text, **(codes or {})), status=status, asserted=_when(at), **more
    )


# People, payers, words.


@later
def patient(born: str = "", gender: str = "", died: str | bool | None = None, **more):
    """Demographics; `died` is a day, True where only the death is told, False where a source denies it."""
    return people.Patient(
        birth_date=_when(born),
        gender=gender,
        deceased=None if died is None else bool(died),
        deceased_at=at(died) if isinstance(died, str) else None,
        **more,
    )


@later
def covered(payer: str, start: str = "", end: str = "", status: str = "active", **more):
    """An insurance."""
    return coverage.Coverage(payer=payer, start=_when(start), end=_when(end), status=status, **more)


@later
def payer_answer(decision: str, at: str, deadline: str = "", expires: str = "", **more):
    """What a payer answered to a request for authorization."""
    more.setdefault("use", "preauthorization")
    return coverage.ClaimResponse(
        decision=decision,
        created=_when(at),
        deadline=_when(deadline),
        expires=_when(expires),
        **more,
    )


@later
def asked_payer(at: str, payer: str = "Acorn Health", priority: str = "", **more) -> coverage.Claim:
    """A request for authorization that was sent; in a chart the first has the key "claim-1"."""
    more.setdefault("use", "preauthorization")
    more.setdefault("status", "active")
    return coverage.Claim(created=_when(at), payer=payer, priority=priority, **more)


@later
def call(at: str, status: str = "reached", who: str = "patient", **more) -> words.Communication:
    """A call our staff recorded: reached, left message or no answer; `who` may be caregiver."""
    about = (("reached", who),) if status == "reached" else ()
    return words.Communication(medium="call", status=status, sent=_when(at), about=about, **more)


@later
def message(text: str, at: str, medium: str = "voicemail", **more) -> words.Communication:
    """A message that came in."""
    return words.Communication(medium=medium, text=text, received=_when(at), **more)


@later
def item(note, earlier=(), later=(), answered: bool = False, likely=()) -> Item:
    """A message as the inbox sees it, with those of the same sender before and after it."""
    return Item(
        message=_mailed(note, 1),
        earlier=tuple(_mailed(m, 2 + at) for at, m in enumerate(earlier)),
        later=tuple(_mailed(m, 100 + at) for at, m in enumerate(later)),
        answered=answered,
        likely=tuple(likely),
    )


@later
def document(title: str, at: str, loinc: str = "", **more) -> words.DocumentReference:
    """A document about the person."""
    code = concept(title, **({"loinc": loinc} if loinc else {}))
    return words.DocumentReference(code=code, title=title, date=_when(at), **more)


@later
def task(text: str, at: str, status: str = "requested", due: str = "", **more) -> words.Task:
    """Work asked of somebody; `focus` names what it is about."""
    return words.Task(code=concept(text), authored=_when(at), due=_when(due), status=status, **more)


def _mailed(note, number: int) -> words.Communication:
    told = note() if callable(note) else note
    source = Source(
        feed="mail",
        arrival=f"arrival-{number}",
        locator=f"part:1#0-{len(told.text)}",
        kind="Communication",
        key=f"message-{number}",
    )
    return replace(told, source=source, quote=told.text)


_FEEDS = {
    "Encounter": "hospital",
    "MedicationDispense": "pharmacy",
    "ClaimResponse": "payer",
    "Coverage": "payer",
}


def _sourced(value: Value, kind: str, count: int) -> Value:
    source = value.source or Source(feed=_usual_feed(value, kind))
    key = f"{kind.lower()}-{count}"
    return replace(
        value, source=replace(source, kind=kind, key=key, arrival="arrival", locator=f"0#{key}")
    )


def _usual_feed(value: Value, kind: str) -> str:
    if kind == "Communication" and value.medium == "call":
        return "staff"
    return _FEEDS.get(kind, "clinic")


def _flat(notes) -> list:
    found = []
    for note in notes:
        built = note() if callable(note) else note
        found += _flat(built) if isinstance(built, list | tuple) else [built]
    return found


def _when(text: str) -> When | None:
    return at(text) if text else None


def _fill(name: str, text: str) -> medicines.MedicationDispense:
    day, *rest = (part.strip() for part in text.split(","))
    codes: dict[str, str] = {}
    told: dict[str, float] = {}
    for part in rest:
        if part.endswith(" days"):
            told["days_supply"] = float(part.removesuffix(" days"))
        elif part.startswith("$"):
            told["price"] = float(part[1:])
        elif part.startswith("#"):
            told["quantity"] = float(part[1:])
        else:
            system, _, code = part.partition(" ")
            codes[system] = code
    return medicines.MedicationDispense(
        code=concept(name, **codes), status="completed", handed_over=_when(day), **told
    )
