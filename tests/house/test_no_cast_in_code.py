"""The sample clinic's people live in its data and in tests: no rule, page or reader may know them."""

import json
import re
from pathlib import Path

import northstar

HOUSE = Path(northstar.__file__).parent
DATA = HOUSE / "demo" / "data"
CODE = {".py", ".html", ".js", ".css", ".svg", ".json", ".csv", ".txt", ".toml", ".md"}


def test_no_name_number_or_telephone_of_the_cast_stands_in_code():
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_known())))})(?!\w)")
    met = [
        f"{file.relative_to(HOUSE)}: {hit[0]}"
        for file in _code()
        for hit in known.finditer(file.read_text("utf-8"))
    ]
    assert not met


def test_the_search_finds_what_it_should():
    assert {
        "Kowalski",
        "5105550180",
        "510 555 0180",
        "510-555-0180",
        "C-2010",
        "陳美玲",
    } <= _known()
    assert len(_code()) > 300


def _known() -> set[str]:
    """Family names, whole names, own numbers, and telephones in the ways they are written."""
    told = json.loads((DATA / "cast.json").read_text("utf-8"))
    everyone = told["people"] + told["family"]
    phones = {phone for one in everyone for phone in one["phones"]}
    return (
        {one["family"] for one in everyone}
        | {one["number"] for one in told["people"]}
        | set(told["own_script"])
        | {f"{p[:3]}{gap}{p[3:6]}{gap}{p[6:]}" for p in phones for gap in ("", " ", "-")}
    )


def _code() -> list[Path]:
    """What ships as the product: not the sample clinic, not tests, not the readers' samples."""
    return [
        file
        for file in sorted(HOUSE.rglob("*"))
        if file.suffix in CODE
        and not file.name.startswith(("test_", "conftest.", "for_tests"))
        and not {"demo", "samples", "__pycache__"} & set(file.relative_to(HOUSE).parts)
    ]
