"""The import report: what came by type and week, why something was not kept, and a better reader."""

import dataclasses
import re
from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.harness.mrs_chen import NOW, RESULTS, arrives

from northstar.access.audit.models import AuditEntry
from northstar.chart.value import Concept
from northstar.record import tallies
from northstar.record.models import Arrival, Fact, Feed, Tally
from northstar.record.rereading import SET_ASIDE
from northstar.sources import recognise

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
TODAYS = recognise.formats()["hl7v2"].version
NEXT, LATER = f"{TODAYS}.1", f"{TODAYS}.2"
SINCE = NOW.date() - timedelta(weeks=12)


@pytest.fixture
def desk(client, sarah, chen):
    client.force_login(sarah)
    return client


@pytest.fixture
def better(monkeypatch):
    """Puts a changed HL7 reader in today's place: (version, what to do with a reading)."""

    def put(version, change):
        found = dict(recognise.formats())
        old = found["hl7v2"]

        def read(data, feed, name=""):
            reading = old.read(data, feed, name)
            reading.version = version
            change(reading)
            return reading

        found["hl7v2"] = dataclasses.replace(old, version=version, read=read)
        for place in ("northstar.record.keeping", "northstar.desk.imports.page"):
            monkeypatch.setattr(f"{place}.formats", lambda: found)

    return put


def test_every_type_of_document_stands_with_its_numbers(desk):
    shown = desk.get("/imports/").content.decode()
    for words in ("Bay Laboratory", "ORU R01", "Bundle of type", "Table of fills", "voicemail"):
        assert words in shown
    assert "Chen" not in shown


def test_the_report_equals_the_accounts_of_the_arrivals(desk):
    arrives("laboratory", "torn.hl7", b"PID|1||nobody", NOW, format="hl7v2")
    told = tallies.report(SINCE)
    assert sum(one.arrivals for one in told) == Arrival.objects.count()
    assert sum(one.refused for one in told) == 1
    oru = next(one for one in told if one.sort == "ORU R01")
    assert oru.kept["OBX"] == RESULTS.count("OBX|")


def test_a_reason_is_counted_without_the_value_it_speaks_of():
    assert tallies.plain("“Li, Mei” is not a date, at row 12") == "… is not a date, at row #"


def test_nothing_came_is_said(desk):
    Tally.objects.all().delete()
    assert "Nothing has come in 12 weeks" in desk.get("/imports/").content.decode()
    assert "Nothing has come in 12 weeks" in desk.get("/imports/laboratory/").content.decode()


def test_a_better_reader_shows_its_difference_before_it_is_applied(desk, better):
    assert "was read by today’s reader" in desk.get("/imports/laboratory/better/").content.decode()
    before = Fact.objects.count()

    def renamed(reading):
        for found in reading.found:
            if found.kind == "Observation":
                found.key += "-better"

    better(NEXT, renamed)
    assert "read by an older reader" in desk.get("/imports/laboratory/").content.decode()
    shown = desk.get("/imports/laboratory/better/").content.decode()
    assert "1 of 1 would change" in shown
    assert "Nothing has changed yet" in shown
    assert Fact.objects.count() == before
    kept = Arrival.objects.get(name="oru.hl7")
    results = Fact.objects.filter(arrival=kept, kind="Observation").count()
    said = desk.post("/imports/laboratory/better/", {"arrival": [str(kept.public_id)]}, follow=True)
    assert f"{results} new facts filed" in said.content.decode()
    now = Fact.objects.filter(arrival=kept, kind="Observation")
    assert now.filter(superseded__why=SET_ASIDE).count() == results
    assert now.filter(superseded=None).count() == results
    assert "was read by today’s reader" in desk.get("/imports/laboratory/better/").content.decode()


def test_a_closer_look_says_which_facts_would_be_new_and_which_set_aside(desk, better):
    kept = Arrival.objects.get(name="oru.hl7")
    address = f"/feeds/laboratory/again/{kept.public_id}/"
    assert "says the same facts" in desk.get(address).content.decode()

    def corrected(reading):
        found = next(f for f in reading.found if f.kind == "Observation")
        found.value = replace(found.value, quote=found.value.quote, code=Concept("Ferritin"))

    better(NEXT, corrected)
    shown = desk.get(address).content.decode()
    new, gone = shown.split("Would be set aside")
    assert "Would be new" in new
    assert "Ferritin" in new
    assert "Ferritin" not in gone
    assert desk.get("/imports/laboratory/better/").content.decode().count("1 new, 1 set aside") == 1


def test_what_a_newer_arrival_says_as_well_is_no_difference(desk, better):
    kept = Arrival.objects.get(name="oru.hl7")
    arrives("laboratory", "again.hl7", RESULTS.replace("|MSG", "|MSX").encode() + b"\r", NOW)
    better(NEXT, lambda reading: None)
    shown = desk.get(f"/feeds/laboratory/again/{kept.public_id}/").content.decode()
    assert "says the same facts" in shown
    rows = re.findall(
        r'<th scope="row">([^<]+)</th><td class="num">(.*?)</td><td class="num">(.*?)</td>', shown
    )
    assert all(then == now for what, then, now in rows if what != "Reader" and what != "Verdict"), (
        rows
    )


def test_what_one_reader_drops_and_the_next_says_again_speaks_again(desk, better):
    kept, address = Arrival.objects.get(name="oru.hl7"), "/imports/laboratory/better/"
    speaks = Fact.objects.filter(arrival=kept, kind="Observation", superseded=None)
    before = speaks.count()
    better(NEXT, lambda reading: reading.found.clear())
    desk.post(address, {"arrival": [str(kept.public_id)]})
    assert speaks.count() == 0
    better(LATER, lambda reading: None)
    desk.post(address, {"arrival": [str(kept.public_id)]})
    assert speaks.count() == before


def test_a_broken_reader_empties_no_chart(desk, better):
    kept = Arrival.objects.get(name="oru.hl7")
    speaks = Fact.objects.filter(arrival=kept, superseded=None)
    before = speaks.count()
    better(NEXT, lambda reading: setattr(reading, "refused", "It cannot be read."))
    desk.post("/imports/laboratory/better/", {"arrival": [str(kept.public_id)]})
    assert speaks.count() == before


def test_reading_again_leaves_the_report_as_it_would_be_from_the_beginning(desk, better):
    kept = Arrival.objects.get(name="oru.hl7")
    told = [one for one in tallies.report(SINCE) if one.sort == "ORU R01"]
    better(TODAYS, lambda reading: None)
    desk.post(f"/feeds/laboratory/again/{kept.public_id}/")
    assert [one for one in tallies.report(SINCE) if one.sort == "ORU R01"] == told


def test_a_look_is_noted_once(desk):
    Feed.objects.get(name="laboratory")
    for address in ("/imports/", "/imports/laboratory/", "/imports/laboratory/better/"):
        before = AuditEntry.objects.count()
        desk.get(address)
        assert AuditEntry.objects.count() <= before + 1


def test_who_may_replay(client, chen, settings, django_user_model):
    from northstar.access.models import Role, Staff

    settings.REQUIRE_SECOND_STEP = False
    biller = Staff.objects.create(username="biller", name="biller")
    Role.objects.create(staff=biller, role="biller", start=NOW - timedelta(days=3))
    client.force_login(biller)
    assert client.get("/imports/").status_code == 403
    assert client.get("/imports/laboratory/better/").status_code == 403
