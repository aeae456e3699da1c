"""Where words tell of the death of somebody near: a mother, a husband; not of a cat or a battery."""

import re

_KIN = (
    r"(?:mother|mom|mama|father|dad|husband|wife|son|daughter|brother|sister|grand\w+|aunt|uncle|"
    r"partner|parent|baby|mr\.? \w+|mrs\.? \w+|ms\.? \w+|he|she)"
)
_WORDS = re.compile(
    rf"\b{_KIN}(?:'s)?(?:\W+\w+){{0,3}}?\W+(?:passed(?: away| on)?(?! (?:out|her|his|the|by|a|my|gas|up|that|it|this|all))|died|"
    r"is dead|is deceased|is no longer with us|has left us|is gone now)\b|"
    r"\b(?:lost|buried|burying) (?:my|her|his|our) (?:mother|mom|father|dad|husband|wife|son|daughter|brother|sister|baby|\w+ (?:mother|father))\b|"
    r"\b(?:death|funeral|memorial|wake|obituary) (?:of|for|is|was) (?:my|his|her|our|on)\b|\bdeath certificate\b|"
    r"\b(?:falleci\w*|murio|murió|se murio|se murió)\b|去世|過世|过世|走了|往生|逝世",
    re.IGNORECASE,
)
_PET = re.compile(
    r"\b(?:cat|dog|puppy|kitten|bird|fish|phone|battery|car|hearing aid)(?:'s)?\W+(?:\w+\W+){0,3}?(?:passed|died|dead)",
    re.IGNORECASE,
)


def death_told(text: str) -> re.Match[str] | None:
    """The words that tell of it; None where none do."""
    found = _WORDS.search(text) if text else None
    return None if found and _PET.search(text) else found
