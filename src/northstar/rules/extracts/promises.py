"""Promises: "I will call you Thursday", by whoever writes or speaks for us."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from northstar.knowledge.said_how import How, how_said
from northstar.rules.extracts import in_short, verbs
from northstar.rules.extracts.dates import day_beside
from northstar.rules.extracts.dates import find as dates
from northstar.rules.extracts.extract import Extract, Kind, Said

_I = r"\b(?:i|we)\s*(?:'ll|\s+will|\s+shall|'m going to|\s*'m gon ?na|\s+am going to|\s+am gon na|'re going to|\s*'re gon ?na|\s+are going to|\s+are gon na|'d like to|\s+would like to|\s+want to|\s+wan na|\s*'m also gon na|\s+do want to|\s+do wan na|\s*'m just gon na|\s*'ll also|\s+will also|\s*'ll just|\s*'ll go ahead and|\s*'m gon na go ahead and|\s+will go ahead and|\s+promise to|\s+promised to|'m going to go ahead and|\s*'m going to also|\s+will have)(?:\s+(?:also|just|go ahead and|definitely|be|probably|then|now|still|try to|maybe|have to|certainly))*"
_PROMISE = re.compile(
    rf"{_I}\s+(?:{verbs.SPOKEN}|(?:be )?(?P<ing>ordering|prescribing|sending|referring|scheduling|calling|giving|starting|recommending))\b",
    re.IGNORECASE,
)  # fmt: skip
_DOING = re.compile(
    r"\b(?:i|we)\s*(?:'m|\s+am|'re|\s+are)\s+(?:also\s+|just\s+)?(?P<ing>ordering|prescribing|sending|referring|scheduling|starting you|going to)\b",
    re.IGNORECASE,
)
_LET_ME = re.compile(
    r"\b(?:let me|lem me|let us|let's|lets)\s+(?:just\s+|go ahead and\s+)?(?P<let>order|send|call|ask|check with|find out|get back|schedule|book|refer|prescribe|set up|get (?:a|an|some) (?:[\w-]+ ){0,2}(?:sample|test|x-?ray|scan|blood|labs?))\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"\b(?:said|told\s+(?:\w+\.?\s+){{1,3}}?|promised(?:\s+\w+)?|agreed)(?:\s+that)?\s*\b(?:i|we)(?:'d|\s+would)\s+(?!like\b|want\b|have\b|be\s+(?:happy|glad))(?:{verbs.SPOKEN})",
    re.IGNORECASE,
)  # fmt: skip
_IN_THE_ROOM = re.compile(
    r"^\W*(?:to\s+)?(?:(?:you\s+)?(?:a\s+)?(?:few\s+|couple\s+(?:of\s+)?|some\s+|quick\s+)?(?:questions?|exam|look|listen|press|physical exam)|you (?:this|that|what|about your family|how)|you to (?:push|pull|lift|bend|open|take a deep|lay|sit|stand|just back|relax|squeeze|follow my)|about your|on your (?:heart|lungs|vitals|exam)|your (?:heart|lungs|knee|vitals|blood pressure|reflexes|chart|ears|throat|pulse|incision|leg|abdomen|belly|eyes))\b",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\b(?:later(?! (?:this|next|in))|by (?:the )?end of (?:the )?day|(?:by )?(?:eod|cob)|at noon|in (?:an|half an) hour|(?:right )?now|(?:right|straight) away)\b",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"\b(?:at|by|around|after|before)\s+(?P<hour>1[0-2]|0?[1-9]|1[3-9])(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\b)?(?:o'clock)?(?=\s*(?:$|[.,;)]|to\b|about\b|re\b|and\b|when\b|with\b))",
    re.IGNORECASE,
)
_WITHOUT_I = {"ordering": "order", "prescribing": "prescribe", "sending": "send", "referring": "refer", "scheduling": "arrange",
              "calling": "call", "giving": "prescribe", "starting": "prescribe", "starting you": "prescribe", "recommending": "refer"}  # fmt: skip


def find(text: str, now: datetime) -> Iterator[Extract]:
    """Every promise, with its day where one is said."""
    told: set[int] = set()
    for start, end, says, how in (*_spoken(text), *_written(text, now)):
        rest = _rest(text, end)
        if end in told or _IN_THE_ROOM.match(rest):
            continue
        told.add(end)
        if how.denied or _is_denied(text, end):
            continue
        on = _day(text, start, end, rest, now)
        yield Extract("promise", says, start, end + len(rest.rstrip()), how, on)


def _spoken(text: str) -> Iterator[tuple[int, int, str, How]]:
    for pattern in (_PROMISE, _DOING, _LET_ME, _TOLD):
        for found in pattern.finditer(text):
            if (says := _verb(found)) and not _is_asked(text, found):
                start, end = found.span()
                yield start, end, says, how_said(text, start, end)


def _written(text: str, now: datetime) -> Iterator[tuple[int, int, str, How]]:
    """What stands before is another matter: the "no" of "No answer, will try again Wed" denies nothing."""
    for start, end, says in in_short.heard(text, now):
        yield start, end, says, how_said(text[start:], 0, end - start)


def _day(text: str, start: int, end: int, rest: str, now: datetime) -> date | None:
    """The day behind the verb; else the one right before the words ("On Thursday I will call"); else today,
    where only an hour that is still to come is said."""
    if on := day_beside(text[start:end] + rest, now):
        return on
    near = max(0, start - 40)
    for one in dates(text[near:start], now):
        if one.on and one.on >= now.date() and not text[near + one.end : start].strip(" ,:-–"):
            return one.on
    return now.date() if _still_today(rest, now) else None


def _still_today(rest: str, now: datetime) -> bool:
    if _TODAY.search(rest):
        return True
    if (found := _HOUR.search(rest)) is None:
        return False
    hour = int(found["hour"]) % 12 if found["half"] else int(found["hour"])
    # Nobody at work says "at 3" and means the night.
    afternoon = (found["half"] or "").lower().startswith("p") or (not found["half"] and hour < 8)
    return now.hour < hour + (12 if afternoon else 0) <= 23


def _verb(found: re.Match[str]) -> str:
    groups = found.groupdict()
    if groups.get("ing"):
        return _WITHOUT_I.get(groups["ing"].lower(), "")
    if groups.get("let"):
        words = groups["let"].lower()
        words = "order" if words.startswith(("get a", "get some")) else words
        return verbs.spoken(words) or words.split()[0]
    return next((name.replace("_", " ") for name, words in groups.items() if words), "")


def _is_asked(text: str, found: re.Match[str]) -> bool:
    rest = text[found.end() : found.end() + 100]
    stop = re.search(r"[.?!\n]", rest)
    return bool(
        stop
        and stop.group() == "?"
        and re.match(
            r"\W*(?:can|should|shall)\b",
            text[max(0, found.start() - 10) : found.start() + 8],
            re.IGNORECASE,
        )
    )


def _is_denied(text: str, end: int) -> bool:
    return bool(re.match(r"\s+(?:not|never)\b", text[end : end + 8]))


def _rest(text: str, end: int) -> str:
    near = text[end : end + 110]
    # The stop of a title ends no sentence: "I will call Dr. Park tomorrow".
    found = re.search(r"(?<!\bDr)(?<!\bMrs)(?<!\bMr)(?<!\bMs)(?<!\bSt)[.?!\n;](?!\d)", near)
    return near[: found.start()] if found else near


KIND = Kind(
    code="promise",
    title="Promise",
    why="What we said we would do is what people wait for.",
    files="A line with a holder and a date",
    find=find,
    examples=(
        Said("with its day", "I will call you Thursday.", ("call, Thu 10 Sep 2026",)),
        Said("written in short", "Will send the form tomorrow.", ("send, Wed 9 Sep 2026",)),
        Said("through somebody", "I'll have my nurse call her.", ("find out",)),
        Said("in the room is no promise", "I'm going to ask you a few questions.", ()),
        Said("what they will do is theirs", "She will call the pharmacy.", ()),
        Said("a promise not made", "I will not call her again.", ()),
        Said("past a title's stop", "I will call Dr. Park tomorrow.", ("call, Wed 9 Sep 2026",)),
        Said("as it was told", "Told her that I would call on Friday.", ("call, Fri 11 Sep 2026",)),
        Said("as it was said", "I said I'd send the form Monday.", ("send, Mon 14 Sep 2026",)),
        Said("only wished", "I told her we would like to see her walk.", ()),
        Said("a plan", "Plan: call Thursday about the pills.", ("call, Thu 10 Sep 2026",)),
        Said("a plan of two", "Plan: fax form Wed; call daughter Fri.", ("send, Wed 9 Sep 2026", "call, Fri 11 Sep 2026")),
        Said("a day in figures", "Next: call cardiology 9/14.", ("call, Mon 14 Sep 2026",)),
        Said("nobody answered", "No answer, LVM, TCB Thurs.", ("call, Thu 10 Sep 2026",)),
        Said("a call was promised", "Promised her daughter a call on Friday.", ("call, Fri 11 Sep 2026",)),
        Said("a dash before it", "Seen today - will fax referral tomorrow.", ("send, Wed 9 Sep 2026",)),
        Said("by a role of ours", "Coordinator to call daughter Fri.", ("call, Fri 11 Sep 2026",)),
        Said("a role will", "Spoke with son. RN will call him tomorrow.", ("call, Wed 9 Sep 2026",)),
        Said("in short", "Will f/u next week.", ("follow up, Mon 14 Sep 2026",)),
        Said("a call put down", "F/u call Monday re: ride.", ("call, Mon 14 Sep 2026",)),
        Said("their own role", "Home health nurse to call Friday.", ()),
        Said("the person's part", "Pt to call Friday. Daughter will call pharmacy.", ()),
        Said("what they do if it gets worse", "Will call back if worse. Plan: call 911 if chest pain.", ()),
        Said("not with a day", "Call back with questions.", ()),
        Said("the day before the words", "On Thursday I will call her.", ("call, Thu 10 Sep 2026",)),
        Said("an hour of today", "Told him I'll ring back at 3.", ("call, Tue 8 Sep 2026",)),
        Said("an hour gone by", "I'll ring back at 3.", ("call",), now="Tue 8 Sep 2026 16:10"),
        Said("ordered", "We're going to order an X-ray.", ("order",)),
    ),
)  # fmt: skip
