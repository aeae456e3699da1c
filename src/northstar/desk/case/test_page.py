"""The page of a person's cases: refer, step by step, with nothing typed lost."""

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Role, Staff
from northstar.casework.outbox.models import Message
from northstar.casework.programs.models import Case, Turn
from northstar.casework.worklist.models import Line

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def desk(client, chen, sarah):
    """Sarah at the page of Mrs. Chen's cases; gives the address."""
    park = Staff.objects.create(username="park", name="Dr. Helen Park")
    Role.objects.create(staff=park, role="provider", start=NOW.replace(year=2020))
    client.force_login(sarah)
    return f"/patients/{chen.public_id}/case/"


def refer(client, desk, program="CCM"):
    client.post(f"{desk}refer/", {"program": program, "why": "Dr. Park asked"})
    return f"{desk}{Case.objects.latest('pk').public_id}/"


def eligible(client, case):
    return client.post(f"{case}eligible/", {"other": "heart failure and diabetes", "risk": "1"})


CONSENT = {
    "given_by": "Mei-Ling Chen", "how": "said", "told_cost": "1", "told_one": "1", "told_stop": "1",
    "biller": "Dr. Helen Park",
}  # fmt: skip


def test_an_empty_page_says_what_could_fit_and_a_look_is_one_entry(client, desk):
    before = AuditEntry.objects.count()
    text = client.get(desk).content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert "In no program yet" in text
    assert "Chronic care management" in text
    assert "CMS MLN909188" in text


def test_from_referral_to_consent_and_the_patient_page_says_so(client, desk, chen):
    case = refer(client, desk)
    assert eligible(client, case).status_code == 302
    assert client.post(f"{case}consented/", CONSENT).status_code == 302
    assert "Dr. Helen Park" in client.get(desk).content.decode()
    text = client.get(f"/patients/{chen.public_id}/").content.decode()
    assert "Taking part since" in text
    assert Line.objects.filter(key__startswith="case:", is_open=True).count() == 1


def test_half_a_consent_keeps_what_was_typed(client, desk):
    case = refer(client, desk)
    eligible(client, case)
    typed = CONSENT | {"given_by": "her son Wei"}
    typed.pop("told_stop")
    answer = client.post(f"{case}consented/", typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "they may stop at any time" in text
    assert 'value="her son Wei"' in text
    assert not Turn.objects.filter(what="consented").exists()


def test_a_case_is_closed_with_a_letter(client, desk):
    case = refer(client, desk)
    letter = {"reason": "moved", "letter": "1", "text": "Dear Mei-Ling, it has ended."}
    assert client.post(f"{case}closed/", letter).status_code == 302
    sent = Message.objects.get()
    assert (sent.channel, sent.purpose) == ("letter", "the end of a program")
    assert "Closed" in client.get(desk).content.decode()


def test_who_asks_to_stop_gets_a_letter_that_says_until_when(client, desk):
    case = refer(client, desk)
    eligible(client, case)
    client.post(f"{case}consented/", CONSENT)
    shown = client.get(desk).content.decode()
    assert "ends with this month, as you asked" in shown
    told = {
        "why": "too many calls",
        "letter": "1",
        "text": "Dear Mei-Ling, it ends with this month.",
    }
    assert client.post(f"{case}stopped/", told).status_code == 302
    assert Message.objects.get().subject == "Chronic care management ends"


def test_who_declined_is_left_in_peace_until_their_day(client, desk):
    case = refer(client, desk)
    eligible(client, case)
    told = {"explained": "what it costs", "why": "thinks about it", "again": "2026-10-01"}
    assert client.post(f"{case}declined/", told).status_code == 302
    shown = client.get(desk).content.decode()
    assert "To be asked again on Thu 1 Oct" in shown
    assert "Next: " not in shown


def test_nothing_is_sent_to_the_dead(client, desk, chen):
    case = refer(client, desk)
    type(chen).objects.filter(pk=chen.pk).update(died=True)
    text = client.get(desk).content.decode()
    assert "Next: close the case" in text
    typed = {"reason": "died", "letter": "1", "text": "Dear Mei-Ling, it has ended."}
    assert client.post(f"{case}eligible/", {"other": "x", "risk": "1"}).status_code == 422
    assert client.post(f"{case}closed/", typed).status_code == 302
    assert not Message.objects.exists()


def test_a_step_is_taken_back_by_its_author_with_a_reason(client, desk):
    case = refer(client, desk)
    eligible(client, case)
    assert client.post(f"{case}back/", {"why": ""}).status_code == 422
    assert client.post(f"{case}back/", {"why": "not her"}).status_code == 302
    assert "Next: say they are eligible" in client.get(desk).content.decode()


def test_a_case_of_another_person_is_not_found(client, desk):
    wrong = f"{desk}00000000-0000-0000-0000-000000000000/eligible/"
    assert client.post(wrong, {}).status_code == 404


def test_a_handful_of_queries(client, desk, django_assert_max_num_queries):
    eligible(client, refer(client, desk))
    with django_assert_max_num_queries(45):
        client.get(desk)
