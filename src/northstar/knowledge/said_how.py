"""How a thing is said: denied, long past, of somebody else, unsure, or only if.

Our own word lists (UNCONFIRMED), in the manner of NegEx and ConText: Chapman and others, J Biomed
Inform 2001;34:301, and Harkema and others, J Biomed Inform 2009;42:839. A word counts for what
follows it up to the next border (a full stop, "but", "except"), and some for what stands before it.
"""

import re
from dataclasses import dataclass

_END = re.compile(
    r"[.!?;\n](?!\d)|\b(?:but|however|except|although|though|apart from|aside from|because|then|so)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:no|not|never|nor|neither|without|denies|denied|denying|deny|nil|none|negative for|free of|absence of|"
    r"ruled out|didn'?t|did n'?t|don'?t|do n'?t|doesn'?t|does n'?t|isn'?t|is n'?t|wasn'?t|was n'?t|haven'?t|have n'?t|"
    r"hasn'?t|has n'?t|hadn'?t|aren'?t|ain'?t|won'?t|wouldn'?t|cannot|can'?t|ca n'?t|nobody|nothing|stopped having|no longer|gone)\b"
    r"|(?:^|[\s/,])(?:-ve)\b",
    re.IGNORECASE,
)  # fmt: skip
_NOT_A_DENIAL = re.compile(
    r"\b(?:not (?:only|just|sure|certain|helped|helping|better|improv\w+|stop\w*|been (?:feeling|sleeping|eating|doing|able)|feeling|feel|doing|very|too|as|well)|"
    r"no (?:matter|doubt|problem|worries|energy|appetite|relief|improvement|change|better|idea)|can'?t (?:\w+ ){0,2}(?:without|because|due)|"
    r"(?:doesn'?t|does n'?t|don'?t|do n'?t|didn'?t) (?:know|think|like|want|stop|seem|help|mind|remember|worry|get (?:rid|over|better)|feel (?:well|good|right|like))|"
    r"haven'?t been (?:feeling|sleeping|eating|doing|able)|not to mention|nothing (?:helps|works)|no question|can'?t (?:stop|handle|stand|take))\b",
    re.IGNORECASE,
)  # fmt: skip
_NOT_AFTER = re.compile(
    r"^\W{0,3}(?:(?:is|are|was|were|has|have|had|s)\W+(?:all\s+)?(?:not|n'?t|gone|resolved|denied|absent|negative|ruled out|better now|cleared)|"
    r"resolved|denied|(?:has |have )?(?:gone away|went away|cleared up))|^\s*[:?-]\s*(?:nil|none|no|negative|denied|absent)\b(?!\w)"
    r"|^\W{0,3}(?:and\s+|but\s+)?(?:(?:she|he|they|(?:the\s+)?patient)\s+)?(?:said|says|answered|answers|replied)\s+(?:no|not|none)\b(?!\s+one)",
    re.IGNORECASE,
)  # fmt: skip
_PAST = re.compile(
    r"\b(?:history of|hx of|h/o|previous|previously|prior|in the past(?! (?:\d|few|couple|two|three|four|five|six|week|month|year|several|day))|used to|years ago|year ago|"
    r"as a child|when (?:i|he|she) was|childhood|once had|had (?:a|an) .{0,30}(?:years|in \d{4})|months? ago|last year|back in|resolved|formerly|status post|s/p)\b",
    re.IGNORECASE,
)  # fmt: skip
_PAST_AFTER = re.compile(
    r"\b(?:in the past(?! (?:\d|few|couple|two|three|four|five|six|week|month|year|several|day))|(?:months?|years?) ago|as a child|as a kid|when (?:i|he|she) was (?:a|\w+teen|\w+|\d+)|last year|back in|in (?:nineteen|two thousand|19\d\d|20[01]\d)|"
    r"but (?:now |has )?resolved|since childhood)\b",
    re.IGNORECASE,
)  # fmt: skip
_FAMILY = re.compile(
    r"\b(?:mother|father|mom|mum|mam|dad|parents?|brothers?|sisters?|siblings?|aunts?|uncles?|grand(?:ma|pa|mother|father|parents?)|cousins?|"
    r"family history|fh|fhx|runs in (?:my|the|your) family|in (?:my|the|your) family|wife|husband|son|daughter|children|kids|everyone at home|neighbou?r|friend)\b",
    re.IGNORECASE,
)  # fmt: skip
_UNSURE = re.compile(
    r"(?:\b(?:maybe|perhaps|might|possib\w+|probabl\w+|likely|suspect\w*|suggest\w*|could be|may be|may have|i think|seems? like|looks? like|concern(?:ed|ing)? for|"
    r"not sure|unsure|rule out|r/o|exclude|i guess|wonder\w*|worried about|asked\s+(?:\w+\s+)?(?:whether|about)|query|differential|versus|vs|\+/-|consistent with)\b|\?\s?)",
    re.IGNORECASE,
)  # fmt: skip
_IF = re.compile(
    r"\b(?:if (?:you|she|he|they|any|there|the|it|i|we|worsen\w*|develop\w*)|in case|should (?:you|she|he|any)|unless|watch (?:for|out for)|look out for|"
    r"signs? of|risk of|can (?:cause|lead to)|could (?:cause|lead to)|prevent|come back with|return (?:if|for|with)|red flags?|worsening sx|safety net\w*|to assess for|to check for|"
    r"look(?:ing)? (?:at|for)|screen(?:ing)? for|test(?:ing)? for|chance of|likelihood of)\b",
    re.IGNORECASE,
)  # fmt: skip
# "No, I'm numb": an answer to something else, not a denial of what follows.
_REPLY = re.compile(
    r"\b(?:no|nope|nah|not really)\s*,|\bno\s+(?=(?:it|i|my|he|she|they|we|there|this|that|just|only|no)\b)",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"\b(?:what (?:i|it)|there(?:'?s| is| are)|it(?:'?s| is)|that(?:'?s| is)|i'?m\b|i am|you'?re|you are|and (?:i|it|my|he|she|then|you)\b|"
    r"(?:i|you) do have|that could|i would|i have|he has|she has|you have|still|continues?|remains?)\b",
    re.IGNORECASE,
)
# "3/7 hx of cough", "two week history of": how long, not how long ago.
_LATELY = re.compile(
    r"\b(?:\d+\s*/\s*\d+|(?:\d+|a|one|two|three|four|five|six|several|few)[ -](?:day|week|month|year|hour)s?)'?s?[ -](?:hx|history|h/o)(?: of)?\b",
    re.IGNORECASE,
)
_REACH = 110  # characters before that are looked at


@dataclass(frozen=True, slots=True)
class How:
    """The ways in which it is not simply so, now, of the person."""

    denied: bool = False
    past: bool = False
    family: bool = False
    unsure: bool = False
    supposed: bool = False

    @property
    def words(self) -> str:
        """For a person to read: "denied", "past", "somebody else's", "unsure", "only if"."""
        named = (
            (self.denied, "denied"), (self.family, "somebody else’s"), (self.past, "past"),
            (self.supposed, "only if"), (self.unsure, "unsure"),
        )  # fmt: skip
        return ", ".join(word for holds, word in named if holds)

    @property
    def plain(self) -> bool:
        """Simply so."""
        return not (self.denied or self.past or self.family or self.unsure or self.supposed)


def how_said(text: str, start: int, end: int) -> How:
    """How the words from `start` to `end` are said, from what stands around them in their sentence."""
    whole = _sentence_before(text, start)
    before, after = _clause(whole), _after(text, end)
    lately = _LATELY.sub(" ", before)
    return How(
        denied=_is_denied(before, after),
        past=bool(_PAST.search(lately) or _PAST_AFTER.search(after)),
        family=bool(_FAMILY.search(before[-70:])) or bool(re.match(r"\s*(?:in|runs in) (?:my|the|her|his) (?:family|mother|father)", after)),
        unsure=bool(_UNSURE.search(before[-50:])) or text[max(0, start - 2) : start].strip() == "?",
        supposed=bool(_IF.search(whole[-80:])),
    )  # fmt: skip


def denials(text: str) -> list[str]:
    """Every word of a text that denies something, in order."""
    kept = _NOT_A_DENIAL.sub(lambda found: " " * len(found.group()), text)
    return [found.group().strip().lower() for found in _NOT.finditer(kept)]


def _is_denied(before: str, after: str) -> bool:
    kept = _NOT_A_DENIAL.sub(" ", _REPLY.sub(" ", before))
    return any(_reaches(kept[found.end() :]) for found in _NOT.finditer(kept)) or bool(
        _NOT_AFTER.match(after)
    )


def _reaches(between: str) -> bool:
    """Whether a denial reaches over these words: a few of them, or a list; and no new statement begins."""
    if _NEW.search(between):
        return False
    listed = "," in between or "/" in between or " or " in between
    return len(between.split()) <= (14 if listed else 6)


def _sentence_before(text: str, start: int) -> str:
    near = text[max(0, start - 260) : start]
    cut = max((near.rfind(mark) for mark in ".!?;\n"), default=-1)
    return near[cut + 1 :]


def _clause(sentence: str) -> str:
    last = 0
    for found in _END.finditer(sentence):
        last = found.end()
    return sentence[last:][-_REACH:]


def _after(text: str, end: int) -> str:
    near = text[end : end + 90]
    found = re.search(r"[.!?;\n](?!\d)", near)
    return near[: found.start()] if found else near
