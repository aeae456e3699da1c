"""Who is calling: everybody we know under a number, whom the viewer may see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.harness.mrs_chen import NOW, RESULTS, arrives

from northstar.access.models import HeldClock, Role, Staff
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.chart.people import ContactPoint, HumanName, RelatedPerson
from northstar.chart.value import Concept
from northstar.doing.acting import did
from northstar.doing.taking_back import take_back_call
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


HER_SON = "415 555 0177"


def test_her_sons_number_finds_her_likely_and_never_as_herself(asks, chen):
    shown = asks(HER_SON)
    assert "The number of Wei Chen, son, about:" in shown
    assert "Likely, not certain" in shown
    assert f"/patients/{chen.public_id}/call/take/" in shown
    assert "Nobody we know" not in shown
    assert "The number of" not in asks("(415) 555-0132"), "her own is hers"


def test_his_own_card_and_hers_stand_apart(asks, sarah):
    his = (
        HUSBAND.replace("Chen^Bo", "Chen^Wei")
        .replace("(415)555-0132", "(415)555-0177")
        .replace("4155550132", "4155550177")
    )
    for pk in arrives("laboratory", "son.hl7", his.encode()).patients:
        panels.place(patient=pk, day=NOW.date(), staff=sarah.pk)
    shown = asks(HER_SON)
    assert shown.index("It may also be somebody near") < shown.index("The number of Wei Chen, son")


def test_who_called_is_proposed_and_can_be_another(client, asks, chen):
    here = f"/patients/{chen.public_id}/call/"
    client.post(f"{here}take/", {"number": "+14155550177"})
    shown = client.get(here).content.decode()
    assert 'name="who" value="Wei Chen" checked' in shown
    assert 'name="who" value="" checked' not in shown


def test_a_relative_told_of_in_a_note_counts_and_one_taken_back_does_not(client, asks, chen, sarah):
    kin = RelatedPerson(
        names=(HumanName(text="Ann Lee"),), relationship=Concept("daughter"),
        telecoms=(ContactPoint("phone", "(510) 555-0161"),),
    )  # fmt: skip
    act = did(by=viewer_of(sarah, NOW), patient=chen, kind="call", says="told", at=NOW,
              states=[("RelatedPerson", kin)])  # fmt: skip
    assert "The number of Ann Lee, daughter, about:" in asks("510-555-0161")
    take_back_call(by=viewer_of(sarah, NOW), patient=chen, act=act, why="not hers", at=NOW)
    assert "Nobody we know" in asks("510-555-0161")


def test_a_restricted_relative_and_anothers_panel_stay_unknown(client, chen, sarah):
    kin = RelatedPerson(
        names=(HumanName(text="Ann Lee"),), telecoms=(ContactPoint("phone", "(510) 555-0161"),)
    )
    did(by=viewer_of(sarah, NOW), patient=chen, kind="note", says="told", at=NOW, label=1,
        states=[("RelatedPerson", kin)])  # fmt: skip
    client.force_login(sarah)
    shown = client.post("/calls/", {"number": "5105550161"}).content.decode()
    assert "Nobody we know" in shown
    other = Staff.objects.create(username="dana", name="Dana Ruiz")
    Role.objects.create(staff=other, role="coordinator", start=NOW - timedelta(days=9))
    client.force_login(other)
    assert "Nobody we know" in client.post("/calls/", {"number": HER_SON}).content.decode()
