"""Build anew what people and notes are found by; older rows are brought in slice by slice.

What arrives is indexed in its own transaction, by today's version. Rows from before it wait for the worker,
which takes a slice whenever it is idle, or for `northstar reindex`, which takes all at once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from northstar.access.writing import writing
from northstar.chart.kinds import decoder
from northstar.record import notes, words
from northstar.record.feeds import OUR_OWN
from northstar.record.models import Fact, Identity, Indexed, Note, Spelling, Word
from northstar.record.store import holes, select

VERSION = 1  # of what words.py and notes.py leave; raise it, and every store is brought up to date
_WRITTEN = ("Section", "DocumentReference", "Communication", "CarePlan")


def catch_up(most: int = 200) -> int:
    """One slice of what an older version has left; gives how many rows, 0 when all is done."""
    for name, fill in _FILLS.items():
        if Indexed.objects.filter(name=name, version=VERSION, upto=-1).exists():
            continue
        with writing():
            state, _ = Indexed.objects.get_or_create(name=name)
            if state.version != VERSION:
                state.version, state.upto = VERSION, 0
            last, count = fill(state.upto, most)
            state.upto = last if count else -1
            state.save()
        return max(count, 1)
    return 0


def rebuild(progress: Callable[[int], None] = lambda count: None) -> int:
    """Forget every index and build it again; gives how many people and notes there are in it."""
    with writing():
        Word.objects.all().delete()
        Spelling.objects.all().delete()
        notes.empty()
        Indexed.objects.all().delete()
    while count := catch_up(2000):
        progress(count)
    return Note.objects.count() + Word.objects.values("identity").distinct().count()


@contextmanager
def in_bulk() -> Iterator[None]:
    """While a great many words are written, none is looked for: an index built at the end is built many
    times as fast. Afterwards everything counts as brought in."""
    found = next(index for index in Word._meta.indexes if index.name == "word_found")
    with connection.schema_editor() as editor:
        editor.remove_index(Word, found)
    yield
    with connection.schema_editor() as editor:
        editor.add_index(Word, found)
    Indexed.objects.bulk_create(Indexed(name=name, version=VERSION, upto=-1) for name in _FILLS)


def is_behind() -> bool:
    """True where older rows still wait to be brought in."""
    return Indexed.objects.filter(version=VERSION, upto=-1).count() < len(_FILLS)


def _words(after: int, most: int) -> tuple[int, int]:
    people = Identity.objects.filter(pk__gt=after, kind="person").exclude(feed__format=OUR_OWN)
    pks = list(people.order_by("pk").values_list("pk", flat=True)[:most])
    words.index(pks)
    return (pks[-1] if pks else after), len(pks)


def _kin(after: int, most: int) -> tuple[int, int]:
    people = Identity.objects.filter(pk__gt=after, kind="person").order_by("pk")
    pks = list(people.values_list("pk", flat=True)[:most])
    words.index_kin(pks)
    return (pks[-1] if pks else after), len(pks)


def _notes(after: int, most: int) -> tuple[int, int]:
    rows = list(_facts(after, most))
    there = set(Note.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", flat=True))
    notes.index(
        (pk, identity, label, notes.text_of(kind, decoder(kind)(body)))
        for pk, identity, label, kind, body in rows
        if pk not in there and kind in _WRITTEN
    )
    return (rows[-1][0] if rows else after), len(rows)


def _facts(after: int, most: int) -> Iterator[tuple]:
    """The next facts in order of their coming, also those of kinds without text: to walk the table by
    its key costs little, to seek the few kinds would read all of it."""
    last = after + most * 20
    end = Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    yield from select(
        "SELECT id, identity_id, label, kind, body FROM record_fact WHERE id > %s AND id <= %s "
        f"AND kind IN ({holes(_WRITTEN)}) ORDER BY id",
        [after, last, *_WRITTEN],
    )
    if last < end:
        yield last, 0, 0, "", ""


_FILLS = {"words": _words, "kin": _kin, "notes": _notes}
