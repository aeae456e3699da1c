"""The clinic's own list of agencies: a line as the manual has it, and one sentence for each that is not."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northstar.knowledge.reporting import agency, rows

HEAD = "state,about,agency,telephone,hours,written_hours,source,from,to\n"
MANUAL = Path(__file__).parents[3] / "docs" / "settings.md"


def test_the_example_of_the_manual_is_read_once_its_state_is_one():
    example = re.search(r"```csv\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)[1]
    with pytest.raises(ValueError, match="line 2: state is two letters"):
        rows(example)
    own = rows(example.replace("ZZ", "CA"))
    who = agency("CA", "adult", date(2026, 9, 8), own).value
    assert (who.name, who.hours, who.written_hours) == (
        "Adult Protective Services, Example County", 24, 48,
    )  # fmt: skip
    assert agency("CA", "child", date(2026, 9, 8), own).value.hours is None
    assert agency("CA", "adult", date(2025, 9, 8), own).value.name == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no column about, agency, state"),
        ("state;about;agency\n", "parted by commas"),
        (HEAD + "CA,adult,\n", "line 2: it names no agency"),
        (HEAD + "Calif,adult,APS\n", "line 2: state is two letters"),
        (HEAD + "CA,elder,APS\n", "about is child or adult"),
        (HEAD + "CA,adult,APS,,soon\n", "hours are a whole number"),
        (HEAD + "CA,adult,APS,,,,,31 Jan 2026,\n", "days like 2026-01-31"),
        (HEAD + "CA,adult,APS,,,,,2026-02-01,2026-01-01\n", "“to” lies before “from”"),
        (HEAD + "CA,adult,APS, Example County,1,2,,,,\n", "more fields than there are columns"),
        (HEAD + 'CA,adult,"APS\n', "a quotation mark"),
        (HEAD + "CA,adult,APS\nCA,adult,Another\n", "two rows for CA, adult"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(text, says):
    with pytest.raises(ValueError, match=re.escape(says)) as why:
        rows(text)
    assert "\n" not in str(why.value)


def test_lines_after_one_another_and_empty_lines_are_no_trouble():
    text = HEAD + "CA,adult,Old,,,,,,2025-12-31\n\nCA,adult,New,,,,,2026-01-01,\n"
    own = rows(text)
    names = [
        agency("CA", "adult", day, own).value.name for day in (date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert names == ["Old", "New"]


@given(st.text())
def test_no_text_breaks_it(text):
    for whole in (text, HEAD + text):
        with suppress(ValueError):
            rows(whole)
