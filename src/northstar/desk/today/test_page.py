"""Today in a page: what it shows, what each act does, and what is typed is never lost."""

from datetime import UTC, datetime

import pytest

from northstar.access.models import HeldClock, Membership, Role, Staff, Team
from northstar.casework.acts.models import Act
from northstar.casework.worklist.models import Line, Step
from northstar.record.models import Panel, Patient
from northstar.rules.signal import Band

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


@pytest.fixture
def sarah(client):
    HeldClock.objects.create(pk=1, at=NOW)
    staff = Staff.objects.create(username="sarah", name="Sarah Okafor")
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Role.objects.create(staff=staff, role="coordinator", start=long_ago)
    team = Team.objects.create(name="Clinic")
    Membership.objects.create(staff=staff, team=team, start=long_ago)
    client.force_login(staff)
    return staff


def a_line(staff, name="Mei-Ling Chen", **more):
    patient = Patient.objects.create(name=name, sort_name=name, birth_date="1952-03-14")
    given = {
        "signal": "s", "key": name, "matter": "m", "says": "may be taking two medicines",
        "because": [{"says": "a reason", "feed": "A", "arrival": "", "locator": "", "quote": ""}],
        "band": Band.HARM, "factors": {"one": 10, "two": 5}, "score": 15, "next_on": NOW.date(),
        "opened": NOW, "refreshed": NOW,
    }  # fmt: skip
    return Line.objects.create(patient=patient, staff=staff, **given | more)


def test_the_day_is_shown_with_reasons_and_points(client, sarah):
    a_line(sarah)
    page = client.get("/").content.decode()
    assert "Good morning, Sarah." in page
    assert "Mei-Ling Chen" in page
    assert "a reason" in page
    assert '<td class="num"><b>15</b></td>' in page


def test_an_empty_day_says_so(client, sarah):
    assert "Nothing waits for you today." in client.get("/").content.decode()


def test_one_query_more_for_no_number_of_rows(client, sarah, django_assert_max_num_queries):
    for number in range(30):
        a_line(sarah, name=f"Person {number}")
    client.get("/")
    with django_assert_max_num_queries(19):
        client.get("/")


def test_a_line_and_an_act_ask_few_questions(client, sarah, django_assert_max_num_queries):
    lines = [a_line(sarah, name=f"Person {number}") for number in range(30)]
    at = f"/line/{lines[3].public_id}/"
    client.get(at)
    with django_assert_max_num_queries(14):
        client.get(at)
    with django_assert_max_num_queries(15):
        answer = client.post(f"{at}pin/", {"why": "first of all"})
    assert answer.url.endswith(f"?line={lines[3].public_id}#row-{lines[3].public_id}")


def test_after_an_act_the_eye_goes_to_the_next_row(client, sarah):
    first, second, third = (
        a_line(sarah, name=f"Person {number}", score=30 - number) for number in range(3)
    )
    done = client.post(f"/line/{second.public_id}/done/", {"outcome": "Booked"})
    assert done.url == f"/?line={third.public_id}#row-{third.public_id}"
    done = client.post(f"/line/{third.public_id}/done/", {"outcome": "Booked"})
    assert done.url == f"/?line={first.public_id}#row-{first.public_id}"
    done = client.post(f"/line/{first.public_id}/done/", {"outcome": "Booked"})
    assert done.url == "/"


def test_done_wants_an_outcome_and_keeps_what_was_typed(client, sarah):
    line = a_line(sarah)
    answer = client.post(f"/line/{line.public_id}/done/", {"note": "spoke with the son"})
    assert answer.status_code == 422
    assert "spoke with the son" in answer.content.decode()
    client.post(f"/line/{line.public_id}/done/", {"outcome": "Booked", "note": "with the son"})
    line.refresh_from_db()
    assert not line.is_open
    client.post("/undo/")
    line.refresh_from_db()
    assert line.is_open


def test_later_is_refused_on_a_day_nobody_covers(client, sarah):
    line = a_line(sarah)
    answer = client.post(f"/line/{line.public_id}/later/", {"on": "2026-09-12", "why": "waits"})
    assert answer.status_code == 422
    assert "The next day is Mon 14 Sep" in answer.content.decode()
    client.post(f"/line/{line.public_id}/later/", {"on": "2026-09-14", "why": "waits"})
    line.refresh_from_db()
    assert line.asleep


def test_what_is_about_life_cannot_sleep(client, sarah):
    line = a_line(sarah, band=Band.SAFETY)
    answer = client.post(f"/line/{line.public_id}/later/", {"on": "2026-09-14", "why": "no"})
    assert answer.status_code == 422
    client.post(f"/line/{line.public_id}/acknowledge/")
    line.refresh_from_db()
    assert line.acknowledged


def test_hand_over_gives_it_to_another(client, sarah):
    other = Staff.objects.create(username="dana", name="Dana")
    line = a_line(sarah)
    there = f"/line/{line.public_id}/hand-over/"
    refused = client.post(there, {"to": str(other.public_id)})
    assert "Dana has no role that opens this work" in refused.content.decode()
    Role.objects.create(staff=other, role="nurse", start=NOW)
    client.post(there, {"to": str(other.public_id)})
    line.refresh_from_db()
    assert line.staff == other


def test_two_people_at_once_are_told_of_each_other(client, sarah):
    line = a_line(sarah)
    line.steps.create(at=NOW, by="northstar", what="opened")
    line.steps.create(at=NOW, by="Marcus", what="pinned")
    answer = client.post(f"/line/{line.public_id}/done/", {"outcome": "Booked", "seen": "0"})
    assert answer.status_code in (302, 422)
    seen = line.steps.order_by("pk").first().pk
    if answer.status_code == 302:
        client.post("/undo/")
    answer = client.post(f"/line/{line.public_id}/done/", {"outcome": "Booked", "seen": seen})
    assert answer.status_code == 422
    assert "has just marked this" in answer.content.decode()


def test_a_line_on_what_she_may_not_see_is_not_there(client, sarah):
    line = a_line(sarah, label=2, name="Hidden Person")
    assert "Hidden Person" not in client.get("/").content.decode()
    assert "Hidden Person" not in client.get(f"/line/{line.public_id}/").content.decode()


def test_the_day_on_paper(client, sarah):
    a_line(sarah)
    assert "shred it" in client.get("/today/print/").content.decode()


def test_a_line_of_somebody_elses_patient_does_not_open(client, sarah):
    other = Staff.objects.create(username="dana", name="Dana")
    line = a_line(other, name="Harold Whitaker")
    answer = client.get(f"/line/{line.public_id}/")
    assert answer.status_code == 403
    assert "Harold Whitaker" not in answer.content.decode()


def test_nobody_acts_on_a_line_that_is_not_theirs(client, sarah):
    other = Staff.objects.create(username="dana", name="Dana")
    line = a_line(other, name="Harold Whitaker")
    assert client.post(f"/line/{line.public_id}/done/", {"outcome": "Booked"}).status_code == 403
    line.refresh_from_db()
    assert line.is_open


def test_a_line_opens_to_who_looks_after_the_person(client, sarah):
    other = Staff.objects.create(username="dana", name="Dana")
    line = a_line(other, name="Harold Whitaker")
    Panel.objects.create(patient=line.patient, staff=sarah.pk, start=NOW.date())
    assert client.get(f"/line/{line.public_id}/").status_code == 200


def test_two_of_one_name_take_back_only_their_own(client, sarah):
    line = a_line(sarah)
    line.steps.create(at=NOW, by=sarah.name, what="later", before={"asleep": False})
    twin = Staff.objects.create(username="sarah2", name=sarah.name)
    Role.objects.create(staff=twin, role="coordinator", start=datetime(2020, 1, 1, tzinfo=UTC))
    client.force_login(twin)
    client.post("/undo/")
    assert not line.steps.filter(undone=True).exists()


def test_what_is_about_life_sleeps_only_for_an_outcome_and_a_reason(client, sarah):
    line = a_line(sarah, band=Band.SAFETY)
    address, on = f"/line/{line.public_id}/later/", {"on": "2026-09-14"}
    for words, complaint in (
        ({"why": "the nurse has her"}, "only once you say what was done"),
        ({"why": "later", "outcome": "Escalated to a clinician"}, "say in a few words"),
        ({"why": "", "outcome": "Escalated to a clinician"}, "Say why it can wait"),
    ):
        answer = client.post(address, on | words)
        assert answer.status_code == 422
        assert complaint in answer.content.decode()
        line.refresh_from_db()
        assert not line.asleep
    client.post(address, on | {"why": "the nurse has her", "outcome": "Escalated to a clinician"})
    line.refresh_from_db()
    assert line.asleep


def test_what_is_about_life_is_not_pushed_down(client, sarah):
    line = a_line(sarah, band=Band.SAFETY)
    assert client.post(f"/line/{line.public_id}/push/", {"why": "loud"}).status_code == 422


def selected(*lines, **typed):
    return {"line": [str(line.public_id) for line in lines], **typed}


def test_several_are_done_together_and_taken_back_together(client, sarah):
    lines = [a_line(sarah, name=f"Person {n}") for n in range(3)]
    client.post("/together/done/", selected(*lines, outcome="Booked"))
    assert not Line.objects.filter(is_open=True).exists()
    client.post("/undo/")
    assert Line.objects.filter(is_open=True).count() == 3


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"band": Band.SAFETY}, "never in a batch"),
        ({"signal": "bereavement"}, "call yourself, not in a batch"),
    ],
)
def test_a_batch_with_one_that_is_none_is_refused_whole(client, sarah, more, complaint):
    lines = [a_line(sarah), a_line(sarah, name="Harold Whitaker", **more)]
    for what in ("done", "later", "hand-over"):
        typed = {"outcome": "Booked", "note": "all of them", "on": "2026-09-14", "why": "waits"}
        answer = client.post(f"/together/{what}/", selected(*lines, **typed))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert complaint in page
        assert page.count(" checked") == 2
    assert not Line.objects.filter(touched=True).exists()


def test_a_batch_of_none_and_a_batch_without_an_outcome_are_refused(client, sarah):
    line = a_line(sarah)
    assert "Select the rows first" in client.post("/together/done/").content.decode()
    answer = client.post("/together/done/", selected(line, note="spoke with all"))
    assert answer.status_code == 422
    assert "spoke with all" in answer.content.decode()


def test_nobody_batches_what_is_not_theirs(client, sarah):
    other = Staff.objects.create(username="dana", name="Dana")
    line = a_line(other, name="Harold Whitaker")
    answer = client.post("/together/done/", selected(line, outcome="Booked"))
    assert answer.status_code == 422
    assert "Harold Whitaker" not in answer.content.decode()
    line.refresh_from_db()
    assert line.is_open


def test_two_matters_of_one_person_are_joined_and_parted_again(client, sarah):
    one = a_line(sarah)
    other = Line.objects.create(
        patient=one.patient, staff=sarah, signal="t", key="t", matter="other", says="no ride",
        because=[], band=Band.REST, factors={"a": 1}, score=1, next_on=NOW.date(), opened=NOW,
        refreshed=NOW,
    )  # fmt: skip
    address = f"/line/{other.public_id}/join/"
    assert client.get("/").content.decode().count("data-row") == 2
    assert client.post(address, {"to": str(other.public_id)}).status_code == 422
    stranger = a_line(sarah, name="Harold Whitaker")
    assert client.post(address, {"to": str(stranger.public_id)}).status_code == 422
    client.post(address, {"to": str(one.public_id)})
    assert client.get("/").content.decode().count("data-row") == 2  # joined, and the stranger
    client.post("/undo/")
    assert client.get("/").content.decode().count("data-row") == 3


def test_what_is_done_together_stands_in_the_notes_of_each(client, sarah):
    lines = [a_line(sarah, name=f"Person {n}") for n in range(3)]
    client.post("/together/done/", selected(*lines, outcome="Booked", note="for Monday"))
    acts = Act.objects.order_by("pk")
    assert [act.says for act in acts] == ["Booked: “may be taking two medicines”. For Monday"] * 3
    assert {act.line for act in acts} == set(lines)
    client.post("/undo/")
    assert not Act.objects.filter(taken_back=None).exists()


def test_sorting_the_list_writes_nothing_in_the_notes(client, sarah):
    line = a_line(sarah)
    for what in ("acknowledge", "pin", "push", "not-right"):
        client.post(f"/line/{line.public_id}/{what}/", {"why": "it can wait"})
    client.post(f"/line/{line.public_id}/later/", {"why": "waits", "on": "2026-09-14"})
    assert Step.objects.filter(line=line).count() == 5
    assert not Act.objects.exists()
