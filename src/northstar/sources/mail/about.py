"""What a message itself says of the person it is about, in its own words."""

import re

from northstar.sources.mail.carriers import labels, numbers

_LABELLED = {
    "name": ("patient", "patient name", "member name", "name", "re patient"),
    "birth date": ("dob", "date of birth", "birth date", "birthdate", "patient dob"),
    "member number": (
        "member id",
        "member number",
        "member #",
        "member no",
        "subscriber id",
        "policy number",
    ),
    "mrn": ("mrn", "medical record number", "mr #", "patient id", "chart number"),
    "callback": (
        "callback",
        "call back",
        "callback number",
        "call back number",
        "call-back number",
        "best number",
    ),
}
_STOP = (
    r"calling|call|and|from|my|i|i'm|im|date|born|the|a|an|at|with|about|for|here|again|speaking|his|her|returning"
    r"|trying|just|to|who|is|was|has|have|needs|wants|not|sorry|please|phone|number|you|your|on|in|of|because"
)
_WORD = rf"(?!(?:{_STOP})\b)[^\W\d_][\w'’.-]{{1,20}}"
_NAME = rf"{_WORD}(?:[ \t]+{_WORD}){{0,3}}"
_CALLER = re.compile(
    rf"\b(?:this is|my name is|my name's|me llamo|mi nombre es)[ \t]+({_NAME})", re.IGNORECASE
)
_RELATION = (
    "mother|father|mom|dad|mum|wife|husband|son|daughter|brother|sister|grandmother|grandfather|grandma|grandpa"
    "|partner|patient|client|aunt|uncle|neighbor|friend"
)
_OTHER = re.compile(
    rf"\b(?:for|about|on behalf of|regarding)[ \t]+(?:my|our|a)[ \t]+(?:{_RELATION})s?,?[ \t]+({_NAME})",
    re.IGNORECASE,
)
# Who calls from an office, a pharmacy or a hospital calls about somebody else.
_PLACE = re.compile(
    r"\b(?:office|pharmacy|clinic|hospital|center|agency|dr|doctor|nurse)\b", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    rf"(?:{_MONTH}[ \t]+\d{{1,2}}(?:st|nd|rd|th)?,?[ \t]+\d{{4}}|\d{{1,2}}[ \t]+{_MONTH}[ \t]+\d{{4}}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2})"
)
_BORN = re.compile(
    rf"\b(?:date of birth|birth ?date|birthday|born|DOB)\b\D{{0,20}}?({_DATE})", re.IGNORECASE
)
_NUMBER = r"(?:id|number|no\.?|#)?(?:[ \t]+is)?[ \t:#]*([A-Z]{0,4}-?\d[\dA-Z-]{3,20})\b"
_MEMBER = re.compile(rf"\b(?:member|subscriber|policy)[ \t]*{_NUMBER}", re.IGNORECASE)
_MRN = re.compile(rf"\b(?:MRN|medical record)[ \t]*{_NUMBER}", re.IGNORECASE)
_LONGEST = 5000


def about(text: str, body: str, region: str, phone: str) -> tuple[tuple[str, str], ...]:
    """(label, words) pairs: name, caller, birth date, member number, mrn, callback.

    `body` is searched for labelled lines, `text` (what the person said) for sentences. Each word
    stands in the message exactly so.
    """
    found = _labelled(body) + _said(text[:_LONGEST])
    found += [
        ("callback", words) for e164, words in numbers(text[:_LONGEST], region) if e164 != phone
    ]
    return tuple(dict.fromkeys((label, words[:100]) for label, words in found))


def _labelled(body: str) -> list[tuple[str, str]]:
    lines = labels(body)
    return [
        (label, lines[name])
        for label, names in _LABELLED.items()
        for name in names
        if lines.get(name, "").strip()
    ]


def _said(text: str) -> list[tuple[str, str]]:
    caller, other = _CALLER.search(text), _OTHER.search(text)
    found = []
    if other:
        found.append(("name", _trimmed(other[1])))
    if caller:
        placed = other or _PLACE.search(caller[1])
        found.append(("caller" if placed else "name", _trimmed(caller[1])))
    patterns = (("birth date", _BORN), ("member number", _MEMBER), ("mrn", _MRN))
    return found + [(label, hit[1]) for label, pattern in patterns if (hit := pattern.search(text))]


def _trimmed(name: str) -> str:
    """Where a transcript has capitals, the name ends where they end; else two words of it are taken."""
    words = re.split(r"(?<!\b[DM]r)(?<!\bMrs)(?<!\bMs)[.,;](?:\s|$)", name)[0].split()
    if words and words[0][:1].isupper():
        words = [w for i, w in enumerate(words) if all(x[:1].isupper() for x in words[: i + 1])]
    else:
        words = words[:2]
    return " ".join(words) if " ".join(words) in name else words[0]
