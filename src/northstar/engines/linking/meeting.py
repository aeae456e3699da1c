"""Which records of a whole file are worth comparing: the words of `blocking.py`, on columns of numbers.

Every word is a number of 64 bits; whoever shares one that is not crowded meets. A test holds this to
the same pairs as the words themselves give.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from northstar.engines.linking.blocking import CROWD, MORE_CROWD, skeleton
from northstar.engines.linking.columns import Numbers, People, Several, Texts, mixed, numbered

_FULL_DATE = 8
Words = tuple[Numbers, Numbers]
"""(words as numbers, the person of each)"""


def meetings(people: People) -> tuple[Numbers, Numbers]:
    """Pairs of positions, smaller first, in order."""
    count = len(people.people)
    met = [
        pair
        for kinds, crowd in ((_FILE_WORDS, CROWD), (_MORE_WORDS, MORE_CROWD))
        for kind in kinds
        for pair in _meet(*kind(people), crowd, count)
    ]
    both = _distinct(np.concatenate(met)) if met else np.zeros(0, dtype=np.int64)
    return both // count, both % count


def _distinct(numbers: Numbers) -> Numbers:
    numbers.sort()
    return numbers[np.append(True, numbers[1:] != numbers[:-1])] if len(numbers) else numbers


def _meet(words: Numbers, whose: Numbers, crowd: int, count: int) -> Iterator[Numbers]:
    """Everyone with everyone who shares a word, as one * count + other; crowded words are left out."""
    order = np.lexsort((whose, words))
    words, whose = words[order], whose[order]
    if not len(words):
        return
    new_word = np.append(True, words[1:] != words[:-1])
    kept = new_word | np.append(True, whose[1:] != whose[:-1])
    words, whose, new_word = words[kept], whose[kept], new_word[kept]
    starts = np.flatnonzero(new_word)
    sizes = np.diff(np.append(starts, len(words)))
    for size in range(2, crowd + 1):
        at = starts[sizes == size]
        if len(at):
            together = whose[at[:, None] + np.arange(size)]
            one, other = np.triu_indices(size, 1)
            yield (together[:, one] * count + together[:, other]).ravel()


def _of(texts: Texts, *more: Numbers, where: Numbers | None = None) -> Words:
    said = texts.said if where is None else where
    whose = np.flatnonzero(said)
    return mixed(texts.of[whose], *(part[whose] for part in more)), whose


def _entries(column: Several, *, least: int = 0) -> Words:
    """Every entry of its own, perhaps only those longer than so many letters."""
    long = np.array([len(text) > least for text in column.known])[column.of]
    return mixed(column.of[long]), column.whose[long]


def _crossed(one: Several, other: Several) -> Words:
    """Every entry of one with every entry of the other of the same person."""
    whose = one.whose
    times = other.count[whose]
    left = np.repeat(np.arange(len(whose)), times)
    within = np.arange(len(left)) - np.repeat(np.cumsum(times) - times, times)
    right = other.first[whose[left]] + within
    return mixed(one.of[left], other.of[right]), whose[left]


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
        parts.append((together.of[at : at + len(some)][column.of], column.whose))
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


def _bones(people: People) -> tuple[Numbers, Numbers]:
    """The skeletons of both names as numbers, the smaller first; and who has both names."""
    given, family = people.texts("given"), people.texts("family")
    both = numbered([skeleton(name) for name in (*given.known, *family.known)])
    one = both.of[: len(given.known)][given.of]
    other = both.of[len(given.known) :][family.of]
    return mixed(np.minimum(one, other), np.maximum(one, other)), given.said & family.said


def _name(people: People) -> Words:
    bones, named = _bones(people)
    whose = np.flatnonzero(named)
    return bones[whose], whose


def _name_and_year(people: People) -> Words:
    bones, named = _bones(people)
    year = people.texts("born").part(lambda text: text[:4])
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
    return _of(email.part(lambda text: text.partition("@")[0]), where=email.said)


def _town_and_name(people: People) -> Words:
    town = people.texts("city")
    place = town.part(lambda text: text[:4])
    names = [people.texts("given"), people.texts("family")]
    bones = numbered([skeleton(name) for one in names for name in one.known])
    parts, at = [], 0
    for one in names:
        number = bones.of[at : at + len(one.known)][one.of]
        parts.append(_of(place, number, where=one.said & town.said))
        at += len(one.known)
    return _together(parts)


def _one_name(people: People) -> Words:
    given, family = people.texts("given"), people.texts("family")
    names = numbered([*given.known, *family.known])
    one = Texts(names.of[: len(given.known)][given.of], names.known)
    other = Texts(names.of[len(given.known) :][family.of], names.known)
    return _together([_of(one), _of(other)])


def _digits(people: People) -> Words:
    ssn = people.texts("ssn")
    return _of(ssn.part(lambda text: "".join(sorted(text))), where=ssn.said)


def _together(parts: Sequence[Words]) -> Words:
    words, whose = zip(*parts, strict=True)
    return np.concatenate(words), np.concatenate(whose)


_FILE_WORDS: tuple[Callable[[People], Words], ...] = (
    _numbers_said, _ssns, _emails, _born_and_name, _born_and_postal, _phone_and_given, _street_and_given,
    _name, _name_and_year, _postal_and_name, _born, _street, _email_name, _town_and_name,
)  # fmt: skip
_MORE_WORDS: tuple[Callable[[People], Words], ...] = (_one_name, _digits)
