"""The day sheet: what stands on it, for whose eyes, how it is locked, and who is named in the audit chain."""

import io
import json
from datetime import timedelta

import pytest

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.locked_file import opened
from northstar.access.models import Entitlement, Role, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line
from northstar.chart.clinical import AllergyIntolerance
from northstar.chart.sensitivity import Label
from northstar.chart.value import Concept
from northstar.config import cli
from northstar.doing.acting import did
from northstar.jobs.daysheets.paper import paper
from northstar.jobs.daysheets.sheet import sheet
from northstar.jobs.daysheets.writing import name_of, write
from northstar.jobs.duties.daysheets import DUTY
from northstar.record.models import Arrival
from tests.harness.mrs_chen import NOW

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WORDS = "four words of a phrase"
WRITER = system_viewer("a test")


@pytest.fixture
def folder(settings, tmp_path):
    settings.DAYSHEET, settings.DAYSHEET_PASSPHRASE = str(tmp_path / "second"), WORDS
    (tmp_path / "second").mkdir()
    return tmp_path / "second"


@pytest.fixture
def her(chen, sarah):
    """Mrs. Chen is Sarah's work of today."""
    Line.objects.filter(is_open=True).update(staff=sarah, team=None, next_on=NOW.date())
    return chen


def text(staff, restricted=False):
    made = sheet(staff, NOW, restricted)
    return paper(made).decode() if made else ""


def a_restricted_allergy(sarah, chen):
    fact = AllergyIntolerance(code=Concept("disulfiram"), clinical_status="active")
    did(
        by=viewer_of(sarah, NOW), patient=chen, kind="note", says="told", at=NOW,
        states=[("AllergyIntolerance", fact)], label=int(Label.PART2),
    )  # fmt: skip


def entitled(**whose):
    Entitlement.objects.create(
        start=NOW - timedelta(days=1), labels=int(Label.PART2), reason="her program", **whose
    )  # fmt: skip


def test_it_holds_whom_why_which_numbers_and_what_is_dangerous(her, sarah):
    page = text(sarah)
    for words in ("Mei-Ling Chen", "(415) 555-0132", "Because: ", "Next: ", "12 Grant Ave", "Allergies", "Chinese",
                  "When it began"):  # fmt: skip
        assert words in page, words


def test_what_may_do_the_most_harm_stands_apart(her, sarah):
    page = text(sarah)
    assert "High-alert medicines</dt><dd><b>Warfarin 3 mg tablet</b>" in page
    assert "Other medicines</dt><dd>lisinopril" in page


def test_a_colleague_who_holds_nothing_has_no_sheet(her):
    dana = Staff.objects.create(username="dana", name="Dana Webb")
    Role.objects.create(staff=dana, role="coordinator", start=NOW - timedelta(days=9))
    assert sheet(dana, NOW, False) is None


def test_who_it_may_be_stands_in_the_order_of_the_day_and_is_said_to_be_unsure(her, sarah):
    line = Line.objects.filter(patient=her, is_open=True).order_by("band").first()
    Line.objects.exclude(pk=line.pk).filter(is_open=True).update(
        next_on=NOW.date() + timedelta(days=9)
    )
    arrival = Arrival.objects.filter(feed__name="voicemail").get()
    Line.objects.filter(pk=line.pk).update(
        patient=None, identity=None, arrival=arrival, likely=her, sure=False, caller="+14155550132"
    )
    page = text(sarah)
    for words in (
        "1. Likely Mei-Ling Chen",
        "It is not sure that it is about them",
        "(415) 555-0132",
    ):
        assert words in page, words
    Line.objects.filter(pk=line.pk).update(likely=None, caller_name="+14155550132", band=0)
    page = text(sarah)
    assert "Life or safety, not yet known about whom" in page
    assert "Caller (415) 555-0132" in page
    assert "Mei-Ling" not in page


def test_what_comes_later_than_a_weekend_is_not_on_it(her, sarah):
    Line.objects.filter(is_open=True).update(next_on=NOW.date() + timedelta(days=4))
    assert sheet(sarah, NOW, False) is None


def test_what_is_restricted_is_on_no_sheet_unless_the_clinic_says_so(her, sarah):
    a_restricted_allergy(sarah, her)
    entitled(staff=sarah)
    assert "disulfiram" not in text(sarah)
    assert "disulfiram" in text(sarah, restricted=True)


def test_who_is_not_entitled_never_has_it(her, sarah):
    a_restricted_allergy(sarah, her)
    line = by_hand.new(patient=her.pk, key="a test", at=NOW, to=sarah)
    line.says, line.label, line.next_on = (
        "wants her disulfiram",
        int(Label.PART2),
        NOW.date(),
    )
    by_hand.keep(line, at=NOW)
    assert "disulfiram" not in text(sarah, restricted=True)
    entitled(role="coordinator")
    assert "wants her disulfiram" in text(sarah, restricted=True)
    assert "disulfiram" not in text(sarah)


@pytest.mark.store
def test_each_night_once_locked_and_in_the_audit_chain(her, sarah, folder):
    DUTY.do(NOW.replace(hour=2), NOW)
    assert not list(folder.iterdir())
    for _ in range(2):
        DUTY.do(NOW, NOW)
    [file] = folder.iterdir()
    assert file.name == "2026-09-08-sarah.daysheet"
    assert file.stat().st_mode & 0o137 == 0
    data = file.read_bytes()
    assert b"Chen" not in data
    assert "Mei-Ling Chen" in opened(data, WORDS).decode()
    relay(1000)
    [entry] = AuditEntry.objects.filter(what="day sheet written for Sarah Okafor")
    assert json.loads(entry.patients) == [str(her.public_id)]
    assert entry.action == "export"


def test_after_a_week_a_sheet_goes_and_nothing_else(her, sarah, folder):
    old = folder / name_of(sarah, NOW.date() - timedelta(days=8))
    theirs = folder / "2026-08-31-notes.txt"
    for path in (old, theirs):
        path.write_text("x")
    write(WRITER, NOW)
    assert (old.exists(), theirs.exists()) == (False, True)


def test_without_a_folder_nothing_is_written(her, settings, tmp_path):
    settings.DAYSHEET = ""
    DUTY.do(NOW, NOW)
    settings.DAYSHEET = str(tmp_path / "gone")
    with pytest.raises(Refused, match="is not there"):
        write(WRITER, NOW)


def typed(monkeypatch, capsys, *words, given=WORDS):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{given}\n"))
    monkeypatch.setattr("northstar.config.store.ready", lambda: None)
    monkeypatch.setattr("northstar.config.store.chained", lambda: None)
    code = cli.run(["daysheet", *map(str, words)])
    return code, capsys.readouterr()


def test_it_is_written_checked_and_opened_at_the_command_line(her, folder, monkeypatch, capsys):
    assert typed(monkeypatch, capsys, "--check")[0] == 1
    assert typed(monkeypatch, capsys)[0] == 0
    assert typed(monkeypatch, capsys, "--check")[0] == 0
    [file] = folder.iterdir()
    code, said = typed(monkeypatch, capsys, "--open", file, given="another passphrase")
    assert (code, said.err) == (
        1,
        "northstar: It does not open: another passphrase, or the file was changed.\n",
    )
    assert "No passphrase" in typed(monkeypatch, capsys, "--open", file, given="")[1].err
    assert typed(monkeypatch, capsys, "--open", file)[0] == 0
    page = file.with_suffix(".html")
    assert "Mei-Ling Chen" in page.read_text("utf-8")
    assert page.stat().st_mode & 0o077 == 0
    code, said = typed(monkeypatch, capsys, "--open", file)
    assert "cannot be written" in said.err
    assert "cannot be read" in typed(monkeypatch, capsys, "--open", folder / "none")[1].err
