"""Pairs of medicines, and of medicines and herbs, that a pharmacist or prescriber must look at.

Levels: `label` (a contraindication in the US label that coordinators meet), `high` (the fifteen pairs of
the ONC-funded consensus), `practical` (common harm in older adults), `herb` (weak or moderate evidence:
a question, never a warning that blocks). The sources of pairs are cited row by row; which drugs belong
to a class is general pharmacology and stands in `ingredients.csv` (UNCONFIRMED, a pharmacist confirms).
The product asks; it never tells anybody to stop or start.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from northstar.knowledge.ingredients import classes_of, members
from northstar.knowledge.table import Row

REVIEWED = date(2026, 11, 1)
_JAMIA = "Phansalkar et al., JAMIA 2012;19:735-743"
_LABEL = "US prescribing information"
_VETERANS = "Roughead et al., interactions in older veterans (PMC2911555)"
_AFP = "American Family Physician 2008;77:73-78; NCCIH 2024"


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair: any of `one` with any of `other` (ingredients or classes, spaces between classes)."""

    row: Row
    level: str
    one: frozenset[str]
    other: frozenset[str]
    effect: str

    @property
    def code(self) -> str:
        return self.row.code


def _pair(code, level, one, other, effect, source, confidence, section="", year=0, note="") -> Pair:
    row = Row(
        code=code,
        value=level,
        effective_from=date(2012, 1, 1),
        source=source,
        section=section,
        year=year,
        confidence=confidence,
        reviewed=REVIEWED,
        note=note,
    )
    return Pair(row, level, _any_of(one), _any_of(other), effect)


def _any_of(names: str) -> frozenset[str]:
    """Ingredients of classes and single names, separated by commas."""
    found: set[str] = set()
    for name in (part.strip() for part in names.split(",")):
        found |= members(name) or {name}
    return frozenset(found)


# The panel's wording names classes; its rejected pairs (gemfibrozil with statins, linezolid with
# triptans, metformin with contrast ...) are deliberately not here.
_CYP3A = "strong-cyp3a4-inhibitor, cyp3a4-inhibitor, protease-inhibitor"
_SOME = "which statins depend on CYP3A4 is our reading: simvastatin, lovastatin, atorvastatin"
_HIGH = [
    ("amphetamine-maoi", "amphetamine", "maoi", "a sudden, dangerous rise of blood pressure"),
    ("atazanavir-ppi", "atazanavir", "ppi", "too little atazanavir in the blood"),
    (
        "febuxostat-thiopurine",
        "febuxostat",
        "thiopurine",
        "azathioprine or mercaptopurine poisoning",
    ),
    ("ssri-maoi", "ssri", "maoi", "serotonin syndrome"),
    ("irinotecan-cyp3a4", "irinotecan", "strong-cyp3a4-inhibitor", "irinotecan poisoning"),
    ("opioid-maoi", "opioid", "maoi", "serotonin syndrome or stopped breathing"),
    ("tricyclic-maoi", "tca", "maoi", "serotonin syndrome"),
    ("qt-qt", "qt-high-risk", "qt-high-risk", "a dangerous heart rhythm (long QT)"),
    ("ramelteon-cyp1a2", "ramelteon", "fluvoxamine", "far too much ramelteon in the blood"),
    (
        "inducer-protease",
        "cyp3a4-inducer",
        "protease-inhibitor",
        "HIV treatment that stops working",
    ),
    ("statin-cyp3a4", "cyp3a4-statin", _CYP3A, "muscle breakdown (rhabdomyolysis)"),
    ("ergot-cyp3a4", "ergot", _CYP3A, "blood vessels that close (ergotism)"),
    (
        "tizanidine-cyp1a2",
        "tizanidine",
        "cyp1a2-inhibitor",
        "very low blood pressure and deep sleepiness",
    ),
    (
        "tranylcypromine-procarbazine",
        "tranylcypromine",
        "procarbazine",
        "a dangerous rise of blood pressure",
    ),
    ("triptan-maoi", "triptan", "maoi", "too much triptan in the blood, narrowed vessels"),
]
_LABELLED = [
    ("acei-arni", "ace-inhibitor", "sacubitril", "swelling of face, lips or tongue (angioedema)",
     "not together, and not within 36 hours of each other"),
    ("nitrate-pde5", "nitrate", "pde5", "a dangerous fall of blood pressure", "not together"),
]  # fmt: skip
_PRACTICAL = [
    ("cyclosporine-statin", "cyclosporine", "statin", "muscle breakdown"),
    ("methotrexate-nsaid", "methotrexate", "nsaid", "too much methotrexate in the blood"),
    ("lithium-ras", "lithium", "ace-inhibitor, arb", "too much lithium in the blood"),
    ("warfarin-nsaid", "warfarin", "nsaid", "bleeding"),
    ("warfarin-antiplatelet", "warfarin", "antiplatelet", "bleeding"),
    ("verapamil-beta-blocker", "verapamil", "beta-blocker", "a very slow heart"),
    ("amiodarone-digoxin", "amiodarone", "digoxin", "too much digoxin in the blood"),
]
_HERBS = [
    ("wort-warfarin", "st john's wort", "warfarin", "warfarin working less (suspected)", "A"),
    ("wort-digoxin", "st john's wort", "digoxin", "digoxin working less", "A"),
    ("wort-verapamil", "st john's wort", "verapamil", "verapamil working less", "A"),
    ("wort-statin", "st john's wort", "statin", "the statin working less", "A"),
    ("wort-hiv", "st john's wort", "hiv", "HIV medicine working less", "A"),
    ("wort-cyclosporine", "st john's wort", "cyclosporine", "cyclosporine working less", "A"),
    ("wort-contraceptive", "st john's wort", "contraceptive", "the pill working less", "A"),
    (
        "wort-antidepressant",
        "st john's wort",
        "ssri, snri, tca, maoi, antidepressant",
        "too much serotonin",
        "A",
    ),
    (
        "danshen-warfarin",
        "danshen",
        "warfarin",
        "raised INR and bleeding in case reports",
        "unconfirmed",
    ),
    ("ginkgo-antiplatelet", "ginkgo", "antiplatelet", "bleeding in case reports", "A"),
    ("ginkgo-warfarin", "ginkgo", "warfarin", "bleeding (possible; trials found none)", "A"),
    ("ginseng-warfarin", "ginseng", "warfarin", "warfarin working less (American ginseng)", "A"),
    ("garlic-warfarin", "garlic", "warfarin", "bleeding (unlikely)", "A"),
    ("cranberry-warfarin", "cranberry", "warfarin", "a raised INR (possible)", "A"),
    ("fish-oil-warfarin", "fish oil", "warfarin", "bleeding (possible; trials found none)", "A"),
    ("vitamin-e-warfarin", "vitamin e", "warfarin", "bleeding above 400 IU (suspected)", "A"),
    ("dong-quai-warfarin", "dong quai", "warfarin", "bleeding", "B"),
    ("alfalfa-warfarin", "alfalfa", "warfarin", "a changed INR", "B"),
    ("cats-claw-anticoagulant", "cat's claw", "anticoagulant", "bleeding (may interact)", "A"),
    ("bitter-orange-maoi", "bitter orange", "maoi", "raised blood pressure", "B"),
    (
        "licorice-digoxin",
        "licorice",
        "digoxin, loop-diuretic, thiazide",
        "low potassium",
        "unconfirmed",
    ),
    (
        "grapefruit-statin",
        "grapefruit",
        "cyp3a4-statin",
        "too much statin in the blood",
        "unconfirmed",
    ),
    ("kava-sedative", "kava", "benzodiazepine, z-drug, opioid", "deep sleepiness", "unconfirmed"),
    ("turmeric-warfarin", "turmeric", "warfarin", "bleeding", "unconfirmed"),
]

PAIRS: tuple[Pair, ...] = (
    *(
        _pair(code, "label", one, other, effect, _LABEL, "unconfirmed", "contraindications", 0, note)
        for code, one, other, effect, note in _LABELLED
    ),
    *(
        _pair(code, "high", one, other, effect, _JAMIA, "A", f"pair {at}", 2012, _SOME if "statin" in code else "")
        for at, (code, one, other, effect) in enumerate(_HIGH, 1)
    ),
    *(
        _pair(code, "practical", one, other, effect, _VETERANS, "A")
        for code, one, other, effect in _PRACTICAL
    ),
    *(_pair(code, "herb", one, other, effect, _AFP, sure) for code, one, other, effect, sure in _HERBS),
)  # fmt: skip


@lru_cache(maxsize=65536)
def between(one: str, other: str) -> tuple[Pair, ...]:
    """The pairs that two ingredients form, in either order, gravest first."""
    if one == other:
        return ()
    return tuple(
        pair
        for pair in PAIRS
        if (one in pair.one and other in pair.other) or (other in pair.one and one in pair.other)
    )


@lru_cache(maxsize=4096)
def in_any_pair(ingredient: str) -> bool:
    """False for most medicines, so that long lists are compared quickly."""
    return any(ingredient in pair.one or ingredient in pair.other for pair in PAIRS)


def pairs_among(ingredients: Iterable[str], *levels: str) -> Iterator[tuple[Pair, str, str]]:
    """Every pair of these levels among some ingredients, with the two names, each once."""
    worth = sorted({name for name in ingredients if in_any_pair(name)})
    for at, one in enumerate(worth):
        for other in worth[at + 1 :]:
            for pair in between(one, other):
                if pair.level in levels:
                    yield pair, one, other


def is_herb(ingredient: str) -> bool:
    """A herb, tea or supplement, which no prescription shows."""
    return bool({"herb", "supplement"} & classes_of(ingredient))
