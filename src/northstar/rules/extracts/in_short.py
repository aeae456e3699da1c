"""Promises as a note is written at work: "Plan: call Thursday", "RN to call her Fri", "Will f/u Mon".

Nobody writes "I" in such a note, so who acts is told by where the words stand: at the head of a sentence,
after "Plan:", or behind one of our own roles. What the person, their family or another office will do is
theirs. The word lists are our own (UNCONFIRMED); in a talk with its speakers named none of it is heard.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from northstar.rules.extracts import verbs
from northstar.rules.extracts.dates import day_beside
from northstar.rules.extracts.turns import is_talk

Heard = tuple[int, int, str]  # where the words begin, where the verb ends, and its plain word

_DOES = rf"(?P<does>{verbs.WRITTEN})(?![\w/])"
_HEAD = r"(?:^|(?<=[.;!?:\n])|(?<=[-–•*][ \t]))[ \t]*(?:[-–•*]|\d{1,2}[.)])?[ \t]*"
OURS = (
    r"(?:(?:the|our|this|care|case|nurse|clinic|outreach)\s+)*"
    r"(?:coordinator|navigator|manager|CC|CM|RN|LPN|LVN|NP|MA|SW|MSW|LCSW|CHW|PharmD|nurse|social worker|community health worker|pharmacist|writer|undersigned|(?:someone|somebody|one)(?:\s+(?:from|of|on)\s+(?:our|the)\s+(?:team|office|clinic|staff|nurses))?|we)"
)
_WILL = r"(?:will(?:\s+(?:also|then|be))?|to|'ll|shall|plans to|agreed to|promised (?:\w+ )?to|is going to|would)"
_PLAN = re.compile(
    r"(?:^|(?<=[.;!?\n]))[ \t]*(?:plan|a/p|p|next(?: steps?)?|to[ -]?do|follow[ -]?up|f/u|action(?:s| items)?|remind(?:er)?(?: to self)?|note to self)[ \t]*[:–-](?P<told>[^\n]*(?:\n[ \t]*(?:[-–•*]|\d{1,2}[.)])[^\n]*)*)",
    re.IGNORECASE,
)
# The verb with nobody before it, after "will" or with a day of its own.
_HEADS = re.compile(
    rf"(?:{_HEAD}to|(?:{_HEAD}|\b(?:and|,)\s+)(?:will(?:\s+(?:also|then|be))?|(?<!\w)(?:promised|agreed|need)(?:\s+to)?|(?:remind me|remember|reminder|do not forget|don't forget) to))\s+{_DOES}",
    re.IGNORECASE,
)
_ROLES = re.compile(
    rf"(?:{_HEAD}|\b(?:and|,|that|said|told \w+|informed \w+|aware)\s+)(?:{OURS})\s*{_WILL}\s+{_DOES}",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:{_HEAD}|,\s*)(?P<does>(?:f/u|fu|follow[ -]?up|return|check[ -]?in|next) (?:phone )?call|next (?:contact|check[ -]?in|outreach)|check[ -]?in|f/u|fu|call(?:\s?-?back)|callback|tcb|c/b|calling|phoning|(?:call|phone|ring)(?=\s+(?:her|him|pt|patient|(?:the )?family|(?:her |his |the )?(?:daughter|son|wife|husband|mother|father))\b))(?![\w/])",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\bpromised (?:\w+ ){1,3}?(?P<does>(?:a|another) (?:phone )?(?:call|ring|call ?back))\b",
    re.IGNORECASE,
)
_OWED = re.compile(
    r"\b(?:needs?|owes? (?:her|him|them|pt|patient)|owed) (?:a |another )?(?P<does>(?:phone )?call(?:\s?-?back)?)\b(?! (?:from|with) (?:us|our)\b)",
    re.IGNORECASE,
)
# "Dana, our nurse, will call": whose it is stands before.
_BY_THE_WAY = re.compile(r"\w,\s+(?:our|the|my|her|his|a) [\w ]{2,30}$", re.IGNORECASE)
_PIECE = re.compile(rf"(?:^|[.;\n]|,? then |, )\s*(?:[-–•*]|\d{{1,2}}[.)])?\s*(?:to |will )?{_DOES}", re.IGNORECASE)  # fmt: skip
# What the person does themselves, or what waits for something to happen.
_THEIRS = re.compile(
    r"^\W{0,3}(?:back\s+|in\s+)?(?:us\b|me\b|911|999|988|112|(?:an\s+|the\s+)?(?:ambulance|clinic|office|emergency|ed\b|er\b|gp\b|111)|if\b|as needed|prn\b|with (?:any|questions|concerns)|for (?:any )?(?:questions|concerns|help)|her own|his own|their own|to (?:the )?(?:clinic|ed|er)\b)"
    r"|\bif (?:worse\w*|no better|not better|symptoms?|needed|any|she|he|they|it|pain|unable|sx)\b",
    re.IGNORECASE,
)


def heard(text: str, now: datetime) -> Iterator[Heard]:
    """Every promise written in short; the same verb may be told twice, the first way counts."""
    if is_talk(text):
        return
    for found in (*_ROLES.finditer(text), *_HEADS.finditer(text)):
        if not _is_theirs(text, found.end()) and not _BY_THE_WAY.search(
            text[: found.start()][-60:]
        ):
            yield _told(found, 0)
    for plan in _PLAN.finditer(text):
        for found in _PIECE.finditer(plan["told"]):
            if not _is_theirs(text, plan.start("told") + found.end()):
                yield _told(found, plan.start("told"))
    for found in _GIVEN.finditer(text):
        yield _told(found, 0)
    for found in (*_BARE.finditer(text), *_OWED.finditer(text)):
        # "Call back" alone is what the person was told to do; with a day it is in somebody's diary.
        if day_beside(_clause(text, found.end()), now) and not _is_theirs(text, found.end()):
            yield _told(found, 0)


def _told(found: re.Match[str], offset: int) -> Heard:
    words = " ".join(found["does"].split())
    begins = found.start() + len(found.group()) - len(found.group().lstrip(" \t\n.,;:-–•*"))
    return offset + begins, offset + found.end(), verbs.written(words)


def _is_theirs(text: str, end: int) -> bool:
    return bool(_THEIRS.search(_clause(text, end)))


def _clause(text: str, end: int) -> str:
    near = text[end : end + 110]
    stop = re.search(r"(?<!\bDr)(?<!\bMrs)(?<!\bMr)(?<!\bMs)[.?!\n;](?!\d)", near)
    return near[: stop.start()] if stop else near
