"""What is wrong, what was done, what was asked for."""

import re

from northstar.chart.clinical import (
    AllergyIntolerance,
    Condition,
    Flag,
    Immunization,
    Procedure,
    ServiceRequest,
)
from northstar.chart.value import Concept
from northstar.chart.when import When
from northstar.sources.fhir_r4.arrival import Arrival, own_key, tokens
from northstar.sources.fhir_r4.fields import (
    code_of,
    concept,
    concepts,
    flag,
    moment,
    names,
    notes,
    part,
    parts,
    period,
    reasons,
    strings,
    text,
    timed,
)

# SNOMED CT for a stated absence: no known allergy (and by kind), no current problems.
_NONE_KNOWN = {"716186003", "409137002", "428607008", "429625007", "428197003", "1003774007"}
_NONE_SAID = re.compile(
    r"\W*(?:(?:patient )?(?:has |denies )?(?:no|any) (?:known |active )?(?!info)(?:[\w/-]+ ){0,3}allerg(?:y|ies)|nka|nkda|none known)"
    r"(?: \([\w ]+\))?\W*",
    re.IGNORECASE,
)
_NO_PROBLEM = {"160245001", "1157277004"}
_NO_PROBLEM_SAID = re.compile(
    r"\W*(?:no|denies(?: any)?) (?:known |current |active )*(?:problems?|conditions?|diagnos[ei]s)\W*",
    re.IGNORECASE,
)
# The International Patient Summary's codes for a known absence; "no information" is none of them.
_IPS = "absent-unknown-uv-ips"
_WORST_FIRST = {"severe": 0, "moderate": 1, "mild": 2}


def condition(on: Arrival, raw: dict) -> Condition:
    """A problem, diagnosis or concern."""
    code = concept(on, raw, "code")
    onset, onset_end = timed(on, raw, "onset")
    return Condition(
        code=code,
        clinical_status=code_of(on, raw, "clinicalStatus"),
        verification_status=code_of(on, raw, "verificationStatus"),
        category=code_of(on, raw, "category"),
        severity=concept(on, raw, "severity").words,
        onset=onset,
        abatement=_abated(on, raw) or onset_end,
        recorded=moment(on, raw, "recordedDate"),
        asserter=names(on, raw, "asserter") or names(on, raw, "recorder"),
        encounter=on.key_of(raw.get("encounter")),
        note=notes(on, raw),
        absent=code.has("snomed", _NO_PROBLEM)
        or none_known(code, "problem")
        or bool(_NO_PROBLEM_SAID.fullmatch(code.words)),
    )


def none_known(code: Concept, sort: str) -> bool:
    """A code of the International Patient Summary that says none of this sort is known."""
    return any(
        one.system.endswith(_IPS) and one.code.startswith("no-known-") and sort in one.code
        for one in code.codings
    )


def _abated(on: Arrival, raw: dict) -> When | None:
    start, end = timed(on, raw, "abatement")
    return end or start


def allergy(on: Arrival, raw: dict) -> AllergyIntolerance:
    """An allergy or intolerance, or the statement that there is none."""
    code = concept(on, raw, "code")
    reactions = parts(on, raw, "reaction")
    if len(reactions) > 1:
        reactions = sorted(reactions, key=lambda one: _WORST_FIRST.get(str(one.get("severity")), 3))
    if not code.words and reactions:
        code = concept(on, reactions[0], "substance", "reaction")
    return AllergyIntolerance(
        code=code,
        clinical_status=code_of(on, raw, "clinicalStatus"),
        verification_status=code_of(on, raw, "verificationStatus"),
        type=text(on, raw, "type"),
        category=next(iter(strings(on, raw, "category")), ""),
        criticality=text(on, raw, "criticality"),
        reactions=tuple(words for one in reactions for words in _manifested(on, one)),
        severity=text(on, reactions[0], "severity", "reaction") if reactions else "",
        onset=timed(on, raw, "onset")[0],
        recorded=moment(on, raw, "recordedDate"),
        asserter=names(on, raw, "asserter") or names(on, raw, "recorder"),
        absent=code.has("snomed", _NONE_KNOWN)
        or none_known(code, "allerg")
        or bool(_NONE_SAID.fullmatch(code.words)),
    )


def _manifested(on: Arrival, reaction: dict) -> list[str]:
    said = [found.words for found in concepts(on, reaction, "manifestation", "reaction")]
    described = text(on, reaction, "description", "reaction")
    return [words for words in said if words] or ([described] if described else [])


def procedure(on: Arrival, raw: dict) -> Procedure:
    """Something done."""
    start, end = timed(on, raw, "performed")
    performers = parts(on, raw, "performer")
    return Procedure(
        code=concept(on, raw, "code"),
        status=text(on, raw, "status"),
        start=start,
        end=end,
        performer=next((who for one in performers if (who := names(on, one, "actor"))), ""),
        location=names(on, raw, "location"),
        body_site=concept(on, raw, "bodySite").words,
        reason=reasons(on, raw) or concept(on, raw, "statusReason").words,
        encounter=on.key_of(raw.get("encounter")),
        note=notes(on, raw),
    )


def immunization(on: Arrival, raw: dict) -> Immunization:
    """A vaccination given, or not and why."""
    performers = parts(on, raw, "performer")
    return Immunization(
        code=concept(on, raw, "vaccineCode"),
        status=text(on, raw, "status"),
        occurrence=timed(on, raw, "occurrence")[0],
        lot=text(on, raw, "lotNumber"),
        performer=next((who for one in performers if (who := names(on, one, "actor"))), ""),
        reason=concept(on, raw, "statusReason").words or reasons(on, raw),
    )


def service_request(on: Arrival, raw: dict) -> ServiceRequest:
    """An order or referral; answered under its own key or any of its numbers."""
    code = concept(on, raw, "code")
    numbers = [value for _, value in tokens(raw)]
    group = part(on, raw, "requisition").get("value")
    return ServiceRequest(
        code=code,
        status="revoked" if flag(on, raw, "doNotPerform") else text(on, raw, "status"),
        intent=text(on, raw, "intent"),
        category=_category(concept(on, raw, "category")),
        priority=text(on, raw, "priority"),
        authored=moment(on, raw, "authoredOn"),
        occurrence=timed(on, raw, "occurrence")[0],
        requester=names(on, raw, "requester"),
        performer=names(on, raw, "performer") or concept(on, raw, "performerType").words,
        reason=reasons(on, raw),
        orders=(
            f"{raw['resourceType']}/{own_key(raw)}",
            *numbers,
            *((group,) if type(group) is str else ()),
        ),
        encounter=on.key_of(raw.get("encounter")),
        note=notes(on, raw) or text(on, raw, "patientInstruction"),
    )


# SNOMED CT categories of US Core orders, in the words the chart uses.
_CATEGORIES = {
    "108252007": "laboratory",
    "363679005": "imaging",
    "409063005": "counselling",
    "409073007": "education",
    "387713003": "procedure",
    "306206005": "referral",
    "3457005": "referral",
    "103696004": "referral",
}


def _category(found: Concept) -> str:
    for one in found.codings:
        if one.system == "snomed" and one.code in _CATEGORIES:
            return _CATEGORIES[one.code]
    return (found.codings[0].code if found.codings else "") or found.words


def standing_flag(on: Arrival, raw: dict) -> Flag:
    """A standing alert."""
    start, end = period(on, raw, "period")
    return Flag(
        code=concept(on, raw, "code"),
        status=text(on, raw, "status"),
        category=code_of(on, raw, "category"),
        start=start,
        end=end,
    )
