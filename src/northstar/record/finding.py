"""Find people by any part of a name, a birth date, a phone or an identifier, through an index.

Every identity leaves the words it can be found under. A search takes each thing typed as the
beginning of such a word; all of them must fit one patient, whichever of the sources said it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from northstar.access.viewer import Viewer
from northstar.chart.people import Patient as Person
from northstar.chart.when import NotATime, when
from northstar.engines.linking.normal import birth, phones, plain
from northstar.record import panels
from northstar.record.models import Feed, Link, Patient, Word
from northstar.record.store import batches, beginning

_CROWD = 2000  # a beginning that more identities share is looked up person by person instead
_LONGEST_TEXT, _MOST_TERMS = 200, 6
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_AMERICAN = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_WRITTEN = re.compile(r"\b(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})\b")
_PHONE = re.compile(r"\+?[\d(][\d\s().-]{5,}\d")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def find(viewer: Viewer, sought: str, day: date, most: int = 50) -> tuple[list[Patient], bool]:
    """The patients that fit, by name, and whether there are more. Only whom the viewer may see."""
    terms = _terms(sought)
    whole = panels.reach(viewer, day)
    if not terms:
        return _some(whole, most)
    narrow = _fewest(terms)
    if narrow is None:
        return _some(_each(whole, terms, viewer), most)
    candidates = _owners(narrow, viewer)
    for term in terms:
        candidates &= _having(term, candidates, viewer)
    found: list[Patient] = []
    for some in batches(sorted(candidates)):
        found += whole.filter(pk__in=some)
    found.sort(key=lambda row: (row.sort_name.casefold(), row.pk))
    return found[:most], len(found) > most


def index(persons: dict[int, Person]) -> None:
    """Set right under which words these identities are found. Called when demographics change."""
    have: dict[int, set[str]] = defaultdict(set)
    for some in batches(persons):
        for pk, word in Word.objects.filter(identity__in=some).values_list("identity", "word"):
            have[pk].add(word)
    want = {pk: words_of(person) for pk, person in persons.items()}
    for pk, words in have.items():
        if words - want[pk]:
            Word.objects.filter(identity=pk, word__in=words - want[pk]).delete()
    Word.objects.bulk_create(
        Word(identity_id=pk, word=word)
        for pk, words in want.items()
        for word in sorted(words - have[pk])
    )


def words_of(person: Person) -> set[str]:
    """`chen`, `d:1952-03-14`, `p:4155550132` and its last seven and four, `i:ns20418`."""
    found = {word for name in person.names for word in _name_words(name.plain, name.family)}
    if born := birth(person):
        found.add(f"d:{born}")
    for phone in phones(person):
        found |= {f"p:{phone}", f"p:{phone[-7:]}", f"p:{phone[-4:]}"}
    for known in person.identifiers:
        number = plain(known.value)
        digits = re.sub(r"\D", "", known.value)
        found |= {f"i:{word}" for word in (number, digits) if len(word) > 2}
    return {word[:80] for word in found if word}


def _name_words(whole: str, family: str) -> Iterable[str]:
    for text in (whole, family):
        for part in text.split():
            yield plain(part)
            yield from map(plain, re.split(r"[-'’]", part))
        yield plain(text)
        if not text.isascii() and (letters := plain(text)) and ord(letters[0]) > 0x2E7F:
            # Chinese, Japanese and Korean names have no blanks: every ending is a part.
            yield from (letters[at:] for at in range(1, len(letters)))


def _terms(sought: str) -> list[tuple[str, ...]]:
    """Each thing typed, as the beginnings it may stand for."""
    text = sought[:_LONGEST_TEXT]
    terms: list[tuple[str, ...]] = []
    for shape, order in ((_ISO, "ymd"), (_AMERICAN, "mdy"), (_WRITTEN, "dmy")):
        days = (_day(dict(zip(order, found, strict=True))) for found in shape.findall(text))
        terms += [(f"d:{iso}",) for iso in days if iso]
        text = shape.sub(" ", text)
    for found in _PHONE.findall(text):
        digits = re.sub(r"\D", "", found)
        if len(digits) >= 7:
            terms.append((f"p:{digits[-10:]}", f"i:{digits}"))
            text = text.replace(found, " ")
    for word in re.split(r"[\s,;]+", text):
        if letters := plain(word):
            numbered = any(c.isdigit() for c in letters)
            terms.append((f"i:{letters}", f"p:{letters}") if numbered else (letters,))
    return terms[:_MOST_TERMS]


def _day(parts: dict[str, str]) -> str:
    month = parts["m"]
    if not month.isdigit():
        short = month[:3].lower()
        month = str(_MONTHS.index(short) + 1) if short in _MONTHS else "0"
    iso = f"{parts['y']}-{int(month):02}-{int(parts['d']):02}"
    try:
        return when(iso).text
    except NotATime:
        return ""


def _fits(term: tuple[str, ...]) -> Q:
    out = Q()
    for start in term:
        out |= beginning("word", start)
    return out


def _fewest(terms: list[tuple[str, ...]]) -> set[int] | None:
    """The identities of the rarest term; None where every term is shared by a crowd."""
    best: set[int] | None = None
    for term in sorted(terms, key=lambda t: -len(t[0])):
        found = set(
            Word.objects.filter(_fits(term)).values_list("identity", flat=True)[: _CROWD + 1]
        )
        if len(found) <= _CROWD and (best is None or len(found) < len(best)):
            best = found
            if len(best) < 50:
                break
    return best


def _open_links(viewer: Viewer) -> QuerySet[Link]:
    """Links to identities that this viewer may know of."""
    links = Link.objects.filter(ended_at=None)
    hidden = [
        pk for pk, label in Feed.objects.values_list("pk", "label") if not viewer.may_see(label)
    ]
    return links.exclude(identity__feed__in=hidden) if hidden else links


def _owners(identities: set[int], viewer: Viewer) -> set[int]:
    return {
        pk
        for some in batches(identities)
        for pk in _open_links(viewer).filter(identity__in=some).values_list("patient", flat=True)
    }


def _having(term: tuple[str, ...], patients: set[int], viewer: Viewer) -> set[int]:
    found: set[int] = set()
    for some in batches(patients):
        links = _open_links(viewer).filter(patient__in=some)
        fitting = Word.objects.filter(_fits(term), identity=OuterRef("identity"))
        found.update(links.filter(Exists(fitting)).values_list("patient", flat=True))
    return found


def _each(whole: QuerySet[Patient], terms, viewer: Viewer) -> QuerySet[Patient]:
    for term in terms:
        fitting = Word.objects.filter(_fits(term), identity=OuterRef("identity"))
        links = _open_links(viewer).filter(Exists(fitting), patient=OuterRef("pk"))
        whole = whole.filter(Exists(links))
    return whole


def _some(rows: QuerySet[Patient], most: int) -> tuple[list[Patient], bool]:
    found = list(rows.order_by("sort_name", "pk")[: most + 1])
    return found[:most], len(found) > most
