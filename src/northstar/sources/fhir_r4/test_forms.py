"""Forms as servers export them: questions by number, by code of the form, or by their words alone."""

import json

from northstar.sources.fhir_r4 import FORMAT
from northstar.sources.reading import Feed

FEED = Feed("clinic", "fhir_r4", "America/Los_Angeles")
FORM = "http://example.org/Questionnaire/mood"
HALF = {"system": "http://loinc.org", "code": "LA6570-1", "display": "More than half the days"}


def read(items, *others):
    form = {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "status": "completed",
        "questionnaire": f"{FORM}|2.0",
        "subject": {"reference": "Patient/1"},
        "item": items,
    }
    entries = [{"resource": one} for one in (*others, form)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    reading = FORMAT.read(json.dumps(bundle).encode(), FEED, "")
    return next(f.value for f in reading.found if f.kind == "QuestionnaireResponse")


def test_the_form_in_the_same_arrival_tells_the_code_of_its_questions():
    question = {"linkId": "9", "code": [{"system": "http://loinc.org", "code": "44260-8"}]}
    group = {"linkId": "g", "item": [question]}
    form = {"resourceType": "Questionnaire", "id": "mood", "url": FORM, "item": [group]}
    items = [{"linkId": "g", "item": [{"linkId": "9", "answer": [{"valueCoding": HALF}]}]}]
    value = read(items, form)
    assert value.answers == (("44260-8", "More than half the days"),)
    assert value.codes == ("LA6570-1",)


def test_a_question_is_known_by_what_it_asks():
    asked = "Thoughts that you would be better off dead, or of hurting yourself in some way"
    value = read([{"linkId": "q-17", "text": asked, "answer": [{"valueInteger": 2}]}])
    assert value.answers == (("44260-8", "2"),)
    assert value.codes == ()


def test_a_total_is_known_by_its_instrument():
    value = read([{"linkId": "sum", "text": "PHQ-9 total score", "answer": [{"valueDecimal": 17}]}])
    assert value.answers == (("44261-6", "17"),)


def test_other_questions_keep_their_number():
    items = [
        {"linkId": "3", "text": "Do you sleep well?", "answer": [{"valueBoolean": True}]},
        {"linkId": "/44249-1/44255-8", "text": "PHQ-9 score", "answer": [{"valueInteger": 1}]},
    ]
    assert read(items).answers == (("3", "true"), ("/44249-1/44255-8", "1"))
