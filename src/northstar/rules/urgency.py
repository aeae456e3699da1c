"""What a message says that cannot wait, where it says so, and whether it says it of now.

Words that are denied, long past or only supposed ("no chest pain", "had a stroke in 2019", "if I ever
faint") are still found: they rank lower, they are never dropped. A careful reader errs toward calling.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from northstar.knowledge.urgent_words import MISSPELLED, NEARLY, ORDINARY, Meaning, meanings

_TOKEN = re.compile(r"[a-zà-ÿ]+(?:'[a-z]+)?")
_PLAIN = str.maketrans("áéíóúüñ’‘", "aeiouun''")
_CLAUSE = re.compile(
    r"[.;!?\n。；！？]|\b(?:but|however|though|although|except|still|yet|today|now|because|since then|"
    r"pero|aunque|ahora|hoy)\b|[,，]\s*(?:and )?(?:i|i'm|my|he|she|it|it's|just|we|they)\b|"
    r"\band (?:then )?(?:i|i'm|my|he|she|it|his|her)\b|但|只是"
)

# What denies the words after it, over a short list: "no fever, chest pain or cough".
_DENIES = re.compile(
    r"(?:\b(?:no|without|denies|denied|denying|never had(?: any)?|negative for|free of|nor|zero|ningun|ninguna|sin)|"
    r"\b(?:not|don't|do not|doesn't|does not|didn't|did not|haven't|have not|hasn't|has not|isn't|aren't|wasn't|"
    r"am not|is not|i'm not|no longer|never)(?: \w+)?? (?:have|had|has|having|any|feel|feeling|experienc\w+|get|getting)(?: had)?(?: any| a)?|"
    r"\b(?:i'm not|i am not|am not|is not|isn't|not|he's not|she's not)|\bno (?:tengo|tiene|hay|he tenido))"
    r"(?:\W+\w+){0,6}?\W*$|(?:沒有?|没有?|無|无|不)$"
)
_NOT_DENIAL = re.compile(
    r"\b(?:not sure|no idea|don't know|do not know|not only|no matter|no one|nobody|not to be|no energy|not dramatic|"
    r"not going away|not better|not getting|not want|no reply|no sleep)\b|"
    r"\b(?:can't|cannot|couldn't|unable to|not able to)\b.*\bwithout\b"
)
_DENIED_AFTER = re.compile(
    r"^(?:\W+\w+){0,5}?\W+(?:is|has|are|have|was|were|went|had)?\s?(?:all )?(?:gone|resolved|went away|cleared|ruled out|denied|"
    r"stopped (?:after|since)|negative|better now)\b"
)
_PAST = re.compile(
    r"\b(?:last (?:year|month|spring|summer|fall|winter)|years? ago|months? ago|(?:in|back in) (?:19|20)\d\d|"
    r"history of|used to|when i was|as a (?:kid|child|teenager|teen)|back when (?:i|he|she|we)|hace (?:\w+ )?(?:anos|meses)|el ano pasado)\b|去年|以前"
)
_NOW = re.compile(
    r"\b(?:again|today|now|this morning|tonight|right now|came back|is back|hoy|ahora|otra vez)\b|今天|現在|现在"
)
_YET_NOW = re.compile(r"\b(?:but|pero)\b.{0,30}\b(?:now|today|this time|again|ahora|hoy)\b")
_SUPPOSED = re.compile(
    r"\b(?:if (?:i|he|she|we|they|you|it|my \w+)(?: \w+){0,2}? (?:ever|get|gets|have|has|feel|feels|notice|start|starts|should)|"
    r"in case|what if|signs? of|symptoms? of|warning signs|(?:can|could|does|do|will|might|may) (?:\w+ ){1,4}?(?:cause|make|lead to)|"
    r"risk (?:of|for)|side effects?|prevent\w*|chances? of|information (?:on|about)|is it true|worry about getting|si (?:me|tengo|llego))\b"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found: what they may mean, where they stand, and how they are said."""

    meaning: Meaning
    start: int
    end: int
    negated: bool = False
    historical: bool = False
    hypothetical: bool = False

    @property
    def live(self) -> bool:
        """Said of now, as a fact."""
        return not (self.negated or self.historical or self.hypothetical)

    @property
    def how(self) -> str:
        """`denied`, `long past`, `only supposed`, or '' for what is said of now."""
        return (
            "denied" if self.negated else "long past" if self.historical
            else "only supposed" if self.hypothetical else ""
        )  # fmt: skip


@lru_cache(maxsize=4096)
def heard_in(text: str, language: str = "") -> tuple[Hit, ...]:
    """Everything in a text that may be urgent, gravest and plainest first, with character offsets.

    Every language's phrases are tried whatever the message is said to be in: people mix them.
    """
    read, places = _readable(text)
    hits = [
        _judged(read, meaning, found.start(), found.end(), places)
        for meaning in meanings()
        for found in meaning.found_by.finditer(read)
    ]
    return tuple(sorted(hits, key=lambda hit: (not hit.live, -hit.meaning.weight, hit.start)))


def gravest(hits: tuple[Hit, ...]) -> Hit | None:
    """The hit a line is named after."""
    return hits[0] if hits else None


def _judged(read: str, meaning: Meaning, start: int, end: int, places: list[int]) -> Hit:
    before, after, sentence = (
        _clause_before(read, start),
        _clause_after(read, end),
        _sentence(read, start, end),
    )
    now = bool(_NOW.search(sentence))
    return Hit(
        meaning,
        places[start],
        places[end - 1] + 1,
        negated=(_denied(before) or bool(_DENIED_AFTER.search(after)))
        and not _YET_NOW.search(read, end, end + 60),
        historical=bool(_PAST.search(before + read[start:end] + after)) and not now,
        hypothetical=bool(_SUPPOSED.search(sentence)) and not now,
    )


def _denied(before: str) -> bool:
    return bool(_DENIES.search(before)) and not _NOT_DENIAL.search(before)


def _clause_before(read: str, start: int) -> str:
    """The words before, back to where the clause begins."""
    last = 0
    for found in _CLAUSE.finditer(read, max(0, start - 120), start):
        # ", i have no pain": the subject belongs to the clause it opens
        last = found.start() + 1 if found.group()[0] in ",，" else found.end()
    return read[max(last, start - 120) : start]


def _clause_after(read: str, end: int) -> str:
    found = _CLAUSE.search(read, end)
    return read[end : found.start() if found else end + 80][:80]


def _sentence(read: str, start: int, end: int) -> str:
    begins = max((read.rfind(mark, 0, start) for mark in ".!?\n。！？"), default=-1) + 1
    stops = [at for mark in ".!?\n。！？" if (at := read.find(mark, end)) >= 0]
    return read[begins : min(stops, default=len(read)) + 1]


def _readable(text: str) -> tuple[str, list[int]]:
    """Lower case, plain letters, misspellings set right; and for every character its place in the original."""
    plain = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).translate(_PLAIN)
    read: list[str] = []
    places: list[int] = []
    last = 0
    for found in _TOKEN.finditer(plain):
        word = found.group()
        right = _right(word)
        if right != word:
            read.append(plain[last : found.start()] + right)
            places += range(last, found.start())
            places += _spread(found.start(), found.end(), len(right))
            last = found.end()
    read.append(plain[last:])
    places += range(last, len(plain))
    return "".join(read), places


def _spread(start: int, end: int, length: int) -> list[int]:
    """Places for a corrected word: its first letters keep theirs, its last is the original's last."""
    return [min(start + at, end - 1) for at in range(length - 1)] + [end - 1]


@lru_cache(maxsize=65536)
def _right(word: str) -> str:
    if word in MISSPELLED:
        return MISSPELLED[word]
    if len(word) < 7 or word in ORDINARY or word in NEARLY:
        return word
    return next((w for w in NEARLY if OSA.distance(word, w, score_cutoff=1) <= 1), word)
