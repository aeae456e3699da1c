"""Records that were joined part again, and what was made meanwhile goes to whom it belongs."""

import re

import pytest
from tests.harness.two_records import LONG_AGO, NOW, READER, allergies, arrive, at

from northstar import spine
from northstar.access.models import (
    Membership,
    Role,
    Staff,
)
from northstar.access.staffing import default_team
from northstar.access.viewer import viewer_of
from northstar.casework.worklist.models import Line
from northstar.chart.people import Merge
from northstar.chart.when import when
from northstar.chart.words import Communication
from northstar.record import feeds, patients
from northstar.sources.reading import Found, Reading

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


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
