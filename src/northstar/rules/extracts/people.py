"""People: who was named beside the person, and what they are to them."""

import re
from collections.abc import Iterator
from datetime import datetime

from northstar.rules.extracts.extract import Extract, Kind, Said

RELATIONS = [
    "great-grandmother",
    "great-grandfather",
    "grandmother",
    "grandfather",
    "grandson",
    "granddaughter",
    "grandma",
    "grandpa",
    "mother",
    "father",
    "mom",
    "mum",
    "dad",
    "daughter-in-law",
    "son-in-law",
    "daughter",
    "son",
    "wife",
    "husband",
    "partner",
    "sister",
    "brother",
    "aunt",
    "uncle",
    "niece",
    "nephew",
    "cousin",
    "neighbor",
    "neighbour",
    "friend",
    "caregiver",
    "roommate",
    "landlord",
    "pastor",
    "priest",
    "boss",
]
_SAME = {
    "mom": "mother",
    "mum": "mother",
    "dad": "father",
    "grandma": "grandmother",
    "grandpa": "grandfather",
    "neighbour": "neighbor",
}
_NAME = r"[A-ZÀ-Þ][\w'’À-ÿ-]+(?: [A-ZÀ-Þ][\w'’À-ÿ-]+){0,2}"
_KIN = re.compile(
    rf"\b(?:(?i:my|her|his|their|the|your|a)) (?P<relation>(?i:{'|'.join(RELATIONS)}))\b,?(?: (?i:named|called))?(?: (?P<name>{_NAME}))?"
)
_TITLED = re.compile(
    rf"\b(?P<title>Dr\.?|Doctor|Nurse|Pharmacist|Pastor|Father|Sister|Rabbi|Imam|Mrs\.?|Mr\.?|Ms\.?) (?P<name>{_NAME})"
)
_AFTER = re.compile(
    rf"\b(?P<name>{_NAME}),? (?:is )?(?:(?i:my|her|his|their)) (?P<relation>(?i:{'|'.join(RELATIONS)}))\b"
)
_NO_NAME = frozenset(
    [
        "I",
        "We",
        "He",
        "She",
        "They",
        "It",
        "The",
        "A",
        "An",
        "No",
        "Yes",
        "And",
        "But",
        "So",
        "Then",
        "On",
        "In",
        "At",
        "Is",
        "Was",
        "Has",
        "Had",
        "Does",
        "Did",
        "Will",
        "Who",
        "What",
        "When",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ]
)


def find(text: str, now: datetime) -> Iterator[Extract]:
    """Every person named or called by what they are; `detail` is the relation or title."""
    taken: list[tuple[int, int]] = []
    for pattern in (_AFTER, _KIN, _TITLED):
        for found in pattern.finditer(text):
            if any(found.start() < e and s < found.end() for s, e in taken):
                continue
            taken.append(found.span())
            yield _person(found)


def _person(found: re.Match[str]) -> Extract:
    groups = found.groupdict()
    name = (groups["name"] or "").strip()
    words = [word for word in name.split() if word not in _NO_NAME]
    what = (groups.get("relation") or groups.get("title") or "").lower().rstrip(".")
    what = {"dr": "doctor"}.get(_SAME.get(what, what), _SAME.get(what, what))
    says = f"{what} {' '.join(words)}".strip()
    return Extract("person", says, found.start(), found.end(), detail=what)


KIND = Kind(
    code="person",
    title="Person",
    why="Who helps, who decides and who should be called is often said once.",
    files="A person around her, as she told it",
    find=find,
    examples=(
        Said("kin with a name", "Her daughter Ana drives her.", ("daughter Ana",)),
        Said("kin alone", "He lives with his wife.", ("wife",)),
        Said("the name first", "Wei is her son.", ("son Wei",)),
        Said("a doctor", "Dr. Park stopped it.", ("doctor Park",)),
        Said("a day is no name", "Her son Thursday.", ("son",)),
    ),
)
