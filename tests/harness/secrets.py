"""One restricted fact of every sort that makes work, words or numbers somewhere, as a clinic would hold it."""

from northstar.chart.clinical import (
    AllergyIntolerance,
    Condition,
    DiagnosticReport,
    Flag,
    Immunization,
    Observation,
    Procedure,
    QuestionnaireResponse,
    ServiceRequest,
)  # fmt: skip
from northstar.chart.coverage import ClaimResponse, Coverage
from northstar.chart.medicines import MedicationDispense, MedicationRequest, MedicationStatement
from northstar.chart.people import ContactPoint, HumanName, RelatedPerson
from northstar.chart.value import Coding, Concept
from northstar.chart.visits import Appointment, Encounter
from northstar.chart.when import when
from northstar.chart.words import (
    CarePlan,
    CareTeam,
    Communication,
    Consent,
    DocumentReference,
    Goal,
    Kept,
    Section,
    Task,
)  # fmt: skip


def coded(word, system, code):
    return Concept(text=word, codings=(Coding(system, code, word),))


def secrets(word):
    """Values as of Tuesday 8 September 2026, half past eight in Los Angeles; `word` stands in each."""
    opioid = coded(f"methadone {word}", "rxnorm", "6813")
    return [
        Condition(code=coded(word, "icd10cm", "F11.20"), clinical_status="active", onset=when("2026-08-01")),
        AllergyIntolerance(code=Concept(word), clinical_status="active", recorded=when("2026-09-01")),
        Observation(
            code=coded(word, "loinc", "2823-3"), status="final", category="laboratory", number=6.9,
            unit="mmol/L", low=3.5, high=5.1, interpretation="HH", effective=when("2026-09-07T15:00:00Z"),
        ),
        Observation(
            code=coded(word, "loinc", "44261-6"), status="final", category="survey", number=24,
            effective=when("2026-09-07T15:00:00Z"),
        ),
        DiagnosticReport(
            code=Concept(word), status="final", category="imaging", conclusion=word,
            issued=when("2026-09-07T15:00:00Z"),
        ),
        Procedure(code=Concept(word), status="completed", start=when("2026-09-01")),
        Immunization(code=Concept(word), status="completed", occurrence=when("2026-08-01")),
        ServiceRequest(
            code=Concept(f"{word} referral"), status="active", intent="order", category="referral",
            requester=word, authored=when("2026-07-01"), orders=("r1",),
        ),
        ServiceRequest(
            code=Concept(f"{word} test"), status="active", intent="order", category="laboratory",
            requester=word, authored=when("2026-08-01"), orders=("l1",),
        ),
        QuestionnaireResponse(
            code=Concept(word), status="completed", authored=when("2026-09-05"), author=word,
            answers=(("44260-8", "3"),),
        ),
        Flag(code=Concept(word), status="active", start=when("2026-09-01")),
        Encounter(
            code=Concept(word), status="finished", class_code="IMP", start=when("2026-09-01T10:00:00Z"),
            end=when("2026-09-04T22:00:00Z"), visit="v1", facility=word, disposition="home", reason=word,
        ),
        Encounter(
            code=Concept(word), status="finished", class_code="EMER", start=when("2026-09-06T10:00:00Z"),
            end=when("2026-09-06T15:00:00Z"), visit="v2", facility=word, disposition="home",
        ),
        Appointment(
            code=Concept(word), status="booked", start=when("2026-09-08T18:00:00Z"), minutes=30,
            practitioner=word, location=word, filler="a1",
        ),
        Appointment(
            code=Concept(word), status="noshow", start=when("2026-09-03T18:00:00Z"), minutes=30,
            practitioner=word, filler="a2",
        ),
        MedicationRequest(
            code=opioid, status="active", intent="order", authored=when("2026-09-01"),
            dosage=f"10 mg daily {word}",
        ),
        MedicationRequest(
            code=coded(f"warfarin {word}", "rxnorm", "11289"), status="stopped", intent="order",
            authored=when("2026-08-01"), end=when("2026-09-04"),
        ),
        MedicationStatement(code=opioid, status="active", asserted=when("2026-09-02")),
        MedicationDispense(
            code=opioid, status="completed", handed_over=when("2026-07-20"), days_supply=30, pharmacy=word,
        ),
        RelatedPerson(
            names=(HumanName(family=word, given=("Li",)),), relationship=Concept("daughter"),
            telecoms=(ContactPoint("phone", "+14155550199"),),
        ),
        DocumentReference(
            code=coded(word, "loinc", "18842-5"), title=word, text=f"{word}. She will be called on Thursday.",
            date=when("2026-09-05"), status="current",
        ),
        Section(title=word, text=f"{word}: stop warfarin. Call her tomorrow.", date=when("2026-09-05")),
        Communication(
            medium="portal", text=f"I cannot breathe. {word}", received=when("2026-09-08T13:00:00Z"),
            sender=word, status="completed",
        ),
        CarePlan(title=word, status="active", start=when("2026-08-01"), activities=(word,)),
        Goal(code=Concept(word), status="active", start=when("2026-08-01")),
        CareTeam(code=Concept(word), status="active", members=(("counsellor", word, "+14155550188"),)),
        Task(code=Concept(word), status="requested", authored=when("2026-09-01"), due=when("2026-09-07")),
        Consent(scope=word, decision="deny", status="active", actor=word, start=when("2026-08-01")),
        Coverage(payer=word, member="X9", status="active", order=1, start=when("2026-01-01")),
        ClaimResponse(
            code=Concept(word), use="preauthorization", decision="denied", payer=word, reason=word,
            created=when("2026-09-04"), deadline=when("2026-09-12"),
        ),
        Kept(title=word, date=when("2026-09-01"), detail=word),
    ]  # fmt: skip
