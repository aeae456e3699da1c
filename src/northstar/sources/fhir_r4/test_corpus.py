"""Every FHIR file from elsewhere is read whole: nothing raises, nothing is lost, every quote stands."""

import bz2
import gzip
import json

import pytest

from northstar.sources.fhir_r4 import FORMAT
from northstar.sources.fhir_r4.reader import UNFORESEEN
from northstar.sources.reading import Feed

FOLDERS = (
    "synthea-r4-2019",
    "synthea-r4-2021",
    "synthea-bulk-ndjson-2025",
    "fhir-us-core-examples",
    "fhir-gravity-sdoh-examples",
    "fhir-davinci-alerts",
    "fhir-davinci-formulary",
    "fhir-davinci-test-ehr",
    "fhir-davinci-prior-auth",
    "fhir-mcc-ecareplan",
    "fhir-pddi-cds-examples",
    "fhir-questionnaires",
    "cdshooks-davinci-crd",
    "risk-cms-hcc",
)
OPENERS = {".gz": gzip.open, ".bz2": bz2.open}
NOT_FHIR = {".md", ".csv"}
EVERY = 6  # of the large populations; the example folders are always read whole


def files(folder, every=EVERY):
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    found = [path for path in found if not NOT_FHIR & set(path.suffixes)]
    return found[::every] if folder.name.startswith("synthea-r4") else found


def opened(path):
    """The bytes, and the name without the compression."""
    opener = OPENERS.get(path.suffix)
    if opener is None:
        return path.read_bytes(), path.name
    with opener(path) as stream:
        return stream.read(), path.stem


def lines(data):
    for line in data.split(b"\n"):
        if line.strip():
            yield json.loads(line)


def count(parsed):
    """Resources by the standard library alone."""
    if isinstance(parsed, dict) and parsed.get("resourceType") == "Bundle":
        entries = parsed.get("entry", [])
        return sum(count(entry["resource"]) for entry in entries if "resource" in entry)
    return 1


def words_at(parsed, pointer):
    for step in pointer.split("/")[1:]:
        parsed = parsed[int(step)] if isinstance(parsed, list) else parsed[step]
    return parsed


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_adds_up_and_every_quote_stands(shared_data, folder):
    _check(files(shared_data / folder))


@pytest.mark.long
@pytest.mark.parametrize("folder", ["synthea-r4-2019", "synthea-r4-2021"])
def test_every_file_of_the_large_populations_too(shared_data, folder):
    _check(files(shared_data / folder, every=1))


def _check(paths):
    assert paths
    for path in paths:
        data, name = opened(path)
        reading = FORMAT.read(data, Feed("corpus"), name)
        assert not [trouble for trouble in reading.doubted if trouble.why == UNFORESEEN], path
        if name.endswith(".xml"):
            assert reading.elements == 1, path
            for fact in reading.found:
                assert FORMAT.place(data, fact.locator) == fact.value.quote
        elif name.endswith(".ndjson"):
            _check_lines(reading, list(lines(data)))
        else:
            _check_whole(reading, json.loads(data), path)


def _check_whole(reading, parsed, path):
    if reading.refused:
        assert "resourceType" not in parsed, path
        return
    assert reading.elements == count(parsed), path
    assert len([fact for fact in reading.found if fact.kind != "Merge"]) == reading.kept.total(), (
        path
    )
    for fact in reading.found:
        element, _, inside = fact.locator.partition("#")
        assert words_at(parsed, element + inside) == fact.value.quote, path


def _check_lines(reading, parsed):
    assert reading.elements == sum(map(count, parsed))
    for fact in reading.found:
        line, _, inside = fact.locator.partition("#")
        assert words_at(parsed[int(line.removeprefix("line:")) - 1], inside) == fact.value.quote


def test_everyone_in_a_bundle_is_one_person(shared_data):
    """A transaction bundle is one patient's: all her resources must hang on one identity."""
    for path in files(shared_data / "synthea-r4-2019")[:12]:
        data, name = opened(path)
        reading = FORMAT.read(data, Feed("corpus"), name)
        assert len({fact.person for fact in reading.found} - {""}) <= 1


def test_ndjson_files_agree_on_who_is_who(shared_data):
    """Files of one export arrive separately, in any order, and name the same people."""
    folder = shared_data / "synthea-bulk-ndjson-2025" / "10-patients"
    named, known = set(), set()
    for path in files(folder):
        data, name = opened(path)
        reading = FORMAT.read(data, Feed("corpus"), name)
        named |= {fact.person for fact in reading.found} - {""}
        known |= {fact.person for fact in reading.found if fact.kind == "Patient"}
    assert named == known
    assert len(known) > 5
