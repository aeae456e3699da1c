"""What a message says that cannot wait, where it says so, and whether it says it of now.

Words that are denied, long past or only supposed ("no chest pain", "had a stroke in 2019", "if I ever
faint") are still found: they rank lower, they are never dropped. A careful reader errs toward calling.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from northstar.knowledge.urgent_words import MISSPELLED, NEARLY, ORDINARY, Meaning, meanings
from northstar.rules.concepts import near
from northstar.rules.numbers_said import in_figures
from northstar.rules.weighing import PERHAPS, SURE, plainest, score

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
    r"\b(?:not sure|no idea|don't know|do not know|not only|no matter|no one|nobody|not to be|no aguanto|no quiero|no puedo|no energy|not dramatic|"
    r"not going away|not better|not getting|not want|no reply|no sleep)\b|"
    r"\b(?:can't|cannot|couldn't|unable to|not able to)\b.*\bwithout\b"
)
_DENIED_AFTER = re.compile(
    r"^(?:\W+\w+){0,5}?\W+(?:is|has|are|have|was|were|went|had)?\s?(?:all )?(?:gone(?=\W*$|[,.;]|\W+(?:away|now|since|by|after|today))|resolved|(?:under |well )?control(?:led)?|went away|cleared|ruled out|denied|"
    r"stopped (?:after|since)|negative|better now)\b"
)
_PAST = re.compile(
    r"\b(?:last (?:year|month|spring|summer|fall|winter)|years? ago|months? ago|(?:in|back in) (?:19|20)\d\d|"
    r"history of|used to|when i was|as a (?:kid|child|teenager|teen)|(?<!number )(?<!call )(?<!me )back when (?:i|he|she|we) (?:was|were|had|used)|hace (?:\w+ )?(?:anos|meses)|el ano pasado)\b|去年|以前"
)
_NOW = re.compile(
    r"\b(?:again|today|now|last night|since yesterday|this morning|tonight|right now|came back|is back|hoy|ahora|otra vez)\b|今天|現在|现在"
)
_WELL_NOW = re.compile(
    r"\b(?:doing|is|are|am|feels?|feeling|he's|she's|i'm|we're) (?:\w+ )?(?:great|fine|well|good|better|ok|okay) now\b"
)
_YET_NOW = re.compile(r"\b(?:but|pero)\b.{0,30}\b(?:now|today|this time|again|ahora|hoy)\b")
_SUPPOSED = re.compile(
    r"\b(?:if (?:i|he|she|we|they|you|it|my \w+)(?: \w+){0,2}? (?:ever|get|gets|have|has|feel|feels|notice|start|starts|should)|"
    r"in case (?:of|i (?:ever|get|have|feel|need)|he|she|my|it|they)|what if|signs? of|symptoms? of|warning signs|(?:can|could|does|do|will|might|may) (?:\w+ ){1,4}?(?:cause|make|lead to)|"
    r"risk (?:of|for)|side effects?|prevent\w*|chances? of|information (?:on|about)|is it true|worry about getting|si (?:me|tengo|llego))\b"
)

# What people say of something else: blanked before anything is looked for.
_IDIOMS = re.compile(
    r"\b(?:heart goes out|heart'?s desire|(?:nearly|almost|about|practically) (?:gave|given|had|have|has) (?:me )?(?:a )?(?:heart attack|stroke)|"
    r"(?:drown\w*|buried|choking) in (?:\w+ )?(?:paper\w*|bills?|forms?|work|debt|laundry|e-?mails?|mail)|chok\w* up (?:with|when|at|about|every)|"
    r"(?:dying|die) (?:to|for a|of (?:curiosity|boredom|laughter|embarrassment))\b|pain in the (?:neck|butt|rear|behind)|"
    r"killing (?:me with|my (?:\w+ )?(?:tomato\w*|plants?|garden|lawn|budget|battery|feet))|(?:list|line|hold music|traffic|wait\w*) is killing|"
    r"driv\w* (?:me|us) (?:crazy|nuts|up the wall)|shoot (?:me|us|him|her|you) (?:an? )?(?:e-?mail|text|note|message)|"
    r"end(?:ing)? (?:my|the|our|his|her) (?:membership|subscription|lease|contract|coverage|plan|policy|service|call)|"
    r"(?:once|twice|three times|four times) (?:a|per|each|every) (?:day|week|month)|(?:forms?|refill|prescription|copay) for (?:my|his|her|the) (?:son's |daughter's )?epi-?pens?|"
    r"under control|out of it(?= again)|suicide (?:hotline|prevention|awareness) (?:training|class|walk|number|poster)|scared to death of (?:needles|flying|dentists?)|bored to death|sick to death|dead (?:batter\w*|line|end)|"
    r"heart of the matter|by heart|broke(?:n)? my heart|cold feet|costs? an arm and a leg|pulling my leg|break a leg|"
    r"weight off my (?:chest|shoulders)|off my chest|blew my mind|head over heels|over my dead body|cut (?:back|down|corners|out)|"
    r"bleed\w* (?:money|us dry|me dry)|blood from a stone|in cold blood|hit (?:the|a) (?:deductible|limit|wall|snag)|kick\w* (?:in|the habit|off))\b"
)

_ONLY_ASKED = re.compile(
    r"\b(?:if (?:i|he|she|they) ever|signs? of|symptoms? of|warning signs|risk (?:of|for)|side effects?|prevent\w*|"
    r"information (?:on|about))\b"
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
    read, places = readable(text)
    hits = [
        _judged(read, meaning, found.start(), found.end(), places)
        for meaning in meanings()
        for found in meaning.found_by.finditer(read)
    ]
    known = {meaning.code: meaning for meaning in meanings()}
    hits += [_judged(read, known[one.code], one.start, one.end, places) for one in near(read)]
    if not any(hit.live for hit in hits) and score(read) > SURE:
        hits.append(_as_a_whole(read, places, known["sounds-urgent"]))
    return tuple(sorted(hits, key=lambda hit: (not hit.live, -hit.meaning.weight, hit.start)))


def perhaps(text: str) -> Hit | None:
    """The words that make a message sound as if it might be urgent, where nothing says so."""
    read, places = readable(text)
    known = {meaning.code: meaning for meaning in meanings()}
    return _as_a_whole(read, places, known["perhaps"]) if score(read) > PERHAPS else None


def _as_a_whole(read: str, places: list[int], meaning: Meaning) -> Hit:
    start, end = plainest(read)
    return Hit(meaning, places[start], places[end - 1] + 1)


def gravest(hits: tuple[Hit, ...]) -> Hit | None:
    """The hit a line is named after."""
    return hits[0] if hits else None


def _judged(read: str, meaning: Meaning, start: int, end: int, places: list[int]) -> Hit:
    before, after, sentence = (
        _clause_before(read, start),
        _clause_after(read, end),
        _sentence(read, start, end),
    )
    now = bool(_NOW.search(_WELL_NOW.sub(" ", sentence)))
    return Hit(
        meaning,
        places[start],
        places[end - 1] + 1,
        negated=(_denied(before) or bool(_DENIED_AFTER.search(after)))
        and not _YET_NOW.search(read, end, end + 60),
        historical=bool(_PAST.search(before + read[start:end] + after)) and not now,
        hypothetical=bool(_supposed(meaning).search(sentence)) and not now,
    )


def _supposed(meaning: Meaning) -> re.Pattern[str]:
    """Whoever speaks of their own death with an "if" means it often enough."""
    return _ONLY_ASKED if meaning.code == "self-harm" else _SUPPOSED


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


def readable(text: str) -> tuple[str, list[int]]:
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
    said, places = in_figures("".join(read), places)
    return _IDIOMS.sub(lambda idiom: " " * len(idiom.group()), said), places


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
