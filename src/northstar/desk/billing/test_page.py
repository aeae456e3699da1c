"""The month's claims: who is ready, what is missing, and a file that runs nothing."""

import csv
import html
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Credential, HeldClock, Membership, Role, Staff, Team
from northstar.access.viewer import viewer_of
from northstar.casework.billing.models import Given
from northstar.chart.clinical import Condition
from northstar.chart.coverage import Coverage
from northstar.chart.value import Coding, Concept
from northstar.chart.when import when
from northstar.desk.billing.files import harmless
from northstar.doing.acting import did
from northstar.doing.attesting import attest_day
from northstar.doing.enrolling import go_on, refer
from northstar.doing.test_enrolling import CONSENT, FIT
from northstar.record import panels

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LATER = NOW + timedelta(hours=3)


def colleague(team, role):
    staff = Staff.objects.create(username=role, name=f"the {role}")
    Role.objects.create(staff=staff, role=role, start=NOW.replace(year=2020))
    Membership.objects.create(staff=staff, team=team, start=NOW.replace(year=2020))
    return staff


@pytest.fixture
def enrolled(chen, sarah):
    """Mrs. Chen in chronic care management, with `minutes` of a nurse's time."""

    def enrolled(minutes, given_by="Mei-Ling Chen", biller="Dr. Helen Park", conditions=None):
        Credential.objects.create(staff=sarah, kind="RN", start=datetime(2020, 1, 1, tzinfo=UTC))
        by = viewer_of(sarah, NOW)
        case = refer(by=by, patient=chen, program="CCM", why="asked", at=NOW)
        consent = CONSENT | {"given_by": given_by, "biller": biller}
        for what, detail in (
            ("visited", {"kind": "office", "with": "Dr. Park"}), ("eligible", FIT | ({"conditions": conditions} if conditions else {})),
            ("consented", consent), ("planned", {"plan": "on paper"}), ("copied", {"to": "her"}),
        ):  # fmt: skip
            go_on(by=by, patient=chen, case=case.id, what=what, detail=detail, at=NOW)
        did(by=by, patient=chen, kind="call", says="SECRET WORDS", began=NOW, at=LATER,
            ended=NOW + timedelta(minutes=minutes))  # fmt: skip
        attest_day(by=by, start=NOW - timedelta(hours=7), end=LATER, at=LATER)
        HeldClock.objects.update(at=LATER)

    return enrolled


@pytest.fixture
def biller(client, chen):
    team = Team.objects.create(name="Heart")
    panels.place(patient=chen.pk, day=NOW.date(), team=team.pk)
    client.force_login(colleague(team, "biller"))
    return client


def test_an_empty_month_says_so(biller):
    assert "No case reaches into September 2026" in biller.get("/billing/").content.decode()


def test_who_is_ready_and_a_look_is_one_entry(biller, enrolled):
    enrolled(20)
    relay(1000)
    before = AuditEntry.objects.count()
    text = biller.get("/billing/").content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert "1 of 1 case ready" in text
    assert "99490" in text
    assert "20 of 20" in text


def test_what_is_missing_and_how_far_only_for_the_biller(biller, enrolled, chen, client):
    enrolled(19)
    text = biller.get("/billing/").content.decode()
    assert "0 of 1 case ready" in text
    assert "19 of 20" in text
    client.force_login(colleague(Team.objects.get(name="Heart"), "manager"))
    text = client.get("/billing/").content.decode()
    assert "19 of 20" not in text
    assert "does not reach" in text
    packet = client.get(f"/patients/{chen.public_id}/billing/2026-09/").content.decode()
    assert ">19<" not in packet


def test_the_packet_shows_evidence_and_not_what_was_said(biller, enrolled, chen):
    enrolled(20)
    text = biller.get(f"/patients/{chen.public_id}/billing/2026-09/").content.decode()
    assert "Consented on" in text
    assert "Rests on: consent noted for" in text
    assert "1 attested act, listed below" in text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert not re.search(r">[^<]*[0-9a-f]{8}-[0-9a-f]{4}-[^<]*<", main)
    assert "SECRET WORDS" not in text


def test_what_is_given_out_is_noted_and_goes_once(biller, enrolled):
    enrolled(20, biller='=HYPERLINK("x")')
    answer = biller.post("/billing/give-out/", {"month": "2026-09", "form": "csv"})
    [row] = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["code"], row["units"], row["service_date"]) == ("99490", "1", "2026-09-08")
    assert row["rendering"].startswith("'=")
    assert Given.objects.count() == 1
    answer = biller.post("/billing/give-out/", {"month": "2026-09"}, follow=True)
    assert "Nothing is ready that was not given out before" in answer.content.decode()
    assert Given.objects.count() == 1
    again = biller.post("/billing/give-out/", {"month": "2026-09", "form": "fhir", "again": "1"})
    [entry] = json.loads(again.content)["entry"]
    assert entry["resource"]["item"][0]["productOrService"]["coding"][0]["code"] == "99490"


def given_out(biller, form):
    answer = biller.post("/billing/give-out/", {"month": "2026-09", "form": form, "again": "1"})
    return answer.content.decode()


def test_the_files_name_the_insurance_and_the_diagnoses(biller, enrolled, chen, sarah):
    """Of two insurances the one that pays first; one that had ended before the service is not named."""
    insurances = (
        Coverage(payer="Old Plan", member="O-1", order=1, end=when("2026-08-31")),
        Coverage(payer="Side Plan", member="S-2", order=2, status="active"),
        Coverage(
            payer="First Plan",
            member="1EG4-TE5",
            order=1,
            status="active",
            start=when("2020-01-01"),
        ),
    )
    illness = Condition(code=Concept("Heart failure", (Coding("icd10cm", "I50.22"),)))
    for value in (*insurances, illness):
        did(by=viewer_of(sarah, NOW), patient=chen, kind="note", says="from her card", at=NOW,
            states=[(type(value).__name__, value)])  # fmt: skip
    enrolled(20, conditions=[{"says": "Heart failure"}, {"says": "Loneliness"}])
    [row] = csv.DictReader(io.StringIO(given_out(biller, "csv")))
    assert (row["payer"], row["member"], row["also_insured"]) == (
        "First Plan",
        "1EG4-TE5",
        "Side Plan; Medicare",
    )
    assert row["diagnoses"] == "I5022"
    assert "no ICD-10 code is on record for Loneliness" in row["verify"]
    [entry] = json.loads(given_out(biller, "fhir"))["entry"]
    claim = entry["resource"]
    held = {one["id"]: one for one in claim["contained"]}
    assert held["coverage"]["subscriberId"] == "1EG4-TE5"
    assert held["person"]["birthDate"]
    assert claim["diagnosis"][0]["diagnosisCodeableConcept"]["coding"][0]["code"] == "I50.22"
    assert claim["item"][0]["diagnosisSequence"] == [1]
    packet = biller.get(f"/patients/{chen.public_id}/billing/2026-09/").content.decode()
    assert "1EG4-TE5" in packet
    assert "Old Plan" not in packet


def test_what_a_claim_lacks_is_named_before_it_leaves(biller, enrolled, chen, sarah):
    for member in ("1EG4-TE5", "2FH5-UF6"):
        value = Coverage(payer="First Plan", member=member, order=1, status="active")
        did(by=viewer_of(sarah, NOW), patient=chen, kind="note", says="from her card", at=NOW,
            states=[("Coverage", value)])  # fmt: skip
    enrolled(20, conditions=[{"says": "Loneliness"}, {"says": "Grief"}])
    packet = biller.get(f"/patients/{chen.public_id}/billing/2026-09/").content.decode()
    assert "Sources give 2 member numbers of First Plan: ask which one holds" in packet
    assert "No ICD-10 code is on record for Loneliness, Grief" in packet


def test_who_bills_where_and_for_how_much_is_the_clinics_own_list(
    biller, enrolled, chen, settings, tmp_path
):
    settings.HOME = tmp_path
    enrolled(20, biller="Dr. Amara")
    address = f"/patients/{chen.public_id}/billing/2026-09/"
    assert "No NPI of Dr. Amara is in the clinic’s list" in html.unescape(
        biller.get(address).content.decode()
    ).replace("'", "’")
    [row] = csv.DictReader(io.StringIO(given_out(biller, "csv")))
    assert (row["rendering_npi"], row["charge"]) == ("", "")
    assert "no fee for 99490 is in the clinic's list" in row["verify"]
    (tmp_path / "billers.csv").write_text("biller,npi,place\ndr. amara,1234567893,11\n", "utf-8")
    (tmp_path / "fees.csv").write_text("code,fee\n99490,62.10\n", "utf-8")
    assert "clinic's list" not in html.unescape(biller.get(address).content.decode())
    [row] = csv.DictReader(io.StringIO(given_out(biller, "csv")))
    named = ("rendering_npi", "billing_npi", "place_of_service", "charge")
    assert [row[name] for name in named] == ["1234567893", "1234567893", "11", "62.10"]
    claim = json.loads(given_out(biller, "fhir"))["entry"][0]["resource"]
    assert claim["provider"]["identifier"]["value"] == "1234567893"
    assert claim["item"][0]["net"] == {"value": 62.1, "currency": "USD"}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("billers.csv", "biller,npi\nDr. Amara,1234567890\n", "line 2: an NPI has ten digits"),
        ("billers.csv", "who\nDr. Amara\n", "no column biller, npi"),
        ("fees.csv", "code,fee\n99490,a lot\n", "line 2: a fee is in dollars"),
        ("fees.csv", b"code,fee\n\xff\xfe", "not written in UTF-8"),
    ],
)
def test_a_list_that_cannot_be_read_is_set_aside_and_says_so(
    biller, enrolled, settings, tmp_path, name, text, says
):
    settings.HOME = tmp_path
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    enrolled(20)
    page = biller.get("/billing/").content.decode()
    assert f"{name} is set aside" in page
    assert says in page


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "x"])
def test_a_month_that_is_none_is_told_in_a_sentence(biller, month):
    answer = biller.get(f"/billing/?month={month}")
    assert answer.status_code == 404
    assert "Name the month like 2026-09" in answer.content.decode()


def test_the_bare_address_leads_a_biller_to_a_place_of_theirs(biller):
    answer = biller.get("/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain


def test_a_coordinator_does_not_bill(client, sarah):
    client.force_login(sarah)
    assert client.get("/billing/").status_code == 403


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1"])
def test_a_cell_never_begins_a_formula(cell):
    assert harmless(cell).startswith("'")
    assert harmless("Chen, Mei-Ling") == "Chen, Mei-Ling"
