"""Whether two systems mean one office or clinician: "Bay Cardiology" and "Cardiology follow-up", "Park, Helen MD" and
"Dr. Helen Park". Not "Physical therapy" and "Occupational therapy", nor two doctors of one family name."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]{3,}")
# What tells no office from another.
_ORDINARY = frozenset(
    [
        "and",
        "the",
        "for",
        "with",
        "from",
        "new",
        "old",
        "follow",
        "followup",
        "visit",
        "appointment",
        "appt",
        "consult",
        "consultation",
        "consultant",
        "referral",
        "refer",
        "evaluation",
        "treatment",
        "evaluate",
        "treat",
        "exam",
        "check",
        "checkup",
        "return",
        "initial",
        "established",
        "patient",
        "note",
        "notes",
        "letter",
        "report",
        "summary",
        "clinic",
        "clinics",
        "office",
        "practice",
        "group",
        "center",
        "centre",
        "medical",
        "medicine",
        "health",
        "healthcare",
        "care",
        "services",
        "service",
        "hospital",
        "department",
        "dept",
        "specialist",
        "specialists",
        "specialty",
        "associates",
        "partners",
        "physicians",
        "doctor",
        "nurse",
        "practitioner",
        "provider",
        "surgery",
        "surgeon",
        "surgical",
        "therapy",
        "therapist",
        "general",
        "internal",
        "outpatient",
        "ambulatory",
        "telehealth",
        "video",
        "phone",
        "virtual",
        "east",
        "west",
        "north",
        "south",
        "mrs",
        "mister",
        "phd",
        "dnp",
        "facc",
        "facs",
        "faap",
        "jr",
        "sr",
        "iii",
    ]
)
_FIELD = re.compile(r"(?:olog|iatr|pedic|metr|opath|genetic|dialys|wound|pain|sleep|rehab|obstetr|vascul|transplant|infusion|hospice|urgent|dental|podiat|nutrit|diet)")  # fmt: skip
_OF_AN_AGE = frozenset({"pediatry", "geriatry"})  # beside another field they tell whom it is for
_ENDS = (
    (re.compile(r"ae"), "e"),
    (re.compile(r"olog(?:ists?|ic|ical)$"), "ology"),
    (re.compile(r"iatr(?:ists?|ic|ics)$"), "iatry"),
    (re.compile(r"ped(?:ics?|ists?)$"), "pedic"),
    (re.compile(r"metrists?$"), "metry"),
    (re.compile(r"^ortho$"), "orthopedic"),
    (re.compile(r"^(?:psych)$"), "psychiatry"),
    (re.compile(r"^nutrition(?:ist|al)s?$|^dieti[ct]ians?$"), "nutrition"),
)


def one_office(asked: Iterable[str], said: Iterable[str]) -> bool:
    """Whether one of the ways in which an office was asked for may mean one of those in which it tells of itself."""
    told = [other for other in said if other]
    return any(_one(one, other) for one in asked if one for other in told)


def another_field(asked: Iterable[str], said: Iterable[str]) -> bool:
    """Whether it tells of a field of medicine, and of another than was asked for."""
    wanted = {word for one in asked for word in _fields(_marks(one))}
    told = {word for one in said for word in _fields(_marks(one))}
    return bool(wanted and told) and not wanted & told


@lru_cache(maxsize=8192)
def _one(asked: str, said: str) -> bool:
    if asked.casefold().strip() == said.casefold().strip():
        return True
    one, other = _marks(asked), _marks(said)
    if fields := _fields(one):
        return bool(fields & other)
    return bool(one and other) and (one <= other or other <= one)


def _fields(words: frozenset[str]) -> set[str]:
    fields = {word for word in words if _FIELD.search(word)}
    return fields - _OF_AN_AGE or fields


@lru_cache(maxsize=8192)
def _marks(words: str) -> frozenset[str]:
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c)
    )
    found = (_root(word) for word in _WORD.findall(bare))
    return frozenset(word for word in found if word and word not in _ORDINARY)


def _root(word: str) -> str:
    for pattern, instead in _ENDS:
        word = pattern.sub(instead, word)
    return word
