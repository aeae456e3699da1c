"""The page of a report: written down, reported, closed; nothing typed is lost, one entry a look."""

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Entitlement
from northstar.casework.reports.models import LABEL, Report
from northstar.casework.worklist.models import Line

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
TYPED = {
    "about": "adult", "state": "CA", "says": "She said “he takes my cheque”.",
    "noticed": "2026-09-08T07:10",
}  # fmt: skip
REPORTED = {
    "agency": "Adult Protective Services", "number": "415-555-0190", "taken_by": "Ms. Ruiz",
    "reference": "A-7731",
}  # fmt: skip


@pytest.fixture
def desk(client, chen, sarah):
    """Sarah, entitled, at the page for Mrs. Chen; gives the address."""
    Entitlement.objects.create(
        staff=sarah, labels=LABEL, reason="reports", start=NOW.replace(year=2020)
    )
    client.force_login(sarah)
    return f"/patients/{chen.public_id}/report/"


def step(client, desk, what, typed):
    return client.post(f"{desk}{Report.objects.latest('pk').public_id}/{what}/", typed)


def test_an_empty_page_claims_no_agency_and_a_look_is_one_entry(client, desk):
    before = AuditEntry.objects.count()
    text = client.get(desk).content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.latest("pk").what == "patient"
    assert "Look up your state&#x27;s line" in text
    assert 'href="tel:911"' in text


def test_from_notice_to_close(client, desk):
    assert client.post(f"{desk}notice/", TYPED).status_code == 302
    text = client.get(desk).content.decode()
    assert "he takes my cheque" in text
    assert "Not reported yet" in text
    assert step(client, desk, "told", {"who": "Dana, manager"}).status_code == 302
    assert step(client, desk, "reported", REPORTED).status_code == 302
    assert step(client, desk, "written", {"to": "the county", "how": "by fax"}).status_code == 302
    assert step(client, desk, "closed", {"why": "They have opened a case."}).status_code == 302
    text = client.get(desk).content.decode()
    assert "taken by Ms. Ruiz; reference A-7731" in text
    assert "Closed" in text
    assert not Line.objects.filter(key__contains="report:", is_open=True).exists()


def test_half_an_answer_keeps_what_was_typed(client, desk):
    answer = client.post(f"{desk}notice/", TYPED | {"state": "", "agency": "County hotline"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "he takes my cheque" in text
    assert 'value="County hotline"' in text
    client.post(f"{desk}notice/", TYPED)
    answer = step(client, desk, "reported", REPORTED | {"reference": ""})
    assert answer.status_code == 422
    assert 'value="Ms. Ruiz"' in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"hours": "soon"}, {"noticed": "yesterday"}, {"noticed": "2026-09-09T08:00"}, {"says": " "}],
)
def test_bad_input_gets_one_sentence(client, desk, wrong):
    assert client.post(f"{desk}notice/", TYPED | wrong).status_code == 422
    assert not Report.objects.exists()


def test_the_clinics_own_list_gives_agency_and_clock(client, desk, settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "reporting.csv").write_text(
        "state,about,agency,telephone,hours,written_hours,source\n"
        "CA,adult,County APS,415-555-0190,2,48,our counsel\n", "utf-8"
    )  # fmt: skip
    client.post(f"{desk}notice/", TYPED)
    report = Report.objects.get()
    assert (report.agency, report.due.isoformat()) == ("County APS", "2026-09-08T16:10:00+00:00")
    assert "by Tue 8 Sep, 09:10" in client.get(desk).content.decode()
    (tmp_path / "reporting.csv").write_text("agency\nx\n", "utf-8")
    assert "list of agencies is not used" in client.get(desk).content.decode()


def test_a_report_of_another_person_is_not_found(client, desk):
    wrong = f"{desk}00000000-0000-0000-0000-000000000000/told/"
    assert client.post(wrong, {"who": "x"}).status_code == 404


def test_a_handful_of_queries(client, desk, django_assert_max_num_queries):
    client.post(f"{desk}notice/", TYPED)
    with django_assert_max_num_queries(30):
        client.get(desk)
