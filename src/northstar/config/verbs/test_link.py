"""`northstar link --evaluate`: what it prints, and what it says of files that it cannot use."""

import json

import pytest

from northstar.config.cli import run

RECORDS = """id,given,family,birth_date,sex,phone
1,Robert,Whitaker,1951-06-02,M,206-555-0144
2,Bob,Whitaker,6/2/1951,M,(206) 555-0144
3,Alma,Ortiz,1980-03-04,F,
"""
TRUTH = "id,person\n1,a\n2,a\n3,b\n"


@pytest.fixture
def files(tmp_path):
    def write(records: str = RECORDS, truth: str = TRUTH) -> list[str]:
        (tmp_path / "records.csv").write_text(records, "utf-8")
        (tmp_path / "truth.csv").write_text(truth, "utf-8")
        return ["--evaluate", str(tmp_path / "records.csv"), "--truth", str(tmp_path / "truth.csv")]

    return write


def test_it_says_what_it_found_as_json(files, capsys):
    assert run(["link", *files(), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["model"]["f1"] == 1.0
    assert told["policy"]["joined_recall"] == 1.0
    assert told["policy"]["wrong_joins"] == []
    assert told["seconds"] >= 0


def test_a_wrong_join_is_listed_and_ends_with_one(files, capsys):
    assert run(["link", *files(truth=TRUTH.replace("2,a", "2,c"))]) == 1
    assert "1 and 2, weight" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("records", "truth", "said"),
    [
        ("", TRUTH, "holds no rows"),
        ("id,shoe\n1,44\n", TRUTH, "none of the columns that tell of a person"),
        (RECORDS.replace("2,Bob", "1,Bob"), TRUTH, "holds the id 1 twice"),
        (RECORDS + "4,a,b,c,d,e,f,g\n", TRUTH, "Row 5 of"),
        (RECORDS, "id,who,when\n1,a,b\n", "needs the columns id and person"),
        (RECORDS, "id,person\n9,a\n", "speaks of none of the records"),
        (RECORDS, TRUTH + "1,b\n", "says twice who the record 1 is"),
        ('id,given\n1,"Bob\n', TRUTH, "is not a table in CSV"),
    ],
)
def test_a_bad_file_gives_one_sentence(files, capsys, records, truth, said):
    assert run(["link", *files(records, truth)]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_the_truth_may_stand_in_the_records(files, capsys):
    records = (
        RECORDS.replace("phone", "cluster")
        .replace("206-555-0144", "a")
        .replace("(206) 555-0144", "a")
        .replace("F,", "F,b")
    )
    assert run(["link", files(records)[0], files(records)[1]]) == 0
    told = capsys.readouterr().out
    assert "Read: id, given, family, birth_date, sex, person from cluster." in told
    assert "3 records, 1 pairs of one person" in told


def test_a_column_of_another_name_is_said(files, capsys):
    records = RECORDS.replace("given", "rufname")
    assert run(["link", *files(records), "--column", "given=rufname"]) == 0
    assert "given from rufname" in capsys.readouterr().out
    assert run(["link", *files(records), "--column", "given"]) == 1
    assert "--column takes OURS=THEIRS" in capsys.readouterr().err


def test_without_the_truth_it_says_how_to_give_it(files, capsys):
    assert run(["link", *files()[:2]]) == 1
    assert "give --truth FILE" in capsys.readouterr().err


@pytest.mark.parametrize("count", [1, 2, 10])
def test_few_records_of_one_source_without_birth_dates(files, capsys, count):
    records = "id,given,family\n" + "".join(f"{n},美玲,王\n" for n in range(count))
    truth = "id,person\n" + "".join(f"{n},a\n" for n in range(count))
    assert run(["link", *files(records, truth), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["true_pairs"] == count * (count - 1) // 2
    assert told["policy"]["joined"] == 0


def test_a_file_that_is_not_there(capsys, tmp_path):
    gone = str(tmp_path / "nowhere.csv")
    assert run(["link", "--evaluate", gone, "--truth", gone]) == 1
    assert "There is no file" in capsys.readouterr().err
