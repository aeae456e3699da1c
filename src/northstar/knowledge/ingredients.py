"""What is in it: the ingredients behind the words and codes of a medicine, a brand, a tea or a herb.

Our own compilation from general pharmacology (UNCONFIRMED; a pharmacist reviews the two tables beside
this file): `ingredients.csv` (name, classes, other names, RxNorm ingredient code where we are sure) and
`brands.csv` (products of several ingredients). Words come first because every feed has them; a code
decides only where the words say nothing.
"""

import csv
import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files

from northstar.chart.value import Concept

_WORD = re.compile(r"[a-zà-ÿ0-9]+")
_SAID = re.compile(r"[a-zà-ÿ0-9]+(?:'[a-z]+)?")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_SHORTEST = 2  # letters that alone are no name in running text
_LONGEST = 4  # words in the longest name, "polyethylene glycol" and the like

# On the skin, in the eye, ear or nose: hardly in the blood, so no pairs and no doubles are argued.
_LOCAL = re.compile(
    r"\b(ophthalmic|ophth|otic|topical|cream|ointment|lotion|shampoo|nasal|eye drops?|ear drops?|"
    r"vaginal|mouthwash|rinse|external)\b",
    re.IGNORECASE,
)
_ABSORBED = {"nitroglycerin", "fentanyl", "testosterone", "estradiol"}

# Taken every day for long, so that a gap in the fills means something.
_DAILY_CLASSES = """
ace-inhibitor arb arni renin-inhibitor statin lipid biguanide sulfonylurea tzd dpp4 glp1 meglitinide
sglt2 insulin ccb beta-blocker thiazide mra antihypertensive glycoside antiarrhythmic
heart-failure antianginal anticoagulant antiplatelet antiepileptic mood ssri snri antidepressant
tca maoi antipsychotic dementia parkinson thyroid antithyroid lama laba inhaled-steroid leukotriene
thiopurine immunosuppressant dmard gout bone hiv urology k-sparing loop-diuretic potassium
"""


def ingredients_of(concept: Concept) -> tuple[str, ...]:
    """The ingredients, in order of mention; an empty tuple where we do not know the words."""
    found = named_in(concept.text) if concept.text else ()
    for coding in () if found else concept.codings:
        found = named_in(coding.display) if coding.display else ()
        if not found and coding.system == "rxnorm":
            found = _by_code().get(coding.code, ())
        if found:
            break
    return found


@lru_cache(maxsize=65536)
def named_in(text: str) -> tuple[str, ...]:
    """Every ingredient that some words name: "losartan-hydrochlorothiazide 50-12.5 mg" names two."""
    lower = text.lower().replace("'", "").replace("’", "")
    found: dict[str, None] = {}
    words = _WORD.findall(lower)
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            named = _names().get(" ".join(words[at : at + length]))
            if named:
                found.update(dict.fromkeys(named))
                at += length - 1
                break
        at += 1
    if not lower.isascii():
        for run in _HAN.findall(lower):
            for name, named in _han_names():
                if name in run:
                    found.update(dict.fromkeys(named))
    return _without_general(found)


def places_named(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """(start, end, ingredients) of every name in a text, in order; written in Latin letters."""
    lower = text.lower().replace("’", "'")
    words = [(m.start(), m.end(), m.group().replace("'", "")) for m in _SAID.finditer(lower)]
    found = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            said = " ".join(word for *_, word in words[at : at + length])
            named = _names().get(said) if len(said) > _SHORTEST else None
            if named:
                found.append((words[at][0], words[at + length - 1][1], named))
                at += length - 1
                break
        at += 1
    return found


def where_named(text: str, ingredient: str) -> tuple[int, int] | None:
    """Where some words name an ingredient, by any of its names; None where only a spelling rule found it."""
    lower = text.lower()
    for name, named in _names().items():
        if ingredient in named and (at := lower.find(name)) >= 0:
            return at, at + len(name)
    return None


def plain_name(concept: Concept) -> str:
    """A name that stays the same for the same medicine: its ingredients, else the words before a strength."""
    known = ingredients_of(concept)
    return " with ".join(known) if known else _before_strength(concept.words)


def classes_of(ingredient: str) -> frozenset[str]:
    """The classes of one ingredient, such as `statin`; its own name is one of them."""
    return _classes().get(ingredient, frozenset()) | {ingredient}


@cache
def members(wanted: str) -> frozenset[str]:
    """The ingredients of a class."""
    return frozenset(name for name, classes in _classes().items() if wanted in classes)


@lru_cache(maxsize=4096)
def taken_daily(ingredient: str) -> bool:
    """Is it a medicine meant for every day, so that a quiet gap matters?"""
    return bool(set(_DAILY_CLASSES.split()) & classes_of(ingredient))


@lru_cache(maxsize=65536)
def is_local(words: str) -> bool:
    """Do the words say skin, eye, ear or nose rather than the whole body?"""
    return bool(_LOCAL.search(words)) and not _ABSORBED & set(named_in(words))


@lru_cache(maxsize=65536)
def _before_strength(words: str) -> str:
    kept = re.split(r"\s+\d|\s*[\[(,]", words.strip().lower(), maxsplit=1)[0]
    return kept.strip() or words.strip().lower()


def _without_general(found: dict[str, None]) -> tuple[str, ...]:
    """ "Insulin glargine" is not also "insulin"; a general name gives way to a nearer one."""
    if "insulin" in found and any(name.startswith("insulin ") for name in found):
        found.pop("insulin")
    return tuple(found)


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = (files("northstar.knowledge") / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Every written name, in lower case and single spaces, with what it stands for."""
    names: dict[str, tuple[str, ...]] = {}
    for row in _rows("ingredients.csv"):
        for name in (row["name"], *row["also"].split(";")):
            names.setdefault(_spelled(name), (row["name"],))
    for row in _rows("brands.csv"):
        names[_spelled(row["name"])] = tuple(row["ingredients"].split(";"))
    names.pop("", None)
    return names


@cache
def _han_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, named) for name, named in _names().items() if _HAN.fullmatch(name))


@cache
def _by_code() -> dict[str, tuple[str, ...]]:
    return {
        code: (row["name"],)
        for row in _rows("ingredients.csv")
        for code in row["rxnorm"].split(";")
        if code
    }


@cache
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("ingredients.csv"):
        found[row["name"]] |= {*row["classes"].split(), row["name"]}
    return {name: frozenset(classes) for name, classes in found.items()}


def _spelled(name: str) -> str:
    plain = name.lower().replace("'", "").replace("’", "")
    return plain if _HAN.fullmatch(plain) else " ".join(_WORD.findall(plain))
