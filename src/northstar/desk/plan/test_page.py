"""The plan of care on the desk: begun by three questions, written field by field."""

import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.plans import READER, typed

from northstar.access.audit.models import AuditEntry
from northstar.access.viewer import viewer_of
from northstar.casework.plans import acts, asking
from northstar.record import feeds
from northstar.record.models import Identity, Link

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_nothing_yet_asks_three_questions(reads):
    assert "Three questions to ask" in reads()


def test_the_answers_begin_the_plan_in_her_words(reads, begun):
    shown = reads()
    for words in ("My family at one table", "Stand to cook", "the third floor", "Not signed yet"):
        assert words in shown, words
    assert "no next step" in shown


def test_a_look_is_one_entry(client, at, begun):
    before = AuditEntry.objects.count()
    client.get(at())
    assert AuditEntry.objects.count() - before == 1


def test_a_field_is_saved_by_itself_and_says_when(client, at, begun, chen):
    answer = typed(client, at, f"{begun}/aim", "INR 2 to 3")
    assert answer.json()["said"] == "Saved 7:30"
    assert asking.current(READER, chen.pk).said.goals[0].aim == "INR 2 to 3"
    wrong = typed(client, at, f"{begun}/by", "soon")
    assert (wrong.status_code, wrong.json()["wrong"]) == (422, "Choose a day of the calendar.")


def test_two_at_once_see_both(client, at, begun, reads):
    first = typed(client, at, f"{begun}/now", "ten minutes").json()["mark"]
    typed(client, at, f"{begun}/now", "twelve minutes", first)
    answer = typed(client, at, f"{begun}/now", "a quarter of an hour", first).json()
    assert "twelve minutes" in answer["beside"]
    assert "a quarter of an hour" in answer["beside"]
    assert "Two people wrote in the same place" in reads()


def test_without_a_script_a_form_saves_what_was_changed_only(client, at, begun, chen):
    said = {
        f"place:{begun}/aim": "INR in range", f"was:{begun}/aim": "", f"seen:{begun}/aim": "0",
        f"place:{begun}/words": "Stand to cook", f"was:{begun}/words": "Stand to cook",
        f"seen:{begun}/words": "0",
    }  # fmt: skip
    assert client.post(at("save/"), said).status_code == 302
    standing = asking.current(READER, chen.pk)
    assert standing.said.goals[0].aim == "INR in range"
    assert not standing.beside


def test_what_the_chart_says_against_it_is_shown_with_its_source(client, at, reads, begun):
    client.post(at("add/"), {"home": f"{begun}/steps", "text": "Take lisinopril every morning"})
    shown = reads()
    assert "The plan names lisinopril, stopped 4 Sep 2026 (Hospital A)." in shown


def test_the_latest_reading_stands_beside_her_own_target(client, at, reads, begun):
    for name, text in (("measure", "INR"), ("low", "2"), ("high", "3")):
        typed(client, at, f"{begun}/{name}", text)
    shown = reads()
    assert "above the target" in shown
    assert "Bay Laboratory" in shown


def test_what_is_taken_out_can_be_put_back(client, at, reads, begun, chen):
    assert client.post(at("remove/"), {"what": begun, "why": ""}).status_code == 422
    client.post(at("remove/"), {"what": begun, "why": "not now"})
    assert not asking.current(READER, chen.pk).said.goals
    assert "Taken out" in reads()
    client.post(at("undo/"), {"place": f"{begun}/gone"})
    assert asking.current(READER, chen.pk).said.goals


def test_the_patient_page_shows_the_plan_and_leads_to_it(client, chen, begun, at):
    shown = client.get(f"/patients/{chen.public_id}/").content.decode()
    assert "Stand to cook" in shown
    assert at() in shown


def test_no_query_per_step(
    client, at, begun, django_assert_max_num_queries, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as asked:
            client.get(at())
        return len(asked)

    few = count()
    for n in range(6):
        client.post(at("add/"), {"home": f"{begun}/steps", "text": f"step {n}"})
    assert count() == few


def test_a_template_proposes_and_never_puts_words_into_her_mouth(client, at, reads, begun, chen):
    client.post(at("propose/"), {"template": "heart_failure"})
    standing = asking.current(READER, chen.pk)
    proposed = [goal for goal in standing.said.goals if goal.key.startswith("heartfailure")]
    assert len(proposed) == 2
    assert not any(goal.words for goal in proposed)
    shown = reads()
    assert "from template Heart failure" in shown
    assert "Ask: What would you do again if your breath let you?" in shown
    aim = f"{proposed[0].place}/aim"
    typed(client, at, aim, "Out of the hospital until spring", standing.marks[aim])
    client.post(at("propose/"), {"template": "heart_failure"})
    again = asking.current(READER, chen.pk)
    assert again.words[aim].text == "Out of the hospital until spring"
    assert len(again.said.goals) == len(standing.said.goals)


def test_what_is_only_proposed_answers_no_element_until_somebody_keeps_it(client, at, begun, chen):
    client.post(at("propose/"), {"template": "heart_failure"})
    client.post(at("propose/"), {"template": "chart"})
    standing = asking.current(READER, chen.pk)
    place = "elements/symptoms/text"
    text = standing.words[place].text
    assert "symptoms" not in standing.said.elements
    said = {f"place:{place}": text, f"was:{place}": text, f"seen:{place}": standing.marks[place]}
    client.post(at("save/"), said | {"keep": place})
    assert asking.current(READER, chen.pk).said.elements["symptoms"] == (text, "")


def test_the_plan_of_a_joined_record_is_shown_and_its_words_are_proposed(
    client, at, reads, begun, chen, sarah
):
    me = viewer_of(sarah, NOW)
    staff = feeds.feed("staff", title="Our own staff", format="staff")
    identity = Identity.objects.create(feed=staff, key="act:of the joined record")
    Link.objects.create(identity=identity, patient=chen, at=NOW, by="a test", reason="joined")
    other = acts.begin(
        identity=identity, person=str(chen.public_id), by=me, at=NOW.replace(year=2025)
    )
    for name, text in (("words", "Dance again"), ("steps/s/says", "Ask about shoes")):
        acts.write(plan=other, place=f"goals/z9/{name}", text=text, seen=0, by=me, at=NOW)
    shown = reads()
    assert "A second plan came with a joined record" in shown
    assert "Dance again" in shown
    client.post(at("bring/"), {"other": other.public_id})
    goals = asking.current(READER, chen.pk).said.goals
    assert [goal.words for goal in goals] == ["Stand to cook", "Dance again"]
    assert "from the other plan" in reads()


def test_an_answer_to_the_third_question_alone_is_kept(client, at, chen):
    told = {"matters": "My family", "wants": "", "way": "the third floor", "key": "abcd1234"}
    for _ in range(2):  # pressed twice
        assert client.post(at("begin/"), told).status_code == 302
    plan = asking.current(READER, chen.pk).said
    assert plan.words == "My family"
    assert [one.says for goal in plan.goals for one in goal.barriers] == ["the third floor"]


def test_without_a_script_what_could_not_be_saved_stays_in_its_field(client, at, begun):
    said = {f"place:{begun}/low": "lots", f"was:{begun}/low": "", f"seen:{begun}/low": "0"}
    answer = client.post(at("save/"), said)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "A target is a number." in shown
    assert 'value="lots" data-place' in shown
    assert f'name="was:{begun}/low" value=""' in shown


def test_a_line_of_the_plan_leads_to_the_plan(client, at, begun, sarah, chen):
    typed(client, at, "review", "2026-09-08")
    client.post(at("sign/"))
    line = asking.current(READER, chen.pk).lines["review"].line
    assert at() in client.get(f"/line/{line.public_id}/").content.decode()


def test_all_of_a_goal_is_kept_with_one_press(client, at, reads, begun, chen):
    client.post(at("propose/"), {"template": "heart_failure"})
    shown = reads()
    assert "Keep all of goal 2 as it is" in shown
    standing = asking.current(READER, chen.pk)
    home = standing.said.goals[1].place
    said = {"keep": home}
    for place, word in standing.words.items():
        if place.startswith(f"{home}/"):
            said |= {f"place:{place}": word.text, f"was:{place}": word.text, f"seen:{place}": standing.marks[place]}  # fmt: skip
    client.post(at("save/"), said)
    words = asking.current(READER, chen.pk).words
    assert not any(word.origin for place, word in words.items() if place.startswith(f"{home}/"))
    assert "Keep all of goal 2 as it is" not in reads()
    assert "Keep all of goal 3 as it is" in reads()


def test_what_a_template_would_ask_is_asked_and_not_written(client, at, reads, begun, chen):
    client.post(at("propose/"), {"template": "heart_failure"})
    shown = reads()
    assert "Who cooks, who drives, who would notice a bad day?" in shown
    assert "Who cooks" not in repr(asking.current(READER, chen.pk).words)
