"""Who the fills are for: one identity a member, and never two people in one."""

from northstar.chart.people import Address, ContactPoint, HumanName, Identifier, Patient
from northstar.chart.when import When
from northstar.sources.fills.cells import text

_GENDERS = {
    "m": "male",
    "f": "female",
    "male": "male",
    "female": "female",
    "x": "other",
    "o": "other",
}


class Members:
    """The people of one file. Families often share one member number: the subscriber's.

    A row whose birth date or first name contradicts the first row of its number becomes an identity
    of its own, so that nobody's medicines land in another's record.
    """

    def __init__(self, assigner: str):
        self.assigner = assigner
        self.people: dict[str, Patient] = {}
        self.rows: dict[str, int] = {}

    def of(self, number: int, row: dict[str, str], born: When | None) -> tuple[str, str]:
        """The identity of a row, and a doubt where its number belongs to somebody else already."""
        value = _patient(row, born, self.assigner)
        member = "-".join(filter(None, (text(row["patient"]), text(row.get("person_code", "")))))
        if member not in self.people or not _another(self.people[member], value):
            self._note(member, number, value)
            return member, ""
        key = "/".join(filter(None, (member, born.text if born else "", _first(value))))
        self._note(key, number, value)
        return key, "Two people share this member number; each is kept apart."

    def _note(self, key: str, number: int, value: Patient) -> None:
        known = self.people.get(key)
        if known is None or _holds(value) > _holds(known):
            self.people[key] = value
            self.rows[key] = number


def _patient(row: dict[str, str], born: When | None, assigner: str) -> Patient:
    member = text(row["patient"])
    code = text(row.get("person_code", ""))
    identifier = Identifier(assigner, f"{member}-{code}" if code else member, "MB")
    postal = text(row.get("postal_code", ""))
    return Patient(
        quote=row["patient"],
        identifiers=(identifier,),
        names=_names(row),
        birth_date=born,
        gender=_GENDERS.get(text(row.get("gender", "")).casefold(), ""),
        telecoms=tuple(
            ContactPoint(system, text(row[system]))
            for system in ("phone", "email")
            if text(row.get(system, ""))
        ),
        addresses=(Address(postal_code=postal),) if postal else (),
        language=text(row.get("language", "")),
    )


def _names(row: dict[str, str]) -> tuple[HumanName, ...]:
    # A surname may well be Null or None, so nothing here counts as an empty word.
    given, family = text(row.get("given", "")), text(row.get("family", ""))
    whole = text(row.get("name", ""))
    if given or family:
        return (HumanName(family=family, given=tuple(given.split())),)
    if whole.count(",") == 1:
        family, given = (part.strip() for part in whole.split(","))
        return (HumanName(family=family, given=tuple(given.split())),)
    return (HumanName(text=whole),) if whole else ()


def _another(known: Patient, seen: Patient) -> bool:
    if known.birth_date and seen.birth_date and known.birth_date.text != seen.birth_date.text:
        return True
    one, two = _first(known), _first(seen)
    return bool(one and two) and not (one.startswith(two) or two.startswith(one))


def _first(value: Patient) -> str:
    name = value.name
    if not name:
        return ""
    words = name.given or tuple(name.text.split())
    return words[0].casefold() if words else ""


def _holds(value: Patient) -> int:
    parts = (
        value.names,
        value.birth_date,
        value.gender,
        value.telecoms,
        value.addresses,
        value.language,
    )
    return sum(map(bool, parts))
