"""The first, careful linking: joins only what cannot reasonably be two people, asks about the rest.

Same: an identifier of the same assigner with nothing against it; or full name, birth date and sex
with a phone, address, e-mail or social security number besides. A shared number alone, or the same
name and birth date alone, never joins. Any conflict (birth date, sex, suffix, first name, twins) asks.
"""

from dataclasses import dataclass

from northstar.chart.people import Patient
from northstar.engines.linking import normal

MODEL = "conservative-1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`verdict` same, ask or different; `weight` orders the questions; `why` says it in words."""

    verdict: str
    weight: float
    why: tuple[str, ...]


def tokens(patient: Patient) -> set[str]:
    """The words under which another record of this person would be found."""
    found = {f"n:{number}" for number in normal.numbers(patient)}
    found |= {f"s:{number}" for number in normal.ssns(patient)}
    born = normal.birth(patient)
    if born:
        found |= {f"b:{born}:{family[:4]}" for family in normal.families(patient)}
        found |= {f"b:{born}:{given}" for given in normal.givens(patient)}
    for phone in normal.phones(patient):
        found |= {f"p:{phone}:{given[:3]}" for given in normal.givens(patient)}
    return {word[:200] for word in found}


def compare(one: Patient, other: Patient) -> Verdict:
    """Are these two descriptions one person?"""
    agreed, conflicts = _weigh(one, other)
    number = normal.numbers(one) & normal.numbers(other)
    named = "given name" in agreed and "family name" in agreed
    extra = {"phone", "address", "e-mail", "social security number"} & set(agreed)
    weight = len(agreed) + 3 * bool(number) - 2 * len(conflicts)
    why = (*(f"{word} agrees" for word in agreed), *(f"{word} differs" for word in conflicts))
    if number:
        why = ("the same number of the same assigner", *why)
        enough = "given name" in agreed or "family name" in agreed or "birth date" in agreed
        return Verdict("same" if enough and not conflicts else "ask", weight, why)
    strong = named and "birth date" in agreed and "sex" in agreed and extra
    if strong and not conflicts:
        return Verdict("same", weight, why)
    partly = ("birth date" in agreed and (named or extra)) or "social security number" in agreed
    worth_asking = partly and not ("given name" in conflicts and "birth date" not in agreed)
    return Verdict("ask" if worth_asking and len(conflicts) < 2 else "different", weight, why)


def _weigh(one: Patient, other: Patient) -> tuple[list[str], list[str]]:
    agreed: list[str] = []
    conflicts: list[str] = []

    def judge(word: str, a: set, b: set, *, decides: bool) -> None:
        if a and b:
            if a & b:
                agreed.append(word)
            elif decides:
                conflicts.append(word)

    judge("given name", normal.givens(one), normal.givens(other), decides=True)
    judge("family name", normal.families(one), normal.families(other), decides=False)
    judge("birth date", {normal.birth(one)} - {""}, {normal.birth(other)} - {""}, decides=True)
    judge(
        "sex", {one.gender} & {"male", "female"}, {other.gender} & {"male", "female"}, decides=True
    )
    judge("suffix", normal.suffixes(one), normal.suffixes(other), decides=True)
    judge("phone", normal.phones(one), normal.phones(other), decides=False)
    judge("e-mail", normal.emails(one), normal.emails(other), decides=False)
    judge("address", normal.addresses(one), normal.addresses(other), decides=False)
    judge("social security number", normal.ssns(one), normal.ssns(other), decides=True)
    if one.multiple_birth or other.multiple_birth:
        conflicts.append("being one of twins")
    if bool(normal.suffixes(one)) != bool(normal.suffixes(other)):
        conflicts.append("suffix on one side only")
    return agreed, conflicts
