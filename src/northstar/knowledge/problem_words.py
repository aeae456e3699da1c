"""How people say what is wrong with them: one normal word for many ways to say it.

Our own list from general reading (UNCONFIRMED; the site's clinician reviews and may add):
`problem_words.csv`, a line each: the normal word, symptom or condition, other ways to say it. Pain,
swelling and the like of any part of the body are put together from two lists here.
"""

import csv
import re
from functools import cache
from importlib.resources import files

PARTS = {
    "head": "head", "jaw": "jaw", "face": "face", "scalp": "scalp", "throat": "throat",
    "shoulder": "shoulders?", "arm": "arms?|forearms?|upper arm", "elbow": "elbows?", "wrist": "wrists?", "hand": r"hands?(?! side)",
    "finger": "fingers?|thumbs?|fingertips?", "rib": "ribs?|rib cage", "breast": "breasts?", "flank": "flanks?",
    "groin": "groin", "hip": "hips?", "buttock": "buttocks?|bottom", "leg": "legs?|lower legs?|calf|calves|shins?",
    "thigh": "thighs?", "knee": "knees?|kneecaps?", "ankle": "ankles?", "foot": "foot|feet|midfoot", "heel": "heels?",
    "toe": "toes?", "back": "back|lower back|upper back|spine", "neck": "neck", "chest": "chest",
    "abdominal": "abdomen|abdominal|stomach|belly|tummy|abdo", "tooth": "tooth|teeth", "gum": "gums?",
    "eye": "eyes?", "ear": "ears?", "testicle": "testicles?|testicular", "bladder": "bladder", "skin": "skin",
    "facet": "facets?", "rectal": "rectum|rectal|anal", "muscle": "muscles?", "joint": "joints?",
}  # fmt: skip
FEELINGS = {
    "pain": "pains?|painful|aches?|aching|achy|hurt|hurts|hurting|sore|soreness|discomfort|tender|tenderness|throbbing",
    "swelling": "swelling|swollen|swells?|edema|oedema|effusion",
    "stiffness": "stiffness|stiff",
    "numbness": "numbness|numb",
    "tingling": "tingling|pins and needles",
    "weakness": "weakness|weak",
    "injury": "injury|injuries|injured",
    "cramps": "cramps?|cramping|spasms?",
    "bruising": "bruising|bruises?|bruised",
    "itching": "itching|itchy|itches",
    "bleeding": "bleeding|bleeds?",
    "burning": "burning",
    "fracture": "fractures?|fractured|broken",
    "sprain": "sprain|sprained|strain|strained",
    "arthritis": "arthritis|osteoarthritis",
}


@cache
def named() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for every listed way to say a problem, and the normal word of each, in lower case."""
    normal: dict[str, str] = {}
    for row in _rows():
        for words in (row["says"], *row["words"].split(";")):
            if words.strip():
                normal.setdefault(words.strip().lower(), row["says"])
    longest_first = sorted(normal, key=len, reverse=True)
    pattern = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in longest_first)
    return re.compile(rf"(?<![\w'-])(?:{pattern})(?![\w'])", re.IGNORECASE), normal


@cache
def normal_of(words: str) -> str:
    """The normal word for a way to say it; the words themselves where none is listed."""
    return named()[1].get(" ".join(words.lower().split()), words)


@cache
def kinds() -> dict[str, str]:
    """Whether a normal word is a symptom or a condition."""
    return {row["says"]: row["kind"] for row in _rows()}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (files("northstar.knowledge") / "problem_words.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
