"""The plan of care on the desk: begun by three questions, written field by field, signed, looked back on."""

import re

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit.models import AuditEntry
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.outbox.models import Message
from northstar.casework.plans import acts, asking
from northstar.casework.plans.models import Version
from northstar.casework.plans.readiness import readiness
from northstar.casework.worklist import acts as worklist
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.doing import planning, printing, wanting
from northstar.doing.acting import did
from northstar.record import feeds
from northstar.record.models import Identity, Link

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READER = system_viewer("a test")


@pytest.fixture
def at(client, sarah, chen):
    client.force_login(sarah)
    return lambda act="": f"/patients/{chen.public_id}/plan/{act}"


@pytest.fixture
def page(client, at):
    return lambda act="": client.get(at(act)).content.decode()


@pytest.fixture
def begun(client, at, chen):
    """A plan with one goal; gives the goal's place."""
    told = {"matters": "My family at one table", "wants": "Stand to cook", "way": "the third floor"}
    client.post(at("begin/"), told)
    return asking.current(READER, chen.pk).said.goals[0].place


def typed(client, at, place, text, seen=0, **headers):
    said = {f"place:{place}": text, f"seen:{place}": seen}
    return client.post(at("save/"), said, headers={"Northstar-Part": "plan"} | headers)


def test_nothing_yet_asks_three_questions(page):
    assert "Three questions to ask" in page()


def test_the_answers_begin_the_plan_in_her_words(page, begun):
    shown = page()
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


def test_two_at_once_see_both(client, at, begun, page):
    first = typed(client, at, f"{begun}/now", "ten minutes").json()["mark"]
    typed(client, at, f"{begun}/now", "twelve minutes", first)
    answer = typed(client, at, f"{begun}/now", "a quarter of an hour", first).json()
    assert "twelve minutes" in answer["beside"]
    assert "a quarter of an hour" in answer["beside"]
    assert "Two people wrote in the same place" in page()


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


def test_what_the_chart_says_against_it_is_shown_with_its_source(client, at, page, begun):
    client.post(at("add/"), {"home": f"{begun}/steps", "text": "Take lisinopril every morning"})
    shown = page()
    assert "The plan names lisinopril, stopped 4 Sep 2026 (Hospital A)." in shown


def test_the_latest_reading_stands_beside_her_own_target(client, at, page, begun):
    for name, text in (("measure", "INR"), ("low", "2"), ("high", "3")):
        typed(client, at, f"{begun}/{name}", text)
    shown = page()
    assert "above the target" in shown
    assert "Bay Laboratory" in shown


def test_signed_once_with_its_differences(client, at, page, begun):
    client.post(at("sign/"), {"note": "first plan"})
    assert "Nothing has changed since version 1" in page()
    again = client.post(at("sign/"))
    assert again.status_code == 422
    assert "Nothing has changed" in again.content.decode()
    typed(client, at, f"{begun}/now", "twelve minutes")
    client.post(at("sign/"))
    assert Version.objects.count() == 2
    assert re.search(r"where it stands.*twelve minutes", page("versions/"), re.DOTALL)
    assert f"earlier/?place={begun}/now" in page()
    assert "twelve minutes" in page(f"earlier/?place={begun}/now")


def test_what_is_taken_out_can_be_put_back(client, at, page, begun, chen):
    assert client.post(at("remove/"), {"what": begun, "why": ""}).status_code == 422
    client.post(at("remove/"), {"what": begun, "why": "not now"})
    assert not asking.current(READER, chen.pk).said.goals
    assert "Taken out" in page()
    client.post(at("undo/"), {"place": f"{begun}/gone"})
    assert asking.current(READER, chen.pk).said.goals


def test_a_decline_is_written_with_what_was_explained(client, at, page, begun):
    client.post(at("sign/"))
    said = {"said": "declined", "who": "Mei-Ling Chen", "how": "by phone", "on": str(NOW.date())}
    refused = client.post(at("agree/"), said)
    assert refused.status_code == 422
    assert "explained" in refused.content.decode()
    client.post(at("agree/"), said | {"words": "the scan and why; she wants to wait"})
    assert "the scan and why; she wants to wait" in page()


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


def test_a_template_proposes_and_never_puts_words_into_her_mouth(client, at, page, begun, chen):
    client.post(at("propose/"), {"template": "heart_failure"})
    standing = asking.current(READER, chen.pk)
    proposed = [goal for goal in standing.said.goals if goal.key.startswith("heartfailure")]
    assert len(proposed) == 2
    assert not any(goal.words for goal in proposed)
    shown = page()
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


def test_a_copy_in_plain_words_and_the_act_of_giving_it(client, at, page, begun, chen):
    assert client.get(at("copy/")).status_code == 409
    client.post(at("sign/"))
    shown = page("copy/")
    assert "What matters most to you" in shown
    assert "Reading grade" in shown
    client.post(at("copy/given/"), {"for": "person", "how": "by hand"})
    assert "by hand" in page()
    assert [one.to for one in asking.current(READER, chen.pk).signed.copies] == ["Mei-Ling Chen"]


def test_a_copy_for_her_son_asks_how_we_know_she_allows_it(client, at, page, begun, chen):
    client.post(at("sign/"))
    key = re.search(r'<option value="(\w+)">Wei Chen', page("copy/"))[1]
    assert "Plan of care for Mei-Ling Chen" in page(f"copy/?for={key}")
    refused = client.post(at("copy/given/"), {"for": key, "how": "by hand"})
    assert refused.status_code == 422
    said = {"for": key, "how": "by hand", "allowed": "she said so at the table"}
    client.post(at("copy/given/"), said)
    [copy] = asking.current(READER, chen.pk).signed.copies
    assert (copy.kind, copy.to) == ("caregiver", "Wei Chen")


def test_the_plan_of_a_joined_record_is_shown_and_its_words_are_proposed(
    client, at, page, begun, chen, sarah
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
    shown = page()
    assert "A second plan came with a joined record" in shown
    assert "Dance again" in shown
    client.post(at("bring/"), {"other": other.public_id})
    goals = asking.current(READER, chen.pk).said.goals
    assert [goal.words for goal in goals] == ["Stand to cook", "Dance again"]
    assert "from the other plan" in page()


def test_its_queries_do_not_grow_with_versions_either(client, at, begun):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as asked:
            client.get(at())
        return len(asked)

    client.post(at("sign/"))
    first, mark = count(), 0
    for n in range(4):
        mark = typed(client, at, f"{begun}/now", f"{n} minutes", mark).json()["mark"]
        client.post(at("sign/"))
    assert count() == first


def test_a_step_done_on_the_list_shows_who_and_is_ticked_by_one_key(
    client, at, page, begun, chen, sarah
):
    me = viewer_of(sarah, NOW)
    told = {"says": "order a stool", "owner": f"staff:{sarah.public_id}", "by": "2026-09-18"}
    step = planning.add(by=me, patient=chen, home=f"{begun}/steps", words=told, at=NOW)
    client.post(at("sign/"))
    line = asking.current(READER, chen.pk).lines[step].line
    worklist.done(line=line, by=me, at=NOW, outcome="It is ordered")
    shown = page()
    assert "Done on the list" in shown
    assert "by Sarah Okafor: It is ordered" in shown
    assert client.post(at("done/"), {"step": step}).status_code == 302
    assert "Done on the list" not in page()
    assert client.post(at("done/"), {"step": step}).status_code == 422


def test_after_a_death_the_plan_says_that_it_is_signed_no_more(client, at, page, begun, chen):
    type(chen).objects.filter(pk=chen.pk).update(died=True)
    shown = page()
    assert "no plan is signed any more" in shown
    assert "Sign the plan <kbd>" not in shown
    assert client.post(at("sign/")).status_code == 422


def test_a_copy_goes_through_the_outbox_and_counts_as_given_once_it_has_left(
    client, at, page, begun, chen, sarah
):
    client.post(at("sign/"))
    way = re.search(r'<option value="(letter\|[^"]+)"', page("copy/"))[1]
    said = {"for": "person", "way": way, "text": "Here is your plan.", "key": "one"}
    for _ in range(2):
        assert client.post(at("copy/send/"), said).status_code == 302
    letter = Message.objects.get()
    [paper] = letter.attachments.all()
    assert (letter.channel, paper.name) == ("letter", "plan-of-care.pdf")
    assert b"/StructTreeRoot" in bytes(paper.data)
    assert not asking.current(READER, chen.pk).signed.copies
    me = viewer_of(sarah, NOW)
    printing.take_letters(by=me, messages=[letter], at=NOW, machine_now=NOW)
    wanting.posted(by=me, messages=[letter], at=NOW, sent=True)
    [copy] = asking.current(READER, chen.pk).signed.copies
    assert (copy.kind, copy.how, copy.by) == ("person", "sent by letter", "Sarah Okafor")
    assert readiness([chen.pk])[chen.pk].copy_given == NOW.date()


def test_a_copy_for_somebody_else_asks_where_to_and_keeps_what_was_typed(
    client, at, page, begun, chen
):
    client.post(at("sign/"))
    key = re.search(r'<option value="(\w+)">Wei Chen', page("copy/"))[1]
    said = {"for": key, "way": "letter", "text": "For you, Wei.", "allowed": "she said so"}
    answer = client.post(at("copy/send/"), said)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Write where it goes", "For you, Wei.", "she said so"):
        assert words in shown
    assert not Message.objects.exists()


def test_no_copy_is_sent_to_the_dead(client, at, begun, chen, sarah):
    client.post(at("sign/"))
    told = Communication(medium="call", status="deceased", sent=when(NOW.isoformat()))
    me = viewer_of(sarah, NOW)
    did(
        by=me,
        patient=chen,
        kind="call",
        says="told of her death",
        at=NOW,
        states=[("Communication", told)],
    )
    said = {"for": "person", "way": "letter", "text": "Here is your plan.", "key": "one"}
    answer = client.post(at("copy/send/"), said)
    assert answer.status_code == 422
    assert "has died" in answer.content.decode()
    assert not Message.objects.exists()


def test_an_answer_to_the_third_question_alone_is_kept(client, at, chen):
    told = {"matters": "My family", "wants": "", "way": "the third floor", "key": "abcd1234"}
    for _ in range(2):  # pressed twice
        assert client.post(at("begin/"), told).status_code == 302
    plan = asking.current(READER, chen.pk).said
    assert plan.words == "My family"
    assert [one.says for goal in plan.goals for one in goal.barriers] == ["the third floor"]


def test_versions_speak_of_people_and_days_as_one_does(client, at, page, begun, sarah):
    client.post(at("add/"), {"home": f"{begun}/steps", "text": "Ask about a stool"})
    step = re.search(rf'data-place="({begun}/steps/\w+)/owner"', page())[1]
    typed(client, at, f"{step}/owner", f"staff:{sarah.public_id}")
    typed(client, at, f"{step}/by", "2026-09-18")
    typed(client, at, f"{begun}/label", "0")
    assert "<b>Sarah Okafor</b>" in page()
    client.post(at("sign/"))
    shown = page("versions/")
    for words in ("<ins>Sarah Okafor</ins>", "<ins>Fri 18 Sep 2026</ins>", "Everybody in the care team"):  # fmt: skip
        assert words in shown, words
    assert "in her words" not in shown
    assert "Fri 18 Sep 2026" in page(f"earlier/?place={step}/by")


def test_without_a_script_what_could_not_be_saved_stays_in_its_field(client, at, begun):
    said = {f"place:{begun}/low": "lots", f"was:{begun}/low": "", f"seen:{begun}/low": "0"}
    answer = client.post(at("save/"), said)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "A target is a number." in shown
    assert 'value="lots" data-place' in shown
    assert f'name="was:{begun}/low" value=""' in shown


def test_an_answer_that_is_refused_comes_back_as_it_was_written(client, at, page, begun):
    client.post(at("sign/"))
    said = {"said": "declined", "who": "Wei Chen", "how": "by video", "on": "soon", "words": "x"}
    shown = client.post(at("agree/"), said).content.decode()
    assert "Choose a day of the calendar." in shown
    for words in ('value="Wei Chen"', "<option selected>by video</option>", '<details class="act" open>'):  # fmt: skip
        assert words in shown, words
    client.post(at("agree/"), said | {"on": str(NOW.date())})
    assert "Declined" in page()
    assert client.post(at("strike/"), {"why": ""}).status_code == 422
    client.post(at("strike/"), {"why": "another person's"})
    shown = page()
    assert "Struck out by Sarah Okafor" in shown
    assert "Nobody has asked yet" in shown


def test_nothing_to_change_is_signed_again_with_whom_it_was_looked_at(client, at, page, begun):
    client.post(at("sign/"))
    shown = page()
    assert "Looked at again, nothing to change" in shown
    number, seen = (
        re.search(rf'name="{one}" value="(\d+)"', shown)[1] for one in ("number", "seen")
    )
    said = {"again": "1", "number": number, "seen": seen, "note": "with her and Wei"}
    assert client.post(at("sign/"), said).status_code == 302
    assert client.post(at("sign/"), said).status_code == 422
    assert "The same words as in the version before." in page("versions/")


def test_a_line_of_the_plan_leads_to_the_plan(client, at, begun, sarah, chen):
    typed(client, at, "review", "2026-09-08")
    client.post(at("sign/"))
    line = asking.current(READER, chen.pk).lines["review"].line
    assert at() in client.get(f"/line/{line.public_id}/").content.decode()


def test_all_of_a_goal_is_kept_with_one_press(client, at, page, begun, chen):
    client.post(at("propose/"), {"template": "heart_failure"})
    shown = page()
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
    assert "Keep all of goal 2 as it is" not in page()
    assert "Keep all of goal 3 as it is" in page()


def test_what_a_template_would_ask_is_asked_and_not_written(client, at, page, begun, chen):
    client.post(at("propose/"), {"template": "heart_failure"})
    shown = page()
    assert "Who cooks, who drives, who would notice a bad day?" in shown
    assert "Who cooks" not in repr(asking.current(READER, chen.pk).words)


def test_a_copy_says_where_it_is_not_in_her_language_and_how_hard_it_is(client, at, page, begun):
    client.post(at("sign/"))
    shown = page("copy/")
    assert "speaks Chinese, and this copy is in English" in shown
    assert re.search(r"Version 1, .*Reading grade \d", shown)
