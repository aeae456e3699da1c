"""What each source system holds of a life, in its own format and under its own numbers."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from northstar.demo.arrivals import Envelope
from northstar.demo.lives import Life, Measured
from northstar.demo.writing import ccda, fhir, fills, hl7
from northstar.demo.writing import mail as letters

_VISIT = timedelta(minutes=20)
_NIGHT = timedelta(hours=14)


def clinic_files(dice: Random, lived: Life, since: datetime, now: datetime) -> Iterator[Envelope]:
    """Our own record: all that was known when it was connected, then each visit the night after it."""
    who = lived.who
    yield Envelope(since, "clinic", f"{who.number}.json", fhir.bundle(list(_history(lived, since)), since))  # fmt: skip
    for at in [*lived.visits, *([lived.missed] if lived.missed else [])]:
        told = datetime.combine(at.date() + timedelta(days=1), time(3, dice.randrange(60)), at.tzinfo)  # fmt: skip
        if since < at and told < now:
            news = list(_visited(lived, at, told))
            yield Envelope(told, "clinic", f"{who.number}-{at:%j}.json", fhir.bundle(news, told))


def _history(lived: Life, since: datetime) -> Iterator[fhir.Resource]:
    who, key = lived.who, lived.who.number
    registered = min([since, *lived.visits])
    yield fhir.patient(who, registered)
    payer, kind, member = lived.plan
    yield fhir.coverage(f"{key}-cov", key, since, payer, kind, member, start=lived.insured[0], end=lived.insured[1])  # fmt: skip
    for i, (illness, onset) in enumerate(lived.illnesses):
        yield fhir.condition(f"{key}-c{i}", key, since, illness.words, illness.icd, illness.snomed, onset=onset)  # fmt: skip
    for i, taken in enumerate(lived.medicines):
        yield fhir.prescription(f"{key}-m{i}", key, since, taken.drug.words, taken.drug.rxnorm,
                                on=taken.since, sig=taken.drug.sig, by=taken.by)  # fmt: skip
    for at in lived.visits:
        if at <= since:
            yield from _visited(lived, at, at + _NIGHT)
    if lived.who.n % 9 == 0:
        yield fhir.allergy(f"{key}-a", key, since, "Penicillin", reaction="Rash", on=lived.visits[0].date())  # fmt: skip
    flu = date(since.year - 1, 10, 5 + who.n % 20)
    yield fhir.vaccine(f"{key}-v", key, since, "Influenza, seasonal, injectable", "141", on=flu)
    if lived.ahead:
        yield fhir.appointment(f"{key}-next", key, since, "Follow-up visit", start=lived.ahead,
                               end=lived.ahead + _VISIT, by=lived.doctor)  # fmt: skip


def _visited(lived: Life, at: datetime, told: datetime) -> Iterator[fhir.Resource]:
    key, when = lived.who.number, f"{at:%y%j}"
    if at == lived.missed:
        yield fhir.appointment(f"{key}-x{when}", key, told, "Nurse visit", start=at, end=at + _VISIT,
                               by=lived.doctor, status="noshow")  # fmt: skip
        return
    reason = lived.illnesses[0][0].words if lived.illnesses else "Annual wellness visit"
    yield fhir.visit(f"{key}-e{when}", key, told, "Office visit", start=at, end=at + _VISIT, by=lived.doctor, reason=reason)  # fmt: skip
    for taken, top, bottom in lived.pressures:
        if taken - timedelta(minutes=5) == at:
            yield fhir.pressure(f"{key}-p{when}", key, told, top, bottom, when=taken)
    if not _goes_to_hospital_b(lived):
        for i, found in enumerate(_on(lived, at)):
            lab = found.lab
            yield fhir.observation(f"{key}-l{when}{i}", key, told, lab.words, lab.loinc, found.value, lab.unit,
                                   when=found.at, flag=found.flag)  # fmt: skip
    icd, words = (lived.illnesses[0][0].icd, lived.illnesses[0][0].words) if lived.illnesses else ("Z00.00", "Wellness visit")  # fmt: skip
    yield fhir.claim(f"{key}-b{when}", key, told, lived.plan[0], on=at.date(), amount=142.5, icd=icd, words=words)  # fmt: skip


def _on(lived: Life, visit: datetime) -> list[Measured]:
    return [found for found in lived.labs if found.at.date() == visit.date()]


def _goes_to_hospital_b(lived: Life) -> bool:
    return lived.who.n % 5 < 2


def hospital_messages(dice: Random, lived: Life, since: datetime, now: datetime) -> Iterator[Envelope]:  # fmt: skip
    """Hospital B: the laboratory of two in five, and half of the stays. Our own record keeps no copy."""
    who, number = lived.who, f"B{lived.who.n:07d}"
    if _goes_to_hospital_b(lived):
        for at in lived.visits:
            found = _on(lived, at)
            if not found:
                continue
            sent = found[0].at + timedelta(hours=dice.randrange(5, 9))
            control = f"{number}-{at:%y%j}"
            values = [(m.lab.loinc, m.lab.words, m.value, m.lab.unit, "", m.flag) for m in found]
            data = hl7.results(who, number, control, sent, order=control, panel=("24323-8", "Metabolic panel"),
                               taken=found[0].at, values=values)  # fmt: skip
            yield Envelope(max(sent, since), "hospital-b", f"oru-{control}.hl7", data)
    for i, (came, left) in enumerate(lived.stays if who.n % 2 else []):
        stay: dict[str, Any] = {"visit": f"W{who.n:07d}{i}", "cls": "I", "ward": "4E^12^A^HOSPB", "admitted": came, "reason": "Pneumonia",
                "diagnosis": ("J18.9", "Pneumonia")}  # fmt: skip
        home = stay | {"left": left, "disposition": "01"}
        for trigger, at, told in (("A01", came, stay), ("A03", left, home)):
            sent = at + timedelta(minutes=4)
            data = hl7.admission(trigger, who, number, f"{number}-{trigger}{i}", sent, **told)  # fmt: skip
            yield Envelope(max(sent, since), "hospital-b", f"adt-{number}-{trigger}{i}.hl7", data)


def documents(dice: Random, lived: Life, since: datetime) -> Iterator[Envelope]:
    """Hospital A: the other half of the stays, as a discharge summary the day after."""
    who = lived.who
    for i, (came, left) in enumerate([] if who.n % 2 else lived.stays):
        at = left + timedelta(hours=18)
        course = (
            "Treated for pneumonia with antibiotics for five days; fever settled on the second day.",
            "Walks as before, eats well, wishes to go home.",
        )
        sections = [ccda.Section("8648-8", "Hospital Course", course, template="1.3.6.1.4.1.19376.1.5.3.1.3.5")]  # fmt: skip
        around = ccda.stay(f"A{who.n:07d}{i}", came, left, "01", "Ward 6")
        data = ccda.document(who, f"A{who.n:07d}", f"D{who.n:07d}{i}", at, code=("18842-5", "Discharge summary"),
                             author="Dr. Ivo Lund", sections=sections, visit=around)  # fmt: skip
        yield Envelope(max(at, since), "hospital-a", f"summary-{who.n:07d}-{i}.xml", data)


def dialysis_files(dice: Random, lived: Life, since: datetime, now: datetime) -> Iterator[Envelope]:
    """The dialysis unit: a chair three mornings a week, booked four weeks ahead."""
    who = lived.who
    if who.n % 61 != 7:
        return
    day = now.date() - timedelta(days=now.weekday())
    for week in range(4):
        for weekday in (1, 3, 5):
            at = datetime.combine(day + timedelta(days=7 * week + weekday), time(11, 30), now.tzinfo)  # fmt: skip
            sent = max(since, at - timedelta(days=26, hours=2))
            key = f"D{who.n:07d}-{at:%y%j}"
            data = hl7.booking(who, f"D{who.n:07d}", key, sent, authority="DIAL", key=key, service="Hemodialysis",
                               start=at, minutes=240, place=f"Chair {who.n % 12 + 1}")  # fmt: skip
            yield Envelope(sent, "dialysis", f"{key}.hl7", data)


def pharmacy_rows(lived: Life, now: datetime) -> Iterator[tuple[date, tuple]]:
    """Each fill with the day it was handed out."""
    payer, _, member = lived.plan
    for i, taken in enumerate(lived.medicines):
        drug = taken.drug
        for refill, on in enumerate(taken.fills):
            rx = f"{7000000 + lived.who.n * 10 + i}"
            yield on, fills.row(lived.who, member, on, drug.words, drug.rxnorm, taken.days, taken.days * drug.a_day,
                                drug.price * taken.days / 30, payer, lived.pharmacy, taken.by, rx, refill, drug.sig)  # fmt: skip


_SAID = (
    "Hello, this is {name}. I would like to move my appointment, please call me back.",
    "Hi, {name} here. I need a refill of my {drug}. Thank you.",
    "This is {name}. I have a question about my bill from the spring.",
    "Good morning, {name} calling. I need a ride for my next visit.",
)


def mail(dice: Random, lived: Life, now: datetime) -> Iterator[Envelope]:
    """A voicemail of the last three days."""
    who = lived.who
    at = now - timedelta(minutes=dice.randrange(30, 4300))
    drug = lived.medicines[0].drug.words.split()[0] if lived.medicines else "medicine"
    words = dice.choice(_SAID).format(name=f"{who.given[0]} {who.family}", drug=drug)
    phone = f"+1 {who.phones[0][:3]} {who.phones[0][3:6]} {who.phones[0][6:]}"
    key = f"vm-{who.number}"
    yield Envelope(
        at,
        "voicemail",
        f"{key}.eml",
        letters.voicemail(key, at, phone, 1, words, letters.hush(), ("audio/wav", "wav")),
    )
