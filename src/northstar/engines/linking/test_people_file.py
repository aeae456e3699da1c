"""Files of people as others write them: names of columns, formats, several files, and who is who."""

import pytest

from northstar.engines.linking.people_file import people
from northstar.engines.linking.table_file import Unreadable, table
from northstar.engines.linking.truth_file import truth


@pytest.fixture
def file(tmp_path):
    def write(text, name="records.csv", encoding="utf-8"):
        (tmp_path / name).write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return tmp_path / name

    return write


def parquet(tmp_path, **columns):
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "records.parquet")
    return tmp_path / "records.parquet"


@pytest.mark.parametrize(
    "text",
    [
        "id,given,birth_date\n1,Alma,1980-03-04\n",
        "Unique ID\tFirst Name\tDOB\n1\tAlma\t1980-03-04\n",
        "rec_id; forename; date of birth\n\n1; Alma; 1980-03-04\n;;\n",
        "record_id|FIRST|Birthdate|\r\n1|Alma|1980-03-04|\r\n",
        "recid,given_name,birth_year,birth_month,birth_day\n1,Alma,1980,3,4\n",
    ],
)
def test_columns_are_known_by_what_they_are_often_called(file, text):
    found = people([file(text)])
    assert list(found.ids) == ["1"]
    assert found.table == {"given": ["Alma"], "birth_date": ["1980-03-04"]}


def test_the_house_number_belongs_to_the_street_and_a_name_is_taken_apart(file):
    found = people(
        [file('name,house_number,street\n"Chen, Mei Ling",12,Oak St\nRobert Whitaker,,\n')]
    )
    assert found.table["address"] == ["12 Oak St", ""]
    assert found.table["given"] == ["Mei Ling", "Robert"]
    assert found.table["family"] == ["Chen", "Whitaker"]
    assert list(found.ids) == ["1", "2"]


def test_what_the_caller_says_goes_before_what_is_guessed(file):
    found = people(
        [file("key,first,Called As\n1,Robert,Bob\n")], {"id": "key", "given": "Called As"}
    )
    assert found.table == {"given": ["Bob"]}
    assert found.left == ["first"]


def test_other_scripts_and_what_a_spreadsheet_writes(file):
    assert people([file("id\tgiven\n1\t美玲\n", encoding="utf-16")]).table["given"] == ["美玲"]


def test_parquet_with_numbers_dates_and_gaps(tmp_path):
    from datetime import date

    found = people([parquet(tmp_path, unique_id=[1, 2], zip=[94108.0, None], dob=[date(1980, 3, 4), None], cluster=[7, 7])])  # fmt: skip
    assert found.table == {"postal_code": ["94108", ""], "birth_date": ["1980-03-04", ""]}
    assert truth(None, found).persons == ["7", "7"]


def test_two_files_are_two_sources(file):
    a, b = file("id,given\n1,Alma\n", "a.csv"), file("id,family\n1,Ortiz\n", "b.csv")
    found = people([a, b])
    assert found.table == {"given": ["Alma", ""], "family": ["", "Ortiz"], "source": ["a", "b"]}
    told = truth(file("id_l,id_r\n1,1\n", "truth.csv"), found)
    assert told.persons == ["#0", "#0"]
    with pytest.raises(Unreadable, match="twice"):
        truth(file("id,person\n1,a\n", "truth.csv"), found)


RECORDS = "id,given\n" + "".join(f"r{n},Alma\n" for n in range(5))


@pytest.mark.parametrize(
    ("text", "persons", "only"),
    [
        ("id,person\nr0,a\nr1,a\nr2,b\n", ["a", "a", "b", "", ""], None),
        ("rec_id;entity\nr0;a\nr1;a\n", ["a", "a", "", "", ""], None),
        ("unique_id\tanything\nr0\ta\n", ["a", "", "", "", ""], None),
        ("id_l,id_r\nr0,r1\nr1,r2\n", ["#0", "#0", "#0", "#3", "#4"], None),
        ("rec_id_1,rec_id_2\nr0,r1\n", ["#0", "#0", "#2", "#3", "#4"], None),
        ("ltable_id,rtable_id,label\nr0,r1,1\nr1,r2,0\n", ["#0", "#0", "#2", "", ""], {(0, 1), (1, 2)}),
        ("unique_id_l,unique_id_r,clerical_match_score\nr0,r1,0.95\nr3,r2,0.1\n", ["#0", "#0", "#2", "#3", ""], {(0, 1), (2, 3)}),
        ("level_0,level_1\nr0,r4\n", ["#0", "#1", "#2", "#3", "#0"], None),
        ("left_id,right_id,match\nr0,r1,match\nr2,r3,no match\n", ["#0", "#0", "#2", "#3", ""], {(0, 1), (2, 3)}),
        ("id1,id2,is_match\nr0,r1,true\n", ["#0", "#0", "#2", "#3", "#4"], None),
    ],
)  # fmt: skip
def test_who_is_who_in_many_shapes(file, text, persons, only):
    told = truth(file(text, "truth.csv"), people([file(RECORDS)]))
    assert (told.persons, told.only) == (persons, only)


def test_labels_of_others_and_against_themselves_are_counted(file):
    labels = "id_l,id_r,match\nr0,r1,1\nr1,r2,1\nr0,r2,0\nr9,r0,1\nr3,r4,0\n"
    told = truth(file(labels, "truth.csv"), people([file(RECORDS)]))
    assert (told.unknown, told.contradicting) == (1, 1)
    assert told.only == {(0, 1), (1, 2), (3, 4)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no rows"),
        ("id,given\n", "holds no rows"),
        ("id,given,given\n1,a,b\n", "two columns called given"),
        (b"id,given\n1,\xe9\n", "not written in UTF-8"),
        (b"PAR1 and then nothing", "begins like Parquet"),
    ],
)
def test_what_cannot_be_read_is_said(file, text, said):
    with pytest.raises(Unreadable, match=said):
        table(file(text))


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"shoe": "id"}, "no column shoe"),
        ({"given": "fname"}, "has no column fname; it has id, given"),
    ],
)
def test_a_column_that_is_not_there(file, named, said):
    with pytest.raises(Unreadable, match=said):
        people([file(RECORDS)], named)


def test_a_verdict_that_means_nothing(file):
    with pytest.raises(Unreadable, match="says maybe of a pair"):
        truth(file("id_l,id_r,match\nr0,r1,maybe\n", "t.csv"), people([file(RECORDS)]))
