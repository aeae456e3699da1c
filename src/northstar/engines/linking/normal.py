"""Names, phones and addresses in the form in which they are compared."""

import re
import unicodedata
from functools import lru_cache

from northstar.chart.people import Patient, RelatedPerson

_SSN = {"http://hl7.org/fhir/sid/us-ssn", "2.16.840.1.113883.4.1", "SSA", "SS"}
_NOT_LETTERS = re.compile(r"[^\w]+")
_DEFAULT_DATES = {"1900-01-01", "1901-01-01", "1970-01-01", "2000-01-01"}


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower case without accents, hyphens or blanks: `Peña-López` is `penalopez`."""
    bare = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return _NOT_LETTERS.sub("", bare.casefold())


def families(patient: Patient) -> set[str]:
    """Every family name it goes by, also each part of a double one."""
    found = set()
    for name in patient.names:
        found.add(plain(name.family))
        found.update(plain(part) for part in re.split(r"[\s-]+", name.family) if len(part) > 2)
    return found - {""}


def givens(patient: Patient) -> set[str]:
    """Every first given name."""
    return {
        plain(name.given[0].split()[0])
        for name in patient.names
        if name.given and name.given[0].strip()
    } - {""}


def suffixes(patient: Patient) -> set[str]:
    """Generational suffixes: jr, sr, ii, iii ..."""
    return {plain(name.suffix) for name in patient.names} & {
        "jr",
        "sr",
        "i",
        "ii",
        "iii",
        "iv",
        "v",
    }


def birth(patient: Patient) -> str:
    """A full birth date as ISO text, or '' where unknown, partial, or a system's default."""
    text = patient.birth_date.text[:10] if patient.birth_date else ""
    return text if len(text) == 10 and text not in _DEFAULT_DATES else ""


def phones(patient: Patient | RelatedPerson) -> set[str]:
    """The last ten digits of each phone number."""
    digits = (
        re.sub(r"\D", "", t.value)[-10:]
        for t in patient.telecoms
        if t.system in ("phone", "sms", "")
    )
    return {d for d in digits if len(d) == 10 and len(set(d)) > 2}


def emails(patient: Patient) -> set[str]:
    """E-mail addresses in lower case."""
    return {t.value.strip().casefold() for t in patient.telecoms if t.system == "email"}


def addresses(patient: Patient) -> set[str]:
    """House number with street and postal code, as one word."""
    return {
        f"{plain(' '.join(a.lines))}{a.postal_code[:5]}"
        for a in patient.addresses
        if a.lines and a.postal_code and a.use != "old"
    }


def ssns(patient: Patient) -> set[str]:
    """Nine-digit social security numbers that are not placeholders."""
    digits = (
        re.sub(r"\D", "", i.value)
        for i in patient.identifiers
        if i.system in _SSN or i.type == "SS"
    )
    return {d for d in digits if len(d) == 9 and len(set(d)) > 2}


def numbers(patient: Patient) -> set[str]:
    """Identifiers with their assigner, social security numbers left out."""
    return {
        f"{i.system}|{i.value}"
        for i in patient.identifiers
        if i.system
        and i.value
        and i.system not in _SSN
        and i.type not in ("SS", "DL", "PPN", "AN", "VN")
    }
