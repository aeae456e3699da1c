"""Which records of a whole file are worth comparing: the words of `blocking.py`, on columns of numbers.

Every word is a number of 64 bits; whoever shares one that is not crowded meets. A test holds this to
the same pairs as the words themselves give.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from northstar.engines.linking.blocking import CROWD, MORE_CROWD, skeleton
from northstar.engines.linking.columns import Several, Texts, hands, mixed, numbered
from northstar.engines.linking.everybody import People
from northstar.engines.linking.parts import user_of, year_of
from northstar.engines.linking.shapes import Numbers, letters_of

_FULL_DATE = 8
_BEGINNING = 20  # bits
Words = tuple[Numbers, Numbers]
"""(words as numbers, the person of each)"""


def meetings(people: People) -> tuple[Numbers, Numbers]:
    """Pairs of positions, smaller first, in order."""
    bits = len(people).bit_length()
    kinds = [(kind, CROWD) for kind in _FILE_WORDS] + [(kind, MORE_CROWD) for kind in _MORE_WORDS]

    def met(kind: Callable[[People], Words], crowd: int) -> Numbers:
        return _meet(*kind(people), crowd, bits)

    def within(least: int, most: int) -> Numbers:
        return _distinct(np.concatenate([some[(some >= least) & (some < most)] for some in found]))

    with ThreadPoolExecutor(hands(len(people))) as pool:
        found = list(pool.map(met, *zip(*kinds, strict=True)))
        cuts = [place << bits for place in _shares(len(people))]
        both = np.concatenate(list(pool.map(within, cuts, cuts[1:])))
    return _parted(both, bits)


def _shares(count: int) -> list[int]:
    """Where to cut the positions so that about as many pairs begin in each share: the first of two is the
    smaller, and those are more often found in front."""
    shares = hands(count)
    return [*(int(count * (1 - (1 - n / shares) ** 0.5)) for n in range(shares)), count]


def _parted(both: Numbers, bits: int | np.uint64) -> Words:
    """Two numbers that were kept in one."""
    return both >> bits, both & ((type(bits)(1) << bits) - type(bits)(1))


def _distinct(numbers: Numbers) -> Numbers:
    numbers.sort()
    return numbers[_begins(numbers)]


def _meet(words: Numbers, whose: Numbers, crowd: int, bits: int) -> Numbers:
    """Everyone with everyone who shares a word, two in one number; crowded words are left out.

    Word and person are sorted as one number, for which a word gives up its last bits: two words may then
    be taken for one, about once in a hundred files, and people meet who share none and are compared for nothing.
    """
    words, whose = _perhaps_shared(words, whose)
    place = np.uint64(bits)
    word, whose = _parted(_distinct(words >> place << place | whose.astype(np.uint64)), place)
    whose = whose.astype(np.int64)
    starts = np.flatnonzero(_begins(word))
    sizes = np.diff(np.append(starts, len(word)))
    after = np.repeat(starts + sizes, sizes) - np.arange(len(word)) - 1
    at, step, met = np.flatnonzero(np.repeat(sizes <= crowd, sizes) & (after > 0)), 1, []
    while len(at):
        met.append(whose[at] << bits | whose[at + step])
        step += 1
        at = at[after[at] >= step]
    return np.concatenate(met) if met else np.zeros(0, dtype=np.int64)


def _perhaps_shared(words: Numbers, whose: Numbers) -> Words:
    """Most words are one person's alone, and most of those have a beginning of their own."""
    begun = (words >> np.uint64(64 - min(_BEGINNING, len(words).bit_length() + 3))).astype(np.int64)
    kept = np.flatnonzero(np.bincount(begun, minlength=1)[begun] > 1)
    return words[kept], whose[kept]


def _begins(words: Numbers) -> Numbers:
    """Where another word begins."""
    return np.append(True, words[1:] != words[:-1])[: len(words)]


def _of(texts: Texts, *more: Numbers, where: Numbers | None = None) -> Words:
    said = texts.said if where is None else where
    whose = np.flatnonzero(said)
    return mixed(texts.of[whose], *(part[whose] for part in more)), whose


def _entries(column: Several, *, least: int = 0) -> Words:
    """Every entry of its own, perhaps only those longer than so many letters."""
    said, whose = column.each_entry()
    if not least:
        return mixed(said), whose
    long = np.array([len(text) > least for text in column.known], dtype=bool)[said]
    return mixed(said[long]), whose[long]


def _crossed(one: Several, other: Several) -> Words:
    """Every entry of one with every entry of the other of the same person."""
    mine, whose = one.each_entry()
    times = other.counts[whose]
    left = np.repeat(np.arange(len(whose)), times)
    within = np.arange(len(left)) - np.repeat(np.cumsum(times) - times, times)
    right = other.first[other.of[whose[left]]] + within
    return mixed(mine[left], other.entries[right]), whose[left]


def _numbers_said(people: People) -> Words:
    return _entries(people.several("numbers"))


def _ssns(people: People) -> Words:
    return _entries(people.several("ssns"), least=4)


def _emails(people: People) -> Words:
    return _entries(people.several("emails"))


def _born_and_name(people: People) -> Words:
    """Birth date with the beginning of a family name, a full given name, or its beginning."""
    families, roots = people.several("families"), people.several("roots")
    names = [name[:4] for name in families.known], roots.known, [name[:4] for name in roots.known]
    together = numbered([name for some in names for name in some])
    parts, at = [], 0
    for column, some in zip((families, roots, roots), names, strict=True):
        entries, whose = column.each_entry()
        parts.append((together.of[at : at + len(some)][entries], whose))
        at += len(some)
    said, whose = (np.concatenate(each) for each in zip(*parts, strict=True))
    born, full = people.texts("born"), _full_dates(people)
    return mixed(born.of[whose], said)[full[whose]], whose[full[whose]]


def _full_dates(people: People) -> Numbers:
    return people.texts("born").each(lambda text: len(text) == _FULL_DATE, bool)


def _born_and_postal(people: People) -> Words:
    postal = people.texts("postal")
    return _of(postal, people.texts("born").of, where=postal.said & _full_dates(people))


def _phone_and_given(people: People) -> Words:
    return _crossed(people.several("givens").part(lambda name: name[:3]), people.several("phones"))


def _street_and_given(people: People) -> Words:
    return _crossed(people.several("givens").part(lambda name: name[:1]), people.several("streets"))


def _skeletons(people: People) -> tuple[Numbers, Numbers]:
    """The skeleton of everyone's given and family name, in the same numbers."""
    return people.once("skeletons", _skeletons_of)


def _skeletons_of(people: People) -> tuple[Numbers, Numbers]:
    given, family = people.texts("given"), people.texts("family")
    both = numbered([skeleton(name) for name in (*given.known, *family.known)])
    return both.of[: len(given.known)][given.of], both.of[len(given.known) :][family.of]


def _bones(people: People) -> tuple[Numbers, Numbers]:
    """The skeletons of both names as one number, whichever comes first; and who has both names."""
    one, other = _skeletons(people)
    named = people.texts("given").said & people.texts("family").said
    return mixed(np.minimum(one, other), np.maximum(one, other)), named


def _name(people: People) -> Words:
    bones, named = _bones(people)
    whose = np.flatnonzero(named)
    return bones[whose], whose


def _name_and_year(people: People) -> Words:
    bones, named = _bones(people)
    year = people.texts("born").part(year_of)
    return _of(year, bones, where=named)


def _postal_and_name(people: People) -> Words:
    postal, family, given = (people.texts(name) for name in ("postal", "family", "given"))
    house, first = family.part(lambda name: name[:4]), given.part(lambda name: name[:1])
    return _of(postal, house.of, first.of, where=postal.said & family.said)


def _born(people: People) -> Words:
    return _of(people.texts("born"))


def _street(people: People) -> Words:
    return _of(people.texts("street"))


def _email_name(people: People) -> Words:
    email = people.texts("email")
    return _of(email.part(user_of), where=email.said)


def _town_and_name(people: People) -> Words:
    town = people.texts("city")
    place = town.part(lambda text: text[:4])
    said = [people.texts(name).said & town.said for name in ("given", "family")]
    bones = _skeletons(people)
    return _together(
        [_of(place, number, where=where) for number, where in zip(bones, said, strict=True)]
    )


def _one_name(people: People) -> Words:
    given, family = people.texts("given"), people.texts("family")
    names = numbered([*given.known, *family.known])
    one = Texts(names.of[: len(given.known)][given.of], names.known)
    other = Texts(names.of[len(given.known) :][family.of], names.known)
    return _together([_of(one), _of(other)])


def _digits(people: People) -> Words:
    """The digits in their order, so that two that change places make no other word."""
    ssn = people.texts("ssn")
    whose = np.flatnonzero(ssn.said)
    sorted_ = np.sort(letters_of(ssn.known), axis=1)
    return mixed(*sorted_.T)[ssn.of[whose]], whose


def _together(parts: Sequence[Words]) -> Words:
    words, whose = zip(*parts, strict=True)
    return np.concatenate(words), np.concatenate(whose)


_FILE_WORDS: tuple[Callable[[People], Words], ...] = (
    _numbers_said, _ssns, _emails, _born_and_name, _born_and_postal, _phone_and_given, _street_and_given,
    _name, _name_and_year, _postal_and_name, _born, _street, _email_name, _town_and_name,
)  # fmt: skip
_MORE_WORDS: tuple[Callable[[People], Words], ...] = (_one_name, _digits)
