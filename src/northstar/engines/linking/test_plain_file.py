"""A plainly written CSV file says the same column by column as row after row."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northstar.engines.linking import table_file
from northstar.engines.linking.people_file import people
from northstar.engines.linking.plain_file import columns
from northstar.engines.linking.table_file import Unreadable, table

SILENT = sorted(table_file._SILENT)
field = st.one_of(
    st.sampled_from(["", " ", "NULL", " nan ", "Peña", "美玲", "12 Oak St, Apt. 4", 'the "old" mill', "a\u2028b", "\x0b"]),
    st.text(max_size=5),
)  # fmt: skip
tables = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(field, min_size=wide, max_size=wide), min_size=1, max_size=6)
)


def written(rows, between, **how):
    to = io.StringIO(newline="")
    csv.writer(to, delimiter=between, **how).writerows(rows)
    return to.getvalue()


@given(tables, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_column_by_column_as_row_after_row(tmp_path_factory, rows, between, end, quoted):
    header = [f"c{n}" for n in range(len(rows[0]))]
    how = {"quoting": csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, "lineterminator": end}
    text = written([header, *rows], between, **how)
    found = columns(text.encode(), between, SILENT)
    try:
        slowly = table_file._row_by_row(tmp_path_factory.getbasetemp() / "x.csv", text, between)
    except Unreadable:
        slowly = None
    if found is not None and slowly:
        assert {name: list(column) for name, column in found} == slowly


@pytest.mark.parametrize(
    "text",
    ["a,b\n1\n", "a,b\n1,2,3\n", 'a,b\n1, "2"\n', 'a,b\n1,2"\n', 'a,b\n"1\n1",2\n', "a,b\n1,\0\n", '"a,b",c\n1,2\n', 'a,b\n"1""2",3\n'],
)  # fmt: skip
def test_what_needs_a_closer_look_gets_one(text):
    assert columns(text.encode(), ",", SILENT) is None


def test_quotes_around_whole_fields_are_plain():
    text = '"a",b\n"12 Oak St, Apt. 4",x\n,\n , \n"",NULL\n'
    assert [(name, list(said)) for name, said in columns(text.encode(), ",", SILENT)] == [
        ("a", ["12 Oak St, Apt. 4", ""]), ("b", ["x", ""]),
    ]  # fmt: skip


def test_a_large_file_is_read_so(tmp_path, monkeypatch):
    monkeypatch.setattr(table_file, "_LARGE", 0)
    file = tmp_path / "a.csv"
    file.write_text("id,first name,cluster\n7,Mei Ling,p\n8,,q\n")
    assert not isinstance(table(file)["first_name"], list)
    found = people([file])
    assert (found.ids, found.persons) == (["7", "8"], ["p", "q"])
    assert list(found.table["given"]) == ["Mei Ling", ""]
    file.write_text("id,given\n7,Mei Ling\n7,\n")
    with pytest.raises(Unreadable, match="twice"):
        people([file])
