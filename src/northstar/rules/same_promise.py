"""Whether two sentences promise one thing: "Will call her Thursday about the pill" in the note of a call, and
"I will call you on Thursday about your pill" in the letter after it."""

import re
from datetime import date

from northstar.rules.extracts import verbs

_PERSON = "the person"
_WORD = re.compile(r"[\w'’]+")
# Whoever is spoken with and spoken of is one: "you" in the letter, "her" in the note.
_THEM = frozenset(["you", "her", "him", "them", "pt", "patient", "she", "he", "they", "mr", "mrs", "ms"])  # fmt: skip
_SMALL = frozenset([
    "a", "an", "the", "this", "that", "these", "those", "my", "our", "your", "his", "their", "its", "it", "in", "on",
    "at", "by", "of", "to", "for", "from", "with", "and", "or", "then", "about", "re", "regarding", "again", "back",
    "up", "out", "over", "will", "i", "we", "be", "is", "are", "was", "before", "after", "until", "next", "this",
    "week", "today", "tomorrow", "morning", "afternoon", "evening", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "jan",
    "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february",
    "march", "april", "june", "july", "august", "september", "october", "november", "december", "noon", "end", "day",
    "call", "ring", "phone"
])  # fmt: skip
_KIN = frozenset(["daughter", "son", "wife", "husband", "mother", "father", "sister", "brother", "caregiver", "niece", "nephew", "mom", "dad", "family"])  # fmt: skip
_PLACES = frozenset(["pharmacy", "hospital", "clinic", "office", "insurer", "insurance", "plan", "payer", "cardiology", "dr", "doctor", "pcp", "home", "agency", "lab", "transport", "school", "facility", "snf", "nurse"])  # fmt: skip


def same_promise(one: str, on: date | None, other: str, other_on: date | None) -> bool:
    """The same thing to the same one, for the same day; where one names no day, about the same matter too."""
    (does, rest), (did, others) = _parts(one), _parts(other)
    if not does or does != did or _whom(rest) != _whom(others):
        return False
    about, before = _about(rest), _about(others)
    shared = not about or not before or bool(about & before)
    if on is None or other_on is None:
        return shared
    # To the person on one day is one call, whatever words it has; to send and to arrange are told by their things.
    return on == other_on and (shared or does == "call")


def _parts(words: str) -> tuple[str, str]:
    does, end = verbs.first(words)
    return does, words[end:]


def _whom(rest: str) -> str:
    """To whom, as far as the first words tell: the person, or somebody named by a word."""
    said = [word.lower() for word in _WORD.findall(rest)[:5]]
    first = next((word for word in said if word not in _SMALL), "")
    if not said or not first or first in _THEM or said[0] in _THEM:
        theirs = said and said[0] in ("her", "his", "their", "your")
        behind = said[1] if theirs and len(said) > 1 else ""
        return behind if behind in _KIN else _PERSON
    return first if first in _KIN or first in _PLACES else _PERSON


def _about(rest: str) -> set[str]:
    """The words that say about what, without their plural."""
    said = {word.lower().removesuffix("s") for word in _WORD.findall(rest) if len(word) > 2}
    return {word for word in said if word not in _SMALL and f"{word}s" not in _SMALL | _THEM and word not in _THEM}  # fmt: skip
