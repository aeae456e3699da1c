"""HL7's composite types (XPN, XTN, XAD, CWE, XCN, PL, CX) as the chart's plain values."""

import re

from northstar.chart.people import Address, ContactPoint, HumanName
from northstar.chart.systems import short
from northstar.chart.value import Coding, Concept
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.hl7v2.tables import ADDRESS_USES, NAME_USES, PHONE_KINDS, PHONE_USES

_NUMBER = re.compile(r"\s*([<>]=?)?\s*([+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15}))\s*")


def name(seg: Segment, field: int, rep: int = 1, use: str = "") -> HumanName | None:
    """XPN: family, given, further given, suffix, prefix, degree, type; None where no part is given."""
    family = seg.text(field, 1, rep, 1)
    given = tuple(
        word for comp in (2, 3) for word in (seg.text(field, comp, rep, 1).strip(),) if word
    )
    if not family and not given:
        return None
    kind = seg.text(field, 7, rep).upper()
    return HumanName(
        family=family,
        given=given,
        use=NAME_USES.get(kind, use),
        prefix=seg.text(field, 5, rep),
        suffix=seg.text(field, 4, rep),
    )


def names(seg: Segment, field: int, use: str = "") -> tuple[HumanName, ...]:
    """Every repetition of a name, once each."""
    found = (name(seg, field, rep, use) for rep in range(1, seg.count(field) + 1))
    return tuple(dict.fromkeys(n for n in found if n))


def person(seg: Segment, field: int, rep: int = 1) -> str:
    """XCN: a clinician's name in reading order; the number alone where there is no name."""
    parts = [seg.text(field, comp, rep, 1) for comp in (6, 3, 4, 2)]
    said = " ".join(part for part in parts if part)
    return said if parts[1] or parts[3] else seg.text(field, 1, rep, 1)


def telecoms(seg: Segment, *fields: tuple[int, str]) -> tuple[ContactPoint, ...]:
    """XTN repetitions of fields given as (field, use): phones as written, e-mail addresses."""
    out: list[ContactPoint] = []
    for field, use in fields:
        for rep in range(1, seg.count(field) + 1):
            out += _telecom(seg, field, rep, use)
    return tuple(dict.fromkeys(out))


def _telecom(seg: Segment, field: int, rep: int, use: str) -> list[ContactPoint]:
    code, kind = seg.text(field, 2, rep).upper(), seg.text(field, 3, rep).upper()
    system = PHONE_KINDS.get(kind, "phone")
    use = PHONE_USES.get(kind) or PHONE_USES.get(code) or use
    found = []
    mail = seg.text(field, 4, rep)
    first = seg.text(field, 1, rep)
    if "@" in first:
        mail, first = mail or first, ""
    # An equipment type of "Internet" beside a phone number describes the address, not the number.
    number = _number(seg, field, rep) or first or seg.text(field, 12, rep)
    if "@" in mail or (code == "NET" and mail):
        found.append(ContactPoint("email", mail, use if use in ("home", "work") else ""))
        system = "phone" if system == "email" else system
    if number and any(letter.isdigit() for letter in number):
        system = "phone" if system == "email" else system
        found.append(ContactPoint(system, number, use))
    return found


def _number(seg: Segment, field: int, rep: int) -> str:
    """Country, area, number and extension where a sender gives them in parts and not as a whole."""
    if seg.text(field, 1, rep):
        return ""
    country, area, local, extension = (seg.text(field, comp, rep) for comp in (5, 6, 7, 8))
    if not local:
        return ""
    whole = " ".join(part for part in (area, local) if part)
    whole = f"+{country.lstrip('+')} {whole}" if country and area else whole
    return f"{whole} x{extension}" if extension else whole


def addresses(seg: Segment, field: int, uses: dict | None = None) -> tuple[Address, ...]:
    """XAD repetitions; empty ones are left out. `uses` are a feed's own address types."""
    found = (address(seg, field, rep, uses) for rep in range(1, seg.count(field) + 1))
    return tuple(dict.fromkeys(a for a in found if a))


def address(seg: Segment, field: int, rep: int = 1, uses: dict | None = None) -> Address | None:
    """XAD: street, other designation, city, state, code, country, type."""
    street = seg.text(field, 1, rep)
    mark = seg.marks.subcomponent
    if mark and mark in seg.raw(field):
        parts = [seg.text(field, 1, rep, sub) for sub in (3, 2)]  # dwelling number, street name
        street = " ".join(p for p in parts if p) if parts[0] else seg.text(field, 1, rep, 1)
        if not parts[0] and parts[1]:
            street = f"{street} {parts[1]}".strip()
    lines = tuple(line for line in (street, seg.text(field, 2, rep)) if line)
    city, state, code, country = (seg.text(field, comp, rep, 1) for comp in (3, 4, 5, 6))
    if not (lines or city or state or code):
        return None
    kind = seg.text(field, 7, rep).upper()
    use = (uses or {}).get(kind) or ADDRESS_USES.get(kind, "")
    return Address(lines, city, state, code, country, use)


def concept(seg: Segment, field: int, rep: int = 1, default: str = "") -> Concept:
    """CWE: code and words in the sender's first choice and its alternate; original text if given."""
    codings = []
    for code, display, system in ((1, 2, 3), (4, 5, 6)):
        given = seg.text(field, code, rep)
        if given and (code == 1 or seg.text(field, system, rep) or seg.text(field, display, rep)):
            named = short(seg.text(field, system, rep, 1)) or default
            codings.append(Coding(named, given, seg.text(field, display, rep)))
    words = seg.text(field, 9, rep) or seg.text(field, 2, rep) or seg.text(field, 5, rep)
    if not words and len(codings) == 1 and not codings[0].system:
        return Concept(codings[0].code)  # a bare word in place of a code
    return Concept(words, tuple(codings))


def words(seg: Segment, field: int, rep: int = 1) -> str:
    """The best human words of a coded field."""
    return seg.text(field, 9, rep) or seg.text(field, 2, rep) or seg.text(field, 1, rep)


def place_name(seg: Segment, field: int) -> str:
    """PL: ward, room and bed in reading order."""
    parts = [seg.text(field, comp, 1, 1) for comp in (1, 2, 3)]
    return " ".join(p for p in parts if p) or seg.text(field, 9)


def number(text: str) -> tuple[str, float | None]:
    """(comparator, number) of a written quantity; (… , None) where it is no number."""
    found = _NUMBER.fullmatch(text)
    return (found.group(1) or "", float(found.group(2))) if found else ("", None)
