"""Which medicines an allergy speaks of: the class behind the words, and what is only a cross note.

Classes are general pharmacology (UNCONFIRMED, a pharmacist confirms). `same` is the class itself;
`cross` is a related class where most people do well and somebody still has to ask.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from northstar.chart.value import Concept
from northstar.knowledge.ingredients import classes_of, ingredients_of, members, named_in
from northstar.knowledge.table import Row

REVIEWED = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class AllergyClass:
    """A class an allergy may name. `words` are how lists write it, lower case."""

    row: Row
    same: str
    words: tuple[str, ...]
    cross: str = ""
    note: str = ""


def _class(same: str, words: str, cross: str = "", note: str = "") -> AllergyClass:
    row = Row(
        code=f"allergy-{same}",
        value=same,
        effective_from=date(2020, 1, 1),
        source="General pharmacology",
        reviewed=REVIEWED,
        note=note,
    )
    return AllergyClass(row, same, tuple(words.split("; ")), cross, note)


CLASSES: tuple[AllergyClass, ...] = (
    _class("penicillin", "penicillin; penicillins; pcn; beta-lactam; beta lactam; penicilina",
           "cephalosporin", "most people with a penicillin allergy take cephalosporins safely; ask about the reaction"),
    _class("cephalosporin", "cephalosporin; cephalosporins",
           "penicillin", "a shared side chain matters more than the class; ask about the reaction"),
    _class("carbapenem", "carbapenem; carbapenems"),
    _class("sulfonamide-antibiotic", "sulfa; sulfas; sulfonamide; sulfonamides; sulfa drugs; sulfa antibiotics; "
           "sulfonamide antibiotics; sulphonamide; sulfamidas", "",
           "water tablets and other sulfonamides that are not antibiotics are not meant"),
    _class("nsaid", "nsaid; nsaids; non-steroidal; nonsteroidal; anti-inflammatory; antiinflamatorios",
           "salicylate", "aspirin and NSAIDs may share a reaction; ask about asthma and hives"),
    _class("salicylate", "salicylate; salicylates", "nsaid", "aspirin and NSAIDs may share a reaction"),
    _class("macrolide", "macrolide; macrolides"),
    _class("fluoroquinolone", "quinolone; quinolones; fluoroquinolone; fluoroquinolones"),
    _class("tetracycline", "tetracyclines"),
    _class("aminoglycoside", "aminoglycoside; aminoglycosides"),
    _class("opioid", "opioid; opioids; opiate; opiates; narcotics"),
    _class("ace-inhibitor", "ace inhibitor; ace inhibitors; acei; ace-inhibitor; ace-inhibitors",
           "sacubitril", "swelling under an ACE inhibitor is a labelled contraindication to sacubitril/valsartan"),
    _class("arb", "arb; arbs; angiotensin receptor blocker; angiotensin receptor blockers"),
    _class("statin", "statin; statins; hmg-coa reductase inhibitors"),
    _class("benzodiazepine", "benzodiazepine; benzodiazepines"),
    _class("contrast", "iodinated contrast; contrast media; contrast dye; ivp dye; iodine contrast"),
    _class("insulin", "insulins"),
    _class("thiazide", "thiazide; thiazides"),
    _class("antiepileptic", "anticonvulsant; anticonvulsants"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """What an allergy's words cover: the medicines themselves, and those worth only a question."""

    direct: frozenset[str]
    cross: frozenset[str]
    why: str = ""


@lru_cache(maxsize=16384)
def covered_by(words: str) -> Named:
    """The ingredients that an allergy in these words covers."""
    lower = words.lower()
    named = [found for found in CLASSES if any(_stands_in(word, lower) for word in found.words)]
    direct: set[str] = set(named_in(words))
    cross: set[str] = set()
    why = ""
    for found in named:
        direct |= members(found.same)
    for found in (*named, *_own_classes(tuple(direct))):
        cross |= members(found.cross) or ({found.cross} if found.cross else set())
        if found not in named:
            # One member named ("amoxicillin"): its sisters are the same class, so near that we say it.
            direct |= members(found.same) if found.same in _SHARED else set()
        why = why or found.note
    return Named(frozenset(direct), frozenset(cross - direct), why)


def covers(concept: Concept) -> Named:
    """The same of an allergy as a source wrote it: by its words, else by what its codes say ("drug
    allergy" in words, penicillin in the code; or a code alone)."""
    return covered_by(called(concept))


def called(concept: Concept) -> str:
    """What it is to: the first of its words, displays and codes that names a medicine, else its words."""
    by_code = ", ".join(ingredients_of(Concept("", concept.codings)))
    told = (concept.words, *(coding.display for coding in concept.codings), by_code)
    return next((words for words in told if words and _names_one(words)), concept.words)


def _names_one(words: str) -> bool:
    named = covered_by(words)
    return bool(named.direct or named.cross)


# Classes whose members share the reaction so far that an allergy to one is treated as one to all.
_SHARED = {"penicillin", "sulfonamide-antibiotic", "ace-inhibitor"}


def _own_classes(ingredients: tuple[str, ...]) -> list[AllergyClass]:
    classes = {name for one in ingredients for name in classes_of(one)}
    return [found for found in CLASSES if found.same in classes]


def _stands_in(word: str, lower: str) -> bool:
    at = lower.find(word)
    if at < 0:
        return False
    before, after = lower[at - 1 : at] if at else "", lower[at + len(word) : at + len(word) + 1]
    return not before.isalpha() and not after.isalpha()
