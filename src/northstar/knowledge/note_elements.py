"""What the note of a service must hold, by the rules that a reviewer will ask about.

Own reading of Medicare's published pages for 2024 to 2026, each row with its mark: A read in the primary
source, B in one that restates it, else unconfirmed ("verify"). `words` is what such a sentence says; where it
is empty the element is seen in the acts themselves (minutes, day, author) or in the case (consent).
"""

from dataclasses import dataclass
from datetime import date

from northstar.knowledge.table import Row

_MLN, _TCM, _CHI = "CMS MLN909188", "NGS Medicare, transitional care", "CMS MLN9201074"
_TIMED = ("CCM", "PCM", "BHI", "CHI", "PIN")
_REVIEWED = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Element:
    """One thing a note must hold. `asks` says what to write where it is missing."""

    code: str
    says: str
    asks: str
    words: str = ""


def _row(program: str, element: Element, source: str, confidence: str) -> Row:
    return Row(
        code=program, scope=element.code, value=element, source=source, confidence=confidence,
        effective_from=date(2024, 1, 1), year=2024, reviewed=_REVIEWED,
    )  # fmt: skip


_DONE = Element(
    "done", "What was done, on which day, by whom", "name the act: a call, a letter, a plan changed"
)
_MINUTES = Element(
    "minutes", "The minutes of each act", "an act without its minutes counts for nothing"
)
_CONSENT = Element("consent", "Consent, recorded before", "record when and how the person agreed")
_PLAN = Element(
    "plan", "How it serves the care plan", "say which goal or step of the plan it was for",
    r"\b(?:plan|goal|step)s?\b",
)  # fmt: skip
_NEED = Element(
    "need", "The need it was about", "name the need: food, a ride, housing, cost",
    r"\b(?:need|food|meals?|ride|transport\w*|hous\w+|rent|cost|afford|utilit\w+|heat|benefits?|lonely|isolat\w+|no ride|insurance)\b",
)  # fmt: skip
_SCALE = Element(
    "scale", "A rating scale, with its score", "write the scale and its score (PHQ-9, GAD-7)",
    r"\b(?:phq-?[29]|gad-?[27]|epds|audit(?:-c)?|score)\b",
)  # fmt: skip
_HOME = Element(
    "discharge", "The day of discharge, and from where", "write when and from where the person came home",
    r"\b(?:discharg\w+|came home|home from|sent home|left (?:the )?hospital)\b",
)  # fmt: skip
_REACHED = Element(
    "contact", "Who was reached and when, or two attempts with their times", "write whom you spoke with, or each attempt",
    r"\b(?:reached|spoke|talked|called back|told (?:me|us)|left (?:a )?message|no answer|tried|attempt\w*)\b",
)  # fmt: skip
_LISTS = Element(
    "medicines", "Medicines compared, before or on the day of the visit", "say that the lists were compared, and what differs",
    r"\b(?:reconcil\w+|medicines? (?:compared|reviewed|checked)|medication (?:review|list)|went through (?:her|his|their|the) (?:medicines|pills|list))\b",
)  # fmt: skip
_VISIT = Element(
    "visit", "The visit that follows, with its day", "write the day of the visit",
    r"\b(?:visit|appointment|follow[ -]?up|booked|will be seen)\b",
)  # fmt: skip

ROWS = (
    *(_row(program, one, f"{_MLN}; Noridian Medicare, care management", "A") for program in _TIMED for one in (_DONE, _MINUTES)),
    *(_row(program, _CONSENT, "CGS Medicare, care management consent (2022)", "A") for program in ("CCM", "PCM", "BHI", "CoCM", "APCM", "CHI", "PIN")),
    *(_row(program, _PLAN, _MLN, "B") for program in ("CCM", "PCM", "APCM")),
    *(_row(program, one, _CHI, "unconfirmed" if program == "PIN" else "A") for program in ("CHI", "PIN") for one in (_NEED, _PLAN)),
    *(_row(program, one, "CMS MLN909432", "unconfirmed") for program in ("BHI", "CoCM") for one in (_SCALE,)),
    *(_row("CoCM", one, "CMS MLN909432", "B") for one in (_DONE, _MINUTES)),
    *(_row("APCM", one, "AAFP, advanced primary care management", "B") for one in (_DONE,)),
    *(_row("TCM", one, _TCM, "B") for one in (_DONE, _HOME, _REACHED, _VISIT)),
    _row("TCM", _LISTS, _TCM, "unconfirmed"),
)  # fmt: skip


def elements(program: str, day: date) -> list[Row]:
    """What a note of this service must hold on that day, in order; nothing for a service we have no rows of."""
    return [
        row for row in ROWS
        if row.code == program and row.effective_from <= day <= row.effective_to
    ]  # fmt: skip
