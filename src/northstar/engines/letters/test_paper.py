"""A letter: tagged, large, and whatever was written in it is shown and never obeyed."""

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from northstar.engines.letters.paper import CannotSet, Letter, pdf, together

LETTER = Letter(
    title="Your visit", text="Dear Mei-Ling Chen,\n\nPlease bring:\n- your pills\n- your card\n\nThank you.",
    to=("Mei-Ling Chen", "12 Grant Ave"), from_=("Bay Clinic", "1 Main St"), signed=("Sarah Okafor",),
    date="September 8, 2026", foot="Bay Clinic",
)  # fmt: skip
TRICKS = (
    '#import "/etc/passwd": * #read("x") $x^2$ *b* _i_ `c` <a> @b \\n #let x = 1 // no /* no */ [z]'
)


def read(letter):
    return pypdf.PdfReader(io.BytesIO(pdf(letter)))


def words(reader):
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def tags(element, found):
    """The kinds of all structure elements under one."""
    for kid in (
        element.get("/K", []) if isinstance(element.get("/K", []), list) else [element["/K"]]
    ):
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, dict) and "/S" in kid:
            found.append(kid["/S"])
            tags(kid, found)
    return found


def test_it_tells_a_screen_reader_what_is_what():
    reader = read(LETTER)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    found = tags(root["/StructTreeRoot"], [])
    assert {"/H1", "/P", "/L", "/LI"} <= set(found)
    assert reader.metadata.title == "Your visit"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_it_is_large_enough_and_stays_text_at_any_size():
    shown = pypdfium2.PdfDocument(pdf(LETTER))[0].get_objects(
        filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
    )
    sizes = [one.get_font_size() * abs(one.get_matrix().d) for one in shown]
    assert sizes
    assert min(sizes) >= 12
    assert "Please bring" in words(read(LETTER))


def test_what_people_wrote_is_data():
    reader = read(replace(LETTER, text=TRICKS, title="#title *x*", to=("#name",), foot="$y$"))
    for part in ('#import "/etc/passwd"', "*b*", "$x^2$", "<a>", "#title *x*", "#name", "$y$"):
        assert part in words(reader)


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "Llámenos mañana, señora Ñandú."), ("zh-Hant", "請打電話給我們。")],
)
def test_other_languages_are_set_and_named(language, text):
    reader = read(replace(LETTER, language=language, text=text))
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language[:2])
    assert text.replace(" ", "") in words(reader).replace(" ", "")


def test_letters_from_the_right_are_set():
    reader = read(replace(LETTER, language="ar", text="اتصل بنا"))
    assert reader.trailer["/Root"]["/Lang"] == "ar"


def test_what_no_font_can_show_is_refused_in_a_sentence():
    with pytest.raises(CannotSet, match="no letters for part"):
        pdf(replace(LETTER, text="ሰላም"))


def test_several_are_one_file():
    assert len(pypdf.PdfReader(io.BytesIO(together([pdf(LETTER), pdf(LETTER)]))).pages) == 2


@settings(max_examples=25)
@given(st.text(st.characters(min_codepoint=9, max_codepoint=126), max_size=300))
def test_nothing_typed_breaks_it(text):
    assert pdf(replace(LETTER, text=text, title=text[:40] or "x")).startswith(b"%PDF")
