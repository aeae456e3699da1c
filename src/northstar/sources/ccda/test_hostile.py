"""Input that wants to do harm, or was harmed on its way: refused or doubted in a sentence, never raised."""

import random
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northstar.sources.ccda import FORMAT
from northstar.sources.ccda.parse import MOST_BYTES
from northstar.sources.ccda.render import as_html
from northstar.sources.ccda.test_corpus import counted, local
from northstar.sources.reading import Feed

FEED = Feed("elsewhere", format="ccda", zone="America/Los_Angeles")
SAMPLES = [
    Path(__file__).parent / "samples" / name
    for name in ("summary.xml", "nothing_known.xml", "enclosed.xml")
]
WHOLE = (Path(__file__).parent / "samples" / "summary.xml").read_bytes()
HEAD = b'<ClinicalDocument xmlns="urn:hl7-org:v3">'


def read(data: bytes):
    return FORMAT.read(data, FEED, "a.xml")


@pytest.mark.parametrize(
    "prolog",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]>',
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
        b'<?xml version="1.0"?><!-- first --><!DOCTYPE a>',
        b"\xef\xbb\xbf<!DOCTYPE a>",
    ],
)
def test_a_doctype_is_refused_whatever_it_declares(prolog):
    for body in (HEAD + b"<title>&x;&c;</title></ClinicalDocument>", WHOLE.partition(b"?>")[2]):
        reading = read(prolog + body)
        assert "DOCTYPE" in reading.refused
    wide = (prolog + HEAD + b"</ClinicalDocument>").replace(b"\xef\xbb\xbf", b"").decode()
    assert "DOCTYPE" in read(wide.encode("utf-16")).refused


def test_nothing_is_included_from_elsewhere():
    include = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    data = WHOLE.replace(b"<title>", b"<title>" + include, 1)
    reading = read(data)
    assert not reading.refused
    assert "root:" not in repr(reading)


def test_a_tower_of_elements_is_refused():
    deep = HEAD + b"<component>" * 100_000 + b"</component>" * 100_000 + b"</ClinicalDocument>"
    assert read(deep).refused
    shallow = HEAD + b"<component>" * 400 + b"</component>" * 400 + b"</ClinicalDocument>"
    assert "deep" in read(shallow).refused


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"\0\1\2" * 100,
        b"PK\x03\x04 a zip",
        b"MSH|^~\\&|A",
        b"{}",
        b"<html><body/></html>",
        b"<",
        b"<?xml",
        b"<!--",
        HEAD,
        b"\xff\xfe",
        b"\xff" * 50,
    ],
)
def test_what_is_not_a_document_is_refused(data):
    reading = read(data)
    assert reading.refused.endswith(".")
    assert reading.elements == 0


def test_a_huge_file_is_refused_before_it_is_opened():
    assert "larger" in read(HEAD + b" " * MOST_BYTES).refused


def test_too_many_elements_are_refused_whole():
    many = HEAD + b"<section>" + b"<entry/>" * 60_000 + b"</section></ClinicalDocument>"
    assert "50000" in read(many).refused
    assert "tags" in read(HEAD + b"<a/>" * 1_000_001 + b"</ClinicalDocument>").refused


def test_a_long_enclosed_file_is_read_with_a_doubt():
    enclosed = SAMPLES[-1].read_bytes().replace(b"JVBERi0xLjQK", b"A" * 10_500_000)
    assert any("cut off" in doubt.why for doubt in read(enclosed).doubted)


def test_markup_hidden_in_named_characters_stays_text():
    reading = read(WHOLE.replace(b"Lisinopril was", b"&LT;script&GT;&nbsp;was", 1))
    course = next(f for f in reading.found if f.kind == "Section")
    assert "<script>" in course.value.text
    assert "<script" not in as_html(WHOLE.replace(b"Lisinopril was", b"&LT;script&GT;&nbsp;was", 1))


def test_a_document_cut_anywhere_is_refused():
    end = WHOLE.rindex(b"</ClinicalDocument>")
    rng = random.Random(7)
    for cut in rng.sample(range(0, end, 10), 250):
        reading = read(WHOLE[:cut])
        assert reading.refused, cut
        assert reading.elements == 0


def test_odd_characters_are_read_with_a_doubt():
    reading = read(WHOLE.replace(b"Lisinopril", b"Lisinopril\x92s", 1))
    assert not reading.refused
    assert any("Windows-1252" in doubt.why for doubt in reading.doubted)


def test_utf16_and_html_names_of_characters_are_read():
    text = WHOLE.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert read(text.encode("utf-16")).kept == read(WHOLE).kept
    assert not read(WHOLE.replace(b"Lisinopril", b"Lisinopril&nbsp;", 1)).refused


VALUES = st.sampled_from(
    [
        "''",
        "0",
        "-1",
        "1e999",
        "NaN",
        "99999999999999999999",
        "20150229",
        "00010101",
        "2015-13-01",
        "#gone",
        "true",
        "UNK",
        "'",
        "\u202eم",
        "x",
    ]
)


@st.composite
def damaged(draw):
    """One of our samples with elements dropped, doubled, moved or renamed, and attributes changed."""
    root = ET.fromstring(draw(st.sampled_from(SAMPLES)).read_bytes())
    for _ in range(draw(st.integers(1, 12))):
        parents = [e for e in root.iter() if len(e)]
        if not parents:
            break
        parent = draw(st.sampled_from(parents))
        child = draw(st.sampled_from(list(parent)))
        match draw(
            st.sampled_from(("drop", "double", "move", "attribute", "unset", "text", "name"))
        ):
            case "drop" if len(parents) > 1:
                parent.remove(child)
            case "double":
                parent.append(child)
            case "move":
                target = draw(st.sampled_from(parents))
                if child not in list(target.iter()) and target not in list(child.iter()):
                    target.append(child)
            case "attribute":
                name = draw(
                    st.sampled_from(
                        ("code", "value", "root", "extension", "moodCode", "nullFlavor", "unit")
                    )
                )
                child.set(name, draw(VALUES))
            case "unset" if child.attrib:
                del child.attrib[draw(st.sampled_from(sorted(child.attrib)))]
            case "text":
                child.text = draw(VALUES)
            case "name":
                child.tag = draw(st.sampled_from(parents)).tag
    return ET.tostring(root)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_a_damaged_document_is_read_or_refused_and_adds_up(data):
    reading = read(data)
    if reading.refused:
        assert local(ET.fromstring(data)) != "ClinicalDocument"
        return
    assert reading.elements == counted(data)
    keys = [(f.person, f.kind, f.key) for f in reading.found]
    assert len(keys) == len(set(keys))
    for found in reading.found:
        assert FORMAT.place(data, found.locator) == found.value.quote
    page = as_html(data)
    assert "<script" not in page
    for found in reading.found[:5]:
        as_html(data, found.locator)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=80))
def test_noise_is_refused_and_no_place_is_found_in_it(data, locator):
    assert read(data).refused
    with pytest.raises(LookupError):
        FORMAT.place(data, locator)
    with pytest.raises(LookupError):
        FORMAT.place(WHOLE, locator)
