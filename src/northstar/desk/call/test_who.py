"""Who is calling: everybody we know under a number, whom the viewer may see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.harness.mrs_chen import NOW, RESULTS, arrives

from northstar.access.models import HeldClock, Role, Staff
from northstar.access.viewer import system_viewer
from northstar.casework.acts import asking as acts
from northstar.record import panels

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READER = system_viewer("a test")
HUSBAND = RESULTS.replace("L-1001", "L-2001").replace("L555", "L777").replace("Chen^Mei-Ling", "Chen^Bo").replace("19520314|F", "19490102|M")  # fmt: skip


@pytest.fixture
def asks(client, sarah, chen):
    client.force_login(sarah)
    return lambda number: client.post("/calls/", {"number": number}).content.decode()


def test_a_number_in_any_writing_gives_the_card(asks, chen):
    for written in ("(415) 555-0132", "+14155550132", "415.555.0132"):
        shown = asks(written)
        assert "Mei-Ling Chen" in shown
        assert f"/patients/{chen.public_id}/call/take/" in shown


def test_a_shared_telephone_shows_both_cards(asks, sarah):
    for pk in arrives("laboratory", "his.hl7", HUSBAND.encode()).patients:
        panels.place(patient=pk, day=NOW.date(), staff=sarah.pk)
    shown = asks("4155550132")
    assert "2 people share (415) 555-0132" in shown
    assert "Bo Chen" in shown
    assert "Mei-Ling Chen" in shown


def test_a_stranger_is_not_guessed(asks):
    assert "Nobody we know" in asks("(212) 555-0100")
    assert "at least seven digits" in asks("132")


def test_somebody_else_learns_nothing(client, chen):
    other = Staff.objects.create(username="dana", name="Dana Ruiz")
    Role.objects.create(staff=other, role="coordinator", start=NOW - timedelta(days=9))
    client.force_login(other)
    assert "Nobody we know" in client.post("/calls/", {"number": "4155550132"}).content.decode()


def test_a_call_is_taken_and_finished(client, asks, chen, settings, tmp_path):
    settings.PHONE, settings.HOME = "simulator", tmp_path
    (tmp_path / "telephones.csv").write_text("number,does\n+14155550132,rings\n", "utf-8")
    shown = client.get("/calls/").content.decode()
    assert "(415) 555-0132" in shown
    assert "is calling now" in shown
    here = f"/patients/{chen.public_id}/call/"
    client.post(f"{here}take/", {"number": "+14155550132", "handle": "+14155550132"})
    assert "Nobody rings" in client.get("/calls/").content.decode()
    screen = client.get(here)
    assert "They called from" in screen.content.decode()
    HeldClock.objects.update(at=NOW + timedelta(minutes=4))
    client.post(f"{here}finish/", {
        "key": uuid4(), "dial": screen.context["waiting"].public_id, "number": "+14155550132",
        "checked": ["full name", "birth date"], "outcome": "reached", "note": "She asks about her ride.",
    })  # fmt: skip
    [act] = acts.of_patient(READER, chen.pk, kinds=["call"])
    assert act.says.startswith("Called us from +14155550132")
    assert act.began == NOW
