"""Words that cannot wait, by what they mean, as people say them in English, Spanish and Chinese.

Phrases are our own reading of lay language (UNCONFIRMED; the site's clinician reviews them and may add).
They sort attention only: what to do is the site's own escalation text, never advice from here.

The expressions stand in `urgent_words_<language>.txt`: one a line under what it means, where ` gap ` is up to
a few words in between and `<hurt>` and the like are the word lists below. They meet text in lower case,
with plain letters and common misspellings set right (`rules/urgency.py`).
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

from northstar.knowledge.table import Row

REVIEWED = date(2026, 11, 1)


@dataclass(frozen=True)
class Meaning:
    """One thing that may be meant; `weight` orders it among the urgent."""

    row: Row
    title: str
    weight: int
    patterns: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.row.code

    @cached_property
    def found_by(self) -> re.Pattern:
        return re.compile("|".join(map(_whole, self.patterns)) or _NEVER)


_NEVER = r"(?!)"
LANGUAGES = ("en", "es", "zh")

_TITLES = (
    ("chest", "chest pain or tightness", 10),
    ("breath", "trouble breathing", 10),
    ("stroke", "signs of a stroke", 10),
    ("self-harm", "thoughts of suicide or self-harm", 12),
    ("overdose", "too much of a medicine, or poison", 10),
    ("allergic", "swelling of face, lips or tongue, or a grave reaction", 10),
    ("bleeding", "bleeding", 9),
    ("collapse", "fainting, a fit, or not waking", 10),
    ("fall", "a fall with harm", 9),
    ("severe-pain", "very bad pain, or a limb that warns", 8),
    ("sugar", "very low or very high sugar", 9),
    ("pressure", "very high or very low blood pressure", 9),
    ("pregnancy", "trouble in pregnancy or after birth", 10),
    ("violence", "violence or fear at home", 10),
    ("infection", "a fever or infection that cannot wait", 8),
    ("worse", "going downhill", 7),
    ("run-out", "none left of what keeps somebody alive", 9),
    ("caregiver", "a caregiver who cannot go on", 8),
    ("sounds-urgent", "sounds urgent as a whole", 5),
    ("perhaps", "may be urgent, read it early", 4),
    ("help-now", "asks for help at once", 8),
)

# Words that stand for many in the tables.
_STANDS_FOR = {
    " gap ": r"\W+(?:\w+\W+){0,4}?",
    "<hurt>": r"(?:pains?|hurt\w*|tight\w*|pressure|heav(?:y|iness)|squeez\w*|burn(?:s|ing)|ach(?:e|es|ing)|crush\w*)",
    "<swell>": r"(?:swell\w*|swollen|puff\w*|thick|swole)",
    "<face>": r"(?:face|lips?|tongue|throat|eyes?|mouth)",
    "<side>": r"(?:arm|leg|hand|side|face|foot|mouth)",
    "<sudden>": r"(?:sudden(?:ly)?|all of a sudden|all at once)",
    "<self>": r"(?:myself|himself|herself|themselves|themself)",
    "<fall>": r"(?:fell|fallen|falls?|took a (?:bad )?(?:fall|tumble)|tripped|slipped)",
    "<sugar>": r"(?:(?:blood )?sugars?|glucose|meter|dexcom|libre|bg)",
    "<bp>": r"(?:blood pressure|bp|pressure)",
}


@cache
def meanings() -> tuple[Meaning, ...]:
    """Everything that may be meant, with the expressions of every language."""
    tables = [_table(language) for language in LANGUAGES]
    return tuple(
        Meaning(_row(code, title), title, weight, tuple(p for t in tables for p in t.get(code, ())))
        for code, title, weight in _TITLES
    )


def _table(language: str) -> dict[str, list[str]]:
    text = (files("northstar.knowledge") / f"urgent_words_{language}.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    under: list[str] = []
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].replace("-", "").isalpha():
            under = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            under.append(line)
    return found


def _whole(pattern: str) -> str:
    for mark, meant in _STANDS_FOR.items():
        pattern = pattern.replace(mark, meant)
    return pattern


def _row(code: str, title: str) -> Row:
    return Row(
        code=code,
        value=title,
        effective_from=date(2020, 1, 1),
        source="Own reading of lay language; the site's clinician confirms",
        reviewed=REVIEWED,
    )


# What people misspell most; set right before the patterns are tried.
MISSPELLED = {
    "cheast": "chest", "cest": "chest", "husbin": "husband", "chst": "chest", "chect": "chest", "breth": "breath", "breathe": "breathe",
    "breeth": "breathe", "brethe": "breathe", "brething": "breathing", "toung": "tongue", "tounge": "tongue",
    "bleedng": "bleeding", "bledding": "bleeding", "preassure": "pressure", "pressur": "pressure",
    "cant": "can't", "dont": "don't", "wont": "won't", "isnt": "isn't", "doesnt": "doesn't", "havent": "haven't",
    "couldnt": "couldn't", "hasnt": "hasn't", "didnt": "didn't", "im": "i'm", "seizer": "seizure", "siezure": "seizure",
    "sezure": "seizure", "fainded": "fainted", "swolen": "swollen", "swollin": "swollen", "stomack": "stomach",
    "diarhea": "diarrhea", "numbb": "numb", "slured": "slurred", "kil": "kill", "sucide": "suicide", "nite": "night",
    "unconshus": "unconscious", "unconchus": "unconscious", "unconcious": "unconscious", "hed": "head", "noze": "nose",
    "hart": "heart", "stoke": "stroke", "cort": "heart", "sezures": "seizures", "sneezure": "seizure", "bleading": "bleeding",
    "bledin": "bleeding", "tung": "tongue", "toungue": "tongue", "swole": "swollen", "wanna": "want to", "gonna": "going to",
    "dieing": "dying", "sueside": "suicide", "suisidal": "suicidal", "pasted": "passed", "feint": "faint", "fanted": "fainted",
    "brethless": "breathless", "breef": "breath", "breaf": "breath", "axma": "asthma", "dizy": "dizzy", "thro": "throw",
    "vomitting": "vomiting", "vomitin": "vomiting", "confuzed": "confused", "numm": "numb", "parylized": "paralyzed",
    "insalin": "insulin", "insulen": "insulin", "oxigen": "oxygen", "oxegen": "oxygen", "fevor": "fever", "feaver": "fever",
    "infecshun": "infection", "presure": "pressure", "hemmorage": "hemorrhage", "colapsed": "collapsed", "reely": "really",
    "throwed": "threw", "wheezin": "wheezing", "shortness": "shortness", "loosing": "losing", "suger": "sugar", "sugur": "sugar",
}  # fmt: skip

# Long words that may be one letter off; their look-alikes in ordinary use are left alone.
NEARLY = (
    "breathing", "suicide", "suicidal", "overdose", "overdosed", "bleeding", "swelling", "swollen", "seizure",
    "unconscious", "tightness", "pressure", "numbness", "slurred", "collapsed", "vomiting", "pregnant", "allergic",
    "excruciating", "unbearable", "confused",
)  # fmt: skip
ORDINARY = frozenset(
    {
        "spelling",
        "smelling",
        "dwelling",
        "lightness",
        "breeding",
        "blending",
        "confuses",
        "breathings",
    }
)
