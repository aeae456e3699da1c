"""Find people by what somebody at the telephone says, through an index, and only whom one may see.

All that is said must fit one patient, whichever of the sources said it. First it is taken at its word;
where that leaves room, read forgivingly (`sought.py`), and at last looked for in notes (`notes.py`). The
questions are asked so that each reads a bounded number of rows, however many people there are: a term
that a crowd shares is looked for among those whom a rarer one, or the viewer's own panel, leaves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from northstar.access.viewer import Viewer
from northstar.engines.linking.normal import plain
from northstar.engines.linking.sounds import near_keys
from northstar.record import notes, sought
from northstar.record.candidates import FEW, Scope
from northstar.record.models import Patient, Spelling
from northstar.record.sought import Option, Sought, Term
from northstar.record.store import select

_MOST_ALIKE = 300  # words sharing a key that are graded; one key is never shared by many more


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found. `how` is empty where what was typed stands in the name, date or number, else
    nickname, alike, phone, address or note; `word` is what fitted, of a note the line it stands in."""

    patient: Patient
    how: str = ""
    word: str = ""
    note: notes.Quote | None = None


def find(viewer: Viewer, said: str, day: date, most: int = 50) -> tuple[list[Patient], bool]:
    """The patients for whom all of it fits as typed, and whether there are more."""
    terms = sought.read(said).first()
    scope = Scope(viewer, day)
    ranked, more = _ranked(scope, terms, most) if terms else scope.by_name(most)
    return _rows(pk for pk, _ in ranked), more


def bearing(viewer: Viewer, word: str, day: date, most: int) -> list[Patient]:
    """The patients of whom a source says exactly this word of the index."""
    ranked, _ = _ranked(Scope(viewer, day), [Term((Option(word, whole=True),))], most)
    return _rows(pk for pk, _ in ranked)


def search(viewer: Viewer, said: str, day: date, most: int = 50) -> tuple[list[Hit], bool]:
    """The same, read forgivingly: the best first, each with why they fit; and whether there are more."""
    asked = sought.read(said)
    scope, first = Scope(viewer, day), asked.first()
    ranked, more = _ranked(scope, first, most)
    if not ranked:
        ranked, more = _ranked(scope, asked.as_street(), most)
    found = dict(ranked)
    wider = asked.wider(_alike) if len(found) < most and asked.words else first
    if wider != first:  # else nothing is called or sounds like it
        others, more = _ranked(scope, wider, most)
        found |= {pk: fit for pk, fit in others if pk not in found}
    quotes: dict[int, notes.Quote] = {}
    if len(found) < most and asked.words:
        quotes, fuller = _in_notes(scope, asked, most)
        quotes = {pk: quote for pk, quote in quotes.items() if pk not in found}
        more = more or fuller
    return _hits(found, quotes)[:most], more or len(found) + len(quotes) > most


def _in_notes(scope: Scope, asked: Sought, most: int) -> tuple[dict[int, notes.Quote], bool]:
    """Whose notes hold the words: those that no name or address is written with; all, where every one
    is or none."""
    borne = _borne(plain(word) for word in asked.words)
    named = [word for word in asked.words if plain(word) in borne]
    rest = [word for word in asked.words if word not in named]
    if not rest or not (named or asked.fixed):
        return notes.search(scope, asked.words, most)
    people, more = _ranked(scope, Sought(asked.fixed, tuple(named)).first(), _MOST_ALIKE)
    quotes, fuller = notes.search(scope, rest, most, among=[pk for pk, _ in people])
    return quotes, more or fuller


def _borne(words: Iterable[str]) -> set[str]:
    """Those of these words that somebody's name or address is written with."""
    told = list(dict.fromkeys(words))
    there = "SELECT 1 FROM record_word w WHERE w.word"
    asked = [f"EXISTS ({there} = %s) OR EXISTS ({there} = %s)"] * len(told)
    [answers] = select(f"SELECT {', '.join(asked)}", [t for w in told for t in (w, f"a:{w}")])
    return {word for word, is_borne in zip(told, answers, strict=True) if is_borne}


def _hits(found: dict[int, list[tuple[Option, str]]], quotes) -> list[Hit]:
    rows = {row.pk: row for row in _rows([*found, *quotes])}
    hits = [Hit(rows[pk], *_why(fit)) for pk, fit in found.items() if pk in rows]
    return hits + [Hit(rows[pk], "note", note=q) for pk, q in quotes.items() if pk in rows]


def _why(fit: list[tuple[Option, str]]) -> tuple[str, str]:
    """The farthest-fetched of the readings under which somebody fits is what wants saying."""
    option, word = max(fit, key=lambda one: one[0].far)
    return (option.how, word.partition(":")[2] or word) if option.how else ("", "")


def _rows(pks: Iterable[int]) -> list[Patient]:
    wanted = list(pks)
    rows = Patient.objects.in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def _ranked(scope: Scope, terms: list[Term], most: int) -> tuple[list, bool]:
    """Whom all terms fit, the nearest first, then by name."""
    if not terms or any(not term.options for term in terms):
        return [], False
    people, more = _candidates(scope, terms)
    names = scope.seen(people)
    order = sorted(names, key=lambda pk: (_far(people[pk]), names[pk].casefold(), pk))
    return [(pk, people[pk]) for pk in order[:most]], more or len(order) > most


def _far(fit: list[tuple[Option, str]]) -> float:
    return sum(option.far for option, _ in fit)


def _candidates(scope: Scope, terms: list[Term]) -> tuple[dict[int, list], bool]:
    """Patients with the reading under which each term fits them, begun from where fewest are."""
    borne = dict(zip(terms, scope.counts(terms), strict=True))
    rarest = min(terms, key=lambda term: (borne[term], -len(term.options[0].word)))
    if borne[rarest] < FEW:
        return scope.among_bearers(rarest, terms, borne)
    if scope.panel_is_small():
        return scope.among_panel(terms)
    both = sought.joined(terms)
    if both and scope.counts([both])[0]:
        return scope.among_bearers(both, [both, *(t for t in terms if not sought.is_of_names(t))])
    if len(terms) == 1:
        return scope.among_bearers(terms[0], terms)
    return scope.among_crowds(terms)


def _alike(word: str) -> list[str]:
    """Words that anybody is found under which sound like this one or are one slip away."""
    # A Polish or German w is said, and written down by who hears it, as a v.
    spelled = {word, word.replace("v", "w"), word.replace("w", "v")}
    keys = sorted({key for one in spelled for key in near_keys(one)})
    found = Spelling.objects.filter(key__in=keys).values_list("word", flat=True)
    return list(dict.fromkeys(found[:_MOST_ALIKE]))
