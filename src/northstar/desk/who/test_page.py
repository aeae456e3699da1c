"""Who is who in a page: the question, three answers, and the way back."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from northstar import spine
from northstar.access.audit.models import AuditEntry
from northstar.access.models import (
    Entitlement,
    HeldClock,
    Membership,
    Pending,
    Role,
    Staff,
    Team,
)
from northstar.access.staffing import default_team
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.worklist.models import Line
from northstar.chart.clinical import AllergyIntolerance
from northstar.chart.medicines import MedicationRequest
from northstar.chart.people import ContactPoint, HumanName, Identifier, Merge, Patient
from northstar.chart.sensitivity import Label
from northstar.chart.value import Concept
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.record import feeds, panels, patients
from northstar.record.models import Patient as PatientRow
from northstar.record.people import people
from northstar.sources.reading import Found, Reading

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READER = system_viewer("a test")


def arrive(
    feed, given="Ana", phone="", allergy="penicillin", label=0, gender="female", drug="", use="",
    who="1", key="a", only=0, hour=10,
):  # fmt: skip
    used = (HumanName(family="Rio", given=(use,), use="usual"),) if use else ()
    known = Patient(
        names=(*used, HumanName(family="Rio", given=(given,), use="official" if use else "")),
        birth_date=when("1950-02-01"),
        gender=gender,
        telecoms=(ContactPoint("phone", phone),) if phone else (),
        identifiers=(Identifier("SSA", "123456789", "SS"),) if phone else (),
    )
    reading = Reading(format="test", version="1", written=when(f"2026-09-01T{hour}:00:00Z"))
    reading.found = [
        Found(who, "Patient", "Patient", known, "PID[1]#5", label=label, recorded=reading.written),
        Found(
            who, "AllergyIntolerance", key, AllergyIntolerance(code=Concept(allergy)), "AL1#3",
            label=only,
        ),
    ]  # fmt: skip
    if drug:
        taken = MedicationRequest(code=Concept(drug), status="active")
        reading.found.append(Found(who, "MedicationRequest", "m", taken, "RXE#2"))
    message = (repr((feed, known, allergy, drug, key)).encode(), reading, "a file")
    done = spine.arrived([message], feeds.feed(feed), by=READER, at=NOW)
    spine.review(done.patients, NOW)
    [pk] = done.patients
    return people(READER, [pk])[pk].id


@pytest.fixture
def sarah(client):
    HeldClock.objects.create(pk=1, at=NOW)
    staff = Staff.objects.create(username="sarah", name="Sarah")
    Role.objects.create(staff=staff, role="coordinator", start=LONG_AGO)
    Membership.objects.create(staff=staff, team=default_team(), start=LONG_AGO)
    client.force_login(staff)
    return staff


@pytest.fixture
def two(sarah):
    return arrive("A", phone="4155550101"), arrive("B", allergy="latex")


def at(people, act=""):
    return f"/who/{people[0]}/{act}"


def names():
    return {row.name for row in patients.rows(patients.everyone()) if row.name}


def allergies(client, uid):
    from northstar.record.charts import chart_of

    return {a.code.text for a in chart_of(READER, uid, NOW).allergies}


def test_the_question_is_listed_and_shown_side_by_side_as_one_look(client, two):
    page = client.get("/who/").content.decode()
    assert page.count(at(two)) == 1
    before = AuditEntry.objects.count()
    page = client.get(at(two)).content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert set(two) <= set(eval(AuditEntry.objects.last().patients))
    for words in ("they agree", "only one says it", "(415) 555-0101", "ends in 6789", "Allergies"):
        assert words in page
    assert "123456789" not in page


def test_same_person_brings_them_together_and_taking_it_back_parts_them(client, two):
    before = [allergies(client, uid) for uid in two]
    assert client.post(at(two, "same/"), {"reason": "she told me"}).status_code == 302
    assert allergies(client, two[0]) == {"penicillin", "latex"}
    assert client.get(at(two)).status_code == 404
    assert "No question is open" in client.get("/who/").content.decode()
    said = Pending.objects.get(body__contains="records: same")
    assert all(uid in said.body for uid in two)
    page = client.get("/who/settled/").content.decode()
    assert "she told me" in page
    back = page.split("/who/settled/")[1].split("/")[0]
    before_it = client.get(f"/who/settled/{back}/").content.decode()
    assert "Nobody looked at it" in before_it
    assert client.post(f"/who/settled/{back}/back/").status_code == 422
    answer = client.post(f"/who/settled/{back}/back/", {"reason": "not she"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/who/parted/")
    assert "Each has a chart again" in client.get(answer["Location"]).content.decode()
    assert [allergies(client, uid) for uid in two] == before
    assert client.get(at(two)).status_code == 200


def test_kept_apart_is_remembered(client, two):
    client.post(at(two, "apart/"), {"reason": "mother and daughter"})
    assert [allergies(client, uid) for uid in two] == [{"penicillin"}, {"latex"}]
    arrive("B", given="Anna", allergy="latex")
    assert "No question is open" in client.get("/who/").content.decode()
    assert "are different people" in client.get("/who/settled/").content.decode()


def test_an_answer_against_the_evidence_needs_a_reason_and_changes_nothing_without(client, two):
    answer = client.post(at(two, "apart/"), {"reason": " "})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert "No question is open" not in client.get("/who/").content.decode()
    assert client.post(at(two, "same/")).status_code == 302


def test_a_difference_wants_a_reason_for_joining_and_none_for_keeping_apart(client, sarah):
    two = arrive("A", phone="4155550101"), arrive("B", phone="4155550102", gender="male")
    answer = client.post(at(two, "same/"))
    assert answer.status_code == 422
    assert "The records differ on who this is" in answer.content.decode()
    assert client.post(at(two, "apart/")).status_code == 302


def test_several_records_are_one_question_and_some_of_them_can_be_answered(client, sarah):
    three = (
        arrive("A", phone="4155550101"),
        arrive("B", allergy="latex"),
        arrive("C", allergy="nuts"),
    )
    page = client.get("/who/").content.decode()
    assert page.count("data-row") == 1
    assert "3 records in question" in page
    page = client.get(at(three)).content.decode()
    assert page.count('type="checkbox"') == 3
    some = {"who": [three[0], three[2]], "reason": "asked her"}
    assert client.post(at(three, "same/"), some).status_code == 302
    assert allergies(client, three[0]) == {"penicillin", "nuts"}
    assert allergies(client, three[1]) == {"latex"}
    assert client.get("/who/").content.decode().count("data-row") == 1


def test_it_says_what_would_change_before_anybody_decides(client, sarah):
    other = Staff.objects.create(username="lee", name="Lee")
    two = arrive("A", allergy="Penicillin"), arrive("B", allergy="latex", drug="Amoxicillin 500 MG")
    pks = {uid: patients.known_to(READER, uid).pk for uid in two}
    panels.place(patient=pks[two[0]], day=NOW.date(), staff=other.pk)
    page = client.get(at(two)).content.decode()
    assert "amoxicillin" in page
    assert "Is written down as allergic to penicillin and has amoxicillin" in page
    assert "<b>Lee</b> would newly see the chart of" in page


def test_what_is_restricted_is_counted_only_for_who_may_see_it(client, sarah):
    two = arrive("A"), arrive("B", allergy="latex")
    arrive("B", allergy="secret medicine", key="s", only=int(Label.PART2))
    page = client.get(at(two)).content.decode()
    assert "secret" not in page
    assert "restricted" not in page
    Entitlement.objects.create(
        staff=sarah, labels=int(Label.PART2), reason="treats them", start=LONG_AGO
    )
    page = client.get(at(two)).content.decode()
    assert "1 restricted fact would stay with Sarah" in page


def test_kept_apart_is_asked_again_only_when_something_new_speaks_for_it(client, two):
    client.post(at(two, "apart/"), {"reason": "mother and daughter"})
    assert "No question is open" in client.get("/who/").content.decode()
    arrive("B", phone="4155550101", allergy="latex", hour=11)
    page = client.get("/who/").content.decode()
    assert "Kept apart before; new since then" in page
    assert client.get(at(two)).status_code == 200
    assert [allergies(client, uid) for uid in two] == [{"penicillin"}, {"latex"}]


def test_the_name_to_use_stands_beside_the_legal_one(client, sarah):
    two = arrive("A", use="Annie"), arrive("B", allergy="latex")
    page = client.get(at(two)).content.decode()
    assert "in law <bdi>Ana Rio</bdi>" in page
    assert "Name to use" in page


def test_what_was_made_on_the_joined_chart_is_divided_and_everybody_is_told(client, two, sarah):
    olive = Staff.objects.create(username="olive", name="Olive")
    Role.objects.create(staff=olive, role="privacy-officer", start=LONG_AGO)
    lee = colleague(client, "lee")
    client.post(at(two, "same/"), {"reason": "she told me"})
    lee.get(f"/patients/{two[0]}/")
    call = Communication(medium="call", text="she is dizzy", sender="Sarah")
    row = patients.known_to(READER, two[0])
    spine.act(
        by=viewer_of(sarah, NOW), patient=row, kind="Communication", value=call, key="c",
        at=when("2026-09-08"), now=NOW, what="call",
    )  # fmt: skip
    page = client.get("/who/settled/").content.decode()
    back = page.split("/who/settled/")[1].split("/")[0]
    page = client.get(f"/who/settled/{back}/").content.decode()
    assert "1 thing</b> was written down" in page
    assert "Lee (1)" in page
    after = client.post(f"/who/settled/{back}/back/", {"reason": "two sisters"})["Location"]
    page = client.get(after).content.decode()
    assert "she is dizzy" in page
    assert {
        line.holder.name for line in Line.objects.filter(is_open=True, key__startswith="parted")
    } == {"Olive", "Lee"}
    [line] = Line.objects.filter(is_open=True, key__startswith="whose:")
    assert not any("call" in made(uid) for uid in two)
    address = f"/whose/made/{line.public_id}/"
    assert "she is dizzy" in client.get(address).content.decode()
    assert client.post(f"{address}divide/", {}).status_code == 422
    assert client.post(f"{address}divide/", {"patient": two[1]}).status_code == 302
    assert [made(uid) for uid in two] == [[], ["call"]]
    assert not Line.objects.filter(is_open=True, key__startswith="whose:").exists()


def made(uid):
    from northstar.record.charts import chart_of

    return [m.medium for m in chart_of(READER, uid, NOW).messages]


def colleague(client, name):
    """Somebody else of the same team, in a browser of their own."""
    staff = Staff.objects.create(username=name, name=name.capitalize())
    Role.objects.create(staff=staff, role="coordinator", start=LONG_AGO)
    Membership.objects.create(staff=staff, team=default_team(), start=LONG_AGO)
    own = type(client)()
    own.force_login(staff)
    return own


def test_a_merge_by_message_is_shown_and_can_be_taken_back(client, sarah):
    first, second = arrive("A"), arrive("A", given="Bea", who="2", allergy="latex")
    merge("A", "1", "2")
    page = client.get(f"/who/records/{first}/").content.decode()
    assert "joined records" in page
    assert "by message" in page
    assert "by message" in client.get(f"/patients/{first}/").content.decode()
    assert allergies(client, first) == {"penicillin", "latex"}
    page = client.get("/who/settled/").content.decode()
    assert "by message" in page
    back = page.split("/who/settled/")[1].split("/")[0]
    assert client.post(f"/who/settled/{back}/back/", {"reason": "wrong"}).status_code == 302
    assert [allergies(client, uid) for uid in (first, second)] == [{"penicillin"}, {"latex"}]
    page = client.get(f"/who/records/{first}/").content.decode()
    assert "taken back by Sarah" in page
    assert "by message" not in client.get("/who/settled/").content.decode()


def test_a_merge_that_the_source_takes_back_is_undone_and_no_longer_shown(client, sarah):
    first, second = arrive("A"), arrive("A", given="Bea", who="2", allergy="latex")
    merge("A", "1", "2")
    merge("A", "1", "2", undone=True)
    assert [allergies(client, uid) for uid in (first, second)] == [{"penicillin"}, {"latex"}]
    assert "by message" not in client.get(f"/who/records/{first}/").content.decode()


def merge(feed, kept, old, undone=False):
    hour = 12 if undone else 11
    reading = Reading(format="test", version="1", written=when(f"2026-09-01T{hour}:00:00Z"))
    reading.found = [
        Found(kept, "Merge", f"merge|{old}", Merge(old=old, undone=undone), "MRG[1]#1", recorded=reading.written)
    ]  # fmt: skip
    message = (repr(("merge", undone)).encode(), reading, "a merge")
    done = spine.arrived([message], feeds.feed(feed), by=READER, at=NOW)
    spine.review(done.patients, NOW)


def test_not_sure_leaves_it_to_somebody_until_it_is_answered(client, two, sarah):
    team = Team.objects.create(name="Registration")
    words = {"reason": "two phones", "to": str(team.public_id)}
    assert client.post(at(two, "unsure/"), {"reason": "two phones"}).status_code == 422
    assert client.post(at(two, "unsure/"), words).status_code == 302
    line = Line.objects.get(is_open=True, signal="by hand")
    assert line.holder == team
    assert line.next_on
    assert "left to Registration" in client.get("/who/").content.decode()
    client.post(at(two, "same/"), {"reason": "asked her"})
    line.refresh_from_db()
    assert not line.is_open


@pytest.fixture
def dana(sarah):
    found = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=found, role="nurse", start=LONG_AGO)
    Membership.objects.create(staff=found, team=default_team(), start=LONG_AGO)
    return found


def asked_of(client, two, dana):
    words = {"reason": "two phones", "to": str(dana.public_id)}
    assert client.post(at(two, "unsure/"), words).status_code == 302
    return Line.objects.get(is_open=True, signal="by hand")


def signed_in(who):
    browser = Client()
    browser.force_login(who)
    return browser


def test_whoever_was_asked_finds_the_question_and_the_asker_hears_the_answer(
    client, two, sarah, dana
):
    line = asked_of(client, two, dana)
    hers = signed_in(dana)
    beside = hers.get(f"/line/{line.public_id}/").content.decode()
    assert "two phones" in beside
    assert f'href="{at(two)}"' in beside or f'href="{at(two[::-1])}"' in beside
    assert hers.post(at(two, "apart/"), {"reason": "two cards"}).status_code == 302
    told = Line.objects.get(is_open=True, signal="by hand")
    assert (told.staff, told.says) == (sarah, "has an answer to what you asked")
    assert told.because[0]["says"] == "Dana Whitfield: They are two people. two cards"
    assert "two phones" in told.because[1]["says"]


def test_whoever_cannot_settle_it_says_what_they_found_and_it_is_the_askers_again(
    client, two, sarah, dana
):
    line = asked_of(client, two, dana)
    hers = signed_in(dana)
    done = {"outcome": "Spoke with them", "note": "she moved in May"}
    assert hers.post(f"/line/{line.public_id}/done/", done).status_code == 302
    [told] = Line.objects.filter(is_open=True, staff=sarah)
    assert told.because[0]["says"] == "Dana Whitfield: Spoke with them. she moved in May"
    assert "1 question that" in client.get("/who/").content.decode(), "it is open all the same"
    beside = client.get(f"/line/{told.public_id}/").content.decode()
    assert f'href="{at(two)}"' in beside or f'href="{at(two[::-1])}"' in beside
    hers.post("/undo/")
    told.refresh_from_db()
    assert not told.is_open, "the answer was taken back"
    assert hers.post(f"/line/{line.public_id}/done/", done).status_code == 302
    assert Line.objects.filter(is_open=True, staff=sarah).count() == 1
    client.post(at(two, "same/"), {"reason": "I asked her"})
    assert not Line.objects.filter(is_open=True, staff=sarah).exists(), "it is settled"


def test_who_may_not_see_what_it_rests_on_is_not_asked(client, sarah, dana):
    Entitlement.objects.create(
        staff=sarah, labels=int(Label.PART2), reason="treats them", start=LONG_AGO
    )
    secret = int(Label.PART2)
    two = arrive("A"), arrive("B", label=secret, only=secret)
    spine.review([row.pk for row in PatientRow.objects.all()], NOW)
    words = {"reason": "two phones", "to": str(dana.public_id)}
    page = client.post(at(two, "unsure/"), words)
    assert page.status_code == 422
    assert "Dana Whitfield may not see what this rests on" in page.content.decode()


def test_a_restricted_record_of_somebody_whom_all_may_see_is_not_asked_about_openly(
    client, sarah, dana
):
    secret = int(Label.PART2)
    held = Entitlement.objects.create(
        staff=sarah, labels=secret, reason="treats them", start=LONG_AGO
    )
    two = arrive("A"), arrive("B", label=secret)
    assert not PatientRow.objects.exclude(label=0).exists()
    spine.review([row.pk for row in PatientRow.objects.all()], NOW)
    page = client.post(at(two, "unsure/"), {"reason": "two phones", "to": str(dana.public_id)})
    assert "Dana Whitfield may not see what this rests on" in page.content.decode()
    held.delete()
    assert client.get(at(two)).status_code == 404


def test_nobody_is_asked_who_could_not_open_the_question(client, two):
    adam = Staff.objects.create(username="adam", name="Adam Reyes")
    Role.objects.create(staff=adam, role="administrator", start=LONG_AGO)
    assert "Adam Reyes" not in client.get(at(two)).content.decode()
    page = client.post(at(two, "unsure/"), {"reason": "x", "to": str(adam.public_id)})
    assert page.status_code == 422
    assert "Adam Reyes has no role that opens this work" in page.content.decode()
    assert not Line.objects.filter(signal="by hand").exists()


def test_what_was_made_meanwhile_is_told_in_its_own_words(client, two):
    client.post(at(two, "same/"), {"reason": "she told me"})
    chart = f"/patients/{two[0]}"
    client.post(f"{chart}/promise/", {"says": "send the ride form", "on": "2026-09-11"})
    note = {
        "text": "Her daughter fills the pill box.",
        "about": "patient",
        "began": NOW.isoformat(),
    }
    assert client.post(f"{chart}/notes/write/", note).status_code == 302
    back = re.findall(r'href="(/who/settled/\d+/)"', client.get("/who/settled/").content.decode())[
        0
    ]
    client.post(f"{back}back/", {"reason": "two cousins"})
    asked = Line.objects.filter(is_open=True, key__startswith="whose:act:").order_by("pk")
    assert [line.says.split("whose was ")[1] for line in asked] == [
        "the promise by Sarah?",
        "the note by Sarah?",
    ]
    says = [line.because[0]["says"] for line in asked]
    assert "send the ride form" in says[0]
    assert says[1] == "Her daughter fills the pill box."
    first, second = (f"/whose/made/{line.public_id}/" for line in asked)
    answer = client.post(f"{first}divide/", {"patient": two[1]})
    assert answer["Location"] == second, "one after the other"
    answer = client.post(f"{second}divide/", {"patient": two[0]})
    assert answer["Location"] == f"{chart}/"
    promise = Line.objects.get(is_open=True, key__startswith="promise:")
    assert str(promise.patient.public_id) == two[1], "the promise goes where it was said to belong"


def test_a_record_is_taken_out_from_the_persons_page(client, two):
    client.post(at(two, "same/"), {"reason": "she told me"})
    page = client.get(f"/who/records/{two[0]}/").content.decode()
    out = page.split(f"/who/records/{two[0]}/")[-1].split("/")[0]
    address = f"/who/records/{two[0]}/{out}/out/"
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "her sister"}).status_code == 302
    assert [allergies(client, uid) for uid in two] == [{"penicillin"}, {"latex"}]


def test_a_question_about_a_restricted_record_does_not_exist_for_others(client, sarah):
    two = arrive("A"), arrive("B", label=int(Label.PART2))
    assert "No question is open" in client.get("/who/").content.decode()
    assert client.get(at(two)).status_code == 404
    assert client.post(at(two, "same/"), {"reason": "x"}).status_code == 404


def test_nobody_elses_people_are_asked_about(client, two):
    Membership.objects.update(end=NOW)
    assert "No question is open" in client.get("/who/").content.decode()
    assert client.get(at(two)).status_code == 404
