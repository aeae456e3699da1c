"""Who a document is about: identifiers, names, addresses and what else tells people apart."""

from northstar.chart.people import Address, ContactPoint, HumanName, Identifier
from northstar.sources.ccda.document import Document, code_of, every, one
from northstar.sources.ccda.places import words

SSN = "2.16.840.1.113883.4.1"
_GENDER = {"F": "female", "M": "male", "UN": "other", "UNK": "unknown"}
_USE = {
    "L": "official",
    "C": "official",
    "P": "nickname",
    "ASGN": "usual",
    "BR": "maiden",
    "BIR": "maiden",
}
_PLACE = {
    "HP": "home",
    "H": "home",
    "HV": "home",
    "WP": "work",
    "TMP": "temp",
    "BAD": "old",
    "MC": "mobile",
}


def identity_of(root) -> str:
    """`root|extension` of the first usable id of the patient, a social security number last; or ''."""
    ids = (
        [i for i in every(one(root, "recordTarget", "patientRole"), "id") if usable(i)]
        if _has(root)
        else []
    )
    best = next((i for i in ids if i.get("root") != SSN), ids[0] if ids else None)
    return f"{best.get('root') or ''}|{best.get('extension') or ''}" if best is not None else ""


def _has(root) -> bool:
    return one(root, "recordTarget", "patientRole") is not None


def usable(el) -> bool:
    """Whether an id names somebody: not one that is said to be missing, nor a social security root alone."""
    if el.get("root") == SSN and not (el.get("extension") or "").strip():
        return False
    return not el.get("nullFlavor") and bool((el.get("extension") or el.get("root") or "").strip())


def patient_fields(doc: Document, role) -> dict:
    """Demographics from a patientRole."""
    person = one(role, "patient")
    fields = {
        "identifiers": tuple(
            Identifier(
                i.get("root") or "", i.get("extension") or "", "SS" if i.get("root") == SSN else ""
            )
            for i in every(role, "id")
            if usable(i)
        ),
        "telecoms": telecoms(role),
        "addresses": addresses(role),
        "organization": name_of(one(role, "providerOrganization")),
    }
    if person is None:
        return fields
    deceased = one(person, "deceasedInd")
    language = next((c for c in every(person, "languageCommunication")), None)
    return {
        **fields,
        "names": names(person),
        "birth_date": doc.when(one(person, "birthTime")),
        "gender": _GENDER.get(code_of(person, "administrativeGenderCode"), ""),
        "language": code_of(language, "languageCode") if language is not None else "",
        "deceased": deceased.get("value") == "true"
        if deceased is not None and deceased.get("value")
        else None,
        "deceased_at": doc.when(one(person, "deceasedTime")),
        "marital": doc.concept(one(person, "maritalStatusCode")).words,
        "religion": doc.concept(one(person, "religiousAffiliationCode")).words,
        "race": tuple(filter(None, (doc.concept(r).words for r in every(person, "raceCode")))),
        "ethnicity": doc.concept(one(person, "ethnicGroupCode")).words,
    }


def names(el) -> tuple[HumanName, ...]:
    """All names of a person or role."""
    return tuple(filter(None, map(_human, every(el, "name"))))


def _human(el) -> HumanName | None:
    def parts(kind: str) -> list[str]:
        return [text for text in map(words, every(el, kind)) if text]

    family, given = " ".join(parts("family")), tuple(parts("given"))
    text = "" if family or given else words(el)
    if not (family or given or text):
        return None
    qualified = {p.get("qualifier") for p in every(el, "family")} | {
        p.get("qualifier") for p in every(el, "given")
    }
    use = "maiden" if "BR" in qualified else _USE.get((el.get("use") or "").split(" ")[0], "")
    return HumanName(family, given, use, " ".join(parts("prefix")), " ".join(parts("suffix")), text)


def telecoms(el) -> tuple[ContactPoint, ...]:
    """Telephone numbers and addresses of mail."""
    found = []
    for each in every(el, "telecom"):
        scheme, _, value = (each.get("value") or "").strip().rpartition(":")
        if value and not each.get("nullFlavor"):
            system = {
                "mailto": "email",
                "fax": "fax",
                "sms": "sms",
                "http": "url",
                "https": "url",
            }.get(scheme.lower(), "email" if "@" in value else "phone")
            found.append(ContactPoint(system, value.strip(), _use(each)))
    return tuple(found)


def addresses(el) -> tuple[Address, ...]:
    """Postal addresses; one without parts keeps its text as a line."""
    found = []
    for each in every(el, "addr"):
        if each.get("nullFlavor"):
            continue
        lines = tuple(filter(None, map(words, every(each, "streetAddressLine"))))
        city, state, postal, country = (
            _text(each, n) for n in ("city", "state", "postalCode", "country")
        )
        if not (lines or city or postal or state):
            lines = tuple(filter(None, (words(each),)))
        if lines or city or state or postal:
            found.append(Address(lines, city, state, postal, country, _use(each)))
    return tuple(found)


def _use(el) -> str:
    return next((_PLACE[u] for u in (el.get("use") or "").split() if u in _PLACE), "")


def _text(el, name: str) -> str:
    found = one(el, name)
    return words(found) if found is not None else ""


def name_of(el) -> str:
    return _text(el, "name") if el is not None else ""
