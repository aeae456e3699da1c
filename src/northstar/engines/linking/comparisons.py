"""How two records are held against each other, field by field: levels from full agreement to contradiction.

Each level is written twice: in SQL, for Splink, and in Python (`stands`), for one person who arrives.
A test holds them to the same answer on random records. What a level weighs is learned (`model.py`);
what it means in words, and whether it forbids an automatic join, stands here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from northstar.engines.linking.traits import Traits

_steps = DamerauLevenshtein.distance
_like = JaroWinkler.similarity

AGREES, NEUTRAL, CONFLICTS = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Level:
    """`sql` speaks of the columns as Splink names them (`born_l`, `born_r`); ELSE is the last resort.
    `stand`: whether the level agrees, says little, or contradicts. `says`: in words, for a person."""

    name: str
    sql: str
    says: str
    stand: int = NEUTRAL


@dataclass(frozen=True, slots=True)
class Comparison:
    """`stands` gives the number of the level in which two records are; level 0 is silence."""

    name: str
    levels: tuple[Level, ...]
    stands: Callable[[Traits, Traits], int]

    def number(self, level: str) -> int:
        """Where a level stands in the list."""
        return next(n for n, one in enumerate(self.levels) if one.name == level)


def _either_silent(column: str) -> str:
    return f"{column}_l = '' or {column}_r = ''"


def _changed_about(a: Traits, b: Traits) -> bool:
    return _like(a.given, b.family) >= 0.85 and _like(a.family, b.given) >= 0.85


_SWAPPED = "list_contains(families_r, given_l) and list_contains(givens_r, family_l)"
_SWAPPED_ALIKE = "jaro_winkler_similarity(given_l, family_r) >= 0.85 and jaro_winkler_similarity(family_l, given_r) >= 0.85"


def _given(a: Traits, b: Traits) -> int:
    one, other = a.given, b.given
    if not one or not other:
        return 0
    if one == other:
        return 3 - a.given_class
    if one in b.families and a.family in b.givens:
        return 4
    if not a.givens.isdisjoint(b.givens):
        return 5
    if not a.roots.isdisjoint(b.roots):
        return 6
    if (len(one) == 1 or len(other) == 1) and one[0] == other[0]:
        return 7
    if _steps(one, other, score_cutoff=1) <= 1:
        return 8
    if _changed_about(a, b):
        return 9
    return 10 if _like(one, other) >= 0.8 else 11


GIVEN = Comparison("given", (
    Level("silent", _either_silent("given"), ""),
    Level("rare", "given_l = given_r and given_class_l = 2", "given name agrees, a rare one", AGREES),
    Level("same", "given_l = given_r and given_class_l = 1", "given name agrees", AGREES),
    Level("common", "given_l = given_r", "given name agrees, a common one", AGREES),
    Level("swapped", _SWAPPED, "given and family name change places"),
    Level("other name", "list_has_any(givens_l, givens_r)", "given name agrees with another one it goes by", AGREES),
    Level("short form", "list_has_any(roots_l, roots_r)", "given name is a short form of the other", AGREES),
    Level("initial", "(length(given_l) = 1 or length(given_r) = 1) and substr(given_l, 1, 1) = substr(given_r, 1, 1)",
          "given name agrees with an initial"),
    Level("one letter", "damerau_levenshtein(given_l, given_r) <= 1", "given name is spelled a letter apart"),
    Level("swapped, alike", _SWAPPED_ALIKE, "given and family name change places, spelled otherwise"),
    Level("alike", "jaro_winkler_similarity(given_l, given_r) >= 0.8", "given name is spelled otherwise", CONFLICTS),
    Level("differs", "ELSE", "given name differs", CONFLICTS),
), _given)  # fmt: skip


def _family(a: Traits, b: Traits) -> int:
    one, other = a.family, b.family
    if not one or not other:
        return 0
    if one == other:
        return 3 - a.family_class
    if (a.given in b.families and one in b.givens) or _changed_about(a, b):
        return 0
    if one in b.families or other in a.families:
        return 4
    if not a.families.isdisjoint(b.families):
        return 5
    if _steps(one, other, score_cutoff=1) <= 1:
        return 6
    return 7 if _like(one, other) >= 0.85 else 8


FAMILY = Comparison("family", (
    Level("silent", f"{_either_silent('family')} or (family_l <> family_r and (({_SWAPPED}) or ({_SWAPPED_ALIKE})))", ""),
    Level("rare", "family_l = family_r and family_class_l = 2", "family name agrees, a rare one", AGREES),
    Level("same", "family_l = family_r and family_class_l = 1", "family name agrees", AGREES),
    Level("common", "family_l = family_r", "family name agrees, a common one", AGREES),
    Level("part", "list_contains(families_r, family_l) or list_contains(families_l, family_r)",
          "family name is a part or an earlier one of the other's", AGREES),
    Level("shared part", "list_has_any(families_l, families_r)", "family names share a part or an earlier name"),
    Level("one letter", "damerau_levenshtein(family_l, family_r) <= 1", "family name is spelled a letter apart"),
    Level("alike", "jaro_winkler_similarity(family_l, family_r) >= 0.85", "family name is spelled otherwise"),
    Level("differs", "ELSE", "family name differs"),
), _family)  # fmt: skip


def _middle(a: Traits, b: Traits) -> int:
    one, other = a.middle, b.middle
    if not one or not other:
        return 0
    if one == other:
        return 1
    if (len(one) == 1 or len(other) == 1) and one[0] == other[0]:
        return 2
    return 3 if _like(one, other) >= 0.85 else 4


MIDDLE = Comparison("middle", (
    Level("silent", _either_silent("middle"), ""),
    Level("same", "middle_l = middle_r", "middle name agrees", AGREES),
    Level("initial", "(length(middle_l) = 1 or length(middle_r) = 1) and substr(middle_l, 1, 1) = substr(middle_r, 1, 1)",
          "middle initial agrees", AGREES),
    Level("alike", "jaro_winkler_similarity(middle_l, middle_r) >= 0.85", "middle name is spelled otherwise"),
    Level("differs", "ELSE", "middle name differs"),
), _middle)  # fmt: skip


def _suffix(a: Traits, b: Traits) -> int:
    one, other = a.suffix, b.suffix
    if one == other:
        return 1 if one else 0
    return 3 if one and other else 2


SUFFIX = Comparison("suffix", (
    Level("silent", "suffix_l = '' and suffix_r = ''", ""),
    Level("same", "suffix_l = suffix_r", "suffix agrees", AGREES),
    Level("one side", _either_silent("suffix"), "suffix on one side only", CONFLICTS),
    Level("differs", "ELSE", "suffix differs", CONFLICTS),
), _suffix)  # fmt: skip


def _born(a: Traits, b: Traits) -> int:
    one, other = a.born, b.born
    if not one or not other:
        return 0
    if one == other:
        return 1 if len(one) == 8 else 2
    if one.startswith(other) or other.startswith(one):
        return 2
    year = one[:4] == other[:4]
    if year and one[4:6] == other[6:8] and one[6:8] == other[4:6]:
        return 3
    if _steps(one, other, score_cutoff=1) <= 1:
        return 4
    day = one[6:8] == other[6:8]
    if (one[4:6] == other[4:6] and (year or day)) or (year and day):
        return 5
    return 6 if year else 7


_YEAR, _MONTH, _DAY = (
    f"substr(born_l, {start}, {length}) = substr(born_r, {start}, {length})"
    for start, length in ((1, 4), (5, 2), (7, 2))
)
BORN = Comparison("born", (
    Level("silent", _either_silent("born"), ""),
    Level("same", "born_l = born_r and length(born_l) = 8", "birth date agrees", AGREES),
    Level("as far as written", "starts_with(born_l, born_r) or starts_with(born_r, born_l)",
          "birth date agrees as far as it is written"),
    Level("day and month", f"{_YEAR} and substr(born_l, 5, 2) = substr(born_r, 7, 2) and substr(born_l, 7, 2) = substr(born_r, 5, 2)",
          "birth date has day and month the other way round", CONFLICTS),
    Level("one digit", "damerau_levenshtein(born_l, born_r) <= 1", "birth date is a digit apart", CONFLICTS),
    Level("two of three", f"({_MONTH} and ({_YEAR} or {_DAY})) or ({_YEAR} and {_DAY})",
          "birth date agrees in two of year, month and day", CONFLICTS),
    Level("year", _YEAR, "birth date agrees only in the year", CONFLICTS),
    Level("differs", "ELSE", "birth date differs", CONFLICTS),
), _born)  # fmt: skip


def _sex(a: Traits, b: Traits) -> int:
    if not a.sex or not b.sex:
        return 0
    return 1 if a.sex == b.sex else 2


SEX = Comparison("sex", (
    Level("silent", _either_silent("sex"), ""),
    Level("same", "sex_l = sex_r", "sex agrees", AGREES),
    Level("differs", "ELSE", "sex differs", CONFLICTS),
), _sex)  # fmt: skip


def _phone(a: Traits, b: Traits) -> int:
    if not a.phone or not b.phone:
        return 0
    if not a.phones.isdisjoint(b.phones):
        return 1
    return 2 if _steps(a.phone, b.phone, score_cutoff=1) <= 1 else 3


PHONE = Comparison("phone", (
    Level("silent", _either_silent("phone"), ""),
    Level("same", "list_has_any(phones_l, phones_r)", "phone agrees", AGREES),
    Level("one digit", "damerau_levenshtein(phone_l, phone_r) <= 1", "phone is a digit apart"),
    Level("differs", "ELSE", "phone differs"),
), _phone)  # fmt: skip


def _email(a: Traits, b: Traits) -> int:
    if not a.email or not b.email:
        return 0
    if not a.emails.isdisjoint(b.emails):
        return 1
    one, other = a.email.partition("@")[0], b.email.partition("@")[0]
    if one == other:
        return 2
    return 3 if _like(a.email, b.email) >= 0.92 else 4


EMAIL = Comparison("email", (
    Level("silent", _either_silent("email"), ""),
    Level("same", "list_has_any(emails_l, emails_r)", "e-mail agrees", AGREES),
    Level("elsewhere", "split_part(email_l, '@', 1) = split_part(email_r, '@', 1)", "e-mail name agrees at another provider"),
    Level("alike", "jaro_winkler_similarity(email_l, email_r) >= 0.92", "e-mail is spelled almost the same"),
    Level("differs", "ELSE", "e-mail differs"),
), _email)  # fmt: skip


def _ssn(a: Traits, b: Traits) -> int:
    one, other = a.ssn, b.ssn
    if not one or not other:
        return 0
    if not a.ssns.isdisjoint(b.ssns):
        return 1 if len(one) > 4 else 2
    if (len(one) == 4) != (len(other) == 4) and one[-4:] == other[-4:]:
        return 2
    steps = _steps(one, other, score_cutoff=2)
    return 5 if steps > 2 or min(len(one), len(other)) == 4 else 2 + steps


SSN = Comparison("ssn", (
    Level("silent", _either_silent("ssn"), ""),
    Level("same", "list_has_any(ssns_l, ssns_r) and length(ssn_l) > 4", "social security number agrees", AGREES),
    Level("last four", "list_has_any(ssns_l, ssns_r) or ((length(ssn_l) = 4) <> (length(ssn_r) = 4)"
          " and right(ssn_l, 4) = right(ssn_r, 4))", "last four of the social security number agree"),
    Level("one digit", "length(ssn_l) <> 4 and length(ssn_r) <> 4 and damerau_levenshtein(ssn_l, ssn_r) <= 1",
          "social security number is a digit apart", CONFLICTS),
    Level("two digits", "length(ssn_l) <> 4 and length(ssn_r) <> 4 and damerau_levenshtein(ssn_l, ssn_r) <= 2",
          "social security number is two digits apart", CONFLICTS),
    Level("differs", "ELSE", "social security number differs", CONFLICTS),
), _ssn)  # fmt: skip


def _number(a: Traits, b: Traits) -> int:
    if a.assigners.isdisjoint(b.assigners):
        return 0
    return 2 if a.numbers.isdisjoint(b.numbers) else 1


NUMBER = Comparison("number", (
    Level("silent", "not list_has_any(assigners_l, assigners_r)", ""),
    Level("same", "list_has_any(numbers_l, numbers_r)", "the same number of the same assigner", AGREES),
    Level("differs", "ELSE", "another number of the same assigner"),
), _number)  # fmt: skip


def _street(a: Traits, b: Traits) -> int:
    one, other = a.street, b.street
    if not one or not other:
        return 0
    if one == other:
        return 2 if a.unit != b.unit and a.unit and b.unit else 1
    if not a.streets.isdisjoint(b.streets):
        return 1
    if _steps(one, other, score_cutoff=2) <= 2:
        return 3
    return 4 if _like(one, other) >= 0.85 else 5


STREET = Comparison("street", (
    Level("silent", _either_silent("street"), ""),
    Level("same", "(street_l = street_r and (unit_l = unit_r or unit_l = '' or unit_r = ''))"
          " or (street_l <> street_r and list_has_any(streets_l, streets_r))", "address agrees", AGREES),
    Level("another unit", "street_l = street_r", "address agrees but for the unit"),
    Level("two letters", "damerau_levenshtein(street_l, street_r) <= 2", "address is spelled almost the same"),
    Level("alike", "jaro_winkler_similarity(street_l, street_r) >= 0.85", "address is alike"),
    Level("differs", "ELSE", "address differs"),
), _street)  # fmt: skip


def _place(a: Traits, b: Traits) -> int:
    code = bool(a.postal and b.postal)
    town = bool(a.city and b.city)
    if not code and not town:
        return 0
    same_code, same_town = code and a.postal == b.postal, town and a.city == b.city
    if same_code:
        return 1 if same_town else 2
    if same_town:
        return 3
    if code and _steps(a.postal, b.postal, score_cutoff=1) <= 1:
        return 4
    if town and _like(a.city, b.city) >= 0.9:
        return 4
    return 5 if a.state and a.state == b.state else 6


_CODES, _TOWNS = "postal_l <> '' and postal_r <> ''", "city_l <> '' and city_r <> ''"
PLACE = Comparison("place", (
    Level("silent", "(postal_l = '' or postal_r = '') and (city_l = '' or city_r = '')", ""),
    Level("same", "postal_l <> '' and postal_l = postal_r and city_l <> '' and city_l = city_r", "town and postal code agree", AGREES),
    Level("code", "postal_l <> '' and postal_l = postal_r", "postal code agrees", AGREES),
    Level("town", "city_l <> '' and city_l = city_r", "town agrees", AGREES),
    Level("alike", f"({_CODES} and damerau_levenshtein(postal_l, postal_r) <= 1)"
          f" or ({_TOWNS} and jaro_winkler_similarity(city_l, city_r) >= 0.9)", "town or postal code is spelled almost the same"),
    Level("state", "state_l <> '' and state_l = state_r", "state agrees"),
    Level("differs", "ELSE", "town differs"),
), _place)  # fmt: skip


COMPARISONS = (GIVEN, FAMILY, MIDDLE, SUFFIX, BORN, SEX, PHONE, EMAIL, SSN, NUMBER, STREET, PLACE)
PLACES = {comparison.name: number for number, comparison in enumerate(COMPARISONS)}

Pattern = tuple[int, ...]
"""The level of every comparison, in the order of COMPARISONS."""


def pattern(a: Traits, b: Traits) -> Pattern:
    """Hold two records against each other."""
    return (
        _given(a, b), _family(a, b), _middle(a, b), _suffix(a, b), _born(a, b), _sex(a, b), _phone(a, b),
        _email(a, b), _ssn(a, b), _number(a, b), _street(a, b), _place(a, b),
    )  # fmt: skip
