"""What notes say of a medicine that was stopped: the writer's own sentence, or nothing at all."""

import re
from functools import lru_cache
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.knowledge.ingredients import named_in

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\s|$))?")
_STOPPED = re.compile(
    r"\b(?:stop(?:ped|ping)?|discontinu\w+|held|hold(?:ing)?|no longer|took (?:him|her|them) off|"
    r"replac\w+|switch\w+|chang\w+ (?:from|to)|instead of|suspend\w+)\b",
    re.IGNORECASE,
)
_NOT_STOPPED = re.compile(
    r"\b(?:do not|don't|never|should not|did not|didn't|not to) (?:\w+ )?(?:stop|discontinu)",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|due to|since|given|owing to|so that|in order to|to avoid|to protect|after (?:the|a|an|his|her)|"
    r"for (?:his|her|their|the|a|an)|in favou?r of|caused?|causing|cough|angioedema|side effect|kidney|potassium|too low)\b",
    re.IGNORECASE,
)


def why_stopped(chart: Chart, ingredient: str) -> tuple[Value, str] | None:
    """The latest note that tells why, with its sentence word for word; None is never filled with a guess."""
    notes: list[Any] = [*chart.documents, *chart.sections]
    for note in reversed(notes):
        for sentence in _sentences(note.text):
            if ingredient in named_in(sentence) and _tells(sentence):
                return note, sentence
    return None


def _tells(sentence: str) -> bool:
    return bool(
        _STOPPED.search(sentence) and _REASON.search(sentence) and not _NOT_STOPPED.search(sentence)
    )


@lru_cache(maxsize=2048)
def _sentences(text: str) -> tuple[str, ...]:
    found = (m.group().strip() for m in _SENTENCE.finditer(text[:200_000]))
    return tuple(s for s in found if 8 < len(s) < 600)
