"""Many fields looked at together say what each says alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from northstar.engines.linking import at_once, written

ALPHABETS = {
    "borns": "0129-/ ",
    "emails": "aAz0.@@+-_ \nß:",
    "phones": "0123459 -+()x",
    "ssns": "012346569-*",
    "streets": "12 aAeNpsStTuUnNiIbBoOxX.,#-\nßé",
}
KNOWN = {
    "borns": ["1951-06-02", "1900-01-01", "1950-18-10", "1951-06", "1951", "06/02/1951", "2-Jun-1951", "19510602", "0001-01-01", "9999-12-31", "2100-12-31", "2101-01-01", "1951-06-0２", " 1951-06-02", "1951/06/02", "1951-6-2", "1951-06-02T00:00", ""],
    "emails": ["Ana.Chen@Example.org", "a@b@c", "@b", "a@", "", "unknown@x.org", "NOEMAIL@x.org", "mailto:a@b", "a+b@c", " a@b", "unknowns@b", "a\n@b"],
    "phones": ["2065550144", "12065550144", "0000000000", "5551234567", "1111111112", "206-555-0144", "", "٢٠٦٥٥٥٠١٤٤"],
    "ssns": ["351857241", "666121234", "000121234", "351850000", "123456789", "112112112", "7241", ""],
    "streets": ["12 N Oak St., Apt. 4", "PO Box 12", "9 Elm Rd #2", "homeless", "14 Easter Ln", "3 Unit7 Way", "", "  ", "General Delivery"],
}  # fmt: skip


def together(sort, texts):
    said = getattr(at_once, sort)(texts)
    return list(zip(*said, strict=True)) if sort == "streets" else said


@pytest.mark.parametrize("sort", sorted(KNOWN))
def test_what_is_known_to_be_difficult(sort):
    read = getattr(written, sort[:-1])
    assert together(sort, KNOWN[sort]) == [read(text) for text in KNOWN[sort]]
    assert together(sort, []) == []


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_texts(data):
    sort = data.draw(st.sampled_from(sorted(KNOWN)))
    text = st.text(ALPHABETS[sort], max_size=14) | st.sampled_from(KNOWN[sort])
    if sort != "streets":
        text |= st.text("0123456789", min_size=9, max_size=10)
    texts = data.draw(st.lists(text, max_size=12))
    read = getattr(written, sort[:-1])
    assert together(sort, texts) == [read(text) for text in texts]
