"""What is promised, as it is called: one table for what is said and for what is written in short.

The word lists are our own (UNCONFIRMED). `common` holds in both; `spoken` only where somebody says "I will", because
the same words alone in a note mean something else; `written` is the short form of notes ("c/b", "f/u").
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_KIN = r"(?:daughter|son|wife|husband)"


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be promised: its plain word and how it is put."""

    says: str
    common: str = ""
    spoken: str = ""
    written: str = ""

    @property
    def as_spoken(self) -> str:
        """After "I will"."""
        return "|".join(filter(None, (self.common, self.spoken)))

    @property
    def as_written(self) -> str:
        """In a note, with nobody before it."""
        return "|".join(filter(None, (self.written, self.common)))

    @property
    def group(self) -> str:
        """Its name in a pattern."""
        return self.says.replace(" ", "_")


VERBS = (
    Verb(
        "call", r"phone|ring|telephone",
        spoken=r"call(?!(?:ing)? (?:it |this |that |them |some )?out|\s+(?:myself|it|this)\b)|give (?:you|her|him|them|it|the \w+) (?:a )?(?:call|ring)",
        written=r"(?:try|ring|call|phone) (?:\w+ )?again|(?:re-?)?call(?:\s?-?back)?|c/b|cb|tcb",
    ),
    Verb("send", r"send|mail|email|e-mail|fax|forward|text", spoken=r"call in"),
    Verb("follow up", written=r"f/u|fu|follow[ -]?up"),
    Verb(
        "get back", r"get back to|reach out|update",
        spoken=r"let (?:you|her|him|them) know|get in touch|be in touch",
        written=rf"reach back out|reach|contact|touch base|notify|inform|let (?:her|him|them|pt|patient|family|(?:her |his |the )?{_KIN}) know",
    ),
    Verb(
        "find out", r"find out|look into|check (?:on|with|whether|if)|ask|talk (?:to|with)|speak (?:to|with)",
        spoken=r"check (?:when|what)|figure out|discuss (?:it|this|that)? ?with|have (?:my|the|our|a) (?:nurse|office|staff|assistant|team|colleague)|get (?:my|the|our) (?:nurse|office)",
        written=r"check (?:in|back)|discuss with|clarify with|verify with|confirm with",
    ),
    Verb(
        "arrange", r"arrange|set up|schedule|book|coordinate|reserve",
        spoken=r"set (?:you |her |him )up|make (?:you |her |him )?(?:an?|the) appointment|get (?:you|her|him|that|this|it) (?:scheduled|set up|an|a|in|into|some|started|over|taken care)|organi[sz]e",
    ),
    Verb(
        "order", r"order",
        spoken=r"(?:go ahead and )?(?:do|get|obtain|draw|run|check|repeat|request) (?:a|an|some|your|another|the|that|those) (?:[\w-]+ ){0,3}(?:x-?rays?|x ray|mri|ct|scan|ultrasound|labs?|blood|test(?:s|ing)?|work|panel|echo\w*|e[ck]g|urine|sample|culture|urinalysis|study|biopsy|monitor|a1c|psa)",
    ),
    Verb(
        "prescribe",
        spoken=r"(?:re)?prescribe|write (?:you |her |him )?(?:for )?(?:a|an|some|the)? ?(?:prescription|script|refill)?|start (?:you|her|him)|put (?:you|her|him) on|give (?:you|her|him) (?:a|an|some|the|another)|refill|restart|increase|decrease|switch|add on|add|change|continue (?:you|her|him)|keep (?:you|her|him) on",
    ),
    Verb(
        "refer", r"refer|put (?:in )?(?:a |the )?referral",
        spoken=r"send (?:you|her|him) (?:to|over|for)|place a (?:referral|consult)|recommend (?:you )?(?:for|to see)|have (?:you|her|him) (?:see|meet|go)",
    ),
    Verb(
        "see again", r"visit|come by",
        spoken=r"see (?:you|her|him|them) (?:back|again|in|next|on|at|then|soon|for)|follow[ -]?up with|meet (?:you|again)|come (?:over|and see)|have (?:you|her|him) (?:come|follow|return)|want (?:you|to see)|recheck",
        written=r"meet with|go by|stop by",
    ),
    Verb("remind", r"remind"),
    Verb("bring", r"bring|drop off|deliver", spoken=r"drive|pick (?:you|her|him) up", written=r"pick up"),
    Verb(
        "help", r"help|fill (?:in|out)|apply for",
        spoken=r"write (?:a|the) (?:letter|note)|complete the form",
        written=r"complete the (?:form|application)",
    ),
)  # fmt: skip

SPOKEN = "|".join(f"(?P<{verb.group}>{verb.as_spoken})" for verb in VERBS if verb.as_spoken)
WRITTEN = "|".join(verb.as_written for verb in VERBS if verb.as_written)
_FIRST = re.compile(rf"\b(?:(?:re-?)?call\b|{WRITTEN}|{'|'.join(verb.as_spoken for verb in VERBS if verb.as_spoken)})", re.IGNORECASE)  # fmt: skip


def spoken(words: str) -> str:
    """The plain word of what stands behind "let me": empty where it is none of ours."""
    return _named(words, lambda verb: verb.as_spoken, whole=False)


def written(words: str) -> str:
    """The plain word of what a note says in short: a call where nothing else fits ("next contact")."""
    return _named(words, lambda verb: verb.as_written, whole=True) or "call"


def first(words: str) -> tuple[str, int]:
    """The first thing that words promise, and where what follows it begins; ("", 0) where there is none."""
    found = _FIRST.search(words)
    if found is None:
        return "", 0
    return _named(found.group(), lambda verb: f"{verb.as_written}|{verb.as_spoken}".strip("|"), whole=False), found.end()  # fmt: skip


def _named(words: str, patterns: Callable[[Verb], str], *, whole: bool) -> str:
    match = re.fullmatch if whole else re.match
    return next(
        (
            verb.says
            for verb in VERBS
            if patterns(verb) and match(patterns(verb), words, re.IGNORECASE)
        ),
        "",
    )
