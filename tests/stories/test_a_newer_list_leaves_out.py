"""A medicine that the sender's newer complete list leaves out is not in use any more, and nobody wrote a stop."""

from datetime import date

import pytest
from msgspec.structs import replace

from northstar.chart.chart import Chart
from northstar.chart.sensitivity import Label
from northstar.chart.value import Source
from northstar.desk.patient.taking import taking
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.rules.example_dates import ZONE
from northstar.rules.medicines import medicines
from northstar.rules.reconciliation import Column, Likeness
from northstar.rules.reconciliation import table as lists
from northstar.sources.ccda import FORMAT
from northstar.sources.reading import Feed

TODAY = date(2026, 9, 8)
_MEDICINE = """<entry><substanceAdministration classCode="SBADM" moodCode="EVN">
  <templateId root="2.16.840.1.113883.10.20.22.4.16"/><id root="{n}"/><statusCode code="active"/>
  <effectiveTime xsi:type="IVL_TS"><low value="20260105"/></effectiveTime><consumable><manufacturedProduct>
  <manufacturedMaterial><code code="{code}" codeSystem="2.16.840.1.113883.6.88" displayName="{name}"/>
  </manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>"""
_DRUGS = {"lisinopril": "314076", "metformin": "861007", "warfarin": "855332"}


def paper(
    on: str, *names: str, kind="34133-9", custodian="Sample Clinic", text="", own=""
) -> bytes:
    rows = "".join(f"<paragraph>{name}</paragraph>" for name in names) + text
    entries = "".join(
        _MEDICINE.format(n=f"1.2.{on}.{n}", code=_DRUGS[name], name=f"{name} 10 MG Oral Tablet")
        for n, name in enumerate(names, 1)
    )
    return f"""<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <id root="1.9.{on}"/>{own}<code code="{kind}" codeSystem="2.16.840.1.113883.6.1"/><title>Summary</title>
      <effectiveTime value="{on}"/><recordTarget><patientRole><id root="1.1" extension="7"/></patientRole>
      </recordTarget><custodian><assignedCustodian><representedCustodianOrganization><name>{custodian}</name>
      </representedCustodianOrganization></assignedCustodian></custodian><component><structuredBody><component>
      <section><templateId root="2.16.840.1.113883.10.20.22.2.1.1"/><code code="10160-0"
      codeSystem="2.16.840.1.113883.6.1"/><title>Medications</title><text>{rows}</text>{entries}</section>
      </component></structuredBody></component></ClinicalDocument>""".encode()


def chart(*papers: bytes, feed: str = "clinic", label: int = 0) -> Chart:
    """The current facts as the record would keep them: of one key the later written."""
    told = [
        (f.recorded.start if f.recorded else None, f.sequence, f"{feed[0]}{number}", f)
        for number, data in enumerate(papers)
        for f in FORMAT.read(data, Feed(feed, "ccda", zone=str(ZONE)), "").found
    ]
    kept = {}
    for written, _, arrival, f in sorted(told, key=lambda one: one[:3]):
        source = Source(feed, arrival, f.locator, f.kind, f.key, written=written, label=label)
        kept[f.kind, f.key] = (f.kind, replace(f.value, source=source))
    return Chart(kept.values())


def in_use(*papers: bytes, **more) -> set[str]:
    return set(medicines(chart(*papers, **more), ZONE).in_use(TODAY))


OLD = paper("20260301", "lisinopril", "metformin")
NEW = paper("20260901", "metformin")


def test_what_the_newer_list_leaves_out_is_not_in_use():
    assert in_use(OLD) == {"lisinopril", "metformin"}
    assert in_use(OLD, NEW) == {"metformin"}
    assert in_use(NEW, OLD) == {"metformin"}


def test_a_next_version_of_the_same_document_leaves_out_too():
    one_set = '<setId root="1.7" extension="S"/>'
    first = paper("20260301", "lisinopril", "metformin", own=one_set)
    assert in_use(first, paper("20260901", "metformin", own=one_set)) == {"metformin"}


@pytest.mark.parametrize(
    "newer",
    [
        paper("20260901", "metformin", kind="18842-5"),
        paper("20260901", "metformin", custodian="Another Clinic"),
        paper("20260901"),
        paper("20260901", "metformin", text="<paragraph>Lisinopril as before</paragraph>"),
        paper("20260201", "metformin"),
    ],
    ids=["no complete list", "another sender", "an empty list", "named in words", "an older list"],
)
def test_nothing_else_takes_a_medicine_off(newer):
    assert "lisinopril" in in_use(OLD, newer)


def test_a_summary_of_one_stay_is_not_taken_back_by_a_list():
    summary = paper("20260301", "lisinopril", kind="18842-5")
    assert in_use(summary, NEW) == {"lisinopril", "metformin"}


def test_what_is_restricted_is_not_missed_in_a_list_for_everybody():
    assert "lisinopril" in in_use(OLD, NEW, label=Label.RESTRICTED)


GONE = "not on Sample Clinic’s list of 1 Sep 2026 any more"


def test_the_table_of_the_lists_says_why_it_is_not_in_use():
    rows = {row.name: row for row in lists(chart(OLD, NEW), TODAY, ZONE, lambda value: Column.CAME)}
    [told] = rows["lisinopril"].versions
    assert (told.on, told.dropped == GONE) == (False, True)
    assert rows["metformin"].versions[0].on


def test_beside_a_source_that_still_lists_it_the_two_are_told_differently():
    here, there = chart(OLD, NEW), chart(paper("20260820", "lisinopril"), feed="elsewhere")
    both = Chart((kind, v) for one in (here, there) for kind in one.kinds() for v in one.of(kind))
    rows = lists(both, TODAY, ZONE, lambda value: Column.CAME)
    [row] = [row for row in rows if row.name == "lisinopril"]
    assert row.likeness == Likeness.DIFFERENT
    assert sorted(v.on for v in row.versions) == [False, True]


def test_her_page_says_so_for_a_while_with_the_list_that_leaves_it_out():
    def told(today):
        shown = taking(chart(OLD, NEW), Chips({}, Calendar(ZONE, today)), ())
        return {row.name.split()[0]: row for row in shown}

    row = told(TODAY)["lisinopril"]
    assert row.state == "Not listed any more"
    assert [cell.words for cell in row.dropped] == [GONE.replace("not on", "Not on")]
    assert row.dropped[0].chip.href.startswith("/source/c1/")
    assert not told(TODAY)["metformin"].dropped
    assert "lisinopril" not in told(date(2027, 1, 8)), "not for ever"
