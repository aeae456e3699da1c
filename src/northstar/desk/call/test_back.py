"""A call is taken back on its own page, from the call screen or from one's minutes."""

import json
from uuid import uuid4

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Role, Staff
from northstar.access.viewer import system_viewer
from northstar.casework.acts import asking as acts
from northstar.casework.worklist import by_hand
from northstar.record import panels
from northstar.record.belonging import registration
from northstar.record.feeds import feed

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def act(client, sarah, chen):
    client.force_login(sarah)
    told = {"key": uuid4(), "number": "(415) 555-0132", "outcome": "reached", "checked": ["full name", "birth date"],
            "note": "Her sister is well.", "promise": "send the form", "promise_on": "2026-09-10"}  # fmt: skip
    client.post(f"/patients/{chen.public_id}/call/finish/", told)
    return acts.of_patient(system_viewer("a test"), chen.pk, kinds=["call"])[0]


@pytest.fixture
def at(chen, act):
    return f"/patients/{chen.public_id}/call/{act.public_id}/back/"


def test_it_says_what_goes_and_what_stays_before_it_is_done(client, at, chen):
    for page in (f"/patients/{chen.public_id}/call/", f"/time/?day={NOW:%Y-%m-%d}"):
        assert at in client.get(page).content.decode(), page
    page = client.get(at).content.decode()
    for words in ("Take back the call about", "Her sister is well.", "What goes with it", "What stays",
                  "The promise “send the form”: called off here."):  # fmt: skip
        assert words in page, words


def test_it_is_taken_back_with_a_reason_and_shown_struck_through(client, at, chen):
    refused = client.post(at, {"why": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    answer = client.post(at, {"why": "wrong person"}, follow=True)
    assert "The call is taken back" in answer.content.decode()
    assert "<s>Your call" in client.get(f"/patients/{chen.public_id}/call/").content.decode()
    page = client.get(at).content.decode()
    assert "Taken back by Sarah Okafor" in page
    assert "<form class" not in page


@pytest.fixture
def gone(client, at):
    """Taken back; the address where it is written again."""
    client.post(at, {"why": "wrong person"})
    return at.replace("/back/", "/again/")


@pytest.fixture
def brooks(chen, sarah):
    row = type(chen).objects.create(
        name="Samuel Brooks", sort_name="Brooks, Samuel", birth_date="1950-02-01"
    )
    staff = feed("staff", title="Our own staff", format="staff")
    registration(row, staff, kind="note", key="x", at=NOW)
    panels.place(patient=row.pk, day=NOW.date(), staff=sarah.pk)
    line = by_hand.new(patient=row.pk, key="a test", at=NOW, to=sarah)
    line.says = "wants a call"
    by_hand.keep(line, at=NOW)
    return row


def test_it_is_written_again_for_the_right_person_with_everything_typed(client, gone, chen, brooks):
    page = client.get(gone).content.decode()
    assert "Samuel Brooks" in page
    assert "Her sister is well." in page
    answer = client.post(gone, {"patient": str(brooks.public_id)})
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{brooks.public_id}/call/")
    told = client.post("/drafts/take/", {"place": f"call {brooks.public_id} -"}).json()["typed"]
    rows = {name: words for _, name, words in told}
    assert rows["note"] == "Her sister is well."
    assert (rows["promise"], rows["promise_on"]) == ("send the form", "2026-09-10")
    assert (rows["outcome"], rows["when"]) == ("reached", "2026-09-08T07:30")
    kept = " ".join(rows.values())
    for of_the_first in ("0132", "Chen", "full name", "birth date", "Wei"):
        assert of_the_first not in kept, of_the_first
    assert "number" not in rows


def test_what_stood_in_the_form_of_the_right_person_stays(client, gone, brooks):
    place = f"call {brooks.public_id} -"
    typed = json.dumps([["call", "note", "He coughs."], ["call", "interpreter", "Pat"]])
    client.post("/drafts/", {"place": place, "typed": typed})
    client.post(gone, {"patient": str(brooks.public_id)})
    rows = {n: w for _, n, w in client.post("/drafts/take/", {"place": place}).json()["typed"]}
    assert rows["note"] == "He coughs.\nHer sister is well."
    assert rows["interpreter"] == "Pat"


def test_it_is_not_written_again_before_it_is_taken_back_or_for_a_stranger(client, at, gone, chen):
    assert client.post(gone, {"patient": str(uuid4())}).status_code in (403, 404)
    assert "None of your people fits" in client.post(gone, {"q": "Zebulon"}).content.decode()


def test_a_colleague_reads_who_may(client, at, chen):
    vera = Staff.objects.create(username="vera", name="Vera Lind")
    Role.objects.create(staff=vera, role="manager", start=NOW.replace(year=2020))
    client.force_login(vera)
    answer = client.get(at)
    if answer.status_code == 200:
        assert "Only Sarah Okafor can take it back" in answer.content.decode()
    assert client.post(at, {"why": "not hers"}).status_code in (403, 404, 422)


def test_one_look_is_one_entry_and_other_acts_are_not_here(client, at, chen, act):
    relay(1000)
    before = AuditEntry.objects.count()
    client.get(at)
    relay(1000)
    assert AuditEntry.objects.count() == before + 1
    assert client.get(at.replace(str(act.public_id), str(uuid4()))).status_code == 404
