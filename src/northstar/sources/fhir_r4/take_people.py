"""People: the patient, and those around her."""

from northstar.chart.people import (
    Address,
    ContactPoint,
    HumanName,
    Identifier,
    Patient,
    RelatedPerson,
)
from northstar.chart.when import When
from northstar.sources.fhir_r4.arrival import Arrival
from northstar.sources.fhir_r4.fields import (
    concept,
    extension,
    flag,
    moment,
    names,
    part,
    parts,
    period,
    strings,
    text,
    whole,
)

_YES = {"373066001", "Y", "yes", "true"}
_NO = {"373067005", "N", "no", "false"}


def patient(on: Arrival, raw: dict) -> Patient:
    """Demographics, with the US Core additions."""
    died, died_at = _death(on, raw)
    twin, order = _birth(on, raw)
    return Patient(
        identifiers=identifiers(on, raw),
        names=human_names(on, raw),
        birth_date=moment(on, raw, "birthDate"),
        gender=text(on, raw, "gender"),
        telecoms=telecoms(on, raw),
        addresses=addresses(on, raw),
        language=_language(on, raw),
        interpreter=_interpreter(on, raw),
        deceased=died,
        deceased_at=died_at,
        marital=concept(on, raw, "maritalStatus").words,
        race=_groups(on, extension(on, raw, "us-core-race")),
        ethnicity="; ".join(_groups(on, extension(on, raw, "us-core-ethnicity"))),
        religion=concept(on, extension(on, raw, "patient-religion"), "valueCodeableConcept").words,
        pronouns=concept(
            on, extension(on, raw, "individual-pronouns"), "valueCodeableConcept"
        ).words,
        birth_order=order,
        multiple_birth=twin,
        mother_maiden=text(on, extension(on, raw, "mothersMaidenName"), "valueString"),
        practitioner=names(on, raw, "generalPractitioner"),
        organization=names(on, raw, "managingOrganization"),
        active=flag(on, raw, "active") is not False,
    )


def related_person(on: Arrival, raw: dict) -> RelatedPerson:
    """Next of kin or caregiver."""
    start, end = period(on, raw, "period")
    return RelatedPerson(
        names=human_names(on, raw),
        relationship=concept(on, raw, "relationship"),
        telecoms=telecoms(on, raw),
        addresses=addresses(on, raw),
        start=start,
        end=end,
    )


def identifiers(on: Arrival, raw: dict) -> tuple[Identifier, ...]:
    """Every identifier that has a value; one without a system belongs to the feed's assigner."""
    return tuple(
        Identifier(
            system=text(on, found, "system", "identifier") or on.feed.assigner,
            value=value,
            type=_identifier_type(on, found),
        )
        for found in parts(on, raw, "identifier")
        if (value := text(on, found, "value", "identifier"))
    )


def _identifier_type(on: Arrival, found: dict) -> str:
    kind = concept(on, found, "type", "identifier")
    if kind.codings and kind.codings[0].code:
        return kind.codings[0].code
    return "SS" if str(found.get("system")).endswith("us-ssn") else ""


def human_names(on: Arrival, raw: dict) -> tuple[HumanName, ...]:
    """Names with their parts; the whole as written only where there are no parts."""
    if type(raw.get("name")) is str:
        on.doubt("name", raw["name"], "expected a name in its parts here")
        return (HumanName(text=raw["name"]),)
    return tuple(filter(None, (_human_name(on, found) for found in parts(on, raw, "name"))))


def _human_name(on: Arrival, found: dict) -> HumanName | None:
    family, given = text(on, found, "family", "name"), strings(on, found, "given", "name")
    whole_name = "" if family or given else text(on, found, "text", "name")
    if not (family or given or whole_name):
        return None
    return HumanName(
        family=family,
        given=given,
        use=text(on, found, "use", "name"),
        prefix=" ".join(strings(on, found, "prefix", "name")),
        suffix=" ".join(strings(on, found, "suffix", "name")),
        text=whole_name,
    )


def telecoms(on: Arrival, raw: dict) -> tuple[ContactPoint, ...]:
    """Phones and addresses of mail that have a value."""
    return tuple(
        ContactPoint(
            system=text(on, found, "system", "telecom"),
            value=value,
            use=text(on, found, "use", "telecom"),
        )
        for found in parts(on, raw, "telecom")
        if (value := text(on, found, "value", "telecom"))
    )


def addresses(on: Arrival, raw: dict) -> tuple[Address, ...]:
    """Postal addresses; where only the whole was written it stands as the one line."""
    return tuple(_address(on, found) for found in parts(on, raw, "address"))


def _address(on: Arrival, found: dict) -> Address:
    lines = strings(on, found, "line", "address")
    city = text(on, found, "city", "address")
    whole_address = text(on, found, "text", "address")
    return Address(
        lines=lines or ((whole_address,) if whole_address and not city else ()),
        city=city,
        state=text(on, found, "state", "address"),
        postal_code=text(on, found, "postalCode", "address"),
        country=text(on, found, "country", "address"),
        use=text(on, found, "use", "address"),
    )


def _language(on: Arrival, raw: dict) -> str:
    spoken = parts(on, raw, "communication")
    chosen = next((one for one in spoken if one.get("preferred") is True), None)
    if chosen is None:
        chosen = spoken[0] if spoken else {}
    found = concept(on, chosen, "language", "communication")
    return (found.codings[0].code if found.codings else "") or found.words


def _interpreter(on: Arrival, raw: dict) -> bool | None:
    said = extension(on, raw, "interpreterRequired")
    if said:
        return flag(on, said, "valueBoolean", "extension")
    needed = extension(on, raw, "us-core-interpreter-needed")
    code = text(on, part(on, needed, "valueCoding", "extension"), "code", "extension")
    return True if code in _YES else False if code in _NO else None


def _death(on: Arrival, raw: dict) -> tuple[bool | None, When | None]:
    if raw.get("deceasedDateTime") is not None:
        return True, moment(on, raw, "deceasedDateTime")
    return flag(on, raw, "deceasedBoolean"), None


def _birth(on: Arrival, raw: dict) -> tuple[bool | None, int]:
    if raw.get("multipleBirthInteger") is not None:
        order = whole(on, raw, "multipleBirthInteger") or 0
        return True, order
    return flag(on, raw, "multipleBirthBoolean"), 0


def _groups(on: Arrival, given: dict) -> tuple[str, ...]:
    """The words of a US Core race or ethnicity: its text, else the groups ticked."""
    if not given:
        return ()
    inner = parts(on, given, "extension")
    ticked = [part(on, one, "valueCoding", "extension") for one in inner if "valueCoding" in one]
    shown = tuple(words for one in ticked if (words := text(on, one, "display", "extension")))
    said = tuple(
        words
        for one in inner
        if one.get("url") == "text" and (words := text(on, one, "valueString", "extension"))
    )
    return shown or said
