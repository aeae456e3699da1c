"""The readiness page: two quotations side by side, a question routed, an answer that closes it."""

import pytest
from tests.harness import the_knee

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Entitlement, Staff
from northstar.casework.acts.models import Act
from northstar.casework.worklist.models import Line, Step
from northstar.chart.sensitivity import Label
from northstar.record.models import Patient
from northstar.rules.assess import needs_answer

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def clinic(client):
    """Her part of the sample clinic, Sarah signed in; gives a function that builds it."""

    def opened(**changed):
        the_knee.clinic(**changed)
        client.force_login(Staff.objects.get(username="sarah"))
        return f"/patients/{whose().public_id}/readiness/"

    return opened


def whose():
    return Patient.objects.get(birth_date="1958-02-11")


def asked():
    """How many questions somebody has routed."""
    return Step.objects.filter(what="routed").values("line").distinct().count()


def question(signal="consent-for-other-side"):
    return Line.objects.get(signal=signal, is_open=True)


def notes():
    """What was done about questions, as her notes tell it."""
    acts = Act.objects.filter(kind="question", taken_back=None)
    assert all(act.began == act.ended for act in acts)
    return [act.says for act in acts]


def route(client, line, **more):
    form = {"words": "Which side is it?", "office": "Dr. Osei’s office", "on": "2026-09-09",
            "to": str(Staff.objects.get(username="dana").public_id)}  # fmt: skip
    return client.post(f"/line/{line.public_id}/question/route/", form | more)


def test_both_sides_stand_beside_each_other_with_their_sources(client, clinic):
    page = client.get(clinic()).content.decode()
    assert "6 contradictions among the papers we hold, 6 not asked yet" in page
    for words in ("LEFT total knee replacement", "partial knee replacement, one compartment (27446), right",
                  "DOB: 11/02/1958", "What to do with the blood thinner: not yet decided.", "No known drug allergies.",
                  "Eat nothing after midnight.", "Insulin 22 units at bedtime as usual."):  # fmt: skip
        assert words in page
    assert page.count("Route the question") == 6
    assert page.count('class="src"') >= 12


def test_a_look_is_one_entry(client, clinic):
    address = clinic()
    before = AuditEntry.objects.count()
    client.get(address)
    assert AuditEntry.objects.count() == before + 1


def test_the_page_asks_a_handful_of_queries_however_many_questions(
    client, clinic, django_assert_max_num_queries
):
    address = clinic()
    client.get(address)
    with django_assert_max_num_queries(45):
        client.get(address)


def test_a_routed_question_has_a_holder_a_day_and_its_words(client, clinic):
    address = clinic()
    line = question()
    answer = route(client, line)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(address)
    line.refresh_from_db()
    assert (line.holder.name, line.next_on.isoformat()) == ("Dana Whitfield", "2026-09-09")
    assert Step.objects.get(line=line, what="routed").why == "Dr. Osei’s office: Which side is it?"
    page = client.get(address).content.decode()
    assert "To be asked of Dr. Osei’s office: Which side is it?" in page
    assert "5 not asked yet" in page
    assert notes() == [
        "Dana Whitfield is to ask Dr. Osei’s office by Wed 9 Sep: “Which side is it?”"
    ]
    client.post("/undo/")
    assert "6 not asked yet" in client.get(address).content.decode()
    assert notes() == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"words": " "}, "Write the question"),
        ({"office": ""}, "which office"),
        ({"to": "nobody"}, "who asks"),
        ({"on": "tomorrow"}, "the day"),
        ({"on": "2026-09-01"}, "from today on"),
        ({"words": "x" * 301}, "shorter"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, clinic, wrong, says):
    clinic()
    answer = route(client, question(), **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert wrong.get("words", "Which side is it?").strip()[:300] in page
    assert not Step.objects.filter(what="routed").exists()


def test_it_closes_with_a_named_answer_and_not_by_a_click(client, clinic):
    address = clinic()
    line = question()
    refused = client.post(f"/line/{line.public_id}/done/", {"outcome": "Reached, and settled"})
    assert refused.status_code == 422
    assert "closes when a new paper settles it" in refused.content.decode()
    assert client.post(f"/line/{line.public_id}/question/settled/").status_code == 422
    nameless = client.post(f"/line/{line.public_id}/question/answered/", {"who": "", "said": "Right."})  # fmt: skip
    assert nameless.status_code == 422
    assert "Right." in nameless.content.decode()
    done = client.post(f"/line/{line.public_id}/question/answered/",
                       {"who": "Dr. Paul Osei", "said": "The right knee; a new form is on its way."})  # fmt: skip
    assert done.status_code == 302
    line.refresh_from_db()
    assert not line.is_open
    assert "5 contradictions" in client.get(address).content.decode()
    assert notes() == [
        f"Answered by Dr. Paul Osei: “{line.says}”. The right knee; a new form is on its way."
    ]


def test_no_other_line_is_a_question_here(client, clinic):
    clinic()
    other = Line.objects.filter(is_open=True).exclude(signal__in=needs_answer()).first()
    other = other or Line.objects.create(
        patient=whose(), signal="a-rule", key="k", matter="m", says="says", band=3, score=1,
        staff=Staff.objects.get(username="sarah"), next_on=the_knee.NOW.date(), opened=the_knee.NOW, refreshed=the_knee.NOW,
    )  # fmt: skip
    assert route(client, other).status_code == 404


def test_the_patient_page_and_the_row_lead_here(client, clinic):
    address = clinic()
    page = client.get(address.removesuffix("readiness/")).content.decode()
    assert "Papers contradict each other" in page
    assert address in page
    assert address in client.get(f"/?line={question().public_id}").content.decode()


def test_without_contradictions_it_says_what_was_compared(client, clinic):
    address = clinic(
        CONS161={"LEFT": "RIGHT"}, C_2006_0907={"11/02/1958": "02/11/1958"},
        C_2006_0812={"not yet decided.": "stop it after Wednesday evening.", "at bedtime as usual.": "at bedtime, half of it.", " No known drug allergies.": ""},
        C_2006={"partial knee replacement, one compartment (27446)": "total knee replacement"},
    )  # fmt: skip
    page = client.get(address).content.decode()
    assert "do not contradict each other or the booking" in page
    assert "Papers contradict each other" not in client.get(address.removesuffix("readiness/")).content.decode()  # fmt: skip


def test_who_may_not_see_the_consent_sees_no_trace_of_its_question(client, clinic):
    address = clinic(CONS161={"|||||AU||AV": "|||||AU|R|AV"})
    assert question().label & Label.RESTRICTED
    page = client.get(address).content.decode()
    assert "5 contradictions among the papers we hold, 5 not asked yet" in page
    assert "LEFT" not in page
    assert "says left" not in page
    assert route(client, question()).status_code in (403, 404)
    Entitlement.objects.create(
        staff=Staff.objects.get(username="sarah"), labels=Label.RESTRICTED, reason="consent", start=the_knee.NOW
    )  # fmt: skip
    assert "6 contradictions" in client.get(address).content.decode()
