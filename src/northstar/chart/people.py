"""People: the patient as one source knows them, those around them, and merges of identities."""

from typing import Any

from msgspec import Struct

from northstar.chart.value import Concept, Value
from northstar.chart.when import When


class Identifier(Struct, gc=False, frozen=True, omit_defaults=True):
    """`system` names the assigner; `type` is the HL7 table 0203 code (MR, SS, MB ...)."""

    system: str
    value: str
    type: str = ""


class HumanName(Struct, gc=False, frozen=True, omit_defaults=True):
    """FHIR HumanName. `text` holds the whole as written where parts were not given."""

    family: str = ""
    given: tuple[str, ...] = ()
    use: str = ""
    prefix: str = ""
    suffix: str = ""
    text: str = ""

    @property
    def plain(self) -> str:
        """Given and family in reading order."""
        return self.text or " ".join((*self.given, self.family)).strip()


class ContactPoint(Struct, gc=False, frozen=True, omit_defaults=True):
    """`system` is phone, email, sms, fax ...; `use` home, work, mobile, old, temp, confidential."""

    system: str
    value: str
    use: str = ""


class Address(Struct, gc=False, frozen=True, omit_defaults=True):
    """FHIR Address; `use` may be home, work, temp, old, confidential."""

    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    use: str = ""


class Patient(Value, frozen=True, omit_defaults=True, kw_only=True):
    """Demographics as one feed gives them. `gender` is FHIR AdministrativeGender."""

    identifiers: tuple[Identifier, ...] = ()
    names: tuple[HumanName, ...] = ()
    birth_date: When | None = None
    gender: str = ""
    telecoms: tuple[ContactPoint, ...] = ()
    addresses: tuple[Address, ...] = ()
    language: str = ""
    interpreter: bool | None = None
    deceased: bool | None = None
    deceased_at: When | None = None
    marital: str = ""
    race: tuple[str, ...] = ()
    ethnicity: str = ""
    religion: str = ""
    pronouns: str = ""
    birth_order: int = 0
    multiple_birth: bool | None = None
    mother_maiden: str = ""
    practitioner: str = ""
    organization: str = ""
    active: bool = True

    @property
    def name(self) -> HumanName | None:
        """The name to show: usual, then official, then the first given."""
        by_use = {name.use: name for name in reversed(self.names)}
        return (
            by_use.get("usual") or by_use.get("official") or (self.names[0] if self.names else None)
        )


def joined(older: Patient, newer: Patient) -> Patient:
    """Both descriptions of one identity as one: what the newer leaves out stays, lists are united.

    A laboratory names less of a person than registration does; its word adds and does not erase.
    """
    said: dict[str, Any] = {}
    for name in Patient.__struct_fields__:
        before, now = getattr(older, name), getattr(newer, name)
        if isinstance(now, tuple):
            said[name] = tuple(dict.fromkeys((*now, *before)))
        else:
            silent = now in ("", None, 0, "unknown") and now is not False
            said[name] = (before or now) if silent else now
    return Patient(**said)


class RelatedPerson(Value, frozen=True, omit_defaults=True, kw_only=True):
    """Next of kin, caregiver, guardian or emergency contact."""

    names: tuple[HumanName, ...] = ()
    relationship: Concept = Concept()
    telecoms: tuple[ContactPoint, ...] = ()
    addresses: tuple[Address, ...] = ()
    start: When | None = None
    end: When | None = None

    @property
    def main(self):
        return self.relationship

    @property
    def began(self):
        return self.start

    @property
    def ended(self):
        return self.end


class Merge(Value, frozen=True, omit_defaults=True, kw_only=True):
    """The feed says two of its identities are one person: `old` is now known by this identity.

    HL7 v2 A34 and A40. `undone` where the feed took it back (A37).
    """

    old: str
    at: When | None = None
    undone: bool = False

    @property
    def began(self):
        return self.at
