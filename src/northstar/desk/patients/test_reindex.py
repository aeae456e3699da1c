"""What was there before the search learned something is brought in, slice by slice."""

import pytest

from northstar.chart.sensitivity import Label
from northstar.chart.words import Section
from northstar.desk.patients.test_finding import CHEN, known
from northstar.desk.patients.test_searching import DELGADO, found, told
from northstar.record import notes, reindex
from northstar.record.store import change, select

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def everything():
    words = select("SELECT identity_id, word, label FROM record_word")
    return set(words), set(select("SELECT word, key FROM record_spelling"))


def test_built_anew_it_finds_the_same():
    dizzy = Section(title="Note", text="She feels dizzy.")
    secret = Section(title="Counselling", text="Talked about methadone.")
    pk, _ = told(CHEN, "1", (dizzy, 0), (secret, int(Label.PART2))), known(DELGADO, "2")
    before = everything()
    assert reindex.rebuild() == 4
    assert everything() == before
    assert found("dizzy") == found("chan") == pk
    assert found("methadone") == []
    assert not reindex.is_behind()


def test_an_older_store_is_caught_up_in_slices():
    pks = told(CHEN, "1", (Section(title="Note", text="She feels dizzy."), 0)), known(DELGADO, "2")
    for table in ("record_word", "record_spelling"):
        change(f"DELETE FROM {table}", [()])
    notes.empty()
    assert found("chen") == []
    turns = 0
    while reindex.catch_up(1):
        turns += 1
    assert turns >= 4
    assert (found("chen"), found("dizzy"), found("maggie")) == (pks[0], pks[0], pks[1])
    assert reindex.catch_up(1) == 0


def test_a_slice_that_was_indexed_already_is_not_doubled():
    told(CHEN, "1", (Section(title="Note", text="She feels dizzy."), 0))
    before = everything()
    while reindex.catch_up(50):
        pass
    assert everything() == before
