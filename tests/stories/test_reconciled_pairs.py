"""The certification's pairs: what came in and the reconciled document, brought to the list it holds.

Each pair of 45 CFR 170.315(b)(2) test data is an incoming document and the document expected after
reconciliation. The expected one holds items that the incoming one does not: those are of the receiving
record, which the test procedure presupposes and does not give. So the test lays the expected document as
our own record beside the incoming one, and decides row by row as the expected document does: an item that
it holds is kept in its version, one that it does not hold is left off. What the expected lists say of what
came in is printed as a table (pytest -s).
"""

import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from northstar import decided, spine
from northstar.access.models import Role, Staff
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.reconciliation import asking
from northstar.record import charts, feeds, panels
from northstar.record.feeds import as_source
from northstar.record.patients import rows as patients_by
from northstar.rules.agreed import OFF, Chosen, draft
from northstar.rules.reconciliation import Column, column_by, table
from northstar.sources.recognise import formats
from tests.harness.data import SHARED_DATA
from tests.harness.mrs_chen import ZONE

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READER = system_viewer("a test")
FOLDER = SHARED_DATA / "ccda-onc-cures"
EXPECTED = sorted(FOLDER.rglob("*_recon_*.xml")) if FOLDER.is_dir() else []
V3 = "{urn:hl7-org:v3}"
PROBLEM = "2.16.840.1.113883.10.20.22.4.4"  # the template of a problem observation
# Which sections hold a list, and where an entry names its item.
ENTRIES = {
    "problems": ({"11450-4"}, f".//{V3}templateId[@root='{PROBLEM}']/../{V3}value"),
    "allergies": ({"48765-2"}, f".//{V3}participant//{V3}playingEntity/{V3}code"),
    "medicines": (
        {"10160-0", "10183-2"},
        f".//{V3}substanceAdministration/{V3}consumable//{V3}manufacturedMaterial/{V3}code",
    ),
}


def incoming_of(expected: Path) -> Path:
    """The document that it was reconciled from: its name without `recon`, whatever its edition."""
    name = re.sub(r"_recon_v\d+$", "", expected.stem)
    [found] = [p for p in expected.parent.glob("*.xml") if re.sub(r"_v\d+$", "", p.stem) == name]
    return found


def arrives(feed, path):
    row = feeds.feed(feed, zone=str(ZONE), format="ccda")
    data = path.read_bytes()
    reading = formats()["ccda"].read(data, as_source(row), path.name)
    at = reading.written.start.astimezone(ZONE) + timedelta(days=1)
    done = spine.arrived([(data, reading, path.name)], row, by=READER, at=at)
    return done.patients, at


def codes(path, part):
    """The main codes on one list of a document, read from its XML without our reader."""
    sections, place = ENTRIES[part]
    found = set()
    for section in ElementTree.parse(path).iter(f"{V3}section"):
        code = section.find(f"{V3}code")
        if code is not None and code.get("code") in sections:
            for entry in section.findall(f"{V3}entry"):
                found |= {one.get("code") for one in entry.iterfind(place) if one.get("code")}
    return found


def chosen_for(row):
    """As the expected document has it: its own version, or left off."""
    held = row.column(Column.OURS)
    if held:
        return Chosen(held[0].id, "as reconciled by the certification")
    return Chosen(OFF, "not on the reconciled list")


@pytest.mark.usefixtures("shared_data")
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_the_expected_decisions_yield_the_expected_lists(expected):
    feeds.feed("record", title="Our own record", settings={"own": True})
    came, at = arrives("hospital", incoming_of(expected))
    ours, later = arrives("record", expected)
    [pk] = came | ours
    at = max(at, later)
    spine.review([pk], at)
    staff = Staff.objects.create(username="sarah", name="Sarah Okafor")
    Role.objects.create(staff=staff, role="coordinator", start=at - timedelta(days=900))
    panels.place(patient=pk, day=at.date(), staff=staff.pk)
    sarah = viewer_of(staff, at)

    chart = charts.charts(sarah, [pk], at)[pk]
    rows = table(chart, at.date(), ZONE, column_by(feeds.our_own(), chart))
    made = draft(rows, {row.id: chosen_for(row) for row in rows}, ())
    assert not made.missing
    decided.reconcile(
        by=sarah, patient=patients_by([pk]).get(), items=made.items, answered=(), note="", at=at
    )

    agreed, stated = asking.latest(sarah, pk), charts.charts(sarah, [pk], at)[pk]
    print(f"\n{expected.stem}")
    for part in ENTRIES:
        wanted, came = codes(expected, part), codes(incoming_of(expected), part)
        assert wanted, "an empty list would prove nothing"
        assert {code_of(item.value) for item in agreed.part(part)} == wanted
        assert {code_of(value) for value in current(stated, part)} == wanted
        names = {code_of(v.value): v.says for row in rows for v in row.versions}
        for title, some in (
            ("in both", wanted & came),
            ("only expected", wanted - came),
            ("only came in", came - wanted),
        ):
            told = ", ".join(sorted(names.get(code, code) for code in some)) or "-"
            print(f"  {part:10} {title:14} {told}")


def code_of(value):
    return value.code.codings[0].code


def current(chart, part):
    """What our own facts state to be current."""
    held = {
        "problems": [c for c in chart.conditions if c.clinical_status == "active"],
        "allergies": [a for a in chart.allergies if a.clinical_status == "active"],
        "medicines": [s for s in chart.said_taken if s.status == "active"],
    }
    return [value for value in held[part] if value.source.feed == "staff"]


def test_there_are_pairs(shared_data):
    assert len(EXPECTED) == 2
