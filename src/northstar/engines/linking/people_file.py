"""A file of people, or several: ours are the columns of `traits.COLUMNS`, others are known by what they are often called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from northstar.engines.linking.table_file import Table, Unreadable, plain_name, table, twice
from northstar.engines.linking.traits import COLUMNS

CALLED: dict[str, str] = {
    "id": "record_id rec_id unique_id uid row_id recid recordid uniqueid record",
    "source": "source_dataset dataset data_source system facility site source_system",
    "given": "given_name first_name firstname first forename fname first_nm given_names fname_c1 pat_first_name",
    "family": "family_name last_name lastname last surname lname last_nm sname lname_c1 pat_last_name",
    "middle": "middle_name middlename middle_initial mname mi second_name fname_c2",
    "suffix": "name_suffix generation_suffix suffix_name",
    "maiden": "maiden_name birth_name née nee",
    "previous_family": "previous_name previous_last_name former_name previous_surname",
    "birth_date": "birthdate birth_dt dob date_of_birth dateofbirth birth birthday b_date",
    "sex": "gender sex_at_birth administrative_sex administrative_gender",
    "phone": "phone_number phonenumber telephone tel mobile cell home_phone telephone_number phone_1",
    "email": "email_address e_mail mail",
    "ssn": "social_security_number soc_sec_id soc_sec_no social national_id nhs_number social_security",
    "mrn": "medical_record_number mr_number chart_number patient_number",
    "address": "street street_address address_line_1 address_1 address1 addr address_line1 line_1 residence",
    "city": "town suburb municipality place birth_place city_name",
    "state": "province region state_code",
    "postal_code": "postcode zip zip_code zipcode postal post_code postcode_fake plz",
}
"""Other names of our columns, as people write them; the first that a file has is taken."""

_NAME = ("name", "full_name", "fullname", "patient_name")
_BIRTH = (("birth_year", "birth_month", "birth_day"), ("by", "bm", "bd"), ("year_of_birth", "month_of_birth", "day_of_birth"))  # fmt: skip
_HOUSE = ("street_number", "house_number", "street_no")
PERSON = [
    "person",
    "cluster",
    "cluster_id",
    "person_id",
    "entity",
    "entity_id",
    "ent_id",
    "true_id",
    "person_key",
]
"""What the column is called that says who a record is."""


@dataclass(frozen=True, slots=True)
class People:
    """`ids` as the files name them, and the other columns, as `traits.of_columns` takes them. `files`: of
    which file every record is; `read`: our column and theirs; `left`: columns that tell nothing here;
    `persons`: who each record is, where a column says so."""

    ids: list[str]
    table: Mapping[str, Sequence[str]]
    files: Sequence[int] = ()
    read: Mapping[str, str] = field(default_factory=dict)
    left: Sequence[str] = ()
    persons: list[str] = field(default_factory=list)


def people(paths: Sequence[Path], named: Mapping[str, str] | None = None) -> People:
    """Read files of people. `named`: of our columns, which of theirs, joined by a blank where several.
    Raises Unreadable."""
    parts = [_one(path, named or {}) for path in paths]
    whole = _together(parts, [path.stem for path in paths]) if len(parts) > 1 else parts[0]
    if len(parts) == 1 and (again := twice(whole.ids)):
        raise Unreadable(f"{paths[0]} holds the id {again} twice; every record needs its own.")
    return whole


def _one(path: Path, named: Mapping[str, str]) -> People:
    given = table(path)
    read = _named(path, given, named) | {
        k: v for k, v in _recognised(given).items() if k not in named
    }
    told = {ours: _joined(ours, given, theirs.split()) for ours, theirs in read.items()}
    if "family" not in told and "given" not in told:
        for name in (name for name in _NAME if name in given):
            read |= dict.fromkeys(("given", "family"), name)
            told["given"], told["family"] = map(list, zip(*map(_parted, given[name]), strict=True))
            break
    if not told.keys() - {"id", "source", "person"}:
        raise Unreadable(
            f"{path} has none of the columns that tell of a person; it has {', '.join(given)}. "
            f"Say which is which, such as --column given=NAME; ours are {', '.join(COLUMNS)}."
        )
    count = len(next(iter(given.values())))
    ids = list(told.pop("id", None) or map(str, range(1, count + 1)))
    persons = list(told.pop("person", ()))
    used = {part for theirs in read.values() for part in theirs.split()}
    left = [name for name in given if name not in used]
    return People(ids, told, [0] * count, read, left, persons)


def _named(path: Path, given: Table, named: Mapping[str, str]) -> dict[str, str]:
    """What the caller says, with the names as the file has them."""
    found = {}
    for ours, theirs in named.items():
        if ours not in (*COLUMNS, "person"):
            raise Unreadable(f"There is no column {ours}; ours are {', '.join(COLUMNS)}, person.")
        parts = [theirs] if plain_name(theirs) in given else theirs.split()
        plain = [plain_name(part) for part in parts]
        if missing := [part for part, name in zip(parts, plain, strict=True) if name not in given]:
            raise Unreadable(f"{path} has no column {missing[0]}; it has {', '.join(given)}.")
        found[ours] = " ".join(plain)
    return found


def _recognised(given: Table) -> dict[str, str]:
    found = {}
    for ours in COLUMNS:
        names = [ours, *CALLED[ours].split()]
        if theirs := next((name for name in names if name in given), ""):
            found[ours] = theirs
    for parts in _BIRTH:
        if "birth_date" not in found and all(part in given for part in parts):
            found["birth_date"] = " ".join(parts)
    if "address" in found and (house := next((name for name in _HOUSE if name in given), "")):
        found["address"] = f"{house} {found['address']}"
    if person := next(
        (name for name in PERSON if name in given and name not in found.values()), ""
    ):
        found["person"] = person
    return found


def _joined(ours: str, given: Table, theirs: Sequence[str]) -> Sequence[str]:
    if len(theirs) == 1:
        return given[theirs[0]]
    between = "-" if ours == "birth_date" else " "
    rows = zip(*(given[name] for name in theirs), strict=True)
    return [
        between.join(part.zfill(2) if between == "-" else part for part in row if part)
        for row in rows
    ]


def _parted(name: str) -> tuple[str, str]:
    """(given, family) of a whole name: `Family, Given Second`, or the last word is the family's."""
    family, comma, given = name.partition(",")
    if comma:
        return given.strip(), family.strip()
    given, _, family = name.strip().rpartition(" ")
    return given.strip(), family


def _together(parts: Sequence[People], stems: Sequence[str]) -> People:
    """Several files as one, each a source of its own where it names none."""
    counts = [len(part.ids) for part in parts]
    names = dict.fromkeys(name for part in parts for name in part.table)
    columns: dict[str, list[str]] = {name: [] for name in (*names, "source")}
    for part, stem, count in zip(parts, stems, counts, strict=True):
        for name, values in columns.items():
            values += part.table.get(name, [stem if name == "source" else ""] * count)
    files = [number for number, count in enumerate(counts) for _ in range(count)]
    said = all(part.persons for part in parts)
    return People(
        [one for part in parts for one in part.ids], columns, files,
        {ours: theirs for part in parts for ours, theirs in part.read.items()},
        list(dict.fromkeys(name for part in parts for name in part.left)),
        [who for part in parts for who in part.persons] if said else [],
    )  # fmt: skip
