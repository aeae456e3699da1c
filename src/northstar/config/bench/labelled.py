"""Other people's labelled sets in the form that `northstar link --evaluate` reads; they are read where they lie.

`sets(folder)` knows FEBRL (`linkage-febrl`), Splink's two (`linkage-splink`) and the cases of the
RecordLinker project (`linkage-cdc-recordlinker`); what is not there is left out.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FEBRL = {
    "id": "rec_id", "given": "given_name", "family": "surname", "birth_date": "date_of_birth", "ssn": "soc_sec_id",
    "address": "street_number address_1", "city": "suburb", "state": "state", "postal_code": "postcode",
}  # fmt: skip
FAKE = {
    "id": "unique_id", "given": "first_name", "family": "surname", "birth_date": "dob", "email": "email", "city": "city",
}  # fmt: skip
HISTORICAL = {
    "id": "unique_id", "given": "first_name", "family": "surname", "birth_date": "dob", "sex": "gender",
    "city": "birth_place", "postal_code": "postcode_fake",
}  # fmt: skip
CASES = {
    "given": "FIRST", "family": "LAST", "suffix": "SUFFIX", "maiden": "MAIDEN", "birth_date": "BIRTHDATE", "sex": "GENDER",
    "ssn": "SSN", "address": "ADDRESS", "city": "CITY", "state": "STATE", "postal_code": "ZIP",
}  # fmt: skip
"""Which of their columns (joined by a blank where several) becomes which of ours."""


@dataclass(slots=True)
class Labelled:
    """A table, column by column, and who each record is. `only`: the pairs of ids of which the labels
    speak, where not of all. `doubtful`: those that their makers would put before a person."""

    name: str
    table: dict[str, list[str]] = field(default_factory=dict)
    persons: list[str] = field(default_factory=list)
    only: set[tuple[str, str]] = field(default_factory=set)
    doubtful: set[tuple[str, str]] = field(default_factory=set)

    def add(self, row: dict[str, str], columns: dict[str, str], person: str, **said: str) -> None:
        """One record."""
        for ours, theirs in columns.items():
            parts = [(row.get(name) or "").strip() for name in theirs.split()]
            self.table.setdefault(ours, []).append(" ".join(filter(None, parts)))
        for ours, value in said.items():
            self.table.setdefault(ours, []).append(value)
        self.persons.append(person)

    def pairs(self) -> set[tuple[int, int]] | None:
        """`only` as positions in the table; None where the labels speak of all."""
        place = {key: number for number, key in enumerate(self.table["id"])}
        return {(place[one], place[other]) for one, other in self.only if one in place} or None

    def write(self, records: Path, truth: Path) -> None:
        """As the two files that the verb reads."""
        _write(records, list(self.table), zip(*self.table.values(), strict=True))
        _write(truth, ["id", "person"], zip(self.table["id"], self.persons, strict=True))


def sets(folder: Path) -> Iterator[Labelled]:
    """Every labelled set of the folder."""
    febrl = folder / "linkage-febrl"
    if febrl.is_dir():
        for name in ("1", "2", "3"):
            yield _febrl(f"FEBRL {name}", [febrl / f"dataset{name}.csv"])
        yield _febrl("FEBRL 4", [febrl / "dataset4a.csv", febrl / "dataset4b.csv"])
    splink = folder / "linkage-splink"
    if splink.is_dir():
        yield _fake(splink / "fake_1000.csv")
        yield _historical(splink / "historical_figures_with_errors_50k.parquet")
    cases = folder / "linkage-cdc-recordlinker"
    if cases.is_dir():
        yield _cases("RecordLinker, NBS cases", cases / "nbs_seed.csv", cases / "nbs_test.csv")
        yield _cases(
            "RecordLinker, further cases", cases / "nbs_seed.csv", cases / "better_test.csv"
        )


def _febrl(name: str, files: list[Path]) -> Labelled:
    made = Labelled(name)
    for file in files:
        for row in _rows(file):
            said = {"source": file.stem} if len(files) > 1 else {}
            made.add(row, FEBRL, row["rec_id"].split("-")[1], **said)
    return made


def _fake(file: Path) -> Labelled:
    made = Labelled("Splink, fake_1000")
    for row in _rows(file):
        made.add(row, FAKE, row["cluster"])
    return made


def _historical(file: Path) -> Labelled:
    import pyarrow.parquet

    made = Labelled("Splink, historical figures")
    for row in pyarrow.parquet.read_table(file).to_pylist():
        told = {name: str(value or "") for name, value in row.items()}
        made.add(told, HISTORICAL, told["cluster"])
    return made


def _cases(name: str, index: Path, cases: Path) -> Labelled:
    """Each case is held against the one record of the index that it is made from: `match` and
    `possible_match` are that person, the latter only by a person's word; `no_match` is somebody else.
    Of cases among themselves, and of the index, which repeats people, the labels say nothing."""
    made = Labelled(name)
    for row in _rows(index):
        made.add(row, CASES, row["Match Id"], id=f"seed {row['Match Id']}", source="index")
    for number, row in enumerate(_rows(cases)):
        key = f"case {row['Test Case #']} ({number})"
        somebody_else = row["Expected Result"] == "no_match"
        made.add(row, CASES, key if somebody_else else row["Match Id"], id=key, source="cases")
        pair = (f"seed {row['Match Id']}", key)
        made.only.add(pair)
        if row["Expected Result"] == "possible_match":
            made.doubtful.add(pair)
    return made


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text, skipinitialspace=True):
            yield {(name or "").strip(): value or "" for name, value in row.items() if name}


def _write(file: Path, header: list[str], rows) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([header, *rows])
