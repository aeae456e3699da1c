"""What somebody typed to find a person, as terms: each a choice of words it may stand for.

`first` takes what was typed at its word; `wider` reads it forgivingly, with nicknames, what sounds alike,
slips of the finger and other scripts.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import permutations

from northstar.chart.when import NotATime, when
from northstar.engines.linking.normal import plain
from northstar.engines.linking.sounds import how_near, is_a_slip, latin, skeleton
from northstar.knowledge.nicknames import also_called
from northstar.record.words import ORDINARY_STREET

_LONGEST_TEXT, _MOST_TERMS = 200, 6
_MOST_NEAR, _NEAR_ENOUGH = 10, 0.8
_PHONE = re.compile(r"\+?[\d(][\d\s().-]{2,}\d")
_EMAIL = re.compile(r"\S+@\S+")
_MONTHS = (
    ("jan", "ene"), ("feb",), ("mar",), ("apr", "abr"), ("may",), ("jun",), ("jul",), ("aug", "ago"),
    ("sep",), ("oct",), ("nov",), ("dec", "dic"),
)  # fmt: skip
_DAYS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b"), ("ymd",)),
    (re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?"), ("ymd",)),
    (re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})\b"), ("mdy", "dmy")),
    (re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.? (?:de |of )?([A-Za-z]{3,10})\.?,?(?: de)? (\d{4})\b"), ("dmy",)),
    (re.compile(r"\b([A-Za-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b"), ("mdy",)),
    (re.compile(r"(?<!\d)(19\d\d|20\d\d)(\d\d)(\d\d)(?!\d)"), ("ymd",)),
    (re.compile(r"(?<!\d)(\d\d)(\d\d)(19\d\d|20\d\d)(?!\d)"), ("mdy",)),
    (re.compile(r"\b([A-Za-z]{3,10})\.? (\d{4})\b"), ("my",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """A word that a term may stand for. `whole`: that word alone, not one that begins so. `far`: how
    much worse than what was typed, 0 for itself; `how`: why it fits, where that wants saying."""

    word: str
    whole: bool = False
    far: float = 0.0
    how: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must fit."""

    options: tuple[Option, ...]

    def fit(self, word: str) -> Option | None:
        """The best reading under which this word of somebody fits."""
        fitting = (
            option
            for option in self.options
            if word == option.word or (not option.whole and word.startswith(option.word))
        )
        return min(fitting, key=lambda o: (o.far, word != o.word), default=None)


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed: `fixed` terms (days, phones, numbers), and words as they were written."""

    fixed: tuple[Term, ...]
    words: tuple[str, ...]

    def first(self) -> list[Term]:
        """Taken at its word: each word begins a name or a part of an address."""
        return [*self.fixed, *(Term(_as_typed(plain(word))) for word in self.words)][:_MOST_TERMS]

    def as_street(self) -> list[Term]:
        """Taken for a part of an address, "Kearny Street", where a word of it says that it is one."""
        names = [plain(word) for word in self.words]
        told_apart = [word for word in names if word not in ORDINARY_STREET]
        if not told_apart or len(told_apart) == len(names):
            return []
        streets = (Term((Option(f"a:{word}", far=0.5, how="address"),)) for word in told_apart)
        return [*self.fixed, *streets][:_MOST_TERMS]

    def wider(self, alike: Callable[[str], Iterable[str]]) -> list[Term]:
        """Read forgivingly; `alike` gives the words of anybody that share a key with one."""
        spoken = [part for word in self.words for part in latin(word).split()]
        return [*self.fixed, *(Term(tuple(_forgiving(word, alike))) for word in spoken)][
            :_MOST_TERMS
        ]


def read(text: str) -> Sought:
    """Take apart what was typed."""
    text = text[:_LONGEST_TEXT]
    fixed: list[Term] = []
    for shape, orders in _DAYS:
        for found in list(shape.finditer(text)):
            days = dict.fromkeys(day for o in orders for day in _days(found.groups(), o))
            if days:
                fixed.append(Term(tuple(Option(f"d:{d}", far=n) for n, d in enumerate(days))))
                text = text.replace(found[0], " ")
    for mail in _EMAIL.findall(text):
        fixed.append(Term((Option(f"m:{mail.casefold()}"),)))
        text = text.replace(mail, " ")
    for number in _PHONE.findall(text):
        digits = re.sub(r"\D", "", number)
        if len(digits) >= 6 or (len(digits) >= 4 and not number.isdigit()):
            fixed.append(Term(_number(digits)))
            text = text.replace(number, " ")
    typed = [word for word in re.split(r"[\s,;]+", text) if plain(word)]
    numbered = [word for word in typed if any(c.isdigit() for c in word)]
    fixed += [Term(_number(plain(word))) for word in numbered]
    words = [word for word in typed if word not in numbered]
    if fixed and len(words) > 1:  # "1234 Kearny St": what kind of street it is tells nobody apart
        words = [word for word in words if plain(word) not in ORDINARY_STREET] or words
    return Sought(tuple(fixed), tuple(words))


def joined(terms: list[Term]) -> Term | None:
    """All the names as one word, in every order: `maria garcia` also as `garciamaria`, which few are
    found under, where each alone is borne by a crowd."""
    names = [[o for o in t.options if _is_name(o)][:4] for t in terms]
    names = [options for options in names if options]
    if not 2 <= len(names) <= 3:
        return None
    return Term(tuple(_orders(names)))


def is_of_names(term: Term) -> bool:
    """Whether a term may stand for a name."""
    return any(_is_name(option) for option in term.options)


def _orders(names: list[list[Option]]) -> Iterator[Option]:
    for order in permutations(names, 2):
        for one in order[0]:
            for other in order[1]:
                far, how = one.far + other.far, one.how or other.how
                yield Option(f"n:{one.word}{other.word}", far=far, how=how)


def _is_name(option: Option) -> bool:
    return option.word[1:2] != ":"


def _as_typed(word: str) -> tuple[Option, ...]:
    return Option(word), Option(f"a:{word}", far=0.5, how="address")


def _number(digits: str) -> tuple[Option, ...]:
    """An identifier, a phone or a part of one, a house number or postal code, a year of birth."""
    options = [Option(f"i:{digits}"), Option(f"a:{digits}", far=0.5, how="address")]
    if digits.isdigit():
        options.append(Option(f"p:{digits[-10:]}", how="phone"))
    if re.fullmatch(r"(19|20)\d\d", digits):
        options.append(Option(f"d:{digits}-"))
    return tuple(options)


def _forgiving(word: str, alike: Callable[[str], Iterable[str]]) -> Iterator[Option]:
    yield from _as_typed(word)
    for name in sorted(also_called(word)):
        yield Option(plain(name), whole=True, far=1.0, how="nickname")
    yield from _near(word, alike(word))


def _near(word: str, others: Iterable[str]) -> Iterator[Option]:
    """The likest first; what is neither one slip away nor much alike is left out."""
    graded = []
    for other in others:
        bare = other.removeprefix("a:")
        near = how_near(word, bare)
        if bare != word and (
            near >= _NEAR_ENOUGH or is_a_slip(word, bare) or _unvowelled(word, bare)
        ):
            graded.append((-near, other))
    for near, other in sorted(graded)[:_MOST_NEAR]:
        yield Option(other, whole=True, far=3.0 + near, how="alike")


def _unvowelled(one: str, other: str) -> bool:
    """One of them is the other as a script without vowels writes it."""
    return skeleton(one) == skeleton(other) in (one, other)


def _days(parts: tuple[str, ...], order: str) -> Iterator[str]:
    """ISO text, of the month alone where no day was said; nothing where there is no such day."""
    said = dict(zip(order, parts, strict=True))
    month, year = _month(said["m"]), said["y"]
    if not month:  # a name and a year, not a day
        return
    for whole in [year] if len(year) == 4 else [f"19{year}", f"20{year}"]:
        iso = f"{whole}-{month:02}" + (f"-{int(said['d']):02}" if "d" in said else "")
        with suppress(NotATime):
            yield when(iso).text


def _month(said: str) -> int:
    if said.isdigit():
        return int(said)
    return next((n for n, names in enumerate(_MONTHS, 1) if said[:3].lower() in names), 0)
