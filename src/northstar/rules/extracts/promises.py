"""Promises: "I will call you Thursday", by whoever writes or speaks for us."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from northstar.knowledge.said_how import How, how_said
from northstar.rules.extracts import in_short, verbs
from northstar.rules.extracts.and_then import halves
from northstar.rules.extracts.dates import day_beside
from northstar.rules.extracts.dates import find as dates
from northstar.rules.extracts.extract import Extract, Kind, Said
from northstar.rules.extracts.turns import is_talk

# "I will", "we're going to", "I'd like to"; what stands between that and the verb means no less.
_MEAN_SHORT = (
    r"ll|ll (?:be|make) sure to|(?:m|re) (?:going to|gon ?na)|m (?:also|just) gon na|d like to"
)
_MEAN = (
    r"will|shall|(?:am|are) (?:going to|gon na)|would like to|(?:do )?want to|(?:do )?wan na|plan to"
    r"|(?:have )?(?:promised|agreed) to|promise to|will (?:be|make) sure to|will have"
)
_SOFTLY = (
    r"also|just|go ahead and|definitely|be|probably|then|now|still|try to|maybe|have to|certainly"
)
_I = rf"\b(?:i|we)(?:\s*'(?:{_MEAN_SHORT})|\s+(?:{_MEAN}))(?:\s+(?:{_SOFTLY}))*"
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
# "You will hear from me by Friday": what comes to them comes from us.
_COMES = re.compile(
    r"\b(?:you|she|he|they)\s*(?:'ll|\s+will)\s+(?P<comes>hear (?:back )?from (?:me|us)|(?:get|have|receive) (?:it|(?:the|your|a|an|my|our) (?:[\w-]+ ){1,3}from (?:me|us)))\b",
    re.IGNORECASE,
)  # fmt: skip
_IF = re.compile(
    r"(?<!asked )(?<!ask )(?<!see )(?<!know )(?<!knows )(?<!check )(?<!her )(?<!him )\b(?:if|unless|in case)\b",
    re.IGNORECASE,
)
_WISH = re.compile(r"\b(?:like|want|wan) ?(?:to|na)\b", re.IGNORECASE)
_JOINS = re.compile(r"[\s,;&]*(?:\b(?:and|then|plus)\b\s*)*(?:\bon\s+\w+\s*,?\s*)?$", re.IGNORECASE)  # fmt: skip
# What is done on the spot: questions, a look, a breath to take.
_IN_THE_ROOM = re.compile(
    r"^\W*(?:to\s+)?(?:"
    r"(?:you\s+)?(?:a\s+)?(?:few\s+|couple\s+(?:of\s+)?|some\s+|quick\s+)?(?:questions?|exam|look|listen|press|physical exam)"
    r"|you (?:this|that|what|about your family|how)"
    r"|you to (?:push|pull|lift|bend|open|take a deep|lay|sit|stand|just back|relax|squeeze|follow my)"
    r"|about your|on your (?:heart|lungs|vitals|exam)"
    r"|your (?:heart|lungs|knee|vitals|blood pressure|reflexes|chart|ears|throat|pulse|incision|leg|abdomen|belly|eyes)"
    r")\b",
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
    """Every promise, with its day where one is said; "call Fri and fax Mon" is two."""
    found = _heard(text, now)
    for at, one in enumerate(found):
        after = found[at + 1].start if at + 1 < len(found) else len(text)
        rest = _until(_rest(text, one.end), after - one.end)
        on = _day(text, one, rest, now)
        yield Extract("promise", one.says, one.start, one.end + len(rest.rstrip()), one.how, on)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Where its words begin, where its verb ends, its plain word, how it is said; `other`: the day of the first
    half, for a second one that names none."""

    start: int
    end: int
    says: str
    how: How
    other: date | None = None


def _heard(text: str, now: datetime) -> list[_Heard]:
    """All of them in their order, each once: the first way in which it was heard counts."""
    found: dict[int, _Heard] = {}
    left: set[int] = set()
    for start, end, says, how in (*_spoken(text, now), *_written(text, now)):
        if how.denied or _is_denied(text, end) or _IN_THE_ROOM.match(_rest(text, end)):
            left.add(end)
        if end not in left:
            found.setdefault(end, _Heard(start, end, says, how))
    for one in list(found.values()):
        for half in _second_halves(text, one, now):
            if half.end not in left:
                found.setdefault(half.end, half)
    return sorted(found.values(), key=lambda one: one.end)


def _second_halves(text: str, one: _Heard, now: datetime) -> Iterator[_Heard]:
    ends = one.end + len(_rest(text, one.end))
    found = list(
        halves(
            text,
            one.start,
            one.end,
            ends,
            dated=is_talk(text),
            has_day=lambda words: day_beside(words, now),
        )
    )
    if not found:
        return
    first = _day(text, one, text[one.end : found[0][0]], now)
    for _, start, end, says in found:
        yield _Heard(start, end, says, one.how, first)


def _until(rest: str, after: int) -> str:
    """The words up to where the next promise begins, without what joins the two."""
    return _JOINS.sub("", rest[:after]) if 0 <= after < len(rest) else rest


def _spoken(text: str, now: datetime) -> Iterator[tuple[int, int, str, How]]:
    for pattern in (_PROMISE, _DOING, _LET_ME, _TOLD, _COMES):
        for found in pattern.finditer(text):
            start, end = found.span()
            if (
                (says := _verb(found))
                and not _is_asked(text, found)
                and not _is_wished(text, found, now)
            ):
                yield start, end, says, _how(text, start, end)


def _how(text: str, start: int, end: int) -> How:
    """Of a note: whose "I" it is stands firm, whoever was named before ("Spoke with her son, I will call him"), and a
    denial ends at a comma ("She did not answer, I will call Friday")."""
    how = how_said(text, start, end)
    if is_talk(text):
        return how
    comma = text.rfind(",", 0, start) + 1
    return replace(
        how, family=False, denied=how_said(text[comma:], start - comma, end - comma).denied
    )


def _written(text: str, now: datetime) -> Iterator[tuple[int, int, str, How]]:
    """What stands before is another matter: the "no" of "No answer, will try again Wed" denies nothing. A
    condition holds all the same."""
    for start, end, says in in_short.heard(text, now):
        how = how_said(text[start:], 0, end - start)
        yield start, end, says, replace(how, supposed=how.supposed or _is_supposed(text, start))


def _is_supposed(text: str, start: int) -> bool:
    before = re.split(r"[.!?;\n]", text[max(0, start - 120) : start])[-1]
    return bool(_IF.search(before))


def _day(text: str, one: _Heard, rest: str, now: datetime) -> date | None:
    """The day behind the verb; else the one right before the words ("On Thursday I will call"); else today,
    where only an hour that is still to come is said; else that of the first half."""
    start = one.start
    if on := day_beside(text[start : one.end] + rest, now):
        return on
    near = max(0, start - 40)
    for said in dates(text[near:start], now):
        if said.on and said.on >= now.date() and not text[near + said.end : start].strip(" ,:-–"):
            return said.on
    return now.date() if _still_today(rest, now) else one.other


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
    if groups.get("comes"):
        return "get back" if groups["comes"].lower().startswith("hear") else "send"
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


def _is_wished(text: str, found: re.Match[str], now: datetime) -> bool:
    """ "We would like to talk with you" in a letter or a note; with a day it is in somebody's diary. In a talk it is
    how a doctor says what comes next."""
    if is_talk(text) or not _WISH.search(found.group()):
        return False
    return not day_beside(_rest(text, found.end()), now)


def _is_denied(text: str, end: int) -> bool:
    return bool(re.match(r"\s+(?:not|never)\b", text[end : end + 8]))


def _rest(text: str, end: int) -> str:
    near = text[end : end + 110]
    # The stop of a title ends no sentence: "I will call Dr. Park tomorrow".
    found = re.search(
        r"(?<!\bDr)(?<!\bMrs)(?<!\bMr)(?<!\bMs)(?<!\bSt)[.?!\n;](?!\d)|,?\s+(?:and|but)\s+(?:she|he|they|pt|(?:Dr\.? )?[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:'ll| will| to)\b",
        near,
    )
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
        Said("two in a breath", "Will call her Fri and fax the form Mon.", ("call, Fri 11 Sep 2026", "send, Mon 14 Sep 2026")),
        Said("two, one day", "I'll call you Thursday, then send the form.", ("call, Thu 10 Sep 2026", "send, Thu 10 Sep 2026")),
        Said("two days before the words", "On Friday I'll call and on Monday I'll fax the form.", ("call, Fri 11 Sep 2026", "send, Mon 14 Sep 2026")),
        Said("one and what comes of it", "Will call her and ask about the pill.", ("call",)),
        Said("a thing and no verb", "I will call about the labs and order status.", ("call",)),
        Said("to do, with a day", "Spoke with son. Call her Fri and fax Mon.", ("call, Fri 11 Sep 2026", "send, Mon 14 Sep 2026")),
        Said("what they are told to do", "Call the pharmacy on Friday.", ()),
        Said("what comes from us", "You will hear from me by Friday.", ("get back, Fri 11 Sep 2026",)),
        Said("only wished, in a letter", "We would like to talk with you, to hear how you are and to help.", ()),
        Said("wished for a day", "We would like to visit you on Friday.", ("see again, Fri 11 Sep 2026",)),
        Said("ordered", "We're going to order an X-ray.", ("order",)),
    ),
)  # fmt: skip
