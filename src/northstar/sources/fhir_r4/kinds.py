"""Which reader takes which resource type, which of its fields it uses, and which words tell most."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from northstar.chart.value import Value
from northstar.sources.fhir_r4 import (
    take_clinical,
    take_medicines,
    take_other,
    take_payers,
    take_people,
    take_results,
    take_visits,
    take_words,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`take` makes the chart's value; `whose` are the fields that name the patient, in order.

    `uses` are the top-level fields that are read; any other is counted as unmapped. `tells` are the
    fields whose words are quoted, best first. `alone`: it makes sense without a patient, as a fact
    of the feed's directory. `written` are the resource's own times of writing, best first.
    """

    take: Callable[..., Value]
    uses: frozenset[str]
    tells: tuple[str, ...]
    whose: tuple[str, ...] = ("subject", "patient")
    alone: bool = False
    written: tuple[str, ...] = ()


_ALWAYS = "resourceType id meta identifier status subject patient encounter note contained"
_WHY = "reasonCode reasonReference"


def _kind(take, tells, uses, **more) -> Kind:
    whose = more.get("whose", ())
    fields = {*_ALWAYS.split(), *uses.split(), *tells.split(), *whose, *more.get("written", ())}
    return Kind(take, frozenset(fields), tuple(tells.split()), **more)


KINDS: dict[str, Kind] = {
    "Patient": _kind(
        take_people.patient,
        "name birthDate",
        "gender telecom address communication extension deceasedBoolean deceasedDateTime maritalStatus"
        " multipleBirthBoolean multipleBirthInteger generalPractitioner managingOrganization active link",
        whose=(),
    ),
    "RelatedPerson": _kind(
        take_people.related_person,
        "name relationship",
        "telecom address period",
        whose=("patient",),
    ),
    "Condition": _kind(
        take_clinical.condition,
        "code clinicalStatus",
        "verificationStatus category severity onsetDateTime onsetPeriod abatementDateTime"
        " abatementPeriod asserter recorder",
        written=("recordedDate",),
    ),
    "AllergyIntolerance": _kind(
        take_clinical.allergy,
        "code clinicalStatus",
        "verificationStatus type category criticality reaction onsetDateTime onsetPeriod asserter recorder",
        whose=("patient",),
        written=("recordedDate",),
    ),
    "Observation": _kind(
        take_results.observation,
        "code status",
        "category effectiveDateTime effectivePeriod effectiveInstant effectiveTiming valueQuantity"
        " valueCodeableConcept valueString valueInteger valueBoolean valueRange valueRatio valueTime"
        " valueDateTime valuePeriod valueSampledData referenceRange interpretation component performer"
        " basedOn dataAbsentReason",
        written=("issued",),
    ),
    "DiagnosticReport": _kind(
        take_results.diagnostic_report,
        "code status",
        "category effectiveDateTime effectivePeriod performer resultsInterpreter conclusion"
        " conclusionCode presentedForm basedOn",
        written=("issued",),
    ),
    "QuestionnaireResponse": _kind(
        take_results.questionnaire_response,
        "questionnaire status",
        "author source item",
        alone=True,
        written=("authored",),
    ),
    "Procedure": _kind(
        take_clinical.procedure,
        "code status",
        "performedDateTime performedPeriod performer location bodySite statusReason " + _WHY,
    ),
    "Immunization": _kind(
        take_clinical.immunization,
        "vaccineCode status",
        "occurrenceDateTime lotNumber performer statusReason " + _WHY,
        whose=("patient",),
        written=("recorded",),
    ),
    "ServiceRequest": _kind(
        take_clinical.service_request,
        "code category status",
        "intent priority doNotPerform occurrenceDateTime occurrencePeriod occurrenceTiming requester performer"
        " performerType requisition patientInstruction " + _WHY,
        written=("authoredOn",),
    ),
    "Flag": _kind(take_clinical.standing_flag, "code status", "category period"),
    "MedicationRequest": _kind(
        take_medicines.request,
        "medicationCodeableConcept medicationReference status",
        "intent category doNotPerform dispenseRequest dosageInstruction statusReason requester "
        + _WHY,
        written=("authoredOn",),
    ),
    "MedicationStatement": _kind(
        take_medicines.statement,
        "medicationCodeableConcept medicationReference status",
        "effectiveDateTime effectivePeriod dosage informationSource " + _WHY,
        written=("dateAsserted",),
    ),
    "MedicationDispense": _kind(
        take_medicines.dispense,
        "medicationCodeableConcept medicationReference status",
        "daysSupply quantity performer location authorizingPrescription dosageInstruction whenPrepared",
        written=("whenHandedOver",),
    ),
    "Encounter": _kind(
        take_visits.encounter,
        # Where she went tells more of a stay than its name.
        "hospitalization/dischargeDisposition type class status",
        "period hospitalization location serviceProvider serviceType priority diagnosis participant "
        + _WHY,
    ),
    "Appointment": _kind(
        take_visits.appointment,
        "description serviceType appointmentType status",
        "participant start end minutesDuration cancelationReason comment specialty"
        " patientInstruction " + _WHY,
        alone=True,
        written=("created",),
    ),
    "Coverage": _kind(
        take_payers.coverage,
        "type payor status",
        "class subscriberId relationship order period",
        whose=("beneficiary",),
    ),
    "Claim": _kind(
        take_payers.claim,
        "type use status",
        "insurer insurance provider priority total diagnosis",
        whose=("patient",),
        written=("created",),
    ),
    "ClaimResponse": _kind(
        take_payers.claim_response,
        "disposition outcome status",
        "type use insurer item addItem error processNote preAuthRef preAuthPeriod request extension",
        whose=("patient",),
        written=("created",),
    ),
    "DocumentReference": _kind(
        take_words.document,
        "description type status",
        "content context author custodian relatesTo securityLabel",
        alone=True,
        written=("date",),
    ),
    "Communication": _kind(
        take_words.communication,
        "payload topic category status",
        "medium sender recipient reasonCode inResponseTo",
        alone=True,
        written=("received", "sent"),
    ),
    "CarePlan": _kind(
        take_words.care_plan,
        "title category description status",
        "period author activity",
        written=("created",),
    ),
    "Goal": _kind(
        take_words.goal,
        "description lifecycleStatus",
        "startDate target expressedBy",
        written=("statusDate",),
    ),
    "CareTeam": _kind(
        take_words.care_team, "name category status", "period participant", alone=True
    ),
    "Task": _kind(
        take_words.task,
        "description code status",
        "intent focus requester owner restriction executionPeriod businessStatus statusReason",
        whose=("for",),
        alone=True,
        written=("lastModified", "authoredOn"),
    ),
    "Consent": _kind(
        take_words.consent,
        "scope category status",
        "provision organization",
        whose=("patient",),
        alone=True,
        written=("dateTime",),
    ),
}

_TELLS_OTHER = (
    "title code name type eventCoding medicationCodeableConcept vaccineCode deviceName disposition"
    " description category status"
)
_USES_OTHER = "title name code type category class specialty status active date description period"

# What else is read of some types, for the line of detail.
_MORE = {
    "ExplanationOfBenefit": "use insurer provider diagnosis total payment billablePeriod",
    "PractitionerRole": "practitioner organization",
    "MessageHeader": "focus sender eventUri",
    "MedicationAdministration": "dosage medicationReference",
    "FamilyMemberHistory": "relationship condition",
    "RiskAssessment": "prediction",
    "Composition": "section event",
    "Provenance": "target agent activity occurredDateTime",
    "OperationOutcome": "issue",
    "ClinicalImpression": "summary",
    "AppointmentResponse": "appointment participantStatus",
    "DeviceRequest": "codeCodeableConcept",
    "ImagingStudy": "modality procedureCode",
    "Specimen": "receivedTime",
}

OTHER = _kind(
    take_other.kept,
    _TELLS_OTHER,
    _USES_OTHER
    + " authoredOn recorded recordedDate created issued dateTime authored start started effectiveDateTime"
    " effectivePeriod occurrenceDateTime performedDateTime telecom address eventCoding deviceName",
    whose=("subject", "patient", "for", "beneficiary", "individual", "candidate", "actor"),
    alone=True,
    written=("recorded", "issued", "recordedDate", "authoredOn", "created", "date"),
)


def _like_other(more: str) -> Kind:
    return replace(OTHER, uses=OTHER.uses.union(more.split()))


KINDS |= {kind: _like_other(more) for kind, more in _MORE.items()}
