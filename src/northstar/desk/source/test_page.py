"""Any original: the place marked, the sender's words harmless, and closed to who may not see all of it."""

import base64
import io
import struct

import pytest
from PIL import Image
from tests.harness.mrs_chen import FILLS, NOTE, NOW, RESULTS, arrives

from northstar.access.audit.models import AuditEntry
from northstar.record.models import Arrival, Fact

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def desk(client, sarah, chen):
    client.force_login(sarah)
    return client


def opened(desk, name, kind, **more):
    fact = Fact.objects.filter(arrival__name=name, kind=kind, **more).last()
    address = f"/source/{fact.arrival.public_id}/"
    return desk.get(address, {"at": fact.locator}).content.decode()


@pytest.mark.parametrize(
    ("name", "kind", "marked"),
    [
        ("note.xml", "MedicationStatement", "Sacubitril-valsartan 24-26 mg twice a day: started."),
        ("oru.hl7", "Observation", "4.3"),
        ("chen.json", "MedicationRequest", "Warfarin 3 mg tablet"),
        ("fills.csv", "MedicationDispense", "Warfarin 3 mg tablet"),
        ("voicemail.eml", "Communication", "I feel dizzy"),
    ],
)
def test_the_place_is_marked_in_every_format(desk, name, kind, marked):
    shown = opened(desk, name, kind)
    inside = shown.partition('<mark id="here">')[2].partition("</mark>")[0]
    assert marked in inside or inside.strip('"') in marked
    assert "What was read from it" in shown
    assert "No fact was read from it" not in shown
    assert "Nothing was doubted" in shown


@pytest.mark.parametrize(
    ("feed", "name", "data"),
    [
        ("hospital-a", "n.xml", NOTE.replace("Ejection fraction 35%.", "&lt;script&gt;alert(1)&lt;/script&gt;").replace("note-1", "note-2")),
        ("laboratory", "o.hl7", RESULTS.replace("4.3", EVIL).replace("L-1001", "L-9")),
        ("pharmacy", "f.csv", FILLS.replace("Warfarin 3 mg tablet", EVIL)),
        ("voicemail", EVIL + ".eml", f"From: {EVIL} <a@b.example>\nTo: c@d.example\nDate: Tue, 08 Sep 2026 05:52:00 -0700\nSubject: {EVIL}\nMessage-ID: <9@b.example>\nContent-Type: text/html\n\n<b>{EVIL}</b>{EVIL}"),
    ],
)  # fmt: skip
def test_a_senders_script_is_words(desk, feed, name, data):
    receipt = arrives(feed, name, data.encode())
    for fact in Fact.objects.filter(arrival=receipt.kept[0].arrival):
        shown = desk.get(f"/source/{fact.arrival.public_id}/", {"at": fact.locator})
        if shown.status_code == 200:
            assert "<script>alert" not in shown.content.decode()


def test_a_place_that_is_not_there_shows_the_original_all_the_same(desk):
    for arrival in Arrival.objects.all():
        for at in ("nowhere", "row:99999#x", "/entry/999#/a", "PID[9]#99", "part:77#1-2", EVIL):
            shown = desk.get(f"/source/{arrival.public_id}/", {"at": at})
            assert shown.status_code == 200
            assert EVIL not in shown.content.decode()


def wav():
    sound = b"\x80" * 800
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body


def png():
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PNG")
    return out.getvalue()


def letter(*parts):
    out = (
        "From: Fax <fax@carrier.example>\nTo: desk@clinic.example\nDate: Tue, 08 Sep 2026 05:52:00 -0700\n"
        "Subject: Fax\nMessage-ID: <fax-7@carrier.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="xx"\n\n'
    )
    for kind, name, data in parts:
        coded = base64.b64encode(data).decode()
        out += f'--xx\nContent-Type: {kind}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64\n\n{coded}\n'
    return (out + "--xx--\n").encode()


def test_sound_plays_pictures_show_and_a_program_is_only_saved(desk):
    data = letter(
        ("audio/wav", "a.wav", wav()),
        ("image/png", "b.png", png()),
        ("text/html", "c.html", EVIL.encode()),
    )
    arrival = arrives("voicemail", "fax.eml", data).kept[0].arrival
    home = f"/source/{arrival.public_id}/"
    shown = desk.get(home).content.decode()
    assert "<audio controls" in shown
    assert f"{home}sheet/2/1.png" in shown
    sound = desk.get(f"{home}part/1/")
    assert (sound.status_code, sound.headers["Content-Type"]) == (200, "audio/wav")
    some = desk.get(f"{home}part/1/", headers={"Range": "bytes=4-7"})
    assert (some.status_code, some.content) == (206, wav()[4:8])
    picture = desk.get(f"{home}sheet/2/1.png")
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    page = desk.get(f"{home}part/3/")
    assert page.headers["Content-Type"] == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")
    for answer in (sound, page, desk.get(f"{home}raw/")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert desk.get(f"{home}part/9/").status_code == 404
    assert desk.get(f"{home}sheet/1/1.png").status_code == 404


def test_saved_as_it_came(desk):
    arrival = Arrival.objects.get(name="oru.hl7")
    saved = desk.get(f"/source/{arrival.public_id}/raw/")
    assert saved.content == RESULTS.encode()
    assert AuditEntry.objects.latest("sequence").action == "export"


def test_each_look_is_one_entry_with_its_arrival(desk):
    arrival = Arrival.objects.get(name="note.xml")
    before = AuditEntry.objects.count()
    desk.get(f"/source/{arrival.public_id}/")
    assert AuditEntry.objects.count() == before + 1
    assert NOW
