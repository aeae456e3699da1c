"""What one field of a record says, in the form in which it is compared: names, dates, numbers, streets.

Text in, plain text out; '' where it says nothing, which includes what a system writes when it knows
nothing: UNKNOWN, 01/01/1900, 999-99-9999. Every function is cached: the same few names come again.
"""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from anyascii import anyascii

from northstar.knowledge.nicknames import stands_for

_NOT_LETTERS = re.compile(r"[^\w]+|_+")
NOTHING_SAID = {
    "unknown", "unk", "unkn", "none", "na", "null", "nil", "anonymous", "notgiven", "notknown", "noname",
    "nofirstname", "nolastname", "refused", "declined", "test", "xxx", "xx", "nfn", "nln", "nmn", "fnu", "lnu",
    "trauma", "unidentified", "dummy", "donotuse",
}  # fmt: skip
_NEWBORN = {
    "baby",
    "boy",
    "girl",
    "newborn",
    "infant",
    "twin",
    "male",
    "female",
    "bb",
    "bg",
    "nb",
    "babyboy",
    "babygirl",
}
_WHICH = {"a", "b", "c", "d", "1", "2", "3", "4", "one", "two"}
_PARTICLES = {
    "de", "del", "de la", "la", "las", "los", "van", "von", "der", "den", "da", "dos", "das", "di", "du",
    "al", "el", "bin", "ibn", "bint", "abu", "ter", "ten", "le", "san", "st", "mc", "mac", "jr", "sr", "ii", "iii", "iv",
}  # fmt: skip
SUFFIXES = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "i": "i", "1st": "i", "ii": "ii", "2nd": "ii",
    "iii": "iii", "3rd": "iii", "iv": "iv", "4th": "iv", "v": "v", "5th": "v",
}  # fmt: skip


@lru_cache(maxsize=1 << 18)
def plain(text: str) -> str:
    """Lower case in Latin letters without accents, hyphens or blanks: `Peña-López` is `penalopez`."""
    if text.isascii():
        return _NOT_LETTERS.sub("", text.lower())
    return _NOT_LETTERS.sub("", anyascii(unicodedata.normalize("NFC", text)).lower())


def _parts(text: str) -> list[str]:
    if text.isascii() and text.isalpha():  # one plain word, as most names are
        return [text.lower()]
    return [word for part in re.split(r"[\s\-/,]+", text) if (word := plain(part))]


@lru_cache(maxsize=1 << 17)
def given(text: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """(the name written as one word, that and its first part, the full names these may stand for).

    `Mary Ann` is maryann, and also mary. A newborn's placeholder says nothing.
    """
    if text.isascii() and text.isalpha():  # one plain word, as most names are
        whole = text.lower()
        if whole in NOTHING_SAID or whole in _NEWBORN:
            return "", frozenset(), frozenset()
        return whole, frozenset((whole,)), frozenset(stands_for(whole))
    whole = plain(text)
    if not whole or whole in NOTHING_SAID or is_newborn(text):
        return "", frozenset(), frozenset()
    first = _parts(text)[0]
    names = frozenset({whole, first} if len(first) > 1 else {whole})
    return whole, names, frozenset().union(*map(stands_for, names))


@lru_cache(maxsize=1 << 17)
def family(text: str) -> tuple[str, frozenset[str]]:
    """(the name written as one word without a suffix, that and each part of a double one)."""
    if text.isascii() and text.isalpha():  # one plain word, as most names are
        whole = text.lower()
        return ("", frozenset()) if whole in NOTHING_SAID else (whole, frozenset((whole,)))
    parts = _parts(text)
    while len(parts) > 1 and parts[-1] in SUFFIXES:
        parts.pop()
    whole = "".join(parts)
    if not whole or whole in NOTHING_SAID:
        return "", frozenset()
    told = {part for part in parts if len(part) > 2 and part not in _PARTICLES}
    return whole, frozenset(told | {whole})


@lru_cache(maxsize=4096)
def suffix(text: str) -> str:
    """A generational suffix in one spelling: jr, sr, ii, iii, iv, v; '' for degrees and anything else."""
    return SUFFIXES.get(plain(text), "")


@lru_cache(maxsize=1 << 17)
def suffix_in(text: str) -> str:
    """A generational suffix written behind a family name: `Reyes Jr.`"""
    if text.isascii() and text.isalpha():
        return ""
    parts = _parts(text)
    return SUFFIXES.get(parts[-1], "") if len(parts) > 1 else ""


@lru_cache(maxsize=1 << 16)
def is_newborn(text: str) -> bool:
    """Whether a given name is what a ward writes before there is one: Baby Boy, BB, Girl A, Twin B."""
    if text.isascii() and text.isalpha():
        return text.lower() in _NEWBORN
    parts = _parts(text.lower().split(" of ")[0])
    return not _NEWBORN.isdisjoint(parts) and all(
        part in _NEWBORN or part in _WHICH for part in parts
    )


_ISO = re.compile(r"(\d{4})-?(\d{2})?-?(\d{2})?(?:[T ].*)?$")
_AMERICAN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d\d)$")
_WORDED = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3})[a-z]*[ \-,]+(\d{4})$")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
BY_DEFAULT = {
    "19700101",
    "19000101",
    "19010101",
    "18000101",
    "20000101",
    "11111111",
    "99991231",
    "16010101",
    "17530101",
}


@lru_cache(maxsize=1 << 17)
def born(text: str) -> str:
    """A birth date as digits, year first: 19510602; only 1951 or 195106 where no more is known.

    A date that a system writes when it knows none, or of a year that nobody writes, is ''. An impossible
    one (1950-18-10) stays as it is written: it may be month and day the wrong way round.
    """
    text = text.strip()
    if found := _ISO.match(text):
        digits = "".join(part or "" for part in found.groups())
    elif found := _AMERICAN.match(text):
        digits = f"{_century(found[3])}{found[1]:0>2}{found[2]:0>2}"
    elif (found := _WORDED.match(text)) and found[2].lower() in _MONTHS:
        digits = f"{found[3]}{_MONTHS.index(found[2].lower()) + 1:02}{found[1]:0>2}"
    else:
        return ""
    if digits in BY_DEFAULT or not "1400" <= digits[:4] <= "2100":
        return ""
    return digits


def _century(year: str) -> str:
    """Two digits are read as 1931 to 2030; a wrong guess differs from every other record and is asked."""
    return year if len(year) == 4 else f"{'20' if year <= '30' else '19'}{year}"


_NOT_DIGITS, _EXTENSION = re.compile(r"\D"), re.compile(r"(?i)ext|x")
_SEXES = {"m": "m", "male": "m", "f": "f", "female": "f", "man": "m", "woman": "f"}


@lru_cache(maxsize=256)
def sex(text: str) -> str:
    """m, f, or '' where it is another word or none: only these two can contradict each other."""
    return _SEXES.get(text.strip().lower(), "")


@lru_cache(maxsize=1 << 17)
def phone(text: str) -> str:
    """A telephone number as the digits one dials within the country; '' for placeholders."""
    if text.isascii() and text.isdigit():
        digits = text
    else:
        digits = _NOT_DIGITS.sub("", _EXTENSION.split(text.split(";")[0])[0])
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    elif len(digits) != 10:
        digits = _abroad(text) or digits
    if len(digits) < 7 or len(set(digits)) < 3:
        return ""
    return "" if digits[-7:] in ("1234567", "0000000") else digits


def _abroad(text: str) -> str:
    try:
        return str(phonenumbers.parse(text, "US").national_number)
    except phonenumbers.NumberParseException:
        return ""


@lru_cache(maxsize=1 << 17)
def email(text: str) -> str:
    """An e-mail address in lower case, without what is written behind a plus; '' for placeholders."""
    user, at, domain = text.strip().casefold().removeprefix("mailto:").partition("@")
    user = user.split("+")[0]
    if not (at and user and domain) or user in NOTHING_SAID or "noemail" in user:
        return ""
    return f"{user}@{domain}"


ISSUED_TO_NOBODY = {"123456789", "987654321", "078051120", "219099999", "111223333", "123121234"}


@lru_cache(maxsize=1 << 17)
def ssn(text: str) -> str:
    """A social security or other national number as digits, perhaps only its last four; '' for
    placeholders and for numbers that were never issued."""
    digits = text if text.isascii() and text.isdigit() else _NOT_DIGITS.sub("", text)
    if len(digits) == 4:
        return digits if "*" in text or len(set(digits)) > 1 else ""
    if len(digits) < 5 or len(set(digits)) < 3 or digits in ISSUED_TO_NOBODY:
        return ""
    if len(digits) == 9 and (digits[:3] in ("000", "666") or digits[5:] == "0000"):
        return ""
    return digits


_STREET_WORDS = {
    short: word
    for word, shorts in {
        "street": "st str", "avenue": "ave av", "road": "rd", "drive": "dr", "lane": "ln", "court": "ct crt", "place": "pl",
        "boulevard": "blvd", "circle": "cir", "circuit": "cct", "crescent": "cres", "terrace": "ter tce", "parkway": "pkwy",
        "highway": "hwy", "square": "sq", "trail": "trl", "mount": "mt", "mountain": "mtn", "north": "n", "south": "s",
        "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw", "close": "cl",
        "grove": "grv", "heights": "hts", "expressway": "expy", "turnpike": "tpke", "first": "1st", "second": "2nd",
        "third": "3rd", "fourth": "4th", "fifth": "5th", "calle": "c", "fort": "ft",
    }.items()
    for short in shorts.split()
}  # fmt: skip
_UNIT = re.compile(
    r"\b(?:apt|apartment|suite|ste|unit|room|rm|floor|fl|lot)(?![a-z])\.?\s*#?\s*([\w-]+)\b|#\s*([\w-]+)"
)
_UNITS = ("apt", "apartment", "ste", "suite", "unit", "room", "rm", "fl", "lot", "#")
_PO_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b|\bpost office box\b")
_NO_ADDRESS = {"unknown", "homeless", "none", "noaddress", "na", "unk", "generaldelivery"}


@lru_cache(maxsize=1 << 17)
def street(text: str) -> tuple[str, str]:
    """(house number and street spelled out, without blanks; unit): `12 N Oak St., Apt. 4` is
    `12northoakstreet`, `4`."""
    words, unit = parted(text)
    line = spelled_out(words)[0] if words else ""
    return (line, unit) if line else ("", "")


def parted(text: str) -> tuple[str, str]:
    """(the words of house number and street in small letters, parted by blanks; unit)."""
    low = (text if text.isascii() else anyascii(text)).lower()
    if "box" in low:
        low = _PO_BOX.sub("pobox", low)
    unit = ""
    if any(map(low.__contains__, _UNITS)) and (found := _UNIT.search(low)):
        unit = plain(found[1] or found[2])
        low = low[: found.start()] + " " + low[found.end() :]
    words = low.split() if low.replace(" ", "").isalnum() else _WORDS.findall(low)
    return " ".join(words), unit


def spelled_out(lines: str) -> list[str]:
    """Of each line the words, parted by blanks and in small letters, as one, short ones in full; '' where
    they are no address."""
    words = lines.replace("\n", " \n ").split(" ")
    said = "".join(map(_STREET_WORDS.get, words, words)).split("\n")
    return (
        said
        if _NO_ADDRESS.isdisjoint(said)
        else ["" if line in _NO_ADDRESS else line for line in said]
    )


_WORDS = re.compile(r"\w+")


@lru_cache(maxsize=1 << 16)
def postal(text: str) -> str:
    """A postal code: the first five digits of a US one (a lost leading nought put back), else as written."""
    code = plain(text).upper()
    if code.isdigit():
        code = code[:5].zfill(5) if len(code) in (4, 5, 9) else code[:5]
    return "" if code in ("00000", "99999") else code


@lru_cache(maxsize=1 << 16)
def city(text: str) -> str:
    """A place's name as one word."""
    word = plain(text)
    return "" if word in _NO_ADDRESS else word
