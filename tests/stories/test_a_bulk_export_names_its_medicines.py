"""A bulk export puts orders in one file and medicines in another: together they name what is taken."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from northstar import spine
from northstar.access.viewer import system_viewer
from northstar.chart.systems import UNNAMED
from northstar.record import charts, feeds
from northstar.record.models import Patient
from northstar.sources.fhir_r4 import FORMAT
from northstar.sources.reading import Feed

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
READER = system_viewer("a test")
pytestmark = [pytest.mark.django_db, pytest.mark.store]

ORDER = {
    "resourceType": "MedicationRequest",
    "id": "m",
    "status": "active",
    "intent": "order",
    "subject": {"reference": "Patient/1"},
    "medicationReference": {"reference": "Medication/17"},
}
PERSON = {"resourceType": "Patient", "id": "1", "name": [{"family": "Ash", "given": ["Io"]}]}
RXNORM = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "11289"}
MEDICINE = {
    "resourceType": "Medication",
    "id": "17",
    "code": {"text": "Warfarin 5 MG", "coding": [RXNORM]},
}


def arrive(feed: str, *resources):
    row = feeds.feed(feed, format="fhir_r4")
    data = "\n".join(json.dumps(one) for one in (*resources, {"resourceType": "Basic", "id": "0"}))
    reading = FORMAT.read(data.encode(), Feed(feed, "fhir_r4"), "export.ndjson")
    spine.arrived([(data.encode(), reading, "export.ndjson")], row, by=READER, at=NOW)


def ordered():
    found = charts.charts(READER, list(Patient.objects.values_list("pk", flat=True)), NOW)
    return [order.code for chart in found.values() for order in chart.prescribed]


def test_the_medicine_is_named_whichever_file_comes_first():
    arrive("clinic", PERSON, ORDER)
    assert [code.words for code in ordered()] == [UNNAMED]
    arrive("clinic", MEDICINE)
    (code,) = ordered()
    assert (code.words, code.code("rxnorm")) == ("Warfarin 5 MG", "11289")


def test_the_same_number_in_another_feed_is_another_medicine():
    arrive("elsewhere", MEDICINE)
    arrive("clinic", PERSON, ORDER)
    assert [code.words for code in ordered()] == [UNNAMED]


def test_charts_without_such_orders_ask_nothing_more():
    arrive("clinic", PERSON, MEDICINE)
    pks = list(Patient.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as asked:
        charts.charts(READER, pks, NOW)
    assert not [one for one in asked if "'directory'" in one["sql"]]


def test_a_medicine_that_only_a_code_names_is_shown_in_words():
    bare = {"coding": [{"system": RXNORM["system"], "code": "29046"}]}
    told = {k: v for k, v in ORDER.items() if k != "medicationReference"}
    arrive("clinic", PERSON, told | {"medicationCodeableConcept": bare})
    (code,) = ordered()
    assert (code.words, code.code("rxnorm")) == ("lisinopril", "29046")
