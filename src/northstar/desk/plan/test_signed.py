"""The plan is signed, answered, looked back on and taken up again."""

import re

import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.plans import READER, typed

from northstar.access.viewer import viewer_of
from northstar.casework.plans import asking
from northstar.casework.plans.models import Version
from northstar.casework.worklist import acts as worklist
from northstar.doing import planning

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_signed_once_with_its_differences(client, at, reads, begun):
    client.post(at("sign/"), {"note": "first plan"})
    assert "Nothing has changed since version 1" in reads()
    again = client.post(at("sign/"))
    assert again.status_code == 422
    assert "Nothing has changed" in again.content.decode()
    typed(client, at, f"{begun}/now", "twelve minutes")
    client.post(at("sign/"))
    assert Version.objects.count() == 2
    assert re.search(r"where it stands.*twelve minutes", reads("versions/"), re.DOTALL)
    assert f"earlier/?place={begun}/now" in reads()
    assert "twelve minutes" in reads(f"earlier/?place={begun}/now")


def test_a_decline_is_written_with_what_was_explained(client, at, reads, begun):
    client.post(at("sign/"))
    said = {"said": "declined", "who": "Mei-Ling Chen", "how": "by phone", "on": str(NOW.date())}
    refused = client.post(at("agree/"), said)
    assert refused.status_code == 422
    assert "explained" in refused.content.decode()
    client.post(at("agree/"), said | {"words": "the scan and why; she wants to wait"})
    assert "the scan and why; she wants to wait" in reads()


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
    client, at, reads, begun, chen, sarah
):
    me = viewer_of(sarah, NOW)
    told = {"says": "order a stool", "owner": f"staff:{sarah.public_id}", "by": "2026-09-18"}
    step = planning.add(by=me, patient=chen, home=f"{begun}/steps", words=told, at=NOW)
    client.post(at("sign/"))
    line = asking.current(READER, chen.pk).lines[step].line
    worklist.done(line=line, by=me, at=NOW, outcome="It is ordered")
    shown = reads()
    assert "Done on the list" in shown
    assert "by Sarah Okafor: It is ordered" in shown
    assert client.post(at("done/"), {"step": step}).status_code == 302
    assert "Done on the list" not in reads()
    assert client.post(at("done/"), {"step": step}).status_code == 422


def test_after_a_death_the_plan_says_that_it_is_signed_no_more(client, at, reads, begun, chen):
    type(chen).objects.filter(pk=chen.pk).update(died=True)
    shown = reads()
    assert "no plan is signed any more" in shown
    assert "Sign the plan <kbd>" not in shown
    assert client.post(at("sign/")).status_code == 422


def test_versions_speak_of_people_and_days_as_one_does(client, at, reads, begun, sarah):
    client.post(at("add/"), {"home": f"{begun}/steps", "text": "Ask about a stool"})
    step = re.search(rf'data-place="({begun}/steps/\w+)/owner"', reads())[1]
    typed(client, at, f"{step}/owner", f"staff:{sarah.public_id}")
    typed(client, at, f"{step}/by", "2026-09-18")
    typed(client, at, f"{begun}/label", "0")
    assert "<b>Sarah Okafor</b>" in reads()
    client.post(at("sign/"))
    shown = reads("versions/")
    for words in ("<ins>Sarah Okafor</ins>", "<ins>Fri 18 Sep 2026</ins>", "Everybody in the care team"):  # fmt: skip
        assert words in shown, words
    assert "in her words" not in shown
    assert "Fri 18 Sep 2026" in reads(f"earlier/?place={step}/by")


def test_an_answer_that_is_refused_comes_back_as_it_was_written(client, at, reads, begun):
    client.post(at("sign/"))
    said = {"said": "declined", "who": "Wei Chen", "how": "by video", "on": "soon", "words": "x"}
    shown = client.post(at("agree/"), said).content.decode()
    assert "Choose a day of the calendar." in shown
    for words in ('value="Wei Chen"', "<option selected>by video</option>", '<details class="act" open>'):  # fmt: skip
        assert words in shown, words
    client.post(at("agree/"), said | {"on": str(NOW.date())})
    assert "Declined" in reads()
    assert client.post(at("strike/"), {"why": ""}).status_code == 422
    client.post(at("strike/"), {"why": "another person's"})
    shown = reads()
    assert "Struck out by Sarah Okafor" in shown
    assert "Nobody has asked yet" in shown


def test_nothing_to_change_is_signed_again_with_whom_it_was_looked_at(client, at, reads, begun):
    client.post(at("sign/"))
    shown = reads()
    assert "Looked at again, nothing to change" in shown
    number, seen = (
        re.search(rf'name="{one}" value="(\d+)"', shown)[1] for one in ("number", "seen")
    )
    said = {"again": "1", "number": number, "seen": seen, "note": "with her and Wei"}
    assert client.post(at("sign/"), said).status_code == 302
    assert client.post(at("sign/"), said).status_code == 422
    assert "The same words as in the version before." in reads("versions/")
