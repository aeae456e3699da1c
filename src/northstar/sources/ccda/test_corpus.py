"""Real documents of many products: all read, every element accounted for, every quote proved."""

import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from northstar.chart.sensitivity import Label
from northstar.sources.ccda import FORMAT
from northstar.sources.ccda.parse import opened
from northstar.sources.reading import Feed

FEED = Feed("elsewhere", format="ccda", zone="America/New_York")
FOLDERS = (
    "ccda-vendors-2015ed",
    "ccda-smart-samples",
    "ccda-onc-cures",
    "ccda-hl7-examples",
    "ccda-to-fhir-nurra",
    "ccda-on-fhir-hl7",
    "convert-ms-fhir-converter",
)
ACCEPTED = {"ccda-vendors-2015ed", "ccda-smart-samples", "ccda-onc-cures", "ccda-on-fhir-hl7"}


def documents(shared_data, folder):
    """Every clinical document or snippet below a folder."""
    home = shared_data / folder
    if not home.is_dir():
        pytest.skip(f"{folder} is not here")
    found = [
        p for p in sorted(home.rglob("*")) if p.suffix.lower() in (".xml", ".ccda") and p.is_file()
    ]
    assert found
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_element_of_every_document_is_accounted_for(shared_data, folder):
    seen = Counter()
    for path in documents(shared_data, folder):
        data = path.read_bytes()
        reading = FORMAT.read(data, FEED, path.name)
        if folder in ACCEPTED:
            assert not reading.refused, path
        if reading.refused:
            seen["refused"] += 1
            continue
        seen["read"] += 1
        expected = counted(data)
        if expected is not None:
            assert reading.elements == expected, path
            seen["counted"] += 1
        for found in reading.found:
            assert FORMAT.place(data, found.locator) == found.value.quote, (path, found.locator)
            assert found.value.quote or found.kind == "DocumentReference", (
                path,
                found.kind,
                found.locator,
            )
        keys = Counter((f.person, f.kind, f.key) for f in reading.found)
        assert max(keys.values(), default=1) == 1, path
        assert FORMAT.read(data, FEED, path.name) == reading
    assert seen["counted"] >= 0.95 * seen["read"]
    assert seen["refused"] <= 0.01 * seen["read"]


def counted(data: bytes) -> int | None:
    """How many elements the standard library sees, as the README defines them; None where it cannot read."""
    try:
        root = ET.fromstring(data)
    except ET.ParseError:
        try:
            # Undeclared prefixes are the snippets' own trouble: declared by the same wrapper.
            root = ET.fromstring(ET_WRAPPER.encode() + without_declaration(data) + b"</snippet>")
        except ET.ParseError:
            return None
    whole = local(root) == "ClinicalDocument"
    if not whole and local(root) != "snippet":
        root = ET.fromstring(ET_WRAPPER.encode() + without_declaration(data) + b"</snippet>")
    sections = [e for e in root.iter() if local(e) == "section"]
    n = sum(1 for s in sections if any(local(c) == "text" for c in s))
    n += sum(1 for s in sections for c in s if local(c) == "entry")
    return n if whole or n else len(list(root))


ET_WRAPPER = (
    '<snippet xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:sdtc="urn:hl7-org:sdtc" xmlns:voc="urn:hl7-org:v3/voc" xmlns:cda="urn:hl7-org:v3">'
)


def local(el) -> str:
    return el.tag.rpartition("}")[2] if isinstance(el.tag, str) else ""


def without_declaration(data: bytes) -> bytes:
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return data[data.index(b"?>") + 2 :] if data.startswith(b"<?xml") else data


def test_the_two_documents_with_bad_namespaces_are_read_with_a_doubt(shared_data):
    paths = [p for p in documents(shared_data, "ccda-vendors-2015ed") if p.parent.name == "MDLogic"]
    assert paths
    for path in paths:
        reading = FORMAT.read(path.read_bytes(), FEED, path.name)
        assert any("not well-formed" in doubt.why for doubt in reading.doubted)
        assert reading.elements > 20
        assert reading.people


def test_negative_tests_are_reported(shared_data):
    quiet = []
    for path in documents(shared_data, "ccda-onc-cures"):
        if path.name.startswith("NT_"):
            reading = FORMAT.read(path.read_bytes(), FEED, path.name)
            assert not reading.refused
            if not (reading.doubted or reading.dropped):
                quiet.append(path.name)
    assert len(quiet) <= 8, quiet


def test_only_documents_segmented_for_privacy_are_part_2(shared_data):
    segmented = 0
    for path in documents(shared_data, "ccda-onc-cures"):
        data = path.read_bytes()
        marked = b'"2.16.840.1.113883.3.3251.1.1"' in data
        segmented += marked
        labels = {found.label for found in FORMAT.read(data, FEED, path.name).found}
        assert labels == ({int(Label.PART2 | Label.RESTRICTED)} if marked else {0}), path.name
    assert segmented >= 1


def test_nothing_of_a_document_is_expanded(shared_data):
    data = documents(shared_data, "ccda-on-fhir-hl7")[0].read_bytes()
    assert opened(data).root.getroottree().docinfo.internalDTD is None
