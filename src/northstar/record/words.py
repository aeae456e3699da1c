"""Under which words a person is found: kept beside the identity, set right when demographics change.

Every identity leaves the words it can be found under. Of each word there is one set of keys in
`Spelling`, so that what sounds like it, or is one slip of a finger away, leads to it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from northstar.chart.kinds import decoder
from northstar.chart.people import Address, Patient, RelatedPerson
from northstar.engines.linking.normal import phones, plain
from northstar.engines.linking.sounds import latin, near_keys
from northstar.record.models import Spelling, Word
from northstar.record.store import batches, change, holes, insert, select

KIN = "k:"
_MOST_PHONE, _LEAST_PHONE = 10, 4
_IDEOGRAPHS = 0x2E7F  # from here on names are written without blanks
ORDINARY_STREET = frozenset(
    [
        "street",
        "st",
        "avenue",
        "ave",
        "road",
        "rd",
        "drive",
        "dr",
        "lane",
        "ln",
        "court",
        "ct",
        "boulevard",
        "blvd",
        "way",
        "place",
        "pl",
        "circle",
        "cir",
        "apt",
        "apartment",
        "unit",
        "suite",
        "ste",
        "floor",
        "fl",
        "no",
        "po",
        "box",
        "north",
        "south",
        "east",
        "west",
        "the",
        "of",
        "calle",
    ]
)


def index(identities: Iterable[int]) -> None:
    """Set right under which words these identities are found. Called when demographics change."""
    pks = set(identities)
    _set_right(pks, _wanted(pks), kin=False)


def index_kin(identities: Iterable[int]) -> None:
    """Set right by which relatives' numbers these identities are found: `k:4155550177`. Called when
    somebody is told of who is near them; also for what our own people were told."""
    pks = set(identities)
    _set_right(pks, _wanted(pks, "RelatedPerson", kin_words_of), kin=True)


def _set_right(pks: set[int], want: dict[int, set[tuple[str, int]]], *, kin: bool) -> None:
    """Make the words of one sort agree; the other sort is left alone."""
    have: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for some in batches(pks):
        rows = Word.objects.filter(identity__in=some).values_list("identity", "word", "label")
        for pk, word, label in rows:
            if word.startswith(KIN) == kin:
                have[pk].add((word, label))
    for pk, words in have.items():
        for word, label in words - want.get(pk, set()):
            Word.objects.filter(identity=pk, word=word, label=label).delete()
    fresh = [
        (pk, word, label) for pk in sorted(want) for word, label in sorted(want[pk] - have[pk])
    ]
    insert("record_word", ("identity_id", "word", "label"), fresh)
    spell({word for _, word, _ in fresh})


def _wanted(
    pks: set[int], kind: str = "Patient", reads: Callable[[Any], set[str]] | None = None
) -> dict[int, set[tuple[str, int]]]:
    """What the current facts about who they are say; a word that an ordinary fact says is ordinary."""
    found: dict[int, dict[str, set[int]]] = {}
    read, reads = decoder(kind), reads or words_of
    for some in batches(pks):
        rows = select(
            "SELECT f.identity_id, f.label, f.body FROM record_fact f "
            "LEFT JOIN record_supersession s ON s.fact_id = f.id "
            f"WHERE f.identity_id IN ({holes(some)}) AND f.kind = %s AND s.id IS NULL",
            [*some, kind],
        )
        for pk, label, body in rows:
            words = found.setdefault(pk, {})
            for word in reads(read(body)):
                words.setdefault(word, set()).add(label)
    return {
        pk: {(word, label) for word, labels in words.items() for label in _least(labels)}
        for pk, words in found.items()
    }


def _least(labels: set[int]) -> set[int]:
    return {0} if 0 in labels else labels


def spell(words: set[str]) -> None:
    """Keep the keys of words that nobody has borne before."""
    bare = {word for word in words if near_keys(word.removeprefix("a:"))}
    known = {
        word
        for some in batches(bare)
        for word in Spelling.objects.filter(word__in=some).values_list("word", flat=True)
    }
    change(
        "INSERT INTO record_spelling (word, key) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        [
            (word, key)
            for word in sorted(bare - known)
            for key in sorted(near_keys(word.removeprefix("a:")))
        ],
    )


def words_of(person: Patient) -> set[str]:
    """`chen`, `n:meilingchen`, `d:1952-03-14`, `p:4155550132` and its endings, `i:ns20418`, `a:94108`."""
    found = {word for name in person.names for word in _name_words(name.plain, name.family)}
    if person.birth_date:
        found.add(f"d:{person.birth_date.text[:10]}")
    for phone in phones(person):
        found |= {f"p:{phone[-length:]}" for length in range(_LEAST_PHONE, _MOST_PHONE + 1)}
    for telecom in person.telecoms:
        if telecom.system == "email":
            found.add(f"m:{telecom.value.strip().casefold()}")
    for known in person.identifiers:
        number = plain(known.value)
        digits = re.sub(r"\D", "", known.value)
        found |= {f"i:{word}" for word in (number, digits) if len(word) > 2}
    for address in person.addresses:
        found |= set(_address_words(address))
    return {word[:80] for word in found if word}


def kin_words_of(kin: RelatedPerson) -> set[str]:
    """`k:4155550177` for each of their numbers."""
    return {f"{KIN}{phone}" for phone in phones(kin)}


def _name_words(whole: str, family: str) -> Iterable[str]:
    """Each part, in its own letters and in Latin ones; and all of it as one, from either end."""
    for text in (whole, family):
        for part in text.split():
            yield plain(part)
            yield from map(plain, re.split(r"[-'’]", part))
        yield from latin(text).split()
    yield plain(family)
    parts = latin(whole).replace(" ", ""), latin(family).replace(" ", "")
    if parts[1] and parts[0] != parts[1]:
        yield f"n:{parts[0]}"
        yield f"n:{parts[1]}{parts[0].replace(parts[1], '', 1)}"
    letters = plain(whole)
    if letters and ord(letters[0]) > _IDEOGRAPHS:
        # Chinese, Japanese and Korean names have no blanks: every ending is a part.
        yield from (letters[at:] for at in range(len(letters)))


def _address_words(address: Address) -> Iterable[str]:
    """House number, each telling word, the town, the postal code. One that is to stay confidential
    leads to nobody."""
    if address.use == "confidential":
        return
    for line in address.lines:
        words = latin(line).split()
        telling = [word for word in words if word not in ORDINARY_STREET]
        yield from (f"a:{word}" for word in telling if len(word) > 1)
    towns = latin(address.city).split()
    yield from (f"a:{word}" for word in (*towns, "".join(towns)) if len(word) > 2)
    if address.postal_code:
        yield f"a:{plain(address.postal_code)[:5]}"
