"""What somebody else will do: "Dr. Park will send the report Friday", "she will call us Thursday". It is theirs to
keep; what is ours is to wait for it, and to ask on the day. Who of them works with us is told where the names are known."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from northstar.knowledge.said_how import how_said
from northstar.rules.extracts import in_short, verbs
from northstar.rules.extracts.and_then import halves
from northstar.rules.extracts.dates import day_beside
from northstar.rules.extracts.extract import Extract, Kind, Said
from northstar.rules.extracts.people import RELATIONS
from northstar.rules.extracts.turns import is_talk

_TITLE = r"(?:Dr\.?|Doctor|Nurse|Mrs\.?|Mr\.?|Ms\.?)"
_WORD = r"[A-ZÀ-Þ][a-zß-ÿ'’-]+(?:-[A-Z][a-z]+)?"
_STAFF = r"(?:['’]s? (?:office|nurse|team|clinic|staff|secretary|scheduler|assistant|front desk|MA|PA|NP|RN))"
_NAME = rf"{_TITLE} {_WORD}(?: {_WORD})?{_STAFF}?|{_WORD}(?: {_WORD})?|[A-Z]{{2,3}}(?= )"
_THE = r"(?:(?:the|her|his|their|your|my) )?"
_OFFICE = (
    rf"(?i:{_THE}(?:home health|hospice|visiting|hospital|floor|discharge|dialysis|wound|cardiac|facility|school|insurance|ride|transport)?(?: )?"
    r"(?:nurse|agency|pharmacy|pharmacist|hospital|facility|cardiology|cardiologist|nephrology|nephrologist|neurology|urology|oncology|oncologist|surgeon|surgery|"
    r"orthopedics|radiology|specialist|pcp|physician|doctor|provider|lab|laboratory|insurance|insurer|health plan|payer|plan|medicaid|medicare|transport|transportation|"
    r"vendor|supplier|home health|hospice|dme|snf|rehab|dialysis|school|shelter|caseworker|landlord|therapist|pt/ot)(?:'s office| office| desk| company)?)"
)
_KIN = rf"(?i:{_THE}(?:{'|'.join(sorted(RELATIONS, key=len, reverse=True))}|family))(?: {_WORD})?"
_THEMSELVES = r"(?i:(?:the )?(?:pt|patient|client|member)|she|he|they)"
_ROLE = r"(?:(?i:rn|lpn|cm|chw|sw|msw|lcsw|np|ma|pharmd|colleague|coordinator) )?"
_WHO = (
    rf"{_ROLE}(?:(?P<self>{_THEMSELVES})|(?P<kin>{_KIN})|(?P<office>{_OFFICE})|(?P<named>{_NAME}))"
)
_WILL = r"(?i:\s*(?:'ll|’ll)|\s+(?:will(?: also| then)?|shall|is going to|are going to|plans to|agreed to|has agreed to|promised to|has promised to|is to|says? (?:that )?(?:she|he|they)(?:'ll| will)|said (?:that )?(?:she|he|they)(?:'d|'ll| will| would)|(?:said|says) to))"
_DOES = rf"(?i:(?P<does>{verbs.WRITTEN}|let (?:us|me) know|have|come|get))(?![\w/])"
_SOMEBODY_WILL = re.compile(rf"(?<![\w'’])(?:{_WHO})(?:, (?:our|the|my) [\w ]{{2,20}},)?{_WILL}\s+{_DOES}")  # fmt: skip
# "Sarah to call Fri": with "to" only at the head of what is written, else "asked Sarah to call".
_SOMEBODY_TO = re.compile(rf"(?:^|(?<=[.;!?:\n])|(?<=[-–•*][ \t])|(?<=, ))[ \t]*(?:{_WHO}) to\s+{_DOES}")  # fmt: skip
# "Asked Sarah to call her Fri": who was asked has it now.
_ASKED_TO = re.compile(
    rf"(?i:\b(?:asked|requested|reminded|instructed|arranged for|got|left word for))\s+(?:{_ROLE}(?:(?P<self>(?i:(?:the )?(?:pt|patient|client|member)|her|him|them)\b(?= to\b))|(?P<kin>{_KIN})|(?P<office>{_OFFICE})|(?P<named>{_NAME})))"
    rf"(?:, (?:our|the|my|her|his) [\w ]{{2,20}},)?\s+to\s+{_DOES}"
)
_NOBODY = frozenset(
    ["I", "We", "You", "It", "This", "That", "There", "Who", "Plan", "Will", "And", "But", "Then", "So", "Or", "If", "When", "What", "Next", "Also", "Please", "Agreed", "Promised", "Need",
     "Needs", "Told", "Asked", "Call", "Someone", "Somebody", "Nobody", "Everyone", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Mon", "Tue", "Wed", "Thu",
     "Fri", "Today", "Tomorrow", "LVM", "NA", "TCB", "CB", "FU", "DC", "DME", "ED", "ER", "OK", "PRN", "BP", "HR", "UTR", "The", "A", "An", "Her", "His", "She", "He", "They", "Not", "Unable", "Able", "Due", "Here", "To", "No", "Yes"]
)  # fmt: skip
_OURS = re.compile(rf"(?:{in_short.OURS})$", re.IGNORECASE)
_TO_US = re.compile(
    r"^\W{0,3}(?:\w+ ){0,3}?(?:us|me|back|our|clinic|office|here|writer)\b|^\W{0,3}(?:\w+ ){0,4}to us\b",
    re.IGNORECASE,
)
# A sentence's end, not a title's; or where somebody else begins: "Dana will call her and I will fax the form".
_STOPS = re.compile(
    rf"(?<!\bDr)(?<!\bMrs)(?<!\bMr)(?<!\bMs)[.?!\n;](?!\d)|,?\s*\b(?:and|but|then|so)\s+(?:{in_short.OURS}|I|she|he|they|pt|patient)\s*(?:'ll|will|to|would|is|has)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|unless|in case|should|whether|hopes?|hoping)\b", re.IGNORECASE)
_MAYBE = re.compile(
    r"\bif\b|\bas needed\b|\bprn\b|\bwith (?:any )?(?:questions|concerns)\b|\b(?:911|988|112)\b|\bemergency\b",
    re.IGNORECASE,
)
_SAID_NO = re.compile(
    r"\b(?:declined|declines|refused|refuses|said no|cannot|can't|could not|couldn't|will not|won't|unable)\b",
    re.IGNORECASE,
)


def find(text: str, now: datetime) -> Iterator[Extract]:
    """What others said they would do, with its day; `detail` is who, as it was written. In a talk with its speakers
    named none of it is heard."""
    if is_talk(text):
        return
    ways = (_SOMEBODY_WILL, _SOMEBODY_TO, _ASKED_TO)
    patterns = [found for way in ways for found in way.finditer(text)]
    heard = [one for found in patterns for one in _told(text, found, now)]
    first = {one.start: one for one in reversed(heard)}
    starts = sorted(first)
    for start, after in zip(starts, [*starts, len(text)][1:], strict=True):
        one = first[start]
        words = text[start : min(one.end, after)].rstrip(" ,&")
        yield replace(one, end=start + len(words))


def owes(who: str) -> bool:
    """Whether who is meant is a clinician or an office: what they owe is asked after. A person keeps their own word."""
    return bool(re.match(rf"{_TITLE} ", who) or re.fullmatch(_OFFICE, who))


def _told(text: str, found: re.Match[str], now: datetime) -> Iterator[Extract]:
    """ "Dana to call Fri and fax the form Mon" is two."""
    who = next(found[name] for name in ("named", "office", "kin", "self") if found[name])
    start = found.start() + len(found.group()) - len(found.group().lstrip())
    ends = found.end() + len(_clause(text, found.end()))
    how = replace(how_said(text, start, found.end()), family=False)
    if how.denied or how.past or _is_none(text, found, who, ends, now):
        return
    more = list(
        halves(
            text,
            start,
            found.end(),
            ends,
            dated=False,
            has_day=lambda words: day_beside(words, now),
        )
    )
    says, _ = verbs.first(found["does"])
    on = day_beside(text[found.end() : more[0][0] if more else ends], now) or _day_before(
        text, start, now
    )
    on = on or day_beside(text[found.end() : ends], now)
    begins = [start, *(half[1] for half in more)]
    stops = [*(half[0] for half in more), ends]
    for begin, stop, does in zip(
        begins, stops, [says or "call", *(half[3] for half in more)], strict=True
    ):
        words = text[begin:stop].rstrip()
        day = on if begin == start else day_beside(words, now) or on
        yield Extract("awaited", does, begin, begin + len(words), how, day, who.strip())


def _is_none(text: str, found: re.Match[str], who: str, ends: int, now: datetime) -> bool:
    """Ours, nobody's, only if, only asked; or what they do for themselves some day, which is the talk of the day."""
    rest = text[found.end() : ends]
    if (
        _OURS.match(who)
        or (found["named"] and who.split()[0] in _NOBODY)
        or _MAYBE.search(rest)
        or _SAID_NO.search(rest)
        or _IF.search(re.split(r"[.!?;\n]", text[: found.start()])[-1])
        or text[ends : ends + 1] == "?"
    ):
        return True
    on = day_beside(rest, now) or _day_before(text, found.start(), now)
    to_us = _TO_US.match(rest) or re.match(r"let (?:us|me)", found["does"], re.IGNORECASE)
    return not (on or to_us or found["named"] or found["office"])


def _day_before(text: str, start: int, now: datetime) -> date | None:
    """On Friday Dr. Park will send it."""
    near = re.split(r"[.!?;\n]", text[max(0, start - 30) : start])[-1]
    return day_beside(near, now) if near.rstrip(" ,").lower().startswith(("on ", "by ")) else None


def _clause(text: str, end: int) -> str:
    near = text[end : end + 110]
    stop = _STOPS.search(near)
    return near[: stop.start()] if stop else near


KIND = Kind(
    code="awaited",
    title="Awaited",
    why="What others said they would do falls through where nobody asks on the day.",
    files="A line of yours, to ask on that day whether it was done",
    find=find,
    examples=(
        Said("a doctor's word", "Dr. Park will send the report Friday.", ("send, Fri 11 Sep 2026 (Dr. Park)",)),
        Said("a colleague by name", "Dana to call her Fri.", ("call, Fri 11 Sep 2026 (Dana)",)),
        Said("by initials", "SO to call her Thu.", ("call, Thu 10 Sep 2026 (SO)",)),
        Said("the person's own", "She will call us Thursday.", ("call, Thu 10 Sep 2026 (She)",)),
        Said("the person, in short", "Pt will call back Friday.", ("call, Fri 11 Sep 2026 (Pt)",)),
        Said("a relative", "Her daughter will bring the forms Monday.", ("bring, Mon 14 Sep 2026 (Her daughter)",)),
        Said("an office", "Pharmacy will deliver Fri.", ("bring, Fri 11 Sep 2026 (Pharmacy)",)),
        Said("an office, as it was told", "The hospital said they will fax the summary tomorrow.", ("send, Wed 9 Sep 2026 (The hospital)",)),
        Said("a doctor's office", "Dr. Park's office will call her Thu.", ("call, Thu 10 Sep 2026 (Dr. Park's office)",)),
        Said("a colleague who was asked", "Asked Dana to call her Fri.", ("call, Fri 11 Sep 2026 (Dana)",)),
        Said("an office that was asked", "Asked the pharmacy to deliver the pills Wed.", ("bring, Wed 9 Sep 2026 (the pharmacy)",)),
        Said("a relative who was asked", "Asked her daughter to send the form Monday.", ("send, Mon 14 Sep 2026 (her daughter)",)),
        Said("asked, only if", "Asked pt to call if worse.", ()),
        Said("asked, and no", "Asked the pharmacy to deliver Wed, they declined.", ()),
        Said("ours are promises", "I will call Friday. RN to fax the form Mon. Coordinator will call.", ()),
        Said("only if", "Pt will call back if worse.", ()),
        Said("two in a breath", "Dana to call her Fri and fax the form Mon.", ("call, Fri 11 Sep 2026 (Dana)", "send, Mon 14 Sep 2026 (Dana)")),
        Said("with ours behind it", "Dr. Park will call her and I will fax the form Mon.", ("call (Dr. Park)",)),
        Said("not so", "She will not call us.", ()),
        Said("asked", "Will she call us Friday?", ()),
        Said("what they do with their days", "She will visit her mother some day.", ()),
        Said("done already", "Dr. Park sent the report Friday.", ()),
    ),
)  # fmt: skip
